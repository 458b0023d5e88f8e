"""The calendar over HTTP: a year's days, the file of a year that was announced, and the due dates that it moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import CSV, GET, JSON, POST, XLSX
from contracts.errors import Invalid, Unavailable, Unknown, fault
from contracts.roles import BUSINESS, EVERYONE
from contracts.rpc import CommandMessage, GroupReceipt, YearMessage
from contracts.training.calendar_years import HOLIDAY, WORKDAY, register
from services.chassis.base import ids
from services.chassis.records.calendar import Calendar, Holiday, official_calendar
from services.chassis.records.record import Record, encode
from services.gateway.api.holidays.moving import MovingDates, MovingPage, moving_item
from services.gateway.api.holidays.year_file import YearFile, parse
from services.gateway.command_input import client_key
from services.gateway.http import permissions, responses
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerProblem
from services.gateway.read_model.calendars import heard_years
from services.gateway.record_client import RecordClient
from services.gateway.spreadsheets import upload

FIRST_YEAR, LAST_YEAR = 2004, 2099
LEGAL = frozenset({"legal"})
PREVIEWERS = BUSINESS | {"operator", "auditor"}
TERMS = ("year", "source", "announced_on", "deviation", "reason")
"""What is said beside a year's file."""
QUERY = ", ".join(TERMS)
WAITING = ("entered", "amended")
TABLE, CONFIRMED, PROVISIONAL = "table", "confirmed", "provisional"


@dataclass
class HolidayCalendar:
    """Shows the calendar, takes in a year, and says what it moves."""

    client: RecordClient

    @Route(GET, "/v1/calendar", "calendar", EVERYONE, "日历 / The calendar of a year", "CalendarYear", "year")
    def show(self, request: ApiRequest) -> Response:
        """The days off and those worked in their stead, where they are from, and how far each owner counts by them."""
        return responses.answer(self.year(_year_asked(request, self.client.read_model.today())))

    def year(self, year: int) -> dict[str, Any]:
        """A year as programs and pages have it."""
        view = self.client.read_model
        with view.store.begin_read() as tx:
            records = heard_years.year_records(tx, view.district)
            confirmed = {one.year: one for one in heard_years.announced_years(tx, view.district)}
            calendar = heard_years.calendar(tx, view.district)
        one = confirmed.get(year)
        return {
            "year": year,
            "state": _state(year, calendar, confirmed),
            "source": one.source if one else official_calendar().source,
            "edition": calendar.edition,
            "event": one.event if one else None,
            "days": [
                *_days(calendar.holidays.values(), year, HOLIDAY),
                *_days(calendar.makeups.values(), year, WORKDAY),
            ],
            "years": [{"year": known, "state": _state(known, calendar, confirmed)} for known in sorted(calendar.years)],
            "waiting": [_waiting(record) for record in records if record.status() in WAITING],
            "services": [self._standing(service, year) for service in catalogue.SERVICES] if confirmed else [],
        }

    def _standing(self, service: str, year: int) -> dict[str, Any]:
        """How far an owner is with a year; it may not have heard of it, or not answer."""
        try:
            years = self.client.owners.calendar(service).years
        except Unavailable:
            return {"service": service, "silent": True, "standing": None}
        standing = next((asdict(one) for one in years if one.year == year), None)
        return {"service": service, "silent": False, "standing": standing}

    @Route(
        POST,
        "/v1/calendar/years",
        "enter_year",
        LEGAL,
        "录入放假安排文件 / Enter a year's holidays from a file",
        "Done",
        f"{QUERY}, dry_run",
        takes=(JSON, CSV, XLSX),
        body="YearFile",
        others=(409, 413, 422, 503),
    )
    def enter(self, request: ApiRequest) -> Response:
        """Take a year in as its file has it: it waits for a second person. What holds is amended, with a reason.

        Raises OwnerProblem with every fault of it.
        """
        receipt = self.take(request, parse(upload.read_body(request)), request.query, dry=request.flag("dry_run"))
        return responses.answer(receipt.to_payload() | {"warnings": []}, ETag=f'"{receipt.record.version}"')

    def take(self, request: ApiRequest, file: YearFile, terms: Mapping[str, str], *, dry: bool) -> GroupReceipt:
        """Enter a year, or amend what holds; only try it where it is `dry`. Raises OwnerProblem, Invalid."""
        form = _form(file, terms)
        amends = bool(terms.get("reason")) or form["year"] in map(str, self.client.read_model.calendar().years)
        if amends:
            form |= {"reason": terms.get("reason") or None, "amended_on": self.client.read_model.today().isoformat()}
        step = register.step("amend" if amends else "enter")
        permissions.admit_step(step, request.bearer)
        key = client_key(request.bearer, request.http.headers.get("Idempotency-Key"))
        command = CommandMessage(ids.new_id() if dry else key, register.name, step.name, form)
        try:
            return self.client.carry_out(request, register, command, dry=dry)
        except OwnerProblem as problem:
            raise OwnerProblem(file.with_rows(problem.to_dict())) from None

    @Route(
        POST,
        "/v1/calendar/moves",
        "preview_year",
        LEGAL,
        "预览放假安排文件 / What a year's file would move",
        "MovingDates",
        f"{QUERY}, cursor",
        takes=(JSON, CSV, XLSX),
        body="YearFile",
        others=(409, 413, 422, 503),
    )
    def preview_file(self, request: ApiRequest) -> Response:
        """The due dates that a file's year would move, a part at a time; it is checked first, and nothing is kept."""
        file, cursor = parse(upload.read_body(request)), request.query.get("cursor", "")
        if not cursor:
            self.take(request, file, request.query, dry=True)
        form = _form(file, request.query)
        return self._answer(request, YearMessage(form["year"], form["source"] or "", tuple(map(dict, form["days"]))))

    @Route(
        GET,
        "/v1/calendar/moves",
        "calendar_moves",
        PREVIEWERS,
        "待确认年度将移动的时限 / What a year that waits would move",
        "MovingDates",
        "year, cursor",
    )
    def preview(self, request: ApiRequest) -> Response:
        """The due dates that a year would move which waits for its second person, a part at a time. Raises Unknown."""
        return self._answer(request, self.waiting(request.query.get("year", "")))

    def waiting(self, year: str) -> YearMessage:
        """A year that waits to be confirmed. Raises Unknown."""
        view = self.client.read_model
        with view.store.begin_read() as tx:
            records = {one.id: one for one in heard_years.year_records(tx, view.district)}
        one = records.get(year)
        if one is None or one.status() not in WAITING:
            raise Unknown(register.name, year)
        return YearMessage(one["year"], one["source"], tuple(encode(one["days"])))

    def _answer(self, request: ApiRequest, year: YearMessage) -> Response:
        page = self.moves(request, year)
        today = self.client.read_model.today()
        about = {name: getattr(page, name) for name in ("hidden", "silent", "service", "position", "upto", "next")}
        return responses.answer({"year": year.year, "items": [moving_item(one, today) for one in page.rows], **about})

    def moves(self, request: ApiRequest, year: YearMessage) -> MovingPage:
        """A part of what a year would move, as whoever asks may read it. Raises BadCursor, Invalid."""
        _check_days(year)
        return MovingDates(self.client.owners).page(request.bearer, year, request.query.get("cursor", ""))


def _check_days(year: YearMessage) -> None:
    """Raises Invalid: what is no day cannot be counted with; whoever goes on with a cursor sends the same file."""
    for number, one in enumerate(year.days):
        try:
            dt.date.fromisoformat(str(one.get("day")))
        except ValueError:
            raise Invalid("days", errors=[fault(f"days.{number}.day", "Not a day", "不是日期")]) from None


def _form(file: YearFile, terms: Mapping[str, str]) -> dict[str, Any]:
    """The form of a year: what the file says, and beside it what it leaves open."""
    said = {name: terms.get(name) or file.said.get(name) for name in ("year", "source", "announced_on")}
    return {**said, "days": [dict(one) for one in file.days], "deviation": terms.get("deviation") or None}


def _year_asked(request: ApiRequest, today: dt.date) -> int:
    year = request.number("year", today.year, LAST_YEAR)
    if year < FIRST_YEAR:
        raise Invalid("year", errors=[fault("year", f"From {FIRST_YEAR} on", f"应不早于 {FIRST_YEAR} 年")])
    return year


def _state(year: int, calendar: Calendar, confirmed: Mapping[int, Any]) -> str:
    if year in confirmed:
        return CONFIRMED
    return TABLE if year in calendar.years else PROVISIONAL


def _days(days: Iterable[Holiday], year: int, kind: str) -> list[dict[str, Any]]:
    chosen = sorted((one for one in days if one.day.year == year), key=lambda one: one.day)
    return [{"day": one.day, "kind": kind, "name": {"zh": one.zh, "en": one.en}} for one in chosen]


def _waiting(one: Record) -> dict[str, Any]:
    return {"year": one.id, "status": one.status(), "source": one["source"], "recorder": one.effective[-1].at.actor}
