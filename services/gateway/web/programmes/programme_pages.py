"""Programmes side by side as pages: the list with the form for a file, one with its items, a measure with its facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Invalid, Problem
from contracts.programme.schema import FIRST
from contracts.roles import EVERYONE
from contracts.training.programmes import MOST, register
from services.gateway import callers
from services.gateway.api.measures import fact_list
from services.gateway.api.measures.fact_list import FactList
from services.gateway.api.programmes.programmes_beside import (
    LEADERS,
    ProgrammesBeside,
    in_short,
    may_look_into,
    measure_in,
)
from services.gateway.api.progress import measure_detail
from services.gateway.display import reasons
from services.gateway.display.paging import FACTS_CURSOR, Turns
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.generations.handed_in import NotMadeYet
from services.gateway.read_model.generations.previews import LONGEST
from services.gateway.record_client import RecordClient
from services.gateway.web import render
from services.gateway.web.addresses import QUERY_OF_NUMBERS, form, page
from services.gateway.web.layout import (
    LANGUAGE_ONLY,
    html_response,
    page_frame,
    redirect,
    unit_outline,
    without_empty,
    wording,
)
from services.gateway.web.measure import ON_PAGE, fact_row, part_table
from services.gateway.web.render import LINK_KEYS

FILE, DO, CHECK, WAIT = "programme_file", "_do", "check", 3.0
"""The name of the file's field, what a button says, and seconds for which a page waits until the view has heard."""
KEPT = (*LINK_KEYS, "known_at")
"""What links keep: as it was known is looked into from page to page."""
NOTHING_LISTED = FactList([], fact_list.NONE, Turns(None, None))


class NoProgrammeFile(Invalid):
    """No file with a programme was chosen."""

    slug, zh, field = "no-programme-file", "未选择方案文件", FILE


@dataclass
class ProgrammePages:
    """Shows what `/v1/programmes` answers."""

    beside: ProgrammesBeside
    signing: bytes

    @page("/programmes", "page_programmes", EVERYONE, "并行方案网页 / Programmes side by side, as a page")
    def programmes(self, request: ApiRequest) -> Response:
        """The programme in force and those beside it, and the form for another's file."""
        return self._list(request)

    def _list(self, request: ApiRequest, status: int = 200, **about: Any) -> Response:
        frame = page_frame(request, self.signing, LANGUAGE_ONLY)
        rows = self.beside.rows()
        what: dict[str, Any] = {
            "programmes": rows,
            "open": {one["campaign"] for one in rows if may_look_into(one, request.bearer)},
            "FIRST": FIRST,
            "register": register,
            "most": MOST,
            "may_hand_in": callers.opens_records(register, request.bearer, self.beside.client.read_model),
            "wrong": None,
            "checked": None,
        }
        return html_response(render.page("programmes", frame, **what | about), status)

    @form("/programmes", "page_programme_taken", LEADERS, "提交并行方案文件 / Hand in a programme from a form")
    def take(self, request: ApiRequest) -> Response:
        """Check a file, or hand it in; what is wrong with it stands above the form, each fault at its place."""
        try:
            body = self._file(request)
            if request.http.form.get(DO) == CHECK:
                return self._list(request, checked=in_short(self.beside.read(request, body)))
            receipt = self.beside.take(request, body)
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._list(request, problem.status, wrong=problem.to_dict())
        self.beside.client.read_model.wait_for(receipt.event, WAIT)
        return redirect(page_frame(request, self.signing).plain(f"/programmes/{receipt.record.id}"))

    def _file(self, request: ApiRequest) -> bytes:
        upload = request.http.files.get(FILE)
        body = upload.stream.read(4 * LONGEST) if upload else b""
        if not body:
            raise NoProgrammeFile(errors=[NoProgrammeFile.fault(FILE)])
        return body

    @page(
        "/programmes/{campaign}",
        "page_programme",
        EVERYONE,
        "并行方案详情 / A programme beside, as a page",
        f"{QUERY_OF_NUMBERS}, known_at",
    )
    def programme(self, request: ApiRequest) -> Response:
        """One programme: how it stands, how far its numbers are made, its items and measures."""
        request = without_empty(request)
        frame, one = page_frame(request, self.signing, KEPT), self.beside.find(request)
        view = self.beside.client.read_model
        told: dict[str, Any] | None = None
        try:
            with self.beside.reader(request) as reader:
                told, tree = reasons.explain(reader.document()), dict(reader.tree)
        except NotMadeYet:
            tree = dict(view.unit_tree())
        day = request.day("as_of") or view.today()
        about = {
            "one": one,
            "told": told,
            "as_of": day.isoformat(),
            "known_at": request.moment("known_at"),
            "unit": request.query.get("unit"),
            "units": list(unit_outline(tree, day)),
            "wording": wording(frame, tree),
            "register": register,
            "may_issue": one["status"] == "handed_in" and permissions.may_take(register.step("issue"), request.bearer),
            "may_end": one["status"] == "issued" and permissions.may_take(register.step("end"), request.bearer),
        }
        return html_response(render.page("programme", frame, **about))

    @page(
        "/programmes/{campaign}/measures/{measure}",
        "page_programme_measure",
        EVERYONE,
        "并行方案指标网页 / A measure of a programme beside",
        f"{QUERY_OF_NUMBERS}, known_at, {FACTS_CURSOR}",
    )
    def measure(self, request: ApiRequest) -> Response:
        """One measure of a programme: how it is counted, its number by month and by unit, its facts."""
        request = without_empty(request)
        frame, one = page_frame(request, self.signing, KEPT), self.beside.find(request)
        with self.beside.reader(request) as reader:
            measure = measure_in(reader, request)
            detail = measure_detail(reader, measure)
            lists = self.beside.may_list(reader.programme, measure, request) and not measure.awaits
            found, facts = (
                self.beside.fact_page(reader, measure, request, ON_PAGE, FACTS_CURSOR)
                if lists
                else (NOTHING_LISTED, [])
            )
            item, tree, programme = reader.programme.item_of(measure), dict(reader.tree), reader.programme
        worded = wording(frame, tree)
        about = {
            "one": one,
            "told": detail,
            "item": item,
            "lists": lists,
            "as_of": (request.day("as_of") or self.beside.client.read_model.today()).isoformat(),
            "known_at": request.moment("known_at"),
            "unit": request.query.get("unit"),
            "found": found,
            "facts": [fact_row(each, worded) for each in facts],
            "amounts": any(each["amount"] is not None for each in facts),
            "told_parts": part_table(programme, measure, detail["by_part"], worded),
            "wording": worded,
        }
        return html_response(render.page("programme_measure", frame, **about))


def programme_resources(client: RecordClient, signing: bytes) -> tuple[object, ...]:
    """What answers of programmes beside the one in force: to programs and as pages."""
    beside = ProgrammesBeside(client)
    return beside, ProgrammePages(beside, signing)
