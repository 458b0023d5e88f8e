"""Periods of business days, and those that they are compared with."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

DAY, YEAR = dt.timedelta(days=1), 12
YOY, POP = "yoy", "pop"
COMPARISONS = {YOY: "同比", POP: "环比"}
"""With the same period a year before; with the one just before."""


@dataclass(frozen=True)
class Period:
    """From one business day to another, both within it."""

    first: dt.date
    last: dt.date

    @property
    def months(self) -> int:
        """How many whole calendar months it is; 0: it is not."""
        whole = self.first.day == 1 and (self.last + DAY).day == 1
        return _number(self.last) - _number(self.first) + 1 if whole else 0

    def comparison_period(self, compare: str) -> Period:
        """The period that it is compared with; whole months are compared with whole months."""
        back = YEAR if compare == YOY else self.months
        if back:
            return Period(_earlier(self.first, back), _earlier(self.last, back, whole=self.months > 0))
        length = self.last - self.first + DAY
        return Period(self.first - length, self.last - length)


def _number(day: dt.date) -> int:
    """The number of a day's month."""
    return day.year * YEAR + day.month - 1


def _earlier(day: dt.date, months: int, *, whole: bool = False) -> dt.date:
    """The day that corresponds, else the month's last; with `whole` always the month's last."""
    year, month = divmod(_number(day) - months, YEAR)
    longest = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, longest if whole else min(day.day, longest))
