"""What may be asked of an address, and by pages of other sites: OPTIONS (RFC 9110, 9.3.7), CORS (Fetch standard).

Pages of other sites may ask GeoReport alone, which takes its key from who asks and never a cookie.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Response

from contracts.documents.endpoints import POST

SHARED = "/open311/"
"""Below it any site's page may ask."""
EVERYTHING, WHOLE_SERVER = ("GET", "HEAD", "OPTIONS", "POST"), "*"
READABLE = "Allow, Accept-Post, RateLimit, RateLimit-Policy, Retry-After"
"""What else of an answer's head a page of another site may read."""
NAMES = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1000}")
DAY = "86400"


def allowed_methods(adapter: MapAdapter, path: str) -> list[str]:
    """The methods of an address. Raises NotFound where there is none."""
    if path == WHOLE_SERVER:
        return [*EVERYTHING]
    if methods := set(adapter.allowed_methods()):
        return sorted(methods | {"OPTIONS"})
    raise NotFound


def options(environ: dict[str, Any], methods: Iterable[str], takes: Iterable[str]) -> Response:
    """What an address can be asked, and what it takes."""
    allow = ", ".join(methods)
    response = Response(status=204, headers={"Allow": allow})
    if POST in allow and takes:
        response.headers["Accept-Post"] = ", ".join(takes)
    if is_shared(environ["PATH_INFO"]) and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
        response.headers["Access-Control-Allow-Methods"] = allow
        response.headers["Access-Control-Max-Age"] = DAY
        asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
        if NAMES.fullmatch(asked):
            response.headers["Access-Control-Allow-Headers"] = asked
        response.headers["Vary"] = "Access-Control-Request-Method, Access-Control-Request-Headers"
    return response


def is_shared(path: str) -> bool:
    """Whether pages of other sites may ask this address."""
    return path.startswith(SHARED)


def sharing_headers(path: str) -> dict[str, str]:
    """That any site's page may read this answer, where it may; never with credentials."""
    if not is_shared(path):
        return {}
    return {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": READABLE}
