"""Answers: JSON, and what a client need not be sent: what it has already, or all but a part (RFC 9110, 13 and 14)."""

from __future__ import annotations

import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson
from werkzeug.http import parse_etags, parse_range_header, unquote_etag
from werkzeug.wrappers import Response

from contracts.errors import Conflict
from services.gateway.http import codings

JSON = "application/json"
RANGES = "bytes"
READING = ("GET", "HEAD")


def answer(body: Any, status: int = 200, /, **headers: str) -> Response:
    """A JSON answer; bytes are taken as JSON already written."""
    content = body if isinstance(body, bytes) else orjson.dumps(body, option=orjson.OPT_UTC_Z)
    response = Response(content, status, content_type=JSON)
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


def tag(body: bytes) -> str:
    """The ETag of these bytes."""
    return f'"{fingerprint(body)}"'


def fingerprint(body: bytes) -> str:
    """What these bytes are known by."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def has_already(environ: dict[str, Any], etag: str) -> bool:
    """Whether a client says that it has what bears this tag: weakly compared, one of a list, or any (`*`)."""
    said = environ.get("HTTP_IF_NONE_MATCH")
    return said == etag or (said is not None and parse_etags(said).contains_weak(unquote_etag(etag)[0]))


def keepable(response: Response, etag: str) -> Response:
    """An answer that never changes while the process lives."""
    response.headers.update({"ETag": etag, "Cache-Control": "no-cache"})
    return response


def keepable_file(file: Path, media_type: str) -> Response:
    """A text that stands in a file of ours, read once."""
    return keepable_text(_body_of(file), media_type)


@cache
def _body_of(file: Path) -> bytes:
    return file.read_bytes()


def keepable_text(body: bytes, media_type: str) -> Response:
    """A style sheet, a script or a drawing, which a browser keeps as long as its bytes are these."""
    return keepable(Response(body, content_type=f"{media_type}; charset=utf-8"), tag(body))


def private(response: Response) -> Response:
    """An answer that is for who asked alone: no cache keeps it."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def as_attachment(response: Response, name: str) -> Response:
    """A private answer to be kept as a file of this name."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(response)


def in_parts(response: Response) -> Response:
    """An answer of which a client may ask a part: a download that broke off goes on where it was."""
    response.headers["Accept-Ranges"] = RANGES
    return response


def send_what_is_missing(environ: dict[str, Any], response: Response) -> Response:
    """Nothing where the client has it, a part where one is asked for, else all.

    Raises Conflict where `If-Match` names none of it, and werkzeug's RequestedRangeNotSatisfiable.
    """
    reads = environ["REQUEST_METHOD"] in READING and response.status_code == HTTPStatus.OK
    if not reads or "ETag" not in response.headers:
        return response
    if not _is_meant(environ.get("HTTP_IF_MATCH"), response.headers["ETag"]):
        raise Conflict
    response.headers["ETag"] = codings.tag_of(response.headers["ETag"], codings.coding_of(environ, response))
    length = response.calculate_content_length() if _asks_for_a_part(environ, response) else None
    # werkzeug would take `If-Match: *` for the name of a tag.
    asked = {name: one for name, one in environ.items() if name != "HTTP_IF_MATCH"}
    return response.make_conditional(asked, accept_ranges=length is not None, complete_length=length)


def _is_meant(said: str | None, etag: str) -> bool:
    """Whether what `If-Match` names is this: strongly compared, any (`*`), or nothing named."""
    tags = parse_etags(said)
    return not tags or tags.contains(unquote_etag(etag)[0])


def _asks_for_a_part(environ: dict[str, Any], response: Response) -> bool:
    """Whether one part is asked for that can be given: other units, or several parts, may be passed over."""
    if environ["REQUEST_METHOD"] != "GET" or response.headers.get("Accept-Ranges") != RANGES:
        return False
    part = parse_range_header(environ.get("HTTP_RANGE"))
    return part is not None and part.units == RANGES and len(part.ranges) == 1
