"""The first page of operators: how each part of the suite stands, what wants attention first, and what may be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.errors import Problem
from contracts.wire import JsonObject
from services.gateway.accounts.operations.kept_backups import ARCHIVED
from services.gateway.api.admin import ACTS, OPERATOR, Admin
from services.gateway.api.operations.standing import READERS, SuiteStanding
from services.gateway.display import formatting
from services.gateway.display.messages.operations_commands import BY_HAND, COMMAND, STAYS
from services.gateway.http.request import ApiRequest
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, problem_words, redirect
from services.gateway.web.render import Frame

PATH = "/operations"
REBUILDING, CONFIRMED = "service", "confirmed"
DAY = 86400
"""Seconds."""


@dataclass
class StandingPage:
    """Shows what `/v1/operations/standing` answers, and does what `/v1/operations/generations` and `rebuild` do."""

    suite: SuiteStanding
    admin: Admin
    signing: bytes

    @page(PATH, "page_operations", READERS, "运维概况网页 / How the suite stands, as a page")
    def standing(self, request: ApiRequest) -> Response:
        """What wants attention, then every part."""
        return self._page(request)

    @form(f"{PATH}/view", "page_operations_view", OPERATOR, "处理视图各代 / Decide on the view's generations")
    def decide(self, request: ApiRequest) -> Response:
        """Have another generation built, go back to the one before, or let old ones go; asked again first."""
        act = request.http.form.get("act", "")
        return self._confirmed(request, f"op view {act}", {"act": act} if act in ACTS else {})

    @form(f"{PATH}/rebuild", "page_operations_rebuild", OPERATOR, "由日志重建 / Rebuild from the journals")
    def rebuild(self, request: ApiRequest) -> Response:
        """Make a service's projection again from its journal; asked again first."""
        service = request.http.form.get(REBUILDING, "")
        return self._confirmed(request, "op rebuild", {REBUILDING: service} if service in catalogue.SERVICES else {})

    def _confirmed(self, request: ApiRequest, phrase: str, said: dict[str, str]) -> Response:
        frame = self._frame(request)
        if not said:
            return redirect(frame.plain(PATH))
        if CONFIRMED not in request.http.form:
            asked = {"phrase": phrase, "said": said, "back": PATH, "action": request.http.path, "confirmed": CONFIRMED}
            return html_response(render.page("operations_confirm", frame, **asked))
        try:
            self._do(said)
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._page(request, problem)
        return redirect(frame.plain(PATH))

    def _do(self, said: dict[str, str]) -> None:
        if "act" in said:
            self.admin.read_model.decide(ACTS[said["act"]])
        else:
            self.admin.owners.rebuild(said[REBUILDING])

    def _page(self, request: ApiRequest, problem: Problem | None = None) -> Response:
        frame, told = self._frame(request), self.suite.tell()
        about = {
            "told": told,
            "wrong": list(attention(told, frame, acts=request.bearer.role in OPERATOR)),
            "services": [_service_row(name, one) for name, one in told["services"].items()],
            "may": request.bearer.role in OPERATOR,
            "acts": ACTS,
            "rebuilt": catalogue.SERVICES,
            "commands": [*(f"{COMMAND} {name}" for name in STAYS), *BY_HAND],
            "fault": problem_words(problem, frame.lang) if problem else "",
        }
        return html_response(render.page("operations", frame, **about), problem.status if problem else 200)

    def _frame(self, request: ApiRequest) -> Frame:
        return page_frame(request, self.signing, LANGUAGE_ONLY)


WHERE = {
    "service": "#services",
    "clock": "#services",
    "disk": "#storage",
    "letters": "/letters",
    "jobs": "/jobs",
    "backup": "/backups",
    "papers": "#storage",
}
"""Where on these pages each kind of fault is looked into."""


def attention(told: JsonObject, frame: Frame, *, acts: bool) -> Iterator[dict[str, str]]:
    """What wants somebody's attention, in a sentence with the place where it is looked into.

    acts  whether who looks may act; for others the pages of acts are no place to go to
    """
    for one in told["wrong"]:
        kind, _, name = one.partition(":")
        named = frame.say(f"op {one}") if kind in ("backup", "papers") else name
        why = backup_words(told, name, frame) if kind == "backup" else ""
        words = frame.say(f"op wrong {kind}", name=named, why=why)
        at = WHERE[kind] if acts or WHERE[kind].startswith("#") else "#upkeep"
        yield {"words": words, "at": f"{PATH}{at}"}


def backup_words(told: JsonObject, deed: str, frame: Frame) -> str:
    """What is wrong with the last backup, or the last test: that there is none, its fault, its age, or both."""
    (one,) = (each for each in told["backups"] if each["deed"] == deed)
    last = one["last"]
    if last is None:
        return frame.say("op last never")
    if deed == ARCHIVED:
        return frame.say("op archive behind", at=formatting.second(last["restored_to"]))
    fault = " fault" * bool(last["fault"])
    about = {"at": formatting.moment(last["at"]), "days": one["limit_seconds"] // DAY}
    return frame.say(f"op last{fault}{' old' * bool(one['old'])}", **about)


def _service_row(name: str, pulse: JsonObject) -> dict[str, object]:
    """A service as the table has it."""
    inbox, journal = pulse.get("inbox") or {}, pulse.get("journal") or {}
    return {
        "name": name,
        "ready": pulse["ready"],
        "at": pulse.get("at", ""),
        "waiting": journal.get("unpublished", 0),
        "missing": sum((inbox.get("missing") or {}).values()),
        "conflicts": len(inbox.get("conflicts") or ()),
        "connected": inbox.get("connected"),
        "skew": pulse["skew_seconds"] or 0 if "skew_seconds" in pulse else None,
        "copies": pulse.get("copies") or {},
        "disk": pulse.get("disk", "ok"),
        "stored": pulse.get("stored", 0),
        "faults": [str(one) for one in pulse.get("storage") or ()],
    }
