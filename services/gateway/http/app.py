"""HTTP, plain WSGI: find the route, know the bearer, ask the policy, run the handler, say what went wrong.

Whatever a client sends is answered: with what was asked for, or with a problem (RFC 9457) in both languages.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

import orjson
from sqlalchemy import exc
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge
from werkzeug.routing import Map, RequestRedirect, Rule
from werkzeug.wrappers import Request, Response

from contracts.errors import Invalid, Problem, TooLarge, Unauthenticated, Unavailable, Unknown, Unreadable, fault
from contracts.forms import EARLIEST, LATEST
from services.chassis.base import clock, log, metrics, tracing
from services.gateway.http import bearer_tokens, csrf, permissions
from services.gateway.http.bearer_tokens import Bearer

_log = log.get("http")
PROBLEM, JSON = "application/problem+json", "application/json"
COOKIE, ROUTE = "campaign", "campaign.route"
MOST_BODY = 1024 * 1024
MOST_KNOWN = 1000
DEEPEST = 32
NUMBER, DAY = re.compile("[0-9]{1,9}"), re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
    ),
}
Environ = dict[str, Any]
StartResponse = Callable[..., Any]
T = TypeVar("T")


class WrongMethod(Problem):
    """This address does not take that method."""

    slug, zh, status = "wrong-method", "此地址不支持该方法", 405


class InternalError(Problem):
    """Something of ours failed; it was logged, and nothing half-done was kept."""

    slug, zh, status = "internal", "系统内部错误，已记录；未保存任何半成品", 500


@dataclass
class ApiRequest:
    """One request with its bearer and the values in its path."""

    request: Request
    bearer: Bearer
    path: Mapping[str, str]
    query: Mapping[str, str]

    def json(self) -> Any:
        """The body as JSON, nested no deeper than what it is written on with may be. Raises Unreadable, or TooLarge."""
        try:
            found = orjson.loads(self.body(MOST_BODY) or b"{}")
        except orjson.JSONDecodeError as error:
            raise Unreadable("JSON", error) from None
        if _deeper(found, DEEPEST):
            raise Unreadable("JSON", f"nested deeper than {DEEPEST}")
        return found

    def body(self, most: int) -> bytes:
        """The body's bytes, never more than `most`; the server hears out the rest after the answer. Raises TooLarge."""
        if (self.request.content_length or 0) > most:
            raise TooLarge(f"{self.request.content_length} > {most} bytes")
        found = self.request.stream.read(most + 1)
        if len(found) > most:
            raise TooLarge(f"more than {most} bytes")
        return bytes(found)

    def day(self, name: str) -> dt.date | None:
        """A day in the query, one that a form may name: what is counted day by day must end. Raises Invalid."""
        found = _parse_query(self.query, name, _day, "YYYY-MM-DD")
        if found is not None and not EARLIEST <= found <= LATEST:
            raise _wrong(name, f"{EARLIEST}..{LATEST}")
        return found

    def moment(self, name: str) -> dt.datetime | None:
        """A moment in the query, with its zone. Raises Invalid."""
        found = _parse_query(self.query, name, _moment, "RFC 3339")
        if found is not None and found.tzinfo is None:
            raise _wrong(name, "RFC 3339, with a time zone")
        return found

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number in the query, from 1 to `most`. Raises Invalid."""
        found = _parse_query(self.query, name, whole, f"1..{most}")
        if found is not None and not 1 <= found <= most:
            raise _wrong(name, f"1..{most}")
        return default if found is None else found

    def among(self, name: str, words: Collection[str], default: str) -> str:
        """One of several words in the query. Raises Invalid."""
        found = self.query.get(name, default)
        if found not in words:
            raise _wrong(name, " | ".join(words))
        return found

    def flag(self, name: str) -> bool:
        """Yes or no in the query. Raises Invalid."""
        said = self.query.get(name, "false")
        if said not in ("true", "false"):
            raise _wrong(name, "true, false")
        return said == "true"


def _parse_query(query: Mapping[str, str], name: str, parse: Callable[[str], T], shape: str) -> T | None:
    said = query.get(name)
    if said is None:
        return None
    try:
        return parse(said)
    except (ValueError, OverflowError):
        raise _wrong(name, shape) from None


def whole(said: str) -> int:
    """A whole number in at most nine plain digits. Raises ValueError."""
    if not NUMBER.fullmatch(said):
        raise ValueError(said)
    return int(said)


def _day(said: str) -> dt.date:
    if not DAY.fullmatch(said):  # not 2017-W09-3
        raise ValueError(said)
    return dt.date.fromisoformat(said)


def _moment(said: str) -> dt.datetime:
    """A moment that UTC has too: the first and the last day of the calendar are shorter elsewhere."""
    found = dt.datetime.fromisoformat(said.replace(" ", "+"))  # a plus sign that was not escaped
    if found.tzinfo is not None:
        found.astimezone(dt.UTC)
    return found


def _deeper(found: Any, most: int) -> bool:
    """Whether lists and objects are nested deeper than `most`; level by level, without recursion."""
    level = [found]
    for _ in range(most + 1):
        level = [one for outer in level if isinstance(outer, dict | list) for one in _within(outer)]
    return bool(level)


def _within(outer: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return outer.values() if isinstance(outer, dict) else outer


def _wrong(name: str, shape: str) -> Invalid:
    return Invalid(name, errors=[fault(name, f"Must be {shape}", f"应为 {shape}")])


Handler = Callable[[ApiRequest], Response]


@dataclass(frozen=True)
class Route:
    """An address, its name in the policy table, what answers it, and the query it understands.

    page  a form of the pages: it takes the sign-in cookie, and only with its seal
    key   the parameter in which other people's programs hand over their token
    """

    method: str
    rule: str
    name: str
    handler: Handler
    query: frozenset[str] = frozenset()
    page: bool = False
    key: str = ""


def answer(body: Any, status: int = 200, /, **headers: str) -> Response:
    """A JSON answer; bytes are taken as JSON already written."""
    told = body if isinstance(body, bytes) else orjson.dumps(body, option=orjson.OPT_UTC_Z)
    response = Response(told, status, content_type=JSON)
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


def problem(found: Problem) -> Response:
    """A problem as RFC 9457."""
    response = Response(orjson.dumps(found.to_dict()), found.status, content_type=PROBLEM)
    if found.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


@dataclass
class App:
    """The WSGI application.

    quick may answer a request before anything is routed
    page  may show a problem as HTML
    """

    routes: Iterable[Route]
    signing: bytes
    quick: Callable[[Environ, Bearer], tuple[list[tuple[str, str]], bytes] | None] = lambda _environ, _bearer: None
    page: Callable[[Environ, Problem], Response | None] = lambda _environ, _found: None
    _known: dict[str, tuple[float, Bearer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Every route must stand in the policy table."""
        self.table = {route.name: route for route in self.routes}
        for name in self.table:
            permissions.POLICY[name]
        rules = [Rule(route.rule, endpoint=route.name, methods=[route.method]) for route in self.routes]
        self._map = Map(rules, strict_slashes=False, merge_slashes=False)

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if (
            environ["REQUEST_METHOD"] == "GET"
            and environ["PATH_INFO"] == "/v1/progress"
            and (found := self._quickly(environ))
        ):
            headers, body = found
            start("200 OK" if body else "304 Not Modified", headers)
            metrics.count_cached_response()
            return [body]
        begun = clock.ticks()
        response = self._trace_request(environ)
        metrics.observe_response(environ.get(ROUTE, "none"), response.status_code, begun)
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.error("request.failed", path=environ["PATH_INFO"], status=response.status_code, took_ms=_ms(begun))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        found_body: Iterable[bytes] = response(environ, start)
        return found_body

    def _trace_request(self, environ: Environ) -> Response:
        """Answer within a span; what is called from here on stands below it."""
        with tracing.span("request", tracing.SERVER, environ.get("HTTP_TRACEPARENT", "")) as traceparent:
            environ["HTTP_TRACEPARENT"] = traceparent
            response = self._respond(environ)
            tracing.rename_span(f"{environ['REQUEST_METHOD']} {environ.get(ROUTE, 'none')}")
            return response

    def _quickly(self, environ: Environ) -> tuple[list[tuple[str, str]], bytes] | None:
        """The quick answer, if there is one; whatever fails here is said by the long way."""
        try:
            bearer = self.bearer(environ)
            permissions.admit("progress", bearer)
            return self.quick(environ, bearer) if bearer else None
        except Problem:
            return None
        except Exception as error:  # noqa: BLE001 -- a client gets an answer whatever happens here
            _log.error("quick.failed", exc_info=error)
            return None

    def _respond(self, environ: Environ) -> Response:
        try:
            return self._dispatch(environ)
        except Problem as found:
            return self._problem_response(environ, found)
        except HTTPException as error:
            return self._problem_response(environ, _of_http(error))
        except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
            _log.error("database.failed", path=environ["PATH_INFO"], exc_info=error)
            return self._problem_response(environ, Unavailable("database"))
        except Exception as error:  # noqa: BLE001 -- a client gets an answer whatever happens here
            _log.error("handler.failed", path=environ["PATH_INFO"], exc_info=error)
            return self._problem_response(environ, InternalError())

    def _problem_response(self, environ: Environ, found: Problem) -> Response:
        response = self.page(environ, found) or problem(found)
        if isinstance(found, WrongMethod):
            response.headers["Allow"] = ", ".join(map(str, found.about))
        return response

    def _dispatch(self, environ: Environ) -> Response:
        if environ.get("HTTP_TRANSFER_ENCODING") and environ.get("CONTENT_LENGTH"):
            raise Unreadable("Content-Length with Transfer-Encoding")
        if "\0" in environ["PATH_INFO"] or "%00" in environ.get("QUERY_STRING", ""):
            raise Unreadable("NUL")  # no database of ours takes one
        environ["wsgi.input_terminated"] = "HTTP_TRANSFER_ENCODING" in environ  # the server ends a chunked body
        request = Request(environ)
        name, values = self._map.bind_to_environ(environ).match()
        route, environ[ROUTE] = self.table[name], name
        bearer = self._asks(environ, request, route)
        if bearer is None and permissions.POLICY[name] is not permissions.NOBODY_NEEDED:
            raise Unauthenticated
        permissions.admit(name, bearer)
        if strangers := set(request.args) - route.query:
            faults = [fault(one, "Unknown parameter", "没有此参数") for one in sorted(strangers)]
            raise Invalid(*sorted(strangers), errors=faults)
        asking = ApiRequest(request, bearer or Bearer("-", "anonymous", None), values, request.args)
        return self._handle_form(route, asking) if route.page else route.handler(asking)

    def _asks(self, environ: Environ, request: Request, route: Route) -> Bearer | None:
        """Who asks, where that matters. Raises Unauthenticated for a token that is none."""
        if route.key and "HTTP_AUTHORIZATION" not in environ:
            csrf.limit_form(request)
            token = request.values.get(route.key)
            return self._bearer_from_token(token) if token else None
        if permissions.POLICY[route.name] is permissions.NOBODY_NEEDED and not route.key:
            return None
        return self.bearer(environ, by_cookie=route.page)

    def _handle_form(self, route: Route, asking: ApiRequest) -> Response:
        """What is answered to a form of ours; its files are closed whatever that is. Raises Forged."""
        csrf.limit_form(asking.request)
        with asking.request:
            if "Authorization" not in asking.request.headers:
                csrf.check(self.signing, asking.bearer, asking.request)
            return route.handler(asking)

    def bearer(self, environ: Environ, *, by_cookie: bool = False) -> Bearer | None:
        """Who asks: by bearer token, or by the pages' cookie, for reading or for a form. Raises Unauthenticated."""
        said = environ.get("HTTP_AUTHORIZATION", "")
        if said:
            scheme, _, token = said.partition(" ")
            if scheme.lower() != "bearer":
                raise Unauthenticated(scheme)
            return self._bearer_from_token(token)
        if (
            (by_cookie or environ["REQUEST_METHOD"] in ("GET", "HEAD"))
            and "HTTP_COOKIE" in environ
            and (token := Request(environ).cookies.get(COOKIE))
        ):
            return self._bearer_from_token(token)
        return None

    def _bearer_from_token(self, token: str) -> Bearer:
        """A token that was good a moment ago is good now."""
        until, found = self._known.get(token, (0.0, None))
        if found is not None and time.monotonic() < until:
            return found
        bearer = bearer_tokens.verify(self.signing, token)
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        self._known[token] = (time.monotonic() + 10, bearer)
        return bearer


def _of_http(error: HTTPException) -> Problem:
    if isinstance(error, MethodNotAllowed):
        return WrongMethod(*sorted(error.valid_methods or ()))
    if isinstance(error, NotFound | RequestRedirect):
        return Unknown()
    if isinstance(error, RequestEntityTooLarge):
        return TooLarge(f"more than {csrf.MOST_BYTES} bytes")
    return Unreadable(error.name)


def _ms(begun: float) -> float:
    return round((clock.ticks() - begun) * 1000, 1)
