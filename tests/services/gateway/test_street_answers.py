"""What the street's addresses answer is as we publish it; a program made of that hands in a photographed report."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import segno

from contracts import catalogue
from contracts.cases.datums import WGS84
from contracts.documents.openapi import openapi
from services.gateway.street.street_jobs import BY_NAME
from tests.office import Office
from tests.published_answers import PublishedAnswers
from tests.services.cases.city import CASES
from tests.services.gateway.gateway_client import PUBLIC, GatewayClient
from tests.services.gateway.street_bulk import UNIT, Sizes, bureau_of, cases_on_the_map
from tests.services.gateway.test_pages_papers import camera_file

CLIENT = "street_client"
HERE: dict[str, Any] = {"longitude": 120.3532, "latitude": 31.5901, "datum": WGS84}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> GatewayClient:
    office = Office()
    bureau_of(office, Sizes(cases=40, objects=3, people=3, kits=3, grids=3))
    site = GatewayClient(tmp_path_factory.mktemp("site"), office)
    cases_on_the_map(site.store, 3_000)
    return site


@pytest.fixture(scope="module")
def document(site: GatewayClient) -> dict[str, Any]:
    """What is published of the street, of papers and of the register of cases."""
    routes = [one for one in site.app.handlers if one.group in ("street", "evidence", "steps")]
    return openapi(routes, [catalogue.REGISTERS[CASES]])


@pytest.fixture(scope="module")
def outside(site: GatewayClient) -> Iterator[httpx.Client]:
    """A program of somebody else's."""
    transport = httpx.WSGITransport(app=site.app)
    headers = {"Authorization": f"Bearer {site.token('officer', UNIT)}"}
    with httpx.Client(transport=transport, base_url="http://localhost", headers=headers) as client:
        yield client


def label(text: str) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=6, border=4)
    return out.getvalue()


def test_every_answer_of_the_street_is_as_it_is_published(document: dict[str, Any], outside: httpx.Client) -> None:
    published, kit = PublishedAnswers(document), label(f"{PUBLIC}/registers/equipment/kits/KIT-ZS-01")
    book = outside.get("/v1/street/book")
    asked = [
        (book, 200),
        (outside.get("/v1/street/book", headers={"If-None-Match": book.headers["ETag"]}), 304),
        (outside.get("/v1/street/token"), 200),
        (outside.get("/v1/street/token", headers={"Authorization": "Bearer nobody"}), 401),
        (outside.get("/v1/street/revocations", params={"devices": "x" * 43}), 200),
        (outside.get("/v1/street/revocations", params={"devices": "no name"}), 422),
        (outside.get("/v1/street/key", params={"devices": "no name"}), 422),
        (
            outside.post(
                "/v1/street/proposals", json=HERE | {"accuracy": 500, "case_class": "E-0501", "object": "S-1"}
            ),
            200,
        ),
        (outside.post("/v1/street/proposals", json=HERE | {"datum": "ED50"}), 422),
        (outside.post("/v1/street/proposals", content=b"{", headers={"Content-Type": "application/json"}), 400),
        (outside.post("/v1/street/labels", content=kit), 200),
        (outside.post("/v1/street/labels", content=b"no picture"), 422),
        (outside.post("/v1/street/labels", content=bytes(12 * 1024 * 1024)), 413),
        (outside.post("/v1/evidence", content=camera_file(), headers={"Content-Type": "image/jpeg"}), 201),
        (outside.post("/v1/evidence", content=b""), 422),
    ]
    for answer, status in asked:
        answer.elapsed = dt.timedelta()
        assert answer.status_code == status, answer.text
        assert published.faults(answer) == []
    proposed, named = asked[7][0].json(), asked[10][0].json()
    for kind in ("case_class", "place"):
        assert proposed[kind], "what is checked has something in it"
    assert [one["record"] for one in named["records"]] == ["KIT-ZS-01"]
    assert asked[13][0].json()["seen"]["original"] == "ab" * 32


def test_what_is_published_of_the_book_is_all_that_a_job_asks_for(outside: httpx.Client) -> None:
    told = orjson.loads(outside.get("/v1/street/book").content)
    for one in told["jobs"]:
        assert BY_NAME[one["id"]].lists <= told["lists"].keys() | set(told["silent"]), one["id"]


def test_a_program_made_of_it_hands_in_a_report_with_its_photograph(
    document: dict[str, Any], outside: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "openapi.json").write_bytes(orjson.dumps(document))
    (tmp_path / "settings.yml").write_text("post_hooks: []\n")
    program = [str(Path(sys.executable).parent / "openapi-python-client"), "generate", "--meta", "none"]
    places = ["--path", "openapi.json", "--output-path", CLIENT, "--config", "settings.yml"]
    subprocess.run([*program, *places], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    monkeypatch.syspath_prepend(tmp_path)

    def module(name: str) -> Any:
        return importlib.import_module(f"{CLIENT}{name}")

    client = module("").Client(base_url="http://localhost").set_httpx_client(outside)
    upload = module(".api.evidence.keep_evidence")
    photograph = module(".types").File(payload=io.BytesIO(camera_file()), file_name="photo.jpg", mime_type="image/jpeg")
    paper = upload.sync(client=client, body=photograph, name="photo.jpg")
    assert (paper.seen.datum, paper.seen.original) == (WGS84, "ab" * 32)
    shot = {"kind": "near", "photo": [paper.sha256], "shot_at": paper.seen.shot_at.isoformat(), **HERE}
    form = {"unit": UNIT, "source": "patrol", "problem": "井盖破损", "case_class": "C-0102", "photos": [shot], **HERE}
    body = module(".models").CasesDigitalCasesNewBody.from_dict(form | {"reported_at": "2017-03-02T09:00:00+08:00"})
    opened = module(".api.cases_digital_cases.cases_digital_cases_new").sync(client=client, body=body)
    assert opened.record.status == "reported"
    assert opened.record.fields["photos"][0]["photo"] == [paper.sha256]
