"""Which earlier cases a case may repeat: the same class in the same grid cell, at a place that reads much the same."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.cases.digital_cases import register
from services.chassis.base.similarity import percent_alike
from services.chassis.records.finding.decided_before import DecidedBefore, decided_before
from services.chassis.records.finding.newest import RecentRecord, Window
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record

PERIODS = (30, 90)
"""Days within which a case of the same place and class counts as recurring: what appraisals of city cases ask for."""
MUCH, MOST_PROPOSED = 50, 5
"""From how many percent on two places are taken for one, and how many proposals a person looks through."""


def field_value(case: Record, form: Data, name: str) -> str | None:
    """What the form says of a field, else what was said before."""
    value: str | None = form.get(name) or case.get(name)
    return value


def locus(case: Record, form: Data) -> str | None:
    """Grid cell and class together; None while one of them is missing."""
    grid, klass = field_value(case, form, "grid"), field_value(case, form, "case_class")
    return f"{grid}/{klass}" if grid and klass else None


@dataclass(frozen=True)
class Near:
    """The newest cases of the same class and grid cell, and what was proposed where this step stands already."""

    others: Sequence[RecentRecord]
    before: DecidedBefore | None


def neighbours(case: Record, form: Data, lookup: Lookup) -> Near:
    """What a case may repeat: the newest of the same class in the same grid cell, of the longest period before it."""
    where, day, before = locus(case, form), case["reported_on"], decided_before(case, lookup)
    window = Window(day - dt.timedelta(days=PERIODS[-1]), day, before.entered if before else None)
    others = lookup.newest(register.name, window, locus=where) if where else []
    return Near([one for one in others if one.id != case.id], before)


def proposals(case: Record, form: Data, near: Near) -> list[Data]:
    """The likeliest of them.

    What somebody was shown stays, unless a correction changes what the case is compared by.
    """
    if (before := near.before) and _compared(before.record, before.data) == _compared(case, form):
        shown: list[Data] = before.data["alike"]
        return shown
    place = field_value(case, form, "place") or ""
    likely = [one for other in near.others for one in _alike(case, place, other)]
    return sorted(likely, key=lambda one: (-one["percent"], one["days"], one["case"]))[:MOST_PROPOSED]


def _compared(case: Record, form: Data) -> tuple[Any, ...]:
    return locus(case, form), case["reported_on"], field_value(case, form, "place")


def _alike(case: Record, place: str, other: RecentRecord) -> Iterator[Data]:
    percent = 0 if other.status == "rejected" else percent_alike(place, other.text, MUCH)
    if percent:
        days = (case["reported_on"] - other.day).days
        within = next(period for period in PERIODS if days <= period)
        yield {"case": other.id, "percent": percent, "days": days, "within": within}
