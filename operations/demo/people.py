"""The demo's synthetic people who have a post, as its sheets have them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from contracts.roles import POSTS as TITLES
from contracts.training.people import POSTS as ROSTER_ROLES
from contracts.training.units import FOR_ALL, KINDS
from operations.demo.sheets import FOLDER

ROLES = frozenset(TITLES)
BUREAU = "bureau"
OFFICER = "officer"


@dataclass(frozen=True)
class SyntheticPost:
    """Who has which post; `unit` None: for the whole bureau."""

    person: str
    role: str
    unit: str | None

    @property
    def name(self) -> str:
        """As sessions name it."""
        return f"{self.role}@{self.unit or BUREAU}"


@cache
def posts() -> tuple[SyntheticPost, ...]:
    """Every post of the sheets, those that were given beside the roster first."""
    units = {row["单位编号"]: _code(KINDS, row["单位类别"]) for row in _rows("units.csv")}
    staff = {row["人员编号"]: row for row in _rows("people.csv")}
    return (*_appointed(staff, units), *_of_roster(staff, units))


def _appointed(staff: dict[str, dict[str, str]], units: dict[str, str]) -> Iterator[SyntheticPost]:
    for row in _rows("posts.csv"):
        unit = row["任职单位（不填为本单位）"] or staff[row["任职人"]]["单位"]
        yield SyntheticPost(row["任职人"], _code(TITLES, row["职务"]), _scope(unit, units))


def _of_roster(staff: dict[str, dict[str, str]], units: dict[str, str]) -> Iterator[SyntheticPost]:
    for code, row in staff.items():
        role = _code(ROSTER_ROLES, row["岗位"])
        if role in ROLES:
            yield SyntheticPost(code, role, _scope(row["单位"], units))


def _scope(unit: str, units: dict[str, str]) -> str | None:
    return None if units[unit] in FOR_ALL else unit


def find(role: str, unit: str = "") -> SyntheticPost | None:
    """Somebody with a post, the first of them; without a unit somebody who has it for the whole bureau."""
    return next((one for one in posts() if one.role == role and one.unit == (unit or None)), None)


def with_account() -> tuple[SyntheticPost, ...]:
    """Who gets an account: everybody with a post, but of a unit's officers the first alone."""
    first = {(one.role, one.unit): one for one in reversed(posts())}
    return tuple(one for one in posts() if one.role != OFFICER or first[one.role, one.unit] == one)


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _code(titles: dict[str, str], title: str) -> str:
    return next(name for name, one in titles.items() if one == title)
