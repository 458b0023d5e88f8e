"""The pages of monthly reports: the list, one before it is issued, one as it was issued and what changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup
from werkzeug.wrappers import Response

from contracts.errors import Invalid, Problem
from contracts.roles import EVERYONE
from services.chassis.base import ids
from services.gateway.display.paging import CURSOR
from services.gateway.display.windows import AskedWindow
from services.gateway.http.request import ApiRequest
from services.gateway.read_model.calendars.month import month_of
from services.gateway.reports.desk import DIFFERS, ReportDesk
from services.gateway.reports.ordering.kept_orders import REASON
from services.gateway.reports.ordering.order_routes import ID, OrderDesk, order_item
from services.gateway.reports.orders import ISSUERS, SCHEDULE, SCHEDULERS, WISH, read_wish
from services.gateway.reports.rendering.blocks import Drawing
from services.gateway.reports.rendering.layout import Layout
from services.gateway.reports.routes import (
    changes_of,
    report_item,
    schedule_item,
    set_schedule_for,
)
from services.gateway.reports.schedule import ReportScheduler
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import html_response, page_frame, redirect, unit_outline, without_empty, wording
from services.gateway.web.leader.report_order_pages import ORDERS

PATH = "/reports"
ON_PAGE, MOST_EVENTS = 25, 50
ASKED = {"month": "month", "unit": "unit", "doc": "lang", "day": "as_of", "known": "known_at"}
"""What the form asks for, and as what an order says it: a page has a day and a language of its own."""
SHANGHAI = "+08:00"


@dataclass
class ReportPages:
    """Shows what `/v1/reports` answers."""

    desk: ReportDesk
    scheduler: ReportScheduler
    orders: OrderDesk
    signing: bytes

    @page(PATH, "page_reports", EVERYONE, "月报网页 / Monthly reports, as a page", "as_of, unit, cursor, lang")
    def reports(self, request: ApiRequest) -> Response:
        """The reports that were issued, the form for another, and when they are issued by themselves."""
        return self._list(without_empty(request))

    def _list(self, request: ApiRequest, status: int = 200, **about: Any) -> Response:
        frame, read_model = page_frame(request, self.signing), self.desk.read_model
        asked = AskedWindow(request, CURSOR, ("reports",))
        found = self.desk.reports.page(asked.window(ON_PAGE, 2))
        tree, today = read_model.unit_tree(), read_model.today()
        what: dict[str, Any] = {
            "reports": [report_item(one) for one in found.rows],
            "turns": asked.turns(found.part),
            "may_issue": request.bearer.role in ISSUERS,
            "may_schedule": request.bearer.role in SCHEDULERS and request.bearer.unit is None,
            "month": month_of(today).before.name,
            "latest": month_of(today).name,
            "today": today.isoformat(),
            "units": list(unit_outline(tree, today)),
            "unit": request.query.get("unit"),
            **schedule_item(self.scheduler),
            "orders": self._outstanding(request),
            "wrong": None,
            "typed": {},
            "asked": {},
            "wording": wording(frame, tree),
        }
        return html_response(render.page("leader_reports", frame, **what | about), status)

    def _outstanding(self, request: ApiRequest) -> list[dict[str, Any]]:
        """What is being issued, for those who may look at it."""
        return [order_item(one) for one in self.orders.orders.outstanding()] if request.bearer.role in ISSUERS else []

    @page(
        f"{PATH}/preview",
        "page_report_preview",
        ISSUERS,
        "月报预览网页 / A report before it is issued, as a page",
        "month, unit, as_of, day, known, doc, lang",
        others=(404, 422),
    )
    def preview(self, request: ApiRequest) -> Response:
        """What a report would say now, with the form that issues it."""
        request = without_empty(request)
        values = {said: request.query[name] for name, said in ASKED.items() if name in request.query}
        if "known_at" in values:  # a browser's field knows of no zone
            values["known_at"] += SHANGHAI
        try:
            return self._preview(request, values)
        except Invalid as problem:
            return self._list(replace(request, query={}), problem.status, wrong=problem.to_dict(), asked=request.query)

    def _preview(self, request: ApiRequest, values: Mapping[str, str], status: int = 200, **about: Any) -> Response:
        frame = page_frame(request, self.signing)
        wish = read_wish(values, request.bearer, self.desk.read_model)
        layout = Layout(self.desk.gather(wish), None)
        number = self.desk.reports.next_number(wish.month.name, wish.unit or "")
        what = {
            "wish": wish.to_dict(),
            "number": number,
            "order": ids.new_id(),
            "title": layout.title,
            "blocks": _blocks(layout),
            "reason": "",
            "wrong": None,
        }
        return html_response(render.page("leader_report_preview", frame, **what | about), status)

    @form(PATH, "page_report_issued", ISSUERS, "签发月报（表单） / Issue a report from a form", "as_of, lang")
    def issue(self, request: ApiRequest) -> Response:
        """Accept the order, and go on to where it is told how far it is; what is wrong stands above the form.

        The form bears the order's id: sent twice it is one order.
        """
        fields = request.http.form
        said = {name: fields[f"_{name}"].strip() for name in (*WISH, ID, REASON) if fields.get(f"_{name}")}
        try:
            order = self.orders.accept(request, said)
        except Problem as problem:
            request.acts.note_problem(problem)
            values = {name: said[name] for name in WISH if name in said}
            return self._preview(
                request, values, problem.status, wrong=problem.to_dict(), reason=said.get("reason", "")
            )
        return redirect(page_frame(request, self.signing).plain(f"{ORDERS}/{order.id}"))

    @form(
        f"{PATH}/schedule",
        "page_report_scheduled",
        SCHEDULERS,
        "设置月报定时签发（表单） / Set the schedule from a form",
    )
    def schedule(self, request: ApiRequest) -> Response:
        """Set when reports are issued by themselves, or that none is."""
        fields = request.http.form
        said = {name: fields[f"_{name}"].strip() for name in SCHEDULE if fields.get(f"_{name}")}
        try:
            set_schedule_for(self.scheduler, request, said if fields.get("_off") is None else {})
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._list(replace(request, query={}), problem.status, wrong=problem.to_dict(), typed=said)
        return redirect(page_frame(request, self.signing).plain(f"{PATH}#schedule"))

    @page(
        f"{PATH}/{{id}}",
        "page_report",
        EVERYONE,
        "一份月报网页 / One report, as a page",
        "as_of, unit, cursor, lang",
        others=(404, 410, 422),
    )
    def report(self, request: ApiRequest) -> Response:
        """A report as it was issued: who, when, its hashes, its files, and what changed since."""
        request = without_empty(request)
        frame = page_frame(request, self.signing)
        report, found, turns = changes_of(self.desk, request, MOST_EVENTS)
        item, log = report_item(report), self.desk.judge(report)
        layout = Layout(self.desk.reports.contents(report), item)
        about = {
            "report": item,
            "log": log,
            "differs": log == DIFFERS,
            "title": layout.title,
            "blocks": _blocks(layout),
            "since": found,
            "turns": turns,
            "wording": wording(frame, self.desk.read_model.unit_tree()),
        }
        return html_response(render.page("leader_report", frame, **about))


def _blocks(layout: Layout) -> list[dict[str, Any]]:
    """The blocks of a report for a page: pictures are drawn by ourselves, everything else is escaped."""
    return [
        vars(one) | {"kind": one.kind} | ({"svg": Markup(one.svg)} if isinstance(one, Drawing) else {})  # noqa: S704 -- drawn by us
        for one in layout.blocks()
    ]
