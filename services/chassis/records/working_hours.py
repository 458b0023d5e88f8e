"""Periods in hours: urgent hours 紧急工作时 run without a break, working hours 工作时 only while offices are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import takewhile

from services.chassis.base.clock import SHANGHAI
from services.chassis.records.calendar import DAY, Calendar, parse_period

HOUR = dt.timedelta(hours=1)
HOURS = "hours"
Shifts = tuple[tuple[dt.time, dt.time], ...]
SHIFTS: Shifts = ((dt.time(8), dt.time(12)), (dt.time(14), dt.time(18)))
"""When public offices are open on a working day: the hours of Yuncheng's digital city management."""


def after(calendar: Calendar, start: dt.datetime, period: str, shifts: Shifts = SHIFTS) -> dt.datetime:
    """When a period of hours ends ("24 hours", "4 workhours"), UTC."""
    count, unit = parse_period(period)
    remaining = dt.timedelta(hours=count)
    if unit == HOURS:
        return start.astimezone(dt.UTC) + remaining
    stretches = _open(calendar, start.astimezone(SHANGHAI), shifts)
    opens, closes = next(stretches)
    while opens + remaining > closes:
        remaining -= closes - opens
        opens, closes = next(stretches)
    return (opens + remaining).astimezone(dt.UTC)


def between(calendar: Calendar, start: dt.datetime, end: dt.datetime, shifts: Shifts = SHIFTS) -> int:
    """Working hours from one moment to a later one, begun ones counted whole (as measure M-A1-4 counts them)."""
    stretches = takewhile(lambda one: one[0] < end, _open(calendar, start.astimezone(SHANGHAI), shifts))
    # Floor division of the negative rounds up.
    return -(-sum((min(closes, end) - opens for opens, closes in stretches), dt.timedelta()) // HOUR)


def _open(calendar: Calendar, start: dt.datetime, shifts: Shifts) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The stretches from a moment on in which public offices are open."""
    day = start.date()
    while True:
        for opens, closes in shifts if calendar.works(day) else ():
            begins = max(start, dt.datetime.combine(day, opens, SHANGHAI))
            ends = dt.datetime.combine(day, closes, SHANGHAI)
            if begins < ends:
                yield begins, ends
        day += DAY
