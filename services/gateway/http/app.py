"""HTTP, plain WSGI: find the route, know the bearer, ask who is admitted, run the handler, say what went wrong.

Whatever a client sends is answered: with what was asked for, or with a problem (RFC 9457) in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from sqlalchemy import exc
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import ClosingIterator

from contracts.audit.acts import NOBODY as ANONYMOUS
from contracts.documents.endpoints import EVENT_STREAM, GET, HTML, POST
from contracts.errors import Problem, TooMany, Unauthenticated, Unavailable, Unknown, Unreadable, fault
from services.chassis.base import clock, ids, log, metrics, tracing
from services.chassis.base.settings import Network
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.trail import ActRecorder, NoRecorder
from services.chassis.storage import refusals
from services.gateway.acts.request_acts import RequestActs
from services.gateway.http import codings, csrf, errors, media_types, methods, permissions, routing
from services.gateway.http.bearer_tokens import NOBODY, Bearer
from services.gateway.http.bounds import Bounds, Release
from services.gateway.http.client import Client, address_of
from services.gateway.http.cookies import SignInCookie
from services.gateway.http.errors import InternalError
from services.gateway.http.plain_http import security_headers
from services.gateway.http.query import read_query
from services.gateway.http.request import ACTS, SETTLED, VISIT, ApiRequest, Visit, bearer_known
from services.gateway.http.responses import send_what_is_missing
from services.gateway.http.routing import Handler, Route

_log = log.get("http")
ROUTE, CLIENT = "campaign.route", "campaign.client"
QUICK_ROUTE = "progress"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}
NOT_KEPT = {"Cache-Control": "no-store"}
"""Of whatever says nothing of it a browser keeps no copy: most of it is about people."""
Environ = dict[str, Any]
StartResponse = Callable[..., Any]
QuickAnswer = tuple[list[tuple[str, str]], bytes]


@dataclass
class App:
    """The WSGI application.

    identify  whom the secret stands for that a request brings. Raises Unauthenticated
    quick may answer a request before anything is routed
    page  may show a problem as HTML
    bounds   what one client may ask for
    proxies  whose word for a client's address is taken
    cookie   in which a browser keeps its sign-in
    keep     keeps a form for whoever sent it by the secret of a session that is over. Raises what it says of that
    finish   lets go of the draft with which a form went on
    trail    puts on record what was denied, refused, read and changed
    """

    handlers: Mapping[Route, Handler]
    signing: bytes
    identify: Callable[[str], Bearer]
    quick: Callable[[Environ, Bearer], QuickAnswer | None] = lambda _environ, _bearer: None
    page: Callable[[Environ, Problem], Response | None] = lambda _environ, _problem: None
    bounds: Bounds = field(default_factory=Bounds)
    proxies: tuple[Network, ...] = ()
    cookie: SignInCookie = field(default_factory=SignInCookie)
    keep: Callable[[Request, str], None] = lambda _form, _secret: None
    finish: Callable[[ApiRequest], None] = lambda _request: None
    trail: ActRecorder = field(default_factory=NoRecorder)

    def __post_init__(self) -> None:
        """Raises ValueError where two routes have one name: werkzeug would serve both with the second's handler."""
        self.table = {route.name: (route, handler) for route, handler in self.handlers.items()}
        if len(self.table) < len(self.handlers):
            raise ValueError(sorted(route.name for route in self.handlers))
        self._quick_path = self.table[QUICK_ROUTE][0].path if QUICK_ROUTE in self.table else None
        self._map = routing.url_map(self.handlers)

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer one request, unless its client has asked for too many."""
        bearer = self._bearer_to_count(environ)
        environ[VISIT] = Visit(bearer, partial(self._admits, bearer))
        client = environ[CLIENT] = Client(bearer.id if bearer else None, address_of(environ, self.proxies))
        try:
            left = self.bounds.rate.take(client, clock.ticks())
        except TooMany as problem:
            return self._refuse(environ, start, problem)
        if (
            environ["REQUEST_METHOD"] == GET
            and environ["PATH_INFO"] == self._quick_path
            and (quick_answer := self._quickly(environ, bearer))
        ):
            headers, body = quick_answer
            start("200 OK" if body else "304 Not Modified", headers + left)
            metrics.count_cached_response()
            return [body]
        try:
            release = self.bounds.requests.take(client)
        except TooMany as problem:
            return self._refuse(environ, start, problem)
        return self._answer(environ, start, left, release)

    def _answer(
        self, environ: Environ, start: StartResponse, left: list[tuple[str, str]], release: Release
    ) -> Iterable[bytes]:
        """Answer by the long way; its place is given back when the answer has gone out."""
        begun = clock.ticks()
        try:
            response = self._trace_request(environ)
        except BaseException:
            release()
            raise
        response.call_on_close(release)
        metrics.observe_response(environ.get(ROUTE, "none"), response.status_code, begun)
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.error("request.failed", path=environ["PATH_INFO"], status=response.status_code, took_ms=_ms(begun))
        self._protect(response, environ)
        response.headers.extend(left)
        chunks: Iterable[bytes] = response(environ, start)
        # A file that is passed on as it is comes from werkzeug without its closing calls.
        return chunks if isinstance(chunks, ClosingIterator) else ClosingIterator(chunks, response.close)

    def _refuse(self, environ: Environ, start: StartResponse, problem: TooMany) -> Iterable[bytes]:
        """What is refused before anything is done for it."""
        response = self._problem_response(environ, problem)
        self._protect(response, environ)
        response.headers.extend(self.bounds.rate.headers_of_none_left())
        chunks: Iterable[bytes] = response(environ, start)
        return chunks

    def _trace_request(self, environ: Environ) -> Response:
        """Answer within a span; what is called from here on stands below it."""
        with tracing.span("request", tracing.SERVER, environ.get("HTTP_TRACEPARENT", "")) as traceparent:
            environ["HTTP_TRACEPARENT"] = traceparent
            response = self._respond(environ)
            tracing.rename_span(f"{environ['REQUEST_METHOD']} {environ.get(ROUTE, 'none')}")
            return response

    def _bearer_to_count(self, environ: Environ) -> Bearer | None:
        """Whose requests this one is counted with. Whether it may do anything is asked later."""
        try:
            return self.bearer(environ, by_cookie=True)
        except Problem:
            return None
        except Exception as error:  # noqa: BLE001 -- a client gets an answer whatever happens here
            _log.error("client.failed", exc_info=error)
            return None

    def _quickly(self, environ: Environ, bearer: Bearer | None) -> QuickAnswer | None:
        """The quick answer, if there is one; whatever fails here is said by the long way."""
        try:
            permissions.admit(self.table[QUICK_ROUTE][0], bearer)
            return self.quick(environ, bearer) if bearer else None
        except Problem:
            return None
        except Exception as error:  # noqa: BLE001 -- a client gets an answer whatever happens here
            _log.error("quick.failed", exc_info=error)
            return None

    def _respond(self, environ: Environ) -> Response:
        codings.name_states(environ)
        return codings.compress(environ, self._find_answer(environ))

    def _find_answer(self, environ: Environ) -> Response:
        try:
            return send_what_is_missing(environ, self._dispatch(environ))
        except Problem as problem:
            return self._problem_response(environ, problem)
        except HTTPException as error:
            return self._problem_response(environ, errors.from_werkzeug(error))
        except Exception as error:  # noqa: BLE001 -- a client gets an answer whatever happens here
            return self._problem_response(environ, _failure(environ["PATH_INFO"], error))

    def _acts(self, environ: Environ) -> RequestActs:
        """What is put on record of a request; made when something first may be: most that read leave nothing."""
        acts: RequestActs | None = environ.get(ACTS)
        if acts is None:
            client: Client = environ[CLIENT]
            doer = Doer(
                client.account or ANONYMOUS,
                address=client.address,
                request=ids.new_id(),
                trace=environ.get("HTTP_TRACEPARENT", ""),
            )
            acts = environ[ACTS] = RequestActs(self.trail, doer, environ["REQUEST_METHOD"])
        return acts

    def _problem_response(self, environ: Environ, problem: Problem) -> Response:
        self._acts(environ).note_problem(problem)
        response = self.page(environ, problem) or errors.response(problem)
        response.headers.update(errors.headers_of(problem))
        if isinstance(problem, TooMany):
            self.bounds.pause(environ[CLIENT])
            response.headers["Retry-After"] = str(problem.wait)
        return response

    def _dispatch(self, environ: Environ) -> Response:
        # Two lengths for one body: a proxy before us may have read it by the other one (request smuggling).
        if environ.get("HTTP_TRANSFER_ENCODING") and environ.get("CONTENT_LENGTH"):
            raise Unreadable("Content-Length with Transfer-Encoding")
        _refuse_nul(environ)
        environ["wsgi.input_terminated"] = "HTTP_TRANSFER_ENCODING" in environ  # the server ends a chunked body
        http_request = Request(environ)
        adapter = self._map.bind_to_environ(environ)
        if environ["REQUEST_METHOD"] == errors.OPTIONS:
            return self._describe(adapter, environ)
        name, values = adapter.match()
        environ[ROUTE] = name
        route, handler = self.table[name]
        acts = self._acts(environ)
        acts.know(route=f"{route.method} {route.path}")
        acts.ask_for(values)
        try:
            bearer = self._bearer_for(route, environ, http_request)
        except Unauthenticated:
            self._keep_form(route, http_request)
            raise
        if bearer is not None:
            acts.know(**bearer_known(bearer))
        if bearer is None and not route.anonymous:
            raise Unauthenticated
        permissions.admit(route, bearer)
        media_types.admit_body(route, http_request)
        query = read_query(route, http_request)
        if query.get("dry_run") == "true":
            acts.method = GET  # whoever only tries gives no command that could be refused
        request = ApiRequest(
            http_request,
            bearer or NOBODY,
            values,
            query,
            ask_again=lambda: self._bearer_for(route, environ, http_request),
        )
        if route.answer == EVENT_STREAM:
            return self._open_stream(handler, request, environ[CLIENT])
        if route.by_script and bearer is not None and "Authorization" not in http_request.headers:
            csrf.check_script(self.signing, bearer, http_request)
        return self._handle_form(handler, request) if route.form else handler(request)

    def _describe(self, adapter: MapAdapter, environ: Environ) -> Response:
        """What an address can be asked, whoever asks: it stands in the document. Raises NotFound."""
        allowed = methods.allowed_methods(adapter, environ["PATH_INFO"])
        takes: tuple[str, ...] = ()
        if POST in allowed and environ["PATH_INFO"] != methods.WHOLE_SERVER:
            takes = self.table[adapter.match(method=POST)[0]][0].media
        return methods.options(environ, allowed, takes)

    def _open_stream(self, handler: Handler, request: ApiRequest, client: Client) -> Response:
        """An answer that has no end holds a place of another kind. Raises TooMany."""
        release = self.bounds.streams.take_for_both(client)
        response = handler(request)
        response.call_on_close(release)
        return response

    def _bearer_for(self, route: Route, environ: Environ, http_request: Request) -> Bearer | None:
        """Who asks, where that matters. Raises Unauthenticated for a token that is none."""
        if route.token_in and "HTTP_AUTHORIZATION" not in environ:
            csrf.limit_form(http_request)  # the parameter may stand in the body, which is parsed to find it
            media_types.keep_as_it_came(http_request)
            token = http_request.values.get(route.token_in)
            return self.identify(token) if token else None
        if route.anonymous and not route.token_in:
            return None
        from_page = route.form or (route.by_script and csrf.HEADER in http_request.headers)
        return self.bearer(environ, by_cookie=from_page)

    def _keep_form(self, route: Route, http_request: Request) -> None:
        """Keep what somebody had filled in whose session is over meanwhile. Raises Unauthenticated, saying so."""
        if route.kept and "HTTP_AUTHORIZATION" not in http_request.environ:
            csrf.limit_form(http_request)
            with http_request:
                self.keep(http_request, self.cookie.read(http_request.environ) or "")

    def show_again(self, http_request: Request, bearer: Bearer, draft: str) -> Response:
        """The page of a form that was kept, as its own address shows it. Raises Forbidden, Unknown."""
        try:
            name, values = self._map.bind_to_environ(http_request.environ).match()
        except HTTPException:
            raise Unknown(http_request.path) from None
        route, handler = self.table[name]
        permissions.admit(route, bearer)
        return handler(ApiRequest(http_request, bearer, values, read_query(route, http_request), draft))

    def _admits(self, bearer: Bearer | None, path: str) -> bool:
        """Whether a page stands at a path that is for a bearer's role."""
        with suppress(HTTPException, Problem):
            route, _ = self.table[self._map.bind("").match(path, GET)[0]]
            permissions.admit(route, bearer)
            return route.answer == HTML
        return False

    def _handle_form(self, handler: Handler, request: ApiRequest) -> Response:
        """What is answered to a form of ours; its files are closed whatever that is. Raises Forged."""
        csrf.limit_form(request.http)
        with request.http:
            if "Authorization" not in request.http.headers:
                csrf.check(self.signing, request.bearer, request.http)
            response = handler(request)
            if response.status_code == HTTPStatus.SEE_OTHER or SETTLED in request.http.environ:
                self.finish(request)
            return response

    def bearer(self, environ: Environ, *, by_cookie: bool = False) -> Bearer | None:
        """Who asks: by bearer token, or by the pages' cookie, for reading or for a form. Raises Unauthenticated."""
        authorization = environ.get("HTTP_AUTHORIZATION", "")
        if authorization:
            scheme, _, token = authorization.partition(" ")
            if scheme.lower() != "bearer":
                raise Unauthenticated(scheme)
            return self.identify(token)
        # A cookie comes along whoever made the browser ask: it opens what only reads, and forms that bear a csrf token.
        if (by_cookie or environ["REQUEST_METHOD"] in (GET, "HEAD")) and (token := self.cookie.read(environ)):
            return self.identify(token)
        return None

    def _protect(self, response: Response, environ: Environ) -> None:
        """Say how a browser may treat an answer. What a handler said itself stands: papers have policies of their own.

        Nobody's copy is another's: an address that asks who somebody is answers each in their own way.
        """
        route = self.table[environ[ROUTE]][0] if ROUTE in environ else None
        if route is not None and not route.anonymous:
            response.vary.update(("Authorization", "Cookie"))
        shared = methods.sharing_headers(environ["PATH_INFO"])
        for name, value in (HEADERS | NOT_KEPT | security_headers(environ) | shared).items():
            response.headers.setdefault(name, value)


def _refuse_nul(environ: Environ) -> None:
    """No database of ours takes a NUL, wherever in the head of a request it stands. Raises Unreadable, with where."""
    heads = {name: one for name, one in environ.items() if name.startswith("HTTP_") or name == "CONTENT_TYPE"}
    texts = {"path": environ["PATH_INFO"], "query": environ.get("QUERY_STRING", "").replace("%00", "\0"), **heads}
    if places := [name.removeprefix("HTTP_").replace("_", "-").title() for name, one in texts.items() if "\0" in one]:
        raise Unreadable("NUL", errors=[fault(one, "Holds a NUL", "含有空字符") for one in places])


def _failure(path: str, error: Exception) -> Problem:
    """What a client is told of a failure of ours: the disk is full, the database away, or only that it was logged."""
    if problem := refusals.problem_of(error):
        _log.error("storage.refused", path=path, slug=problem.slug, detail=str(error)[:200])
        return problem
    if isinstance(error, exc.OperationalError | exc.InterfaceError | exc.TimeoutError):
        _log.error("database.failed", path=path, exc_info=error)
        return Unavailable("database")
    _log.error("handler.failed", path=path, exc_info=error)
    return InternalError()


def _ms(begun: float) -> float:
    return round((clock.ticks() - begun) * 1000, 1)
