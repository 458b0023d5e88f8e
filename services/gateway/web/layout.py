"""How every page begins and ends: the request as a person meant it, the language, the frame, the answer as HTML."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from werkzeug.wrappers import Request, Response

from contracts import catalogue
from contracts.documents.endpoints import POST
from contracts.errors import Problem, TooMany
from contracts.forms import CODE, EARLIEST, LATEST
from services.chassis.base import clock
from services.chassis.records.record import Record
from services.gateway.accounts.drafts import DRAFT
from services.gateway.display.formatting import Wording, second
from services.gateway.display.messages import pages
from services.gateway.http import csrf, permissions
from services.gateway.http.app import HEADERS
from services.gateway.http.request import ApiRequest
from services.gateway.read_model import units
from services.gateway.web.render import DAY, LINK_KEYS, UNIT, Frame

POLICY = "Content-Security-Policy"
HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")
HTML = "text/html; charset=utf-8"
ANONYMOUS = "anonymous"
LANGUAGE_ONLY = ("lang",)
"""What links keep of the query on pages that have no date and no unit."""


def without_empty(request: ApiRequest) -> ApiRequest:
    """The same request without the fields of a form that were left empty."""
    return replace(request, query={name: value for name, value in request.query.items() if value})


def language(request: Request, query: Mapping[str, str]) -> str:
    """The language that was chosen, or that the browser prefers, or Chinese."""
    if query.get("lang") in pages.LANGUAGES:
        return query["lang"]
    return request.accept_languages.best_match(pages.LANGUAGES, default=pages.ZH)


def page_frame(request: ApiRequest, signing: bytes, link_keys: tuple[str, ...] = LINK_KEYS) -> Frame:
    """The frame of a page; `link_keys` is what its links keep of the query."""
    bearer = None if request.bearer.role == ANONYMOUS else request.bearer
    csrf_token = csrf.page_token(signing, request.bearer)
    lang = language(request.http, request.query)
    draft = request.draft or (request.http.form.get(DRAFT, "") if request.http.method == POST else "")
    return Frame(
        lang,
        request.http.path,
        request.query,
        bearer,
        csrf_token=csrf_token,
        draft=draft,
        kept=bool(request.draft),
        link_keys=link_keys,
        carried=day_and_unit(request.http),
    )


def day_and_unit(request: Request) -> dict[str, str]:
    """The day and the unit in an address, as far as they are any: pages hand them on that do not ask for them."""
    said = {name: dict.fromkeys(filter(None, request.args.getlist(name))) for name in (DAY, UNIT)}
    sole = {name: next(iter(values)) for name, values in said.items() if len(values) == 1}
    return {name: value for name, value in sole.items() if (_is_day(value) if name == DAY else re.match(CODE, value))}


def _is_day(text: str) -> bool:
    try:
        return text == dt.date.fromisoformat(text).isoformat() and EARLIEST <= dt.date.fromisoformat(text) <= LATEST
    except ValueError:
        return False


def wording(frame: Frame, tree: Mapping[str, Record], *, clear: bool = False) -> Wording:
    """The words of a page; `clear`: personal text stands as it is."""
    worded = Wording.with_units(frame.lang, tree, clear=clear)
    bearer = frame.bearer
    registers = catalogue.REGISTERS.values() if bearer else ()
    closed = frozenset(one.name for one in registers if bearer and not permissions.may_read(one, bearer))
    return replace(worded, closed=closed)


def problem_words(problem: Problem, lang: str) -> str:
    """A problem in one sentence, with what is wrong at its fields."""
    told = problem.to_dict()
    faults = [str(one[lang]) for one in told["errors"] if one[lang] not in (problem.zh, problem.message())]
    if isinstance(problem, TooMany):
        again = clock.now() + dt.timedelta(seconds=problem.wait)
        faults.append(pages.say(lang, "try again at", time=second(again)))
    return " ".join([told["title_zh"] if lang == pages.ZH else told["title"], *faults])


def html_response(page: str, status: int = 200, *, typed: bool = False) -> Response:
    """A page; it depends on who looks and in which language, and no copy of it stays behind.

    typed  it is a form in which somebody types, and shows nothing of others: on the way back it is as they left it
    """
    kept = "private, no-cache" if typed else "no-store"
    headers = {"Cache-Control": kept, "Vary": "Accept, Accept-Language, Authorization, Cookie"}
    return Response(page, status, headers, content_type=HTML)


def admit_script(response: Response, http: Request, script: str) -> Response:
    """Let a page run one script, and no other of this host: papers that people handed in lie there too."""
    if HOST.fullmatch(http.host):
        response.headers[POLICY] = f"{HEADERS[POLICY]}; script-src {http.host}{script}; connect-src 'self'"
    return response


def redirect(address: str) -> Response:
    """The browser goes on to another page of ours, and asks for it anew."""
    return Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})


def unit_outline(tree: Mapping[str, Record], day: dt.date) -> Iterator[tuple[str, str, int]]:
    """Every unit once, below its first parent: code, name, depth."""
    return ((code, str(tree[code]["name"]), depth) for code, depth in units.outline(tree, day))
