"""A month: its days, the months beside it, and how a request names it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from contracts.errors import Invalid, fault
from contracts.forms import EARLIEST, LATEST

SHAPE = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")
DAY = dt.timedelta(days=1)


class MonthAhead(Invalid):
    """A report is of a month that has begun."""

    slug, zh, field = "month-ahead", "月报只能是已经开始的月份", "month"


@dataclass(frozen=True, order=True)
class Month:
    """A month by its first day."""

    first: dt.date

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return (self.first + 31 * DAY).replace(day=1) - DAY

    @property
    def before(self) -> Month:
        """The month before."""
        return Month((self.first - DAY).replace(day=1))

    @property
    def after(self) -> Month:
        """The month after."""
        return Month(self.last + DAY)

    @property
    def name(self) -> str:
        """As it is written: 2017-06."""
        return self.first.isoformat()[:7]

    def as_of(self, today: dt.date) -> dt.date:
        """The day up to which a report of it counts: its last, or today while it goes on. Raises MonthAhead."""
        if self.first > today:
            raise MonthAhead(self.name)
        return min(self.last, today)


def read_month(text: str) -> Month:
    """A month as it is written. Raises Invalid."""
    if SHAPE.fullmatch(text) and f"{EARLIEST:%Y-%m}" <= text <= f"{LATEST:%Y-%m}":
        return month_of(dt.date.fromisoformat(f"{text}-01"))
    raise Invalid("month", errors=[fault("month", "A month: YYYY-MM", "月份格式须为 YYYY-MM")])


def month_of(day: dt.date) -> Month:
    """The month of a day."""
    return Month(day.replace(day=1))
