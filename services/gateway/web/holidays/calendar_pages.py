"""The calendar as a page: twelve months, where they are from, a year's file, and the due dates that it would move."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts.errors import Invalid, Problem
from contracts.roles import EVERYONE
from contracts.training.calendar_years import WORKDAY, register
from services.chassis.records.calendar import SATURDAY
from services.gateway.api.holidays.calendar import FIRST_YEAR, LAST_YEAR, LEGAL, PREVIEWERS, TERMS, HolidayCalendar
from services.gateway.api.holidays.moving import moving_item
from services.gateway.api.holidays.year_file import YearFile, parse
from services.gateway.http import permissions
from services.gateway.http.request import ApiRequest
from services.gateway.record_client import RecordClient
from services.gateway.spreadsheets.grid import MOST_BYTES
from services.gateway.web import render
from services.gateway.web.addresses import form, page
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame, redirect, without_empty, wording

FILE, WAIT = "year_file", 3.0
"""The name of the file's field; and seconds for which a page waits until the view has heard of the year."""


class NoYearFile(Invalid):
    """No file with the days was chosen."""

    slug, zh, field = "no-year-file", "未选择放假安排文件", FILE


@dataclass(frozen=True)
class DayCell:
    """A day of a month as it is shown; `mark` is empty for a day like any other."""

    number: int
    mark: str = ""
    name: str = ""


Week = list[DayCell | None]


@dataclass(frozen=True)
class HolidayRow:
    """A holiday as a row of its days, each as month and day."""

    name: str
    off: tuple[str, ...]
    worked: tuple[str, ...]


@dataclass
class CalendarPages:
    """Shows what `/v1/calendar` answers."""

    calendar: HolidayCalendar
    signing: bytes

    @page("/calendar", "page_calendar", EVERYONE, "日历网页 / The calendar, as a page", "year, lang")
    def show(self, request: ApiRequest) -> Response:
        """A year's months, what is announced of it, and the form for a year's file."""
        return self._show(without_empty(request))

    def _show(self, request: ApiRequest, status: int = 200, **about: Any) -> Response:
        frame, today = page_frame(request, self.signing, LANGUAGE_ONLY), self.calendar.client.read_model.today()
        asked = request.number("year", today.year, LAST_YEAR)
        year = self.calendar.year(max(asked, FIRST_YEAR))
        confirm = register.step("confirm")
        what: dict[str, Any] = {
            "year": year,
            "months": [months_of(year["year"], month, year["days"], frame.lang) for month in range(1, 13)],
            "holidays": holidays_of(year["days"], frame.lang),
            "first": FIRST_YEAR,
            "last": LAST_YEAR,
            "may_enter": permissions.may_take(register.step("enter"), request.bearer),
            "may_confirm": permissions.may_take(confirm, request.bearer),
            "may_preview": request.bearer.role in PREVIEWERS,
            "wrong": None,
            "typed": dict.fromkeys(TERMS, ""),
        }
        return html_response(render.page("calendar", frame, **what | about), status)

    @form("/calendar", "page_calendar_taken", LEGAL, "提交放假安排文件 / Enter a year's file from a form", "year, lang")
    def take(self, request: ApiRequest) -> Response:
        """Enter the file's year, and show what it would move; what is wrong with it stands above the form."""
        fields = request.http.form
        typed = {name: fields.get(f"_{name}", "").strip() for name in TERMS}
        file: YearFile | None = None
        try:
            file = parse(self._file(request))
            receipt = self.calendar.take(request, file, typed, dry=False)
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._show(request, problem.status, wrong=problem.to_dict(), typed=typed)
        self.calendar.client.read_model.wait_for(receipt.event, WAIT)
        return redirect(page_frame(request, self.signing).plain("/calendar/moves", year=receipt.record.id))

    def _file(self, request: ApiRequest) -> bytes:
        upload = request.http.files.get(FILE)
        body = upload.stream.read(MOST_BYTES + 1) if upload else b""
        if not body or len(body) > MOST_BYTES:
            raise NoYearFile(errors=[NoYearFile.fault(FILE)])
        return body

    @page(
        "/calendar/moves",
        "page_calendar_moves",
        PREVIEWERS,
        "待移动时限网页 / What a year would move, as a page",
        "year, cursor, lang",
    )
    def moves(self, request: ApiRequest) -> Response:
        """The due dates that a year would move which waits for its second person, a part at a time."""
        request = without_empty(request)
        frame, view = page_frame(request, self.signing, ("lang", "year")), self.calendar.client.read_model
        year = self.calendar.waiting(request.query.get("year", ""))
        moving = self.calendar.moves(request, year)
        about = {
            "year": year,
            "off": sum(1 for one in year.days if one["kind"] != WORKDAY),
            "worked": sum(1 for one in year.days if one["kind"] == WORKDAY),
            "moving": moving,
            "items": [moving_item(one, view.today()) for one in moving.rows],
            "may_confirm": permissions.may_take(register.step("confirm"), request.bearer),
            "wording": wording(frame, view.unit_tree(), clear=True),
        }
        return html_response(render.page("calendar_moves", frame, **about))


def calendar_resources(client: RecordClient, signing: bytes) -> tuple[object, ...]:
    """What answers of the calendar: to programs and as pages."""
    calendar = HolidayCalendar(client)
    return calendar, CalendarPages(calendar, signing)


def holidays_of(days: list[Mapping[str, Any]], lang: str) -> list[HolidayRow]:
    """A year's holidays in the order of their first days."""
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for one in sorted(days, key=lambda one: (one["kind"] == WORKDAY, one["day"])):
        by_name.setdefault(one["name"][lang], []).append(one)
    return [
        HolidayRow(name, _days_of(some, worked=False), _days_of(some, worked=True)) for name, some in by_name.items()
    ]


def _days_of(days: list[Mapping[str, Any]], *, worked: bool) -> tuple[str, ...]:
    return tuple(f"{one['day']:%m-%d}" for one in days if (one["kind"] == WORKDAY) is worked)


def months_of(year: int, month: int, days: list[Mapping[str, Any]], lang: str) -> list[Week]:
    """A month's weeks from Monday on; days of other months are left out."""
    special = {one["day"]: one for one in days}
    weeks = gregorian.Calendar().monthdatescalendar(year, month)
    return [[_cell(day, special.get(day), lang) if day.month == month else None for day in week] for week in weeks]


def _cell(day: dt.date, special: Mapping[str, Any] | None, lang: str) -> DayCell:
    if special:
        mark = "worked" if special["kind"] == WORKDAY else "off"
        return DayCell(day.day, mark, special["name"][lang])
    return DayCell(day.day, "weekend" if day.weekday() >= SATURDAY else "")
