"""The page by which the auditor searches the log, and the page of an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.audit import acts
from contracts.audit.acts import AuditData
from contracts.errors import Invalid, Unavailable, Undefined
from contracts.forms import schema
from services.gateway.audit import kinds
from services.gateway.audit.desk import AuditDesk
from services.gateway.audit.filters import FILTER, filter_by_days
from services.gateway.audit.routes import AUDITORS, index_at
from services.gateway.display.formatting import FieldText, Wording
from services.gateway.display.messages import pages
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.audit.entry_rows import line, lines
from services.gateway.web.layout import (
    LANGUAGE_ONLY,
    html_response,
    page_frame,
    problem_words,
    unit_outline,
    without_empty,
    wording,
)

ON_PAGE = 50
SAID_ABOVE = frozenset({"outcome", "address", "record", "count"})
"""What of an act stands at the head of its page."""
ASKED = f"{FILTER}, from, to, cursor, lang"


@dataclass
class AuditPages:
    """Shows what `/v1/audit/entries` answers."""

    desk: AuditDesk
    signing: bytes

    @page("/audit", "page_audit", AUDITORS, "审计日志网页 / The audit log, as a page", ASKED, others=(422, 503))
    def search(self, request: ApiRequest) -> Response:
        """The log, searched by what a form asks; a log that is away, or a value that cannot be, is said on the page."""
        request = without_empty(request)
        frame, tree = page_frame(request, self.signing, LANGUAGE_ONLY), self.desk.read_model.unit_tree()
        worded = wording(frame, tree, clear=True)
        about: dict[str, Any] = {"listed": None, "lines": [], "wrong": "", "away": "", "wording": worded}
        status = 200
        try:
            about["listed"] = self.desk.search(request, filter_by_days(request), ON_PAGE)
            about["lines"] = lines(about["listed"].rows, worded)
        except Unavailable as problem:
            status, about["away"] = problem.status, problem_words(problem, frame.lang)
        except Invalid as problem:
            status, about["wrong"] = problem.status, problem_words(problem, frame.lang)
        about |= {
            "kinds": kind_choices(frame.lang, request.query.get("what", "")),
            "outcomes": pages.titles(frame.lang, acts.OUTCOMES),
            "units": list(unit_outline(tree, self.desk.read_model.today())),
        }
        return html_response(render.page("audit", frame, **about), status)

    @page("/audit/entries/{index}", "page_audit_entry", AUDITORS, "审计条目网页 / An entry", others=(404, 503))
    def entry(self, request: ApiRequest) -> Response:
        """One entry in words, with its proof."""
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        row, contents, proof = self.desk.entry(request, index_at(request))
        worded = wording(frame, self.desk.read_model.unit_tree())
        about = {
            "line": line(row, worded),
            "contents": contents,
            "entered": list(field_texts(contents.event, worded)) if contents.event else [],
            "proof": proof,
            "is_act": acts.is_audit(row.type),
        }
        return html_response(render.page("audit_entry", frame, **about))


def kind_choices(lang: str, chosen: str) -> list[tuple[str, str]]:
    """The acts to choose from, with what was chosen by a link: there are too many types of events to list."""
    names = [*acts.ACTS, *([chosen] if chosen and chosen not in acts.ACTS else [])]
    return [(name, kinds.title_of(name)[lang]) for name in names]


def field_texts(event: Mapping[str, Any], worded: Wording) -> Iterator[FieldText]:
    """What an event says, field by field."""
    data = event["data"]
    if acts.is_audit(event["type"]):
        asked = {name: one for name, one in schema(AuditData).fields.items() if name not in SAID_ABOVE}
        yield from (
            worded.field(one, data[name]) for name, one in asked.items() if data.get(name) not in (None, [], "")
        )
        return
    try:
        step = catalogue.step_of(event["type"])[1].edition(event.get("stepversion", 1))
    except Undefined:
        return
    yield from worded.field_texts(step, data)
