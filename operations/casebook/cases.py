"""Penalty cases: about 60 under the old law in 2017 and 120 under the new one in 2026, around the make-up days.

Each is told as far as its days lie before the last one; the end of a period is used where it can be, since there
weekday arithmetic goes wrong (domain.md 3.6).
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from contracts.cases.penalties.clocks import NEW_LAW
from operations.casebook.lists import BUREAU, VIOLATIONS
from operations.casebook.writing import SYN, Row
from services.chassis.calendar import DAY, announced

Step = tuple[str, dict[str, Any]]
PEOPLE = Path(__file__).parents[2] / "deploy" / "demo" / "people.csv"
SEED = 463
SOURCES = ("patrol", "patrol", "complaint", "digital", "opinion")
PERSON, ORGANISATION = "person", "organisation"
REVIEWED = ("body_ok", "authority_ok", "procedure_ok", "facts_ok", "law_ok", "discretion_ok", "form_ok")
AGENCY = {True: "7 workdays", False: "7 days"}
"""The period for service and for registered evidence, under the new law and the old."""
ASKING = {True: "5 workdays", False: "3 days"}


@dataclass(frozen=True)
class Year:
    """A year's cases: how many of which kind, the days on which they begin, and the last day that is told of."""

    year: int
    kinds: dict[str, int]
    anchors: Sequence[str]
    first: str
    last: str

    @property
    def new(self) -> bool:
        """Whether the law as revised in 2021 holds."""
        return self.year >= NEW_LAW.year


OLD = Year(
    2017,
    {"spot": 26, "general": 24, "heard": 2, "exempt": 3, "clear": 1, "hand_over": 1, "withdraw": 1, "not_file": 2},
    ("2017-01-20", "2017-01-22", "2017-02-04", "2017-03-30", "2017-04-01", "2017-05-25", "2017-05-27"),
    "2017-01-04",
    "2017-06-14",
)
NEW = Year(
    2026,
    {
        "spot": 42,
        "general": 52,
        "heard": 6,
        "reviewed": 4,
        "deferred": 2,
        "revoked": 2,
        "late": 2,
        "exempt": 4,
        "clear": 2,
        "hand_over": 1,
        "withdraw": 1,
        "not_file": 2,
    },
    ("2026-01-04", "2026-02-11", "2026-02-13", "2026-02-14", "2026-02-28", "2026-04-29", "2026-05-09")
    + ("2026-09-20", "2026-09-23", "2026-09-29", "2026-09-30", "2026-10-10", "2026-11-09", "2026-11-18"),
    "2026-01-05",
    "2026-11-20",
)


@cache
def squads() -> dict[str, list[str]]:
    """The officers with a certificate in each squadron, from the demo's people; those who came later are left out."""
    found: dict[str, list[str]] = {}
    with PEOPLE.open(encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file):
            if one["岗位"] == "执法人员" and one["执法证号"] and one["发证日期"] < f"{OLD.year}":
                found.setdefault(one["单位"], []).append(one["人员编号"])
    return found


def after(day: dt.date, period: str) -> dt.date:
    """The last day of a period."""
    return announced().after(day, period)


def rolled(day: dt.date) -> dt.date:
    """The first working day from a day on: nobody serves a paper on a holiday."""
    return announced().rolled(day)


@dataclass
class Case:
    """A case on its way: who, what, when; `day` moves on as it is told."""

    year: Year
    id: str
    kind: str
    chance: random.Random
    day: dt.date
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Draw who has it, whom it is against, and for what."""
        self.unit = self.chance.choice(sorted(squads()))
        self.pair = self.chance.sample(squads()[self.unit], 2)
        self.violation = self.chance.randrange(1, len(VIOLATIONS))
        self.party_kind = self.chance.choice((PERSON, ORGANISATION, ORGANISATION))
        self.fine = self._fine()

    def _fine(self) -> str:
        if self.kind != "spot":
            return self.chance.choice(("100", "300", "500", "800", "1500"))
        most = {PERSON: ("100", "200"), ORGANISATION: ("500", "1000")}
        return (most[self.party_kind] if self.year.new else {PERSON: ("20", "50"), ORGANISATION: ("200", "500")}[self.party_kind])[
            self.chance.randrange(2)
        ]
