"""The one calendar: working days in China, make-up days 调休 included, and how a due date was counted.

Which days are holidays is data (`holiday_table.json`, docs/decisions/0012-calendar-data.md). Of a year that is not
announced yet only the weekends are known: what falls into it is provisional.
"""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

DAY = dt.timedelta(days=1)
SATURDAY = 5
TABLE = Path(__file__).parent / "holiday_table.json"
WORKDAYS, DAYS, YEARS = "workdays", "days", "years"


@dataclass(frozen=True)
class Holiday:
    """A holiday's day, or the weekend day that is worked in its stead."""

    day: dt.date
    zh: str
    en: str


@dataclass(frozen=True)
class Explanation:
    """How a period was counted; the day on which it starts is not.

    due         the day that binds
    last        the period's last day as counted
    rolled      the first working day from `last` on: what binds when the period rolls forward
    counted     how many days were counted: working days, or days of the calendar
    weekends    Saturdays and Sundays that were skipped, but for those of holidays
    holidays    days of holidays that were skipped
    makeups     weekend days that counted because they were worked
    provisional years of the span whose holidays are not announced yet
    edition     the edition of the table of holidays
    """

    start: dt.date
    period: str
    due: dt.date
    last: dt.date
    rolled: dt.date
    counted: int
    edition: int
    weekends: int = 0
    holidays: tuple[Holiday, ...] = ()
    makeups: tuple[Holiday, ...] = ()
    provisional: tuple[int, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: weekdays but the holidays, and the weekend days that make up for them.

    years are those whose holidays the State Council has announced; edition and source say which table this is
    """

    holidays: Mapping[dt.date, Holiday]
    makeups: Mapping[dt.date, Holiday]
    years: frozenset[int]
    edition: int
    source: str

    def works(self, day: dt.date) -> bool:
        """Whether a day is a working day."""
        return day in self.makeups or (day.weekday() < SATURDAY and day not in self.holidays)

    def provisional(self, day: dt.date) -> bool:
        """Whether the holidays of its year are not announced yet, so that only weekends are known."""
        return day.year not in self.years

    def after(self, start: dt.date, period: str, *, rolls: bool = False) -> dt.date:
        """The last day of `period` ("7 workdays", "90 days", "6 months", "2 years"); the first day is not counted.

        rolls: a last day that is not worked gives way to the next that is, as in all periods in which a party may act
        (Civil Code art. 203); an agency's own limit does not roll
        """
        last = self._last(start, period)
        return self.roll_forward(last) if rolls else last

    def _last(self, start: dt.date, period: str) -> dt.date:
        count, unit = parse_period(period)
        if unit == WORKDAYS:
            return self._workdays_after(start, count)
        return start + count * DAY if unit == DAYS else _months_after(start, count * (12 if unit == YEARS else 1))

    def _workdays_after(self, start: dt.date, count: int) -> dt.date:
        day, remaining = start, count
        while remaining:
            day += DAY
            remaining -= self.works(day)
        return day

    def roll_forward(self, day: dt.date) -> dt.date:
        """The first working day from a day on."""
        while not self.works(day):
            day += DAY
        return day

    def workdays(self, first: dt.date, last: dt.date) -> int:
        """How many working days there are after the first day, up to the last."""
        return sum(map(self.works, _days(first, last)))

    def due_after_pause(self, due: dt.date, period: str, paused: dt.date, resumed: dt.date) -> dt.date:
        """When a period ends that stood still from one day to another: what was left of it is counted from there."""
        # Working days are counted anew, since other holidays lie ahead now; other days are only moved along.
        if parse_period(period)[1] == WORKDAYS:
            return self._workdays_after(resumed, self.workdays(paused, due))
        return due + (resumed - paused)

    def explain(self, start: dt.date, period: str, *, rolls: bool = False) -> Explanation:
        """How the last day of a period was found, step by step."""
        last = self._last(start, period)
        rolled = self.roll_forward(last)
        due = rolled if rolls else last
        years = sorted({day.year for day in (*_days(start, due), due) if self.provisional(day)})
        in_days = Explanation(
            start, period, due, last, rolled, (last - start).days, self.edition, provisional=tuple(years)
        )
        return self._with_skipped_days(in_days) if parse_period(period)[1] == WORKDAYS else in_days

    def _with_skipped_days(self, explanation: Explanation) -> Explanation:
        days = list(_days(explanation.start, explanation.last))
        skipped = [day for day in days if not self.works(day)]
        holidays = tuple(self.holidays[day] for day in skipped if day in self.holidays)
        makeups = tuple(self.makeups[day] for day in days if day in self.makeups)
        counts = {"counted": len(days) - len(skipped), "weekends": len(skipped) - len(holidays)}
        return Explanation(**vars(explanation) | counts | {"holidays": holidays, "makeups": makeups})


def parse_period(period: str) -> tuple[int, str]:
    """A period's number and its unit."""
    count, unit = period.split()
    return int(count), unit


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days after the first, up to the last."""
    return (first + number * DAY for number in range(1, (last - first).days + 1))


def _months_after(start: dt.date, count: int) -> dt.date:
    """The day that corresponds, else the month's last (Civil Code art. 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    longest = gregorian.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(start.day, longest))


def parse_calendar(table: dict[str, Any]) -> Calendar:
    """The calendar that a table's content says."""

    def days(kind: str) -> dict[dt.date, Holiday]:
        holidays = (
            Holiday(dt.date.fromisoformat(f"{year}-{day}"), table["names"][name], name)
            for year, content in table["years"].items()
            for name, listed in content[kind].items()
            for day in listed.split()
        )
        return {holiday.day: holiday for holiday in holidays}

    years = frozenset(int(year) for year, content in table["years"].items() if content["announced"])
    return Calendar(days("holidays"), days("makeups"), years, table["edition"], table["source"])


@cache
def official_calendar() -> Calendar:
    """The calendar as the table has it."""
    return parse_calendar(orjson.loads(TABLE.read_bytes()))
