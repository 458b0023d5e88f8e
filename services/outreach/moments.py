"""Moments of the day: on which business day they fall, and how long the office was open between two of them."""

from __future__ import annotations

import datetime as dt

from contracts.errors import NotYet
from services.chassis.calendar import DAY, Calendar
from services.chassis.clock import SHANGHAI, day_of
from services.chassis.hours import SHIFTS, Shifts
from services.chassis.record import Data, Moment

HOUR = dt.timedelta(hours=1)


def day_in(form: Data, field: str, at: Moment) -> dt.date:
    """The business day of a moment that a form names. Raises NotYet."""
    if form[field] > at.now:
        raise NotYet(form[field], errors=[NotYet.fault(field)])
    return day_of(form[field])


def workhours(calendar: Calendar, start: dt.datetime, end: dt.datetime, shifts: Shifts = SHIFTS) -> int:
    """Working hours 工作时 from one moment to a later one, begun ones counted whole (domain.md 2.5 M-A1-4, 4.4)."""
    first, last = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    days = (first.date() + number * DAY for number in range((last.date() - first.date()).days + 1))
    shared = (
        min(last, dt.datetime.combine(day, closes, SHANGHAI)) - max(first, dt.datetime.combine(day, opens, SHANGHAI))
        for day in days
        if calendar.works(day)
        for opens, closes in shifts
    )
    return -(-sum((one for one in shared if one > dt.timedelta()), dt.timedelta()) // HOUR)
