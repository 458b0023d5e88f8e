"""What went wrong, as RFC 9457 says it: the problems of HTTP itself, and any problem as a response."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

import orjson
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestedRangeNotSatisfiable,
    RequestEntityTooLarge,
)
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from contracts.errors import OutOfRange, Problem, Unknown, Unreadable, UnsupportedMedia, fault
from services.gateway.http import csrf
from services.gateway.http.request import too_large

PROBLEM = "application/problem+json"
OPTIONS = "OPTIONS"
ENCODING = "Content-Encoding"


class WrongMethod(Problem):
    """This address does not take that method."""

    slug, zh, status = "wrong-method", "此地址不支持该方法", 405


class InternalError(Problem):
    """Something of ours failed; it was logged, and nothing half-done was kept."""

    slug, zh, status = "internal", "系统内部错误，已记录；未保存任何半成品", 500


def response(problem: Problem) -> Response:
    """A problem as RFC 9457."""
    answer = Response(orjson.dumps(problem.to_dict()), problem.status, content_type=PROBLEM)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def from_werkzeug(error: HTTPException) -> Problem:
    """What werkzeug refuses while it routes and reads, as one of ours."""
    if isinstance(error, MethodNotAllowed):
        return WrongMethod(*sorted({*(error.valid_methods or ()), OPTIONS}))
    if isinstance(error, NotFound | RequestRedirect):  # a redirect would make two addresses of one
        return Unknown()
    if isinstance(error, RequestedRangeNotSatisfiable):
        en, zh = f"Must lie within {error.length} bytes", f"应在 {error.length} 字节以内"
        return OutOfRange(error.length, errors=[fault("Range", en, zh)])
    if isinstance(error, RequestEntityTooLarge):
        return too_large("a form", csrf.MOST_BYTES)
    return Unreadable(error.name)


def headers_of(problem: Problem) -> Iterator[tuple[str, str]]:
    """What a client is told in headers: which methods, bodies and parts it may ask for instead (RFC 9110)."""
    about = ", ".join(map(str, problem.about))
    if isinstance(problem, WrongMethod):
        yield "Allow", about
    if isinstance(problem, UnsupportedMedia):
        is_coding = any(one["field"] == ENCODING for one in problem.errors)
        yield ("Accept-Encoding", "identity") if is_coding else ("Accept-Post", about)
    if isinstance(problem, OutOfRange):
        yield "Content-Range", f"bytes */{about}"
