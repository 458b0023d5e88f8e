"""The units above a unit on a day, the nearest first."""

import datetime as dt
from collections.abc import Iterator

from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Record

UNITS = "training.units"


def rising(lookup: Lookup, unit: str, day: dt.date) -> Iterator[str]:
    """A unit, its parents, and so on up; each once."""
    waiting, seen = [unit], set[str]()
    while waiting:
        yield from waiting
        seen |= set(waiting)
        above = [parent for one in waiting for parent in _parents(lookup.record(UNITS, one), day)]
        waiting = [one for one in dict.fromkeys(above) if one not in seen]


def above(lookup: Lookup, unit: str) -> list[str]:
    """The units above a unit as they are known now, the nearest first; none: it is at the top."""
    return list(rising(lookup, unit, dt.date.max))[1:]


def _parents(unit: Record, day: dt.date) -> list[str]:
    named: list[list[str]] = [one.data["parents"] for one in unit.effective if one.on <= day and "parents" in one.data]
    return named[-1] if named else []
