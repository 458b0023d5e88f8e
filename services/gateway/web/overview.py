"""The web pages: the 13 items, a measure, a fact, and signing in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.datastructures import MIMEAccept
from werkzeug.wrappers import Request, Response

from contracts import catalogue
from contracts.documents.endpoints import GET
from contracts.errors import Problem, Unauthenticated
from contracts.roles import ANONYMOUS, EVERYONE
from services.chassis.base import clock
from services.gateway.api import gap_list
from services.gateway.api.progress import Progress, fact_of, facts_of, measure_detail
from services.gateway.display import formatting
from services.gateway.display.formatting import Wording
from services.gateway.display.messages import pages
from services.gateway.http import bearer_tokens, responses
from services.gateway.http.app import COOKIE, Environ
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import tag, with_etag
from services.gateway.http.routing import Route
from services.gateway.read_model import status
from services.gateway.web import render
from services.gateway.web.addresses import GROUP, form, page
from services.gateway.web.layout import html_response, language, page_frame, redirect, unit_outline, without_empty
from services.gateway.web.layout import wording as wording_of
from services.gateway.web.registers import place
from services.gateway.web.render import KEPT, Frame

SHOWN = "as_of, unit, lang"
MOST_SHOWN = 500
Told = dict[str, Any]


@dataclass
class Pages:
    """Shows what the view answers; asks it in no way of its own.

    secret  people reach it over TLS, which may end before it: the cookie goes no other way
    """

    reads: Progress
    signing: bytes
    secret: bool = False

    @page("/", "page", EVERYONE, "总览网页 / The 13 items", SHOWN)
    def overview(self, asking: ApiRequest) -> Response:
        """The three pillars and their 13 items."""
        asking = without_empty(asking)
        asked, unit = self.reads.parse_as_of(asking)
        told = orjson.loads(self.reads.view.progress(asked, unit).body)
        tree = self.reads.view.unit_tree()
        frame = page_frame(asking, self.signing)
        items = [item for pillar in told["pillars"] for item in pillar["items"]]
        about = {
            "told": told,
            "total": len(items),
            "tally": tally(items),
            "covered": evidence_coverage(items),
            "leads": {item["id"]: lead(item, frame.lang) for item in items},
            "stale": [item for item in items if item["stale_since"]],
            "units": list(unit_outline(tree, asked.as_of)),
            "wording": wording_of(frame, tree),
        }
        return html_response(render.page("overview", frame, **about))

    @page("/measures/{measure}", "page_measure", EVERYONE, "指标网页 / A measure", SHOWN)
    def measure(self, asking: ApiRequest) -> Response:
        """One measure: how it is counted, its number by month and by unit, its facts, its gaps."""
        asking = without_empty(asking)
        measure = self.reads.view.measure(asking.path["measure"])
        frame, (asked, unit) = page_frame(asking, self.signing), self.reads.parse_as_of(asking)
        with self.reads.view.reader(asked, unit) as reader:
            told, lists = measure_detail(reader, measure), self.reads.may_list(measure, asking.bearer)
            n, facts = facts_of(reader, measure) if lists else (0, [])
            missing = gap_list.find_gaps(reader, measure) if measure.compares and lists and not measure.awaits else None
            tree = dict(reader.tree)
        wording = wording_of(frame, tree)
        facet = gap_list.facet_of(self.reads.view.programme, measure)
        chart, goal = formatting.bars(told["by_month"], told["target"] and told["target"]["value"])
        about = {
            "told": told,
            "lists": lists,
            "item": next(one for one in self.reads.view.programme.items() if one.id == measure.item),
            "as_of": asked.as_of.isoformat(),
            "unit": unit,
            "chart": chart,
            "goal": goal,
            "month_unit": formatting.PERCENT if measure.unit == formatting.PERCENT else "",
            "n": n,
            "facts": [fact_row(one, wording) for one in facts[:MOST_SHOWN]],
            "amounts": any(one["amount"] is not None for one in facts),
            "gaps": None if missing is None else [gap_list.gap_row(one, facet, wording) for one in missing],
            "wording": wording,
        }
        return html_response(render.page("measure", frame, **about))

    @page("/facts/{event}", "page_fact", EVERYONE, "事实网页 / A fact", SHOWN)
    def fact(self, asking: ApiRequest) -> Response:
        """One event in words, its evidence, and every telling of its record."""
        asking = without_empty(asking)
        with self.reads.view.store.begin_read() as tx:
            told = fact_of(tx, self.reads.evidence, asking.path["event"], asking.bearer)
        frame, event = page_frame(asking, self.signing), told["event"]
        wording = wording_of(frame, self.reads.view.unit_tree())
        register, step = catalogue.step_of(event["type"])
        of, due = event["data"].get("of", {}), event["data"].get("due", {})
        about = {
            "told": told,
            "event": event,
            "entered": [*wording.field_texts(step, event["data"]), *wording.keys(register, step, of)],
            "due": [(one.name, due[one.name], one.article) for one in register.clocks if one.name in due],
            "about": wording.about(register, of),
            "record": f"{register.name}/{event['subject']}",
            "place": place(register, event["subject"]),
            "wording": wording,
        }
        return html_response(render.page("fact", frame, **about))

    @page("/signin", "signin", ANONYMOUS, "登录 / Sign in by link", "token, lang", others=(303, 401, 422))
    def sign_in(self, asking: ApiRequest) -> Response:
        """Take the token out of the address and into a cookie that only this site can read."""
        asking = without_empty(asking)
        token = asking.query.get("token")
        try:
            until = bearer_tokens.expiry(self.signing, token) if token else None
        except Unauthenticated:
            until = None
        if token is None or until is None:
            return html_response(render.page("signin", page_frame(asking, self.signing), bad=bool(token)), 401)
        response = redirect(page_frame(asking, self.signing).link("/"))
        seconds = max(0, int((until - clock.now()).total_seconds()))
        response.set_cookie(COOKIE, token, max_age=seconds, **self._cookie_options(asking))
        return response

    @form("/signout", "signout", EVERYONE, "退出 / Sign out", others=(303,))
    def sign_out(self, asking: ApiRequest) -> Response:
        """Forget who used this browser."""
        response = redirect(page_frame(asking, self.signing).plain("/signin"))
        response.delete_cookie(COOKIE, **self._cookie_options(asking))
        return response

    def _cookie_options(self, asking: ApiRequest) -> Told:
        """How a browser keeps the cookie: no script reads it, no other site sends it."""
        secure = self.secret or asking.request.is_secure
        return {"path": "/", "httponly": True, "samesite": "Strict", "secure": secure}

    @Route(GET, "/style.css", "style", ANONYMOUS, "样式 / The pages' style", "text/css", others=(304,), group=GROUP)
    def style(self, asking: ApiRequest) -> Response:
        """The style sheet."""
        return with_etag(asking, Response(render.style(), content_type="text/css; charset=utf-8"), tag(render.style()))

    def problem(self, environ: Environ, found: Problem) -> Response | None:
        """A problem as a page, for people who came with a browser; None: the others get JSON."""
        request = Request(environ)
        if not _browses(request):
            return None
        query = {name: value for name, value in request.args.items() if name in KEPT}
        frame = Frame(language(request, query), request.path, query)
        if isinstance(found, Unauthenticated):
            return html_response(render.page("signin", frame, bad=False), found.status)
        return html_response(render.page("problem", frame, told=found.to_dict()), found.status)


def _browses(request: Request) -> bool:
    path, accepts = request.path, request.accept_mimetypes
    told: MIMEAccept = accepts
    programs = path.startswith("/v1/") and not path.startswith("/v1/evidence/")
    return not programs and told.best_match([responses.JSON, "text/html"]) == "text/html"


def tally(items: list[Told]) -> dict[str, int]:
    """How many items stand where, the best first."""
    counts = {name: sum(item["status"] == name for item in items) for name in pages.BEST_FIRST}
    return {name: n for name, n in counts.items() if n}


def evidence_coverage(items: list[Told]) -> dict[str, int]:
    """How many measures have something recorded, and how many of these are verified in full: counts, never a mean."""
    recorded = [one for item in items for one in item["measures"] if one["n"]]
    return {"n": len(recorded), "full": sum(one["verified"] == one["claimed"] for one in recorded)}


def lead(item: Told, lang: str) -> Told:
    """What an item shows while it is closed: its weakest measure with a target, or how many have something recorded."""
    weakest = status.weakest(item["measures"])
    if weakest and item["status"] != status.NOT_STARTED:
        return {"measure": weakest}
    n, have = len(item["measures"]), sum(one["n"] > 0 for one in item["measures"])
    awaiting = all(one["awaits"] for one in item["measures"])
    phrase = "with numbers" if have else "awaiting only" if awaiting else "no facts yet"
    return {"measure": None, "text": pages.say(lang, phrase, n=n, have=have)}


def fact_row(fact: Told, wording: Wording) -> Told:
    """A fact with its step and what it is about in words."""
    register, step = catalogue.step_of(fact["type"])
    told = f"{register.zh} {step.zh}" if wording.lang == pages.ZH else f"{register.en}, {step.en.lower()}"
    return fact | {"step": told, "about": wording.about(register, fact["of"])}
