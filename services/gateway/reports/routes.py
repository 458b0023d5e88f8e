"""Reports over the interface: which there are, one of them and its files, what changed since, issuing, the schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import DOCX, GET, JSON, PDF, POST
from contracts.errors import Invalid
from contracts.roles import EVERYONE
from services.gateway.display import paging
from services.gateway.display.paging import CURSOR
from services.gateway.display.windows import AskedWindow
from services.gateway.http import responses
from services.gateway.http.request import ApiRequest, bearer_known
from services.gateway.http.routing import Route
from services.gateway.reports import since
from services.gateway.reports.desk import Issue, ReportDesk
from services.gateway.reports.orders import ISSUERS, SCHEDULERS, WISH, read_order, read_schedule, read_wish
from services.gateway.reports.report_store import DOCX as DOCX_FORM
from services.gateway.reports.report_store import PDF as PDF_FORM
from services.gateway.reports.report_store import SYSTEM, IssuedReport
from services.gateway.reports.schedule import ReportScheduler
from services.gateway.reports.since import Since, SinceQuestion

PATH, SCHEDULE_PATH, GROUP = "/v1/reports", "/v1/report-schedule", "reports"
WISHED = "month, unit, lang, as_of, known_at"
MEDIA = {DOCX_FORM: DOCX, PDF_FORM: PDF}


@dataclass
class ReportRoutes:
    """Issues reports and gives them out as they were issued."""

    desk: ReportDesk
    scheduler: ReportScheduler

    @Route(
        GET,
        PATH,
        "reports",
        EVERYONE,
        "月报 / Monthly reports",
        "Reports",
        "cursor, limit",
        others=(422,),
        headers=("Link",),
        group=GROUP,
    )
    def reports(self, request: ApiRequest) -> Response:
        """The reports that were issued, the newest first. Raises BadCursor."""
        asked = AskedWindow(request, CURSOR, ("reports",))
        page = self.desk.reports.page(asked.window(paging.rows_asked(request), 2))
        turns = asked.turns(page.part)
        items = [report_item(one) for one in page.rows]
        return responses.answer({"items": items, **vars(turns)}, **turns.links(request))

    @Route(
        POST,
        PATH,
        "issue_report",
        ISSUERS,
        "签发月报 / Issue a monthly report",
        "Report",
        takes=(JSON,),
        body="ReportOrder",
        status=201,
        others=(400, 404, 409, 413, 422, 503),
        headers=("Location",),
        group=GROUP,
    )
    def issue(self, request: ApiRequest) -> Response:
        """Issue the report of a month: as known now, kept as it is, put on record with its hashes.

        Another of the same month says why. Raises Invalid, Forbidden, Unknown, NoPdf, UnwritableReport, NoRecord.
        """
        report = issue_for(self.desk, request, request.json())
        return responses.answer(report_item(report), 201, Location=f"{PATH}/{report.id}")

    @Route(
        GET,
        f"{PATH}/preview",
        "report_preview",
        ISSUERS,
        "月报预览 / A report before it is issued",
        "ReportContents",
        WISHED,
        others=(404, 422),
        group=GROUP,
    )
    def preview(self, request: ApiRequest) -> Response:
        """What a report would say now; nothing is kept. Raises Invalid, Forbidden, Unknown."""
        return responses.answer(self.desk.gather(self._wish(request)))

    @Route(
        GET,
        f"{PATH}/preview.pdf",
        "report_preview_pdf",
        ISSUERS,
        "月报预览件 / A report before it is issued, as PDF",
        PDF,
        WISHED,
        others=(404, 422, 503),
        group=GROUP,
    )
    def preview_pdf(self, request: ApiRequest) -> Response:
        """The same as PDF, marked on every page. Raises NoPdf, UnwritableReport besides."""
        wish = self._wish(request)
        _, files = self.desk.preview(wish)
        return _file(files[PDF_FORM], PDF, f"preview-{wish.month.name}.pdf")

    def _wish(self, request: ApiRequest) -> Any:
        values = {name: request.query[name] for name in WISH if name in request.query}
        return read_wish(values, request.bearer, self.desk.read_model)

    @Route(GET, f"{PATH}/{{id}}", "report", EVERYONE, "一份月报 / One report", "Report", others=(404, 410), group=GROUP)
    def report(self, request: ApiRequest) -> Response:
        """A report: who issued it, its hashes, whether the audit log has the same, and what it says as numbers."""
        report = self.desk.reports.get(request.path["id"])
        said = self.desk.reports.contents(report)
        return responses.answer(report_item(report) | {"log": self.desk.judge(report), "contents": said})

    @Route(
        GET,
        f"{PATH}/{{id}}/report.docx",
        "report_docx",
        EVERYONE,
        "月报 Word 文件 / A report as a Word file",
        DOCX,
        others=(404, 410),
        group=GROUP,
    )
    def docx(self, request: ApiRequest) -> Response:
        """The Word file byte for byte as it was issued. Raises NoSuchReport, ReportAltered."""
        return self._as_issued(request, DOCX_FORM)

    @Route(
        GET,
        f"{PATH}/{{id}}/report.pdf",
        "report_pdf",
        EVERYONE,
        "月报 PDF / A report as PDF",
        PDF,
        others=(404, 410),
        group=GROUP,
    )
    def pdf(self, request: ApiRequest) -> Response:
        """The PDF byte for byte as it was issued. Raises NoSuchReport, ReportAltered."""
        return self._as_issued(request, PDF_FORM)

    def _as_issued(self, request: ApiRequest, form: str) -> Response:
        report, body = self.desk.open_file(request.path["id"], form)
        which = f"{report.month}-{report.unit or 'bureau'}-{report.number}"
        return _file(body, MEDIA[form], f"report-{which}.{form}", report.sha256(form))

    @Route(
        GET,
        f"{PATH}/{{id}}/changes",
        "report_changes",
        EVERYONE,
        "签发后的变动 / What changed since a report",
        "ReportChanges",
        "cursor, limit",
        others=(404, 410, 422),
        headers=("Link",),
        group=GROUP,
    )
    def changes(self, request: ApiRequest) -> Response:
        """Its numbers beside those of the same day as known now, and the events that moved them, the newest first.

        Raises NoSuchReport, ReportAltered, BadCursor.
        """
        report, found, turns = changes_of(self.desk, request, paging.rows_asked(request))
        plain = {name: getattr(found, name) for name in ("now", "items", "measures", "events")}
        body = {"report": report.id, "as_of": report.as_of, "known_at": report.known_at, **plain}
        return responses.answer(body | {"programme_changed": found.programme, **vars(turns)}, **turns.links(request))

    @Route(
        GET,
        SCHEDULE_PATH,
        "report_schedule",
        EVERYONE,
        "月报定时签发 / When reports are issued by themselves",
        "ReportSchedule",
        others=(),
        group=GROUP,
    )
    def schedule(self, _request: ApiRequest) -> Response:
        """On which day the report of the month before is issued, and which are due and were not."""
        return responses.answer(schedule_item(self.scheduler))

    @Route(
        POST,
        SCHEDULE_PATH,
        "set_report_schedule",
        SCHEDULERS,
        "设置月报定时签发 / Set when reports are issued",
        "ReportSchedule",
        takes=(JSON,),
        body="ReportScheduleOrder",
        others=(400, 413, 422, 503),
        group=GROUP,
    )
    def set_schedule(self, request: ApiRequest) -> Response:
        """Set the day, or without one have none issued by itself. Raises Invalid, Forbidden, NoRecord."""
        set_schedule_for(self.scheduler, request, request.json())
        return responses.answer(schedule_item(self.scheduler))


def issue_for(desk: ReportDesk, request: ApiRequest, said: Any) -> IssuedReport:
    """Issue what somebody ordered. Raises what `ReportDesk.issue` raises, Invalid, Forbidden."""
    order = read_order(said, request.bearer, desk.read_model)
    report = desk.issue(order.wish, Issue.of(bearer_known(request.bearer), order.reason), request.acts.record)
    if report is None:  # only what the system issues has an occasion
        raise Invalid("month")
    return report


def set_schedule_for(scheduler: ReportScheduler, request: ApiRequest, said: Any) -> None:
    """Set the schedule as somebody said, once it is on record. Raises Invalid, Forbidden, NoRecord."""
    schedule = read_schedule(said, request.bearer, scheduler.desk.read_model)
    about = f"report schedule: {schedule.day} {schedule.time}" if schedule else "report schedule: none"
    request.acts.record("configuration_changed", about=about)
    scheduler.schedules.set(schedule)


def changes_of(desk: ReportDesk, request: ApiRequest, most: int) -> tuple[IssuedReport, Since, paging.Turns]:
    """What changed since a report, as far as somebody may read it. Raises NoSuchReport, ReportAltered, BadCursor."""
    report = desk.reports.get(request.path["id"])
    asked = AskedWindow(request, CURSOR, ("report", report.id, request.bearer.role))
    window = asked.window(most, 2)
    said = desk.reports.contents(report)
    found = since.compare(desk.read_model, report, said, SinceQuestion(request.bearer, most, window.place))
    later = None if found.later is None else paging.SEPARATOR.join(found.later)
    return report, found, paging.turns(request, (None, later), *asked.about)


def report_item(report: IssuedReport) -> dict[str, Any]:
    """A report in a list."""
    plain = {name: value for name, value in vars(report).items() if name not in ("unit", "occasion")}
    return plain | {"unit": report.unit or None, "by_system": report.issued_by == SYSTEM}


def schedule_item(scheduler: ReportScheduler) -> dict[str, Any]:
    """The schedule with what it owes."""
    schedule = scheduler.schedules.get()
    missing = [one.name for one in scheduler.missing()]
    return {"schedule": schedule and vars(schedule), "missing": missing}


def _file(body: bytes, media_type: str, name: str, sha256: str = "") -> Response:
    response = responses.as_attachment(Response(body, content_type=media_type), name)
    if media_type == PDF:  # read in the browser
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    if sha256:
        response.headers["ETag"] = f'"{sha256}"'
    return response
