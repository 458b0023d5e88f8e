"""By which keys look-ups find a record, and how new it is under each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from contracts.forms import values_of_kind
from contracts.register import EVER, PEOPLE, TOGETHER, YEARS
from services.chassis.records.record import Record


@dataclass(frozen=True, slots=True)
class FindingKey:
    """One key of a record: which of `Register.indexed_fields`, and what stands there.

    day, known, compared  only where the register says what dates its records: of which day this one is, since which
                          moment it is known under this key, and the text in which it is compared; empty in others
    """

    field: str
    value: str
    day: str = ""
    known: str = ""
    compared: str = ""


def keys_of(record: Record) -> Iterator[FindingKey]:
    """Every key by which a record is found as it stands; a voided one by none."""
    register = record.register
    if record.voided:
        return
    day = record.get(register.dated) if register.dated else None
    compared = str(record.get(register.compared) or "") if register.compared else ""
    for name in register.indexed_fields:
        parts = name.split(TOGETHER)
        known = _known_since(record, (*parts, register.dated, register.compared)) if day else ""
        newness = (day.isoformat(), known, compared) if day else ()
        for values in product(*(_values(record, part) for part in parts)):
            yield FindingKey(name, register.key_of(name, values if TOGETHER in name else values[0]), *newness)


def values_under(record: Record, name: str) -> list[Any]:
    """What a record has under one of the names by which it may be found, alone or with others."""
    return list(_values(record, name))


def moment(at: dt.datetime) -> str:
    """A moment as keys have it, so that texts are in the order of moments."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _values(record: Record, name: str) -> Iterable[Any]:
    if name == PEOPLE:
        return sorted(
            {code for one in record.effective for _, _, code in values_of_kind(one.step.data, one.data, "person")}
        )
    if name == YEARS:
        return sorted({str(one.on.year) for one in record.effective})
    if name.endswith(EVER):
        given = (one.data.get(name.removesuffix(EVER)) for one in record.effective)
        return list(dict.fromkeys(value for value in given if value is not None))
    value = record.borne(name)
    return () if value is None else (value,)


def _known_since(record: Record, names: Iterable[str]) -> str:
    """The moment at which the last of these fields was first recorded, at the place that says now what it is."""
    first: dict[int, dt.datetime] = {}
    for one in record.revisions:
        first[one.place] = min(first.get(one.place, one.at.now), one.at.now)
    standing = (
        next((one for one in reversed(record.effective) if one.data.get(name) is not None), None) for name in names
    )
    return moment(max((first[one.place] for one in standing if one), default=min(first.values())))
