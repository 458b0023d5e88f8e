"""Plain HTTP where TLS is spoken, and what browsers are told to remember."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from werkzeug.test import Client, EnvironBuilder, TestResponse

from services.gateway.http.plain_http import answer_plain_http, security_headers


def ask(method: str, path: str, **headers: str) -> TestResponse:
    return Client(answer_plain_http).open(path, method=method, headers=headers, base_url="http://office:8463")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_typed_the_address_is_led_to_https_at_the_same_place(method: str) -> None:
    response = ask(method, "/measures/A6?as_of=2017-06-15&unit=东亭")
    assert response.status_code == 307
    assert response.headers["Location"].startswith("https://office:8463/measures/A6?as_of=2017-06-15&unit=")
    assert response.headers["Connection"] == "close"


@pytest.mark.parametrize(("method", "headers"), [("POST", {}), ("GET", {"Authorization": "Bearer x"}), ("PUT", {})])
def test_a_program_is_told_and_not_led_on_with_its_token(method: str, headers: dict[str, str]) -> None:
    response = ask(method, "/v1/progress", **headers)
    assert response.status_code == 400
    assert orjson.loads(response.data)["slug"] == "plain-http"
    assert "Location" not in response.headers


@pytest.mark.parametrize(
    ("base", "told"),
    [
        ("https://campaign.xishan.example", True),
        ("http://campaign.xishan.example", False),  # a browser would not believe it
        ("https://campaign.xishan.example:8463", False),  # other ports of that name are not ours
        ("https://localhost", False),
        ("https://app.localhost", False),
        ("https://192.168.1.7", False),
        ("https://[fd00::7]", False),
    ],
)
def test_a_browser_is_bound_to_https_where_the_whole_name_is_ours(base: str, *, told: bool) -> None:
    environ: dict[str, Any] = EnvironBuilder(base_url=base).get_environ()
    assert bool(security_headers(environ)) is told
