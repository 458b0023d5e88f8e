"""What is answered to a client that speaks plain HTTP where TLS is spoken."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from contracts.errors import Problem
from services.gateway.http import errors

HSTS = {"Strict-Transport-Security": "max-age=31536000"}
"""A year (RFC 6797)."""


class PlainHttp(Problem):
    """This address speaks https; what was sent here went in the clear, a token with it."""

    slug, zh, status = "plain-http", "此地址使用 https；刚才的内容（包括令牌）以明文发送", 400


def answer_plain_http(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Lead a person who typed the address to https; tell a program, which would go on sending tokens in the clear."""
    response = _respond(environ)
    response.headers["Connection"] = "close"
    chunks: Iterable[bytes] = response(environ, start)
    return chunks


def _respond(environ: dict[str, Any]) -> Response:
    asks = environ["REQUEST_METHOD"] in ("GET", "HEAD") and "HTTP_AUTHORIZATION" not in environ
    if not asks or not environ.get("HTTP_HOST"):
        return errors.response(PlainHttp())
    # Not for ever: a browser would remember it beyond the day on which somebody takes the certificate away.
    address = Request({**environ, "wsgi.url_scheme": "https"}).url
    return redirect(address, HTTPStatus.TEMPORARY_REDIRECT, Response)


def security_headers(environ: dict[str, Any]) -> dict[str, str]:
    """That a browser asks by https alone from now on, where the whole name is ours.

    A name with a port belongs to others as well, and HSTS speaks for all its ports; `localhost` belongs to everything
    that a developer runs, and an address is no name (RFC 6797, section 8.1.1).
    """
    host = environ.get("HTTP_HOST", "")
    if environ.get("wsgi.url_scheme") != "https" or ":" in host or not _is_name(host):
        return {}
    return HSTS


def _is_name(host: str) -> bool:
    if not host or host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False
