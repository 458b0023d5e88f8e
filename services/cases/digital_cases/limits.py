"""The four kinds of limit: urgent hours, working hours, working days, calendar days."""

import datetime as dt

from contracts.cases.case_classes import HOURS, WORKDAYS, WORKHOURS
from services.chassis.base.clock import SHANGHAI, day_of
from services.chassis.records import working_hours
from services.chassis.records.calendar import Calendar
from services.chassis.records.record import Data

HOUR = dt.timedelta(hours=1)
LAST = dt.time(23, 59, 59)


def end(calendar: Calendar, start: dt.datetime, kind: str, value: int) -> dt.datetime:
    """When a limit ends, UTC; one in days with the last second of its last day."""
    if kind in (HOURS, WORKHOURS):
        return working_hours.after(calendar, start, f"{value} {kind}")
    last = calendar.after(day_of(start), f"{value} {kind}")
    return dt.datetime.combine(last, LAST, SHANGHAI).astimezone(dt.UTC)


def duration(calendar: Calendar, start: dt.datetime, stop: dt.datetime, kind: str) -> int:
    """How long it took in the limit's own clock: hours begun count whole, of days the first does not count."""
    if kind == HOURS:
        return -(-(stop - start) // HOUR)
    if kind == WORKHOURS:
        return working_hours.between(calendar, start, stop)
    first, last = day_of(start), day_of(stop)
    return calendar.workdays(first, last) if kind == WORKDAYS else (last - first).days


def due(dispose_due_at: dt.datetime, check_hours: int) -> Data:
    """What follows from the moment by which a case is to be disposed of: closing is due when its check would be."""
    close_due_at = dispose_due_at + check_hours * HOUR
    return {
        "dispose_due_at": dispose_due_at,
        "dispose_due_on": day_of(dispose_due_at),
        "close_due_at": close_due_at,
        "close_due_on": day_of(close_due_at),
    }
