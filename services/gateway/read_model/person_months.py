"""How long people were exposed to what a rate counts: person-months, by the units they were in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from services.gateway.read_model.question import Question

MONTH = 365.25 / 12
"""Days."""


@dataclass(frozen=True)
class PersonMonths:
    """How many people, and their months together."""

    people: int
    months: float


def count_person_months(moves: Iterable[Any], question: Question, since: dt.date | None) -> PersonMonths:
    """The time that people spent in the units asked about, from `since` to the day asked about.

    moves  rows (subject, record, place, role, unit, dated) in order: `opens` says from when somebody was in which
           unit, `ends` from when in none
    """
    people, days = set[str](), 0
    for _, own in groupby(moves, attrgetter("subject", "record")):
        for row, until in _stays(list(own), question.as_of):
            stayed = _days(row, until, since)
            if stayed and (question.units is None or row.unit in question.units):
                people.add(row.subject)
                days += stayed
    return PersonMonths(len(people), days / MONTH)


def _stays(moves: list[Any], as_of: dt.date) -> Iterator[tuple[Any, dt.date]]:
    """Each stay in a unit, and the day on which it ended."""
    ends = [dt.date.fromisoformat(row.dated) for row in moves[1:]] + [as_of + dt.timedelta(days=1)]
    yield from ((row, end) for row, end in zip(moves, ends, strict=True) if row.role == "opens")


def _days(row: Any, until: dt.date, since: dt.date | None) -> int:
    begun = max(dt.date.fromisoformat(row.dated), since or dt.date.min)
    return max((until - begun).days, 0)
