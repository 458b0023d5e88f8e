"""The two years of penalty cases: how many of which kind, the days around which they lie, and the law of the time."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from contracts.cases.penalties.clocks import NEW_LAW
from operations.demo.sheets import FOLDER
from services.chassis.records.calendar import official_calendar

PEOPLE = FOLDER / "people.csv"
PERSON, ORGANISATION = "person", "organisation"


@dataclass(frozen=True)
class Law:
    """What differs between the two laws: the agency's period, the party's, and the small fines of on-spot cases."""

    agency: str
    asking: str
    spot: dict[str, tuple[str, str]]
    cash: str


LAWS = {
    False: Law("7 days", "3 days", {PERSON: ("20", "50"), ORGANISATION: ("200", "1000")}, "20"),
    True: Law("7 workdays", "5 workdays", {PERSON: ("100", "200"), ORGANISATION: ("500", "1500")}, "100"),
}


@dataclass(frozen=True)
class Year:
    """A year's cases: how many of each kind, the days around which they lie, and the last day that has any steps.

    ahead  days after the last one, on which inquiries that go on are to be decided
    """

    year: int
    kinds: dict[str, int]
    anchors: Sequence[str]
    first: str
    last: str
    ahead: Sequence[str] = ()

    @property
    def law(self) -> Law:
        """The law of the year."""
        return LAWS[self.year >= NEW_LAW.year]


OLD = Year(
    2017,
    {"spot": 26, "general": 24, "heard": 2, "exempt": 3, "clear": 1, "hand_over": 1, "withdraw": 1, "not_file": 2},
    ("2017-01-20", "2017-01-22", "2017-02-04", "2017-03-30", "2017-04-01", "2017-05-25", "2017-05-27"),
    "2017-01-05",
    "2017-06-14",
)
NEW = Year(
    2026,
    {"spot": 42, "general": 49, "heard": 6, "reviewed": 4, "deferred": 2, "revoked": 2, "late": 2}
    | {"exempt": 4, "clear": 2, "hand_over": 1, "withdraw": 1, "not_file": 2},
    (
        "2026-01-20",
        "2026-02-11",
        "2026-02-13",
        "2026-02-14",
        "2026-02-28",
        "2026-04-29",
        "2026-05-09",
        "2026-09-20",
        "2026-09-23",
        "2026-09-29",
        "2026-09-30",
        "2026-10-10",
        "2026-11-09",
        "2026-11-18",
    ),
    "2026-01-21",
    "2026-11-20",
    ahead=("2026-12-10", "2026-12-15", "2026-12-18"),
)


@cache
def squads() -> dict[str, list[str]]:
    """The officers in each squadron who held a certificate before the first case, from the demo's people."""
    officers: dict[str, list[str]] = {}
    with PEOPLE.open(encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file):
            if one["岗位"] == "执法人员" and one["执法证号"] and one["发证日期"] < str(OLD.year):
                officers.setdefault(one["单位"], []).append(one["人员编号"])
    return officers


def after(day: dt.date, period: str, *, rolls: bool = False) -> dt.date:
    """The last day of a period."""
    return official_calendar().after(day, period, rolls=rolls)


def at_work(day: dt.date) -> dt.date:
    """The first working day from a day on."""
    return official_calendar().roll_forward(day)
