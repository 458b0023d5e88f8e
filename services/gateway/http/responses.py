"""Answers: JSON, and what a client may keep until it has changed."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from werkzeug.wrappers import Response

from services.gateway.http.request import ApiRequest

JSON = "application/json"


def answer(body: Any, status: int = 200, /, **headers: str) -> Response:
    """A JSON answer; bytes are taken as JSON already written."""
    content = body if isinstance(body, bytes) else orjson.dumps(body, option=orjson.OPT_UTC_Z)
    response = Response(content, status, content_type=JSON)
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


def tag(body: bytes) -> str:
    """The ETag of these bytes."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def with_etag(request: ApiRequest, response: Response, etag: str) -> Response:
    """An answer that never changes while the process lives; empty for a client that has it already."""
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if request.http.headers.get("If-None-Match") == etag:
        return Response(status=304, headers=headers)
    response.headers.update(headers)
    return response
