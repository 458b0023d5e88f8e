"""A photograph of a label is answered by the record that it names, to who may read it; no other address is followed."""

from __future__ import annotations

import io
from typing import Any

import pytest
import segno
from PIL import Image
from werkzeug.test import TestResponse

from services.gateway.api.street.labels import MOST_BYTES, MOST_RECORDS, record_on
from services.gateway.http import cookies
from services.gateway.photographs import codes
from tests.office import Office
from tests.services.gateway.gateway_client import PUBLIC, GatewayClient
from tests.services.training import training_records

MATTERS = f"{PUBLIC}/registers/outreach/matters"


def draw_label(text: str, scale: int) -> Image.Image:
    out = io.BytesIO()
    segno.make(text, error="m", boost_error=False, micro=False).save(out, kind="png", scale=scale, border=2)
    return Image.open(out).convert("RGB")


def photograph(*texts: str, size: tuple[int, int] = (1600, 1200), kind: str = "JPEG", scale: int = 8) -> bytes:
    """Labels beside each other on a wall, not quite straight."""
    image, out = Image.linear_gradient("L").resize(size).convert("RGB"), io.BytesIO()
    for number, text in enumerate(texts):
        label = draw_label(text, scale).rotate(7, expand=True, fillcolor="white")
        image.paste(label, (20 + 390 * (number % 4), 40 + 400 * (number // 4)))
    image.save(out, kind, quality=80)
    return out.getvalue()


def send(gateway: GatewayClient, body: bytes, role: str = "clerk", unit: str | None = "DT") -> TestResponse:
    headers = {"Authorization": f"Bearer {gateway.token(role, unit)}"}
    return gateway.client.post("/v1/street/labels", data=body, headers=headers, content_type="image/jpeg")


def answer_of(response: TestResponse) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    return dict(response.json or {})


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "PNG", "WEBP"])
def test_the_record_on_a_label_is_named(gateway: GatewayClient, office: Office, kind: str) -> None:
    one = office.matter()
    (record,) = answer_of(send(gateway, photograph(f"{MATTERS}/{one}", kind=kind)))["records"]
    assert (record["register"], record["record"]) == ("outreach.matters", one)
    assert (record["unit"], record["path"]) == ("DT", f"/registers/outreach/matters/{one}")
    assert "路灯" in record["about"]
    assert gateway.request(record["path"]).status_code == 200


def test_a_label_that_fills_little_of_a_large_photograph_is_read() -> None:
    assert codes.codes_of(photograph(f"{MATTERS}/M-1", size=(4000, 3000), scale=3)) == [f"{MATTERS}/M-1"]


def test_a_page_s_script_asks_by_the_cookie_with_its_token_alone(gateway: GatewayClient, office: Office) -> None:
    body, token = photograph(f"{MATTERS}/{office.matter()}"), gateway.request("/v1/street/token").json or {}
    headers = {"Cookie": f"{cookies.PLAIN}={gateway.token('clerk', 'DT')}", "Accept": "application/json"}
    for more, status in (({"X-Page-Token": token["token"]}, 200), ({}, 401), ({"X-Page-Token": "a.b"}, 403)):
        answer = gateway.client.post("/v1/street/labels", data=body, headers=headers | more)
        assert answer.status_code == status, answer.text


def test_no_code_no_picture_and_too_much_are_told_apart(gateway: GatewayClient) -> None:
    assert answer_of(send(gateway, photograph())) == {"codes": 0, "records": []}
    refused = send(gateway, b"no picture")
    assert (refused.status_code, (refused.json or {})["slug"]) == (422, "unreadable-photograph")
    assert send(gateway, b"\xff\xd8\xff" + b"0" * MOST_BYTES).status_code == 413
    assert gateway.client.post("/v1/street/labels", data=photograph()).status_code == 401


@pytest.mark.parametrize(
    "text",
    [
        "https://elsewhere.example/registers/outreach/matters/{}",
        "https://campaigm.example/registers/outreach/matters/{}",
        f"{PUBLIC}.elsewhere.example/registers/outreach/matters/{{}}",
        f"{PUBLIC}@elsewhere.example/registers/outreach/matters/{{}}",
        f"{MATTERS}/{{}}/void",
        f"{MATTERS}/../matters/{{}}",
        f"{PUBLIC}/v1/outreach/matters/{{}}",
        "WIFI:S:{};T:nopass;;",
    ],
)
def test_a_code_of_others_is_counted_and_not_followed(gateway: GatewayClient, office: Office, text: str) -> None:
    assert answer_of(send(gateway, photograph(text.format(office.matter())))) == {"codes": 1, "records": []}


def test_what_may_not_be_read_is_told_as_what_there_is_not(gateway: GatewayClient, office: Office) -> None:
    office.person("ZS-01", "ZS")
    people = f"{PUBLIC}/registers/training/people"
    assert [one["record"] for one in answer_of(send(gateway, photograph(f"{people}/ZS-01")))["records"]] == ["ZS-01"]
    for text in (f"{people}/ZS-99", f"{PUBLIC}/registers/training/nothing/ZS-01"):
        assert answer_of(send(gateway, photograph(text))) == {"codes": 1, "records": []}


def test_a_register_that_is_not_for_a_role_names_nothing(gateway: GatewayClient, office: Office) -> None:
    training_records.course(office)
    body = photograph(f"{PUBLIC}/registers/training/papers/{training_records.paper(office)}")
    assert [one["record"] for one in answer_of(send(gateway, body))["records"]] == ["P"]
    assert answer_of(send(gateway, body, role="officer")) == {"codes": 1, "records": []}


def test_a_wall_of_labels_asks_for_four_records(gateway: GatewayClient, office: Office) -> None:
    texts = [f"{MATTERS}/{office.matter()}" for _ in range(6)]
    answer = answer_of(send(gateway, photograph(*texts, texts[0])))
    assert (answer["codes"], len(answer["records"])) == (6, MOST_RECORDS)


def test_every_label_that_is_printed_is_read_back() -> None:
    assert record_on(f"{MATTERS}/M-2017-1", PUBLIC) == ("outreach.matters", "M-2017-1")
    assert record_on(f"{PUBLIC}/registers/equipment/kits/KIT-ZS-01", PUBLIC) == ("equipment.kits", "KIT-ZS-01")
