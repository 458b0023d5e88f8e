"""The sign-in cookie: a browser that keeps to RFC 6265bis accepts it, and nobody's neighbour plants one."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.wrappers import Response

from services.gateway.http.cookies import PLAIN, SECURE, SignInCookie

OVER_TLS: dict[str, Any] = {"wsgi.url_scheme": "https"}
LOOPBACK: dict[str, Any] = {"wsgi.url_scheme": "http"}


def issue(cookie: SignInCookie, environ: dict[str, Any]) -> tuple[str, set[str]]:
    """Name and attributes of the cookie that a browser is given."""
    response = Response()
    cookie.give(response, environ, "abc", 60)
    pair, *attributes = response.headers["Set-Cookie"].split("; ")
    assert pair.endswith("=abc")
    return pair.removesuffix("=abc"), set(attributes)


@pytest.mark.parametrize(
    ("cookie", "environ"), [(SignInCookie(), OVER_TLS), (SignInCookie(tls=True), LOOPBACK)], ids=["ours", "a proxy's"]
)
def test_over_tls_it_bears_the_prefix_and_what_the_prefix_asks_for(
    cookie: SignInCookie, environ: dict[str, Any]
) -> None:
    name, attributes = issue(cookie, environ)
    assert name == SECURE
    assert {"Secure", "Path=/", "HttpOnly", "SameSite=Strict"} <= attributes
    assert not any(one.startswith("Domain") for one in attributes)


def test_on_the_loopback_it_is_plain() -> None:
    name, attributes = issue(SignInCookie(), LOOPBACK)
    assert name == PLAIN
    assert "Secure" not in attributes


@pytest.mark.parametrize(("environ", "name", "other"), [(OVER_TLS, SECURE, PLAIN), (LOOPBACK, PLAIN, SECURE)])
def test_it_is_read_under_its_own_name_alone(environ: dict[str, Any], name: str, other: str) -> None:
    both = environ | {"HTTP_COOKIE": f"{other}=planted; {name}=ours"}
    assert SignInCookie().read(both) == "ours"
    assert SignInCookie().read(environ | {"HTTP_COOKIE": f"{other}=planted"}) is None
    assert SignInCookie().read(environ) is None


@pytest.mark.parametrize("environ", [OVER_TLS, LOOPBACK])
def test_it_is_taken_away_as_it_was_given(environ: dict[str, Any]) -> None:
    name, attributes = issue(SignInCookie(), environ)
    response = Response()
    SignInCookie().take_away(response, environ)
    pair, *ending = response.headers["Set-Cookie"].split("; ")
    assert pair == f"{name}="
    assert "Max-Age=0" in ending
    # A browser takes no cookie under the prefix, not even an expired one, without all that it asks for.
    assert attributes - {one for one in attributes if one.startswith(("Max-Age", "Expires"))} <= set(ending)
