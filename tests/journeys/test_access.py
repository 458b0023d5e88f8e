"""Every route and every role, as the route says; tokens that are not ours open nothing."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import jwt
import pytest

from contracts.documents.endpoints import Endpoint
from contracts.roles import ROLES
from services.chassis.base import clock
from services.gateway.http import bearer_tokens
from services.gateway.resources import endpoints
from tests.suite import Suite

UNHARMED = {
    "{service}": "outreach",
    "{register}": "matters",
    "{id}": "nobody",
    "{account}": "nobody",
    "{key}": "nobody",
    "{step}": "finish",
    "{item}": "A3",
    "{measure}": "A3.applied",
    "{event}": "nobody",
    "{sha256}": "0" * 64,
    "{format}": "json",
    "{code}": "E-0599",
    "{index}": "0",
    "{level}": "0",
    "{tile}": "000.p/1",
    "{part}": "norms",
    "{record}": "nobody",
}


def path(route: Endpoint) -> str:
    address = route.path
    for name, value in UNHARMED.items():
        address = address.replace(name, value)
    return address


FINITE = [route for route in endpoints() if route.name != "stream" and not route.name.startswith("open311")]
"""GeoReport says in its own way who may not: tests/services/gateway/test_open311.py."""


def test_a_stream_is_not_for_everybody(suite: Suite) -> None:
    assert suite.get("/v1/stream", token="").status == 401


@pytest.mark.parametrize("route", FINITE, ids=lambda route: route.name)
def test_the_route_decides_for_every_role(suite: Suite, route: Endpoint) -> None:
    anonymous = suite.ask(route.method, path(route), token="")
    refused = 403 if route.token_in else 401
    assert (anonymous.status == refused) is (not route.anonymous) or route.name == "signin"
    for role in ROLES:
        # Whoever signs out here must not be signed out in the tests that follow.
        token = suite.token(role, who=f"SYN-{role}-leaves" if route.name == "signout" else "")
        response = suite.ask(route.method, path(route), {} if route.method == "POST" else None, token=token)
        assert response.status < 500 or route.name == "readyz"
        if role not in route.roles and not route.anonymous:
            assert response.status == 403, role
            assert route.token_in or response.json["slug"] == "forbidden", role


def claims(**more: Any) -> dict[str, Any]:
    now = clock.now()
    defaults = {
        "iss": bearer_tokens.ISSUER,
        "aud": bearer_tokens.AUDIENCE,
        "sub": "x",
        "role": "operator",
        "iat": now,
        "exp": now + dt.timedelta(hours=1),
    }
    return {name: value for name, value in (defaults | more).items() if value is not None}


def unsigned_token(payload: dict[str, Any]) -> str:
    def part(value: dict[str, Any]) -> str:
        return (
            base64.urlsafe_b64encode(json.dumps(value, default=lambda day: int(day.timestamp())).encode())
            .decode()
            .rstrip("=")
        )

    return f"{part({'alg': 'none', 'typ': bearer_tokens.KIND})}.{part(payload)}."


def test_a_good_token_opens(suite: Suite) -> None:
    assert (
        suite.get(
            "/v1/progress", token=jwt.encode(claims(), suite.key, "HS256", headers={"typ": bearer_tokens.KIND})
        ).status
        == 200
    )


@pytest.mark.parametrize(
    ("why", "make"),
    [
        ("no signature", lambda _key: unsigned_token(claims())),
        ("another key", lambda _key: jwt.encode(claims(), "k" * 64, "HS256", headers={"typ": bearer_tokens.KIND})),
        ("another algorithm", lambda key: jwt.encode(claims(), key, "HS512", headers={"typ": bearer_tokens.KIND})),
        ("another kind", lambda key: jwt.encode(claims(), key, "HS256", headers={"typ": "JWT"})),
        ("another issuer", lambda key: jwt.encode(claims(iss="x"), key, "HS256", headers={"typ": bearer_tokens.KIND})),
        (
            "another audience",
            lambda key: jwt.encode(claims(aud="x"), key, "HS256", headers={"typ": bearer_tokens.KIND}),
        ),
        ("no end", lambda key: jwt.encode(claims(exp=None), key, "HS256", headers={"typ": bearer_tokens.KIND})),
        (
            "expired",
            lambda key: jwt.encode(
                claims(exp=clock.now() - dt.timedelta(minutes=2)), key, "HS256", headers={"typ": bearer_tokens.KIND}
            ),
        ),
        (
            "from the future",
            lambda key: jwt.encode(
                claims(iat=clock.now() + dt.timedelta(hours=1)), key, "HS256", headers={"typ": bearer_tokens.KIND}
            ),
        ),
        (
            "no such role",
            lambda key: jwt.encode(claims(role="king"), key, "HS256", headers={"typ": bearer_tokens.KIND}),
        ),
        ("rubbish", lambda _key: "rubbish"),
    ],
)
def test_a_token_that_is_not_ours_opens_nothing(suite: Suite, why: str, make: Any) -> None:
    response = suite.get("/v1/progress", token=make(suite.key))
    assert (response.status, response.json["slug"]) == (401, "unauthenticated"), why


def test_a_step_is_for_its_roles_and_an_own_unit(suite: Suite) -> None:
    after = suite.unit("DT")
    suite.unit("ZS")
    form = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}
    where = f"/v1/outreach/features?after={after}"
    response = suite.post(where, form, token=suite.token("clerk", "DT"))
    assert response.status == 201
    step = f"/v1/outreach/features/{response.json['record']['id']}/approve"
    approval = {"approved_on": "2017-03-02"}
    assert suite.post(step, approval, token=suite.token("clerk", "DT")).status == 403, "a clerk does not approve"
    assert suite.post(where, form, token=suite.token("clerk", "ZS")).status == 403, (
        "another unit's clerk does not apply"
    )
    assert suite.post(where, form, token=suite.token("leader")).status == 403, "a leader does not apply"
    assert suite.post(step, approval, token=suite.token("leader")).status == 200
