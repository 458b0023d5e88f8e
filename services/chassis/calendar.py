"""Working days in China, make-up days 调休 included; years not yet announced are provisional."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from chinese_calendar import constants

DAY = dt.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: weekdays but the holidays, and the weekend days that make up for them."""

    holidays: frozenset[dt.date]
    makeups: frozenset[dt.date]
    years: range

    def works(self, day: dt.date) -> bool:
        """Whether a day is a working day."""
        return day in self.makeups or (day.weekday() < SATURDAY and day not in self.holidays)

    def provisional(self, day: dt.date) -> bool:
        """Whether the holidays of its year are not announced yet, so that only weekends are known."""
        return day.year not in self.years

    def after(self, start: dt.date, period: str) -> dt.date:
        """The last day of `period` ("7 workdays", "90 days"); the first day is not counted."""
        count, unit = period.split()
        if unit == "days":
            return start + int(count) * DAY
        day, left = start, int(count)
        while left:
            day += DAY
            left -= self.works(day)
        return day


@cache
def announced() -> Calendar:
    """The State Council's announcements as chinesecalendar holds them (2004 to 2026, domain.md 3.6)."""
    holidays, makeups = frozenset(constants.holidays), frozenset(constants.workdays)
    return Calendar(holidays, makeups, range(2004, max(day.year for day in holidays) + 1))
