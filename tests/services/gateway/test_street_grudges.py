"""What a colleague with a grudge sends to the street's addresses: each answer is clear, and nothing is half done."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
import segno
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import IFDRational
from werkzeug.test import TestResponse

from contracts.cases.datums import BD09, GCJ02, WGS84
from contracts.roles import ROLES, WRITERS
from services.gateway.api.street.labels import record_on
from services.gateway.casefile.binding import pictures
from services.gateway.http import cookies
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.csrf import HEADER
from services.gateway.photographs import codes, exif, looks, thumbnails
from services.gateway.photographs.opening import open_picture, upright
from services.gateway.street.book_lists import LISTS
from services.gateway.street.street_jobs import JOBS, jobs_of
from tests.office import Office
from tests.services.cases.city import CASES, City
from tests.services.cases.grid_records import adopt, define
from tests.services.equipment import equipment_records
from tests.services.gateway.gateway_client import PUBLIC, GatewayClient

PROPOSALS, LABELS, EVIDENCE = "/v1/street/proposals", "/v1/street/labels", "/v1/evidence"
HERE: dict[str, Any] = {"longitude": 120.3532, "latitude": 31.5901, "datum": WGS84}
NOTES: dict[int, dict[int, Any]] = {
    0x8769: {0x9003: "2017:03:01 08:58:00"},
    0x8825: {1: "N", 2: (31.0, 35.0, 24.0), 3: "E", 4: (120.0, 21.0, 0.0)},
}
OWN_LISTS = {one.name for one in LISTS if one.own}
Unpack = Callable[[bytes], Any]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> GatewayClient:
    """One for all: nothing that is refused here changes anything."""
    office = Office()
    City(office)
    return GatewayClient(tmp_path_factory.mktemp("site"), office)


def send(site: GatewayClient, path: str, headers: dict[str, str], **what: Any) -> TestResponse:
    return site.client.post(path, headers=headers, buffered=True, **what)


def cookie(site: GatewayClient, role: str = "officer", unit: str | None = "DT", who: str = "") -> dict[str, str]:
    return {"Cookie": f"{cookies.PLAIN}={site.token(role, unit, who)}", "Accept": "application/json"}


def page_token(site: GatewayClient, **who: Any) -> dict[str, str]:
    answer = site.client.get("/v1/street/token", headers=cookie(site, **who), buffered=True)
    return {HEADER: orjson.loads(answer.data)["token"]}


def refusal(answer: TestResponse) -> tuple[int, str, list[str]]:
    told = orjson.loads(answer.data)
    return answer.status_code, told["slug"], [one["field"] for one in told["errors"]]


# --- whose token it is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whose", [{"who": "SYN-2"}, {"role": "captain"}, {"unit": "ZS"}, {"unit": None}])
def test_a_token_serves_nobody_else(site: GatewayClient, whose: dict[str, Any]) -> None:
    answer = send(site, PROPOSALS, cookie(site) | page_token(site, **whose), json=HERE)
    assert refusal(answer)[:2] == (403, "forged")


@pytest.mark.parametrize("said", ["", ".", "a.b", "é.ü", "x" * 4000, ".{proof}", "{salt}.", "{proof}"])
def test_what_is_no_token_is_refused_and_breaks_nothing(site: GatewayClient, said: str) -> None:
    salt, _, proof = page_token(site)[HEADER].partition(".")
    own = {HEADER: said.format(salt=salt, proof=proof)}
    assert refusal(send(site, PROPOSALS, cookie(site) | own, json=HERE))[:2] == (403, "forged")


def test_a_token_without_a_session_and_a_cookie_without_a_token_open_nothing(site: GatewayClient) -> None:
    papers = site.evidence.count()
    for headers in (page_token(site), cookie(site), {}):
        for path in (PROPOSALS, LABELS, EVIDENCE, f"/v1/{CASES.replace('.', '/')}"):
            assert refusal(send(site, path, headers, json={}))[:2] == (401, "unauthenticated"), path
    assert site.evidence.count() == papers


@pytest.mark.parametrize("where", ["cross-site", "same-site", "", "SAME-ORIGIN"])
def test_another_site_s_page_is_refused_though_it_had_the_token(site: GatewayClient, where: str) -> None:
    papers = site.evidence.count()
    headers = cookie(site) | page_token(site) | {"Sec-Fetch-Site": where}
    assert refusal(send(site, EVIDENCE, headers, data=b"a paper"))[:2] == (403, "forged")
    assert site.evidence.count() == papers


def test_the_language_of_a_page_is_not_part_of_its_token(site: GatewayClient) -> None:
    headers = cookie(site) | page_token(site) | {"Accept-Language": "en"}
    assert send(site, PROPOSALS, headers, json=HERE).status_code == 200


# --- who may do what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_sees_its_own_jobs_and_gives_no_command_of_others(site: GatewayClient, role: str) -> None:
    own = {one.name for one in jobs_of(Bearer("SYN-1", role, "DT"))} if role in WRITERS else set()
    for job in JOBS:
        with site.request(f"/street/{job.name}", role=role) as page:
            assert page.status_code == (200 if job.name in own else 403), job.name
    if role not in WRITERS:
        for path in ("/street", "/v1/street/book", "/v1/street/token"):
            assert site.request(path, role=role).status_code == 403, path
        return
    headers, before = cookie(site, role) | page_token(site, role=role), len(site.office.events)
    for job in JOBS:
        for step in job.steps:
            if role not in step.of.roles:
                path = f"/v1/{step.at.service}/{step.at.slug}" + ("" if step.of.opens_only else f"/none/{step.step}")
                answer = send(site, path, headers, json={})
                assert answer.status_code in (403, 404), (job.name, step.step, answer.text)
    assert len(site.office.events) == before


def test_what_there_is_no_job_of_is_not_there(site: GatewayClient) -> None:
    for name in ("nothing", "CASE", "case%20", "case.js", "..%2Fcase"):
        assert site.request(f"/street/{name}").status_code == 404, name


def test_a_book_holds_people_labels_and_grids_of_its_reader_s_unit_alone(tmp_path: Path) -> None:
    office = Office()
    City(office)
    office.unit("JU", kind="bureau")
    adopt(office)
    define(office, "320205001001002", unit="ZS", community="前桥")
    for code, unit in (("DT-01", "DT"), ("ZS-01", "ZS")):
        equipment_records.person(office, code, unit)
    equipment_records.definition(office)
    equipment_records.kit(office)  # of ZS
    shop: dict[str, Any] = {"kind": "shop", "name": "面馆（合成）", "registered_on": "2017-01-01"}
    office.do("outreach.managed_objects", "", "register", code="S-ZS", unit="ZS", **shop)
    site = GatewayClient(tmp_path, office)
    for role in sorted(WRITERS - {"administrator"}):
        told = orjson.loads(site.request("/v1/street/book", role=role, unit="DT").data)
        for name in told["lists"].keys() & OWN_LISTS:
            assert {one["unit"] for one in told["lists"][name]["items"]} <= {"DT"}, (role, name)
        assert "ZS-01" not in str(told["lists"].get("people"))
    told = orjson.loads(site.request("/v1/street/book", role="officer", unit="ZS").data)
    assert told["lists"]["kits"]["items"], "what is looked for is there for its own unit"
    assert told["lists"]["objects"]["items"]


# --- where somebody says that they are -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        (b'{"longitude": NaN, "latitude": 31, "datum": "WGS84"}', 400, []),
        (b'{"longitude": 1e999, "latitude": 31, "datum": "WGS84"}', 400, []),
        (b'{"longitude": "NaN", "latitude": "inf", "datum": "WGS84"}', 422, ["longitude", "latitude"]),
        (b'{"longitude": 180.001, "latitude": -90.001, "datum": "GCJ02"}', 422, ["longitude", "latitude"]),
        (b'{"longitude": true, "latitude": [31], "datum": {"WGS84": 1}}', 422, ["longitude", "latitude", "datum"]),
        (b'{"longitude": 120, "latitude": 31, "datum": "wgs84", "accuracy": -1}', 422, ["datum", "accuracy"]),
        (b'{"longitude": 120, "latitude": 31, "datum": "WGS84", "object": "a\\u0000b"}', 422, ["object"]),
        (b'{"longitude": 120, "latitude": 31, "datum": "WGS84", "case_class": "\\ud800"}', 400, []),
        (b"[]", 422, ["_schema"]),
        (b"", 422, ["longitude", "latitude", "datum"]),
    ],
)
def test_what_is_no_place_is_refused_by_its_field(
    site: GatewayClient, body: bytes, status: int, fields: list[str]
) -> None:
    headers = cookie(site) | page_token(site)
    answer = send(site, PROPOSALS, headers, data=body, content_type="application/json")
    assert refusal(answer) == (status, "unreadable" if status == 400 else "invalid", fields)


@pytest.mark.parametrize("datum", [WGS84, GCJ02, BD09])
@pytest.mark.parametrize(("longitude", "latitude"), [(180, 90), (-180, -90), (0, 0), (0, 90)])
def test_the_ends_of_the_earth_are_places(site: GatewayClient, datum: str, longitude: int, latitude: int) -> None:
    where = {"longitude": longitude, "latitude": latitude, "datum": datum, "accuracy": 2000}
    answer = send(site, PROPOSALS, cookie(site) | page_token(site), json=where)
    told = orjson.loads(answer.data)
    assert (answer.status_code, told["cases"]) == (200, 0)
    assert abs(told["longitude"] - longitude) < 0.02


# --- pictures that are made to trouble -------------------------------------------------------------------------------


def picture(kind: str, size: tuple[int, int] = (64, 48)) -> bytes:
    notes, out = Image.Exif(), io.BytesIO()
    notes[274] = 6
    for directory, values in NOTES.items():
        notes.get_ifd(directory).update(values)
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(out, kind, exif=notes.tobytes()) if kind not in ("BMP", "GIF") else image.save(out, kind)
    return out.getvalue()


def spoil(body: bytes, kind: str, chance: random.Random) -> bytes:
    """A file with some of its bytes changed, mostly where what its camera wrote stands."""
    spoilt = bytearray(body)
    for _ in range(chance.choice((1, 1, 2, 4, 30))):
        at = chance.randrange(min(len(spoilt), 400) if chance.random() < 0.6 else len(spoilt))
        spoilt[at] = chance.choice((0, 255, 127, 128, chance.randrange(256), spoilt[at] ^ 1 << chance.randrange(8)))
    if chance.random() < 0.2:
        del spoilt[chance.randrange(1, len(spoilt)) :]
    return _with_sums(bytes(spoilt)) if kind == "PNG" else bytes(spoilt)


def _with_sums(body: bytes) -> bytes:
    """A PNG whose parts have their right sums again: what was spoilt is read."""
    out, at = body[:8], 8
    while at + 12 <= len(body):
        (length,) = struct.unpack(">I", body[at : at + 4])
        part = body[at + 4 : at + 8 + length]
        out, at = out + body[at : at + 4] + part + struct.pack(">I", zlib.crc32(part)), at + 12 + length
    return out


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "BMP", "GIF"])
def test_no_spoilt_picture_breaks_who_reads_it(kind: str) -> None:
    body, chance = picture(kind), random.Random(f"street {kind}")
    reads: list[Unpack] = [exif.read, looks.looks, thumbnails.make, codes.codes_of, pictures.jpeg]
    for number in range(400):
        for read in reads[: 2 if number % 4 else 5]:
            read(spoilt := spoil(body, kind, chance))
            assert spoilt


def test_a_photograph_whose_notes_make_no_sense_is_handed_in_whole(site: GatewayClient) -> None:
    body = _with_sums(picture("PNG").replace(b"MM\0*", b"MM\0\x7f"))
    assert open_picture(body, 64) is not None
    answer = send(site, EVIDENCE, cookie(site) | page_token(site), data=body, content_type="image/png")
    assert answer.status_code == 201
    assert "seen" not in orjson.loads(answer.data)
    assert looks.looks(body) is not None


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_made_upright_as_pillow_does_it(orientation: int) -> None:
    notes, out = Image.Exif(), io.BytesIO()
    notes[274] = orientation
    Image.linear_gradient("L").resize((48, 32)).rotate(30).save(out, "PNG", exif=notes.tobytes())
    image = open_picture(out.getvalue(), 48)
    assert image is not None
    assert upright(image).tobytes() == ImageOps.exif_transpose(image).tobytes()


def bomb(kind: str, side: int = 9000) -> bytes:
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", (side, side)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"", 422, "unreadable-photograph"),
        (b"\xff\xd8\xff" + b"\0" * 200, 422, "unreadable-photograph"),
        ("这里没有照片".encode(), 422, "unreadable-photograph"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "unreadable-photograph"),
        (b"GIF89a" + b"\xff" * 100, 422, "unreadable-photograph"),
        (b"\0" * (12 * 1024 * 1024), 413, "too-large"),
    ],
)
def test_what_shows_no_label_is_said_to(site: GatewayClient, body: bytes, status: int, slug: str) -> None:
    answer = send(site, LABELS, cookie(site) | page_token(site), data=body, content_type="image/jpeg")
    assert refusal(answer) == (status, slug, ["body"])


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_picture_that_unpacks_to_more_than_is_opened_is_none(site: GatewayClient, kind: str) -> None:
    body = bomb(kind)
    assert len(body) < 100_000
    answer = send(site, LABELS, cookie(site) | page_token(site), data=body)
    assert refusal(answer) == (422, "unreadable-photograph", ["body"])
    assert exif.read(body) == exif.NOTHING


def test_an_empty_paper_is_refused_and_leaves_nothing(site: GatewayClient) -> None:
    papers = site.evidence.count()
    answer = send(site, EVIDENCE, cookie(site) | page_token(site), data=b"")
    assert refusal(answer) == (422, "empty-evidence", ["body"])
    assert site.evidence.count() == papers


@pytest.mark.parametrize("id_", ["a\0b", "a b", "a\nb", "\u202eab", "a%00b", "", "x" * 81, "..", "<b>"])
def test_a_label_names_no_record_by_what_is_no_name(site: GatewayClient, id_: str) -> None:
    text = f"{PUBLIC}/registers/equipment/kits/{id_}"
    named = record_on(text, PUBLIC)
    assert named is None or named[1] == ".."
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=6, border=4)
    answer = send(site, LABELS, cookie(site, "captain") | page_token(site, role="captain"), data=out.getvalue())
    assert (answer.status_code, orjson.loads(answer.data)["records"]) == (200, [])


def stamp(**notes: Any) -> bytes:
    wrote, out = Image.Exif(), io.BytesIO()
    wrote.get_ifd(0x8769).update(notes.get("photograph", {}))
    wrote.get_ifd(0x8825).update(notes.get("place", {}))
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=wrote.tobytes())
    return out.getvalue()


@pytest.mark.parametrize(
    "notes",
    [
        {"photograph": {0x9003: "<script>alert(1)</script>"}},
        {"photograph": {0x9003: "9999:99:99 99:99:99"}},
        {"photograph": {0x9003: "2999:01:01 00:00:00"}},
        {"photograph": {0x9003: "0000:00:00 00:00:00"}},
        {"photograph": {0x9286: b"ASCII\0\0\0original-sha256:" + b"<b>" * 30}},
        {"photograph": {0x9286: b"ASCII\0\0\0original-sha256:" + b"AB" * 32}},
        {"place": {1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (120.0, 0.0, 0.0)}},
        {"place": {1: "N", 2: (IFDRational(0, 0),) * 3, 3: "E", 4: (4e9, 0.0, 0.0)}},
        {"place": {1: "<", 2: (31.0, 0.0, 0.0), 3: "E", 4: (120.0, 0.0, 0.0)}},
        {"place": {1: "N", 2: (31.0, 0.0, 0.0), 3: "E", 4: (120.0, 0.0, 0.0), 18: "<script>"}},
        {"place": {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}},
    ],
)
def test_what_a_camera_cannot_have_written_is_proposed_to_nobody(site: GatewayClient, notes: dict[str, Any]) -> None:
    answer = send(site, EVIDENCE, cookie(site) | page_token(site), data=stamp(**notes), content_type="image/jpeg")
    assert answer.status_code == 201
    assert "seen" not in orjson.loads(answer.data), answer.text
