"""Which two days are compared: the end of a month, and that of the month or the year before."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

MONTH, YEAR = "month", "year"
WITH = (MONTH, YEAR)
"""With the month before, and with the same month a year before."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class MonthPair:
    """Two days that are compared.

    first   the first day of the month that is asked about
    before  the last day of what it is compared with
    after   the last day of the month, or the day up to which it is known
    """

    first: dt.date
    before: dt.date
    after: dt.date

    @property
    def since(self) -> dt.date:
        """The first day of what lies between the two."""
        return self.before + DAY

    @property
    def in_progress(self) -> bool:
        """Whether the month is not over on the day up to which it is compared."""
        return (self.after + DAY).day != 1

    @property
    def month(self) -> str:
        """The month, as 2017-06."""
        return name_of(self.first)


def month_pair(month: dt.date | None, as_of: dt.date, beside: str = MONTH) -> MonthPair | None:
    """The days of a month (any day of it) as of a day, without one of the last full month; None: it comes later.

    A month that is not over is compared with the same day of the month before.
    """
    first = (month or last_full_month(as_of)).replace(day=1)
    if first > as_of:
        return None
    after = min(_end(first), as_of)
    earlier = _back(first, 1 if beside == MONTH else 12)
    whole = after == _end(first)
    return MonthPair(
        first, _end(earlier) if whole else min(_end(earlier), earlier.replace(day=1) + (after - first)), after
    )


def last_full_month(as_of: dt.date) -> dt.date:
    """The first day of the last month that is over as of a day; the day's own where it is the last of it."""
    first = as_of.replace(day=1)
    return first if (as_of + DAY).day == 1 else _back(first, 1)


def name_of(day: dt.date) -> str:
    """The month of a day, as 2017-06."""
    return f"{day:%Y-%m}"


def months_up_to(as_of: dt.date, number: int) -> list[str]:
    """So many months up to that of a day, the last first."""
    return [name_of(_back(as_of.replace(day=1), one)) for one in range(number)]


def _back(first: dt.date, months: int) -> dt.date:
    """The first day of an earlier month."""
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return dt.date(year, month + 1, 1)


def _end(first: dt.date) -> dt.date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
