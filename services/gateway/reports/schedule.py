"""Issues the report of the month before by itself, on the day and at the time that the bureau has set.

Of several gateways one looks, by a lease; and what it issues bears its occasion, of which the database keeps one. So it
is issued once, whoever is killed when; what was due while nothing ran is caught up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields
from functools import partial

import sqlalchemy as sa

from contracts.errors import Problem
from services.chassis.base import clock, ids, log
from services.chassis.handling.audit.doer import Doer
from services.chassis.handling.audit.trail import ActRecorder, NoRecorder
from services.chassis.records.calendar import Calendar
from services.chassis.storage import store
from services.chassis.storage.lease import Lease
from services.chassis.storage.store import Store
from services.gateway.accounts.tables import report_schedules
from services.gateway.read_model.calendars.month import DAY, Month, month_of, read_month
from services.gateway.reports.contents.contents import ReportWish
from services.gateway.reports.desk import Issue, ReportDesk
from services.gateway.reports.report_store import SYSTEM

MONTHLY = "monthly"
LOOK, AWAY = 20.0, 60.0
"""Seconds between two looks, and after one at which a report could not be issued."""
ROUTE = "SCHEDULE report"
"""What nobody asks at the moment, but was set to happen."""
_log = log.get("reports")


@dataclass(frozen=True)
class Schedule:
    """On which day of each month, at which time of Shanghai, the report of the month before is issued.

    day      the last of the month where it has fewer
    workday  whether it waits for the next working day
    first    the first month of which one is issued: what was before it was set is nobody's to catch up
    """

    day: int
    time: str
    workday: bool
    lang: str
    first: str
    set_at: str
    set_by: str

    def due(self, month: Month, calendar: Calendar) -> dt.datetime:
        """When the report of a month is due."""
        following = month.after
        day = min(following.first + (self.day - 1) * DAY, following.last)
        day = calendar.roll_forward(day) if self.workday else day
        return dt.datetime.combine(day, dt.time.fromisoformat(self.time), clock.SHANGHAI)

    def due_months(self, now: dt.datetime, calendar: Calendar) -> Iterator[Month]:
        """The months whose reports are due by now, the earliest first."""
        month = read_month(self.first)
        while self.due(month, calendar) <= now:
            yield month
            month = month.after


@dataclass(frozen=True)
class Schedules:
    """Keeps the one schedule that there may be."""

    store: Store

    def get(self) -> Schedule | None:
        """The schedule, if one is set."""
        columns = [report_schedules.c[one.name] for one in fields(Schedule)]
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*columns).where(report_schedules.c.id == MONTHLY)).one_or_none()
        return None if row is None else Schedule(*row)

    def set(self, schedule: Schedule | None) -> None:
        """Set it, or have none."""
        with self.store.begin() as tx:
            tx.execute(report_schedules.delete().where(report_schedules.c.id == MONTHLY))
            if schedule:
                store.insert_many(tx, report_schedules, [asdict(schedule) | {"id": MONTHLY}])


def first_month(schedule: Schedule, now: dt.datetime, calendar: Calendar) -> Month:
    """The first month whose report is due after now."""
    month = month_of(clock.day_of(now)).before.before
    while schedule.due(month, calendar) <= now:
        month = month.after
    return month


def occasion_of(month: Month) -> str:
    """Under what a report is kept that the system issues by itself."""
    return f"{MONTHLY}:{month.name}"


@dataclass
class ReportScheduler:
    """Looks now and then whether a report is due."""

    desk: ReportDesk
    schedules: Schedules
    trail: ActRecorder = field(default_factory=NoRecorder)
    now: Callable[[], dt.datetime] = clock.now

    def run(self) -> None:
        """Look for ever."""
        lease = Lease(self.desk.read_model.store, "reports", ids.new_id())
        lease.take_turns(lambda: LOOK if self.step() else AWAY, LOOK, AWAY)

    def step(self) -> bool:
        """Issue what is due and was not; False: something could not be, and is tried again."""
        return all(self._issue(month) for month in self.missing())

    def missing(self) -> list[Month]:
        """The months whose reports are due and were not issued, the earliest first."""
        schedule = self.schedules.get()
        if schedule is None:
            return []
        months, issued = schedule.due_months(self.now(), self.desk.read_model.calendar()), self.desk.reports.occasions()
        return [one for one in months if occasion_of(one) not in issued]

    def _issue(self, month: Month) -> bool:
        schedule = self.schedules.get()
        if schedule is None:
            return True
        occasion = occasion_of(month)
        note = partial(self.trail.record, doer=Doer(SYSTEM, route=ROUTE, request=occasion))
        reason = "" if self.desk.reports.next_number(month.name, "") == 1 else "定时签发 scheduled"
        try:
            report = self.desk.issue(
                ReportWish(month, lang=schedule.lang), Issue(SYSTEM, SYSTEM, reason, occasion), note
            )
        except Problem as problem:
            _log.warning("report.waits", month=month.name, problem=problem.slug)
            return False
        if report:
            _log.info("report.issued", month=month.name, number=report.number, report=report.id)
        return True
