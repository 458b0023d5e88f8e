"""A script of our pages gives commands by the cookie with its page's token; nobody else does."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import orjson
import pytest
from werkzeug.test import TestResponse

from services.gateway.http import cookies
from services.gateway.http.csrf import HEADER
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.gateway_client import GatewayClient as Site

MATTER = {"unit": "DT", "community": "广瑞", "matter": "路灯不亮", "requested_on": "2017-06-01"}
MATTERS = "/v1/outreach/matters"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return GatewayClient(tmp_path, Office())


def cookie(site: Site, role: str = "clerk", unit: str = "DT") -> dict[str, str]:
    return {"Cookie": f"{cookies.PLAIN}={site.token(role, unit)}"}


def token(site: Site, **who: str) -> dict[str, str]:
    answer = site.client.get("/v1/street/token", headers=cookie(site, **who))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return {HEADER: orjson.loads(answer.data)["token"]}


def post(site: Site, headers: dict[str, str], path: str = MATTERS, body: Any = MATTER) -> TestResponse:
    return site.client.post(path, json=body, headers=headers)


def test_a_command_by_the_cookie_needs_the_token_of_its_page(site: Site) -> None:
    assert post(site, cookie(site)).status_code == 401
    assert post(site, cookie(site) | {HEADER: "made up"}).status_code == 403
    assert post(site, cookie(site) | token(site)).status_code == 201


def test_the_token_is_of_one_account_in_one_post(site: Site) -> None:
    assert post(site, cookie(site, "captain") | token(site)).status_code == 403
    assert post(site, cookie(site, "captain") | token(site, role="captain")).status_code == 201


def test_a_page_of_another_site_sends_nothing(site: Site) -> None:
    elsewhere = cookie(site) | token(site) | {"Sec-Fetch-Site": "cross-site"}
    assert orjson.loads(post(site, elsewhere).data)["slug"] == "forged"
    asked = site.client.options(
        MATTERS, headers={"Access-Control-Request-Method": "POST", "Origin": "https://x.example"}
    )
    assert "Access-Control-Allow-Origin" not in asked.headers


def test_a_photograph_is_handed_in_so(site: Site) -> None:
    body = b"a photograph"
    path = "/v1/evidence?name=photo.jpg"
    assert site.client.post(path, data=body, headers=cookie(site)).status_code == 401
    answer = site.client.post(path, data=body, headers=cookie(site) | token(site))
    assert answer.status_code == 201
    assert orjson.loads(answer.data)["sha256"] == hashlib.sha256(body).hexdigest()


def test_other_addresses_take_no_command_by_the_cookie(site: Site) -> None:
    asked = post(site, cookie(site) | token(site), f"{MATTERS}:batch", {"groups": []})
    assert asked.status_code == 401


def test_a_bearer_token_needs_no_page(site: Site) -> None:
    assert post(site, {"Authorization": f"Bearer {site.token('clerk', 'DT')}"}).status_code == 201
