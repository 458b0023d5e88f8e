"""Who was on strength on a day, and in which unit: what a person did counts where they were on the day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from contracts.refusals import NotOnStrength
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record
from services.chassis.records.rules import LookupFunction
from services.training.people import unit_on

Staff = dict[str, Record]


def person_of(_record: Record, form: Data, lookup: Lookup) -> Record:
    """The person whom a form names."""
    return lookup.record("training.people", form["person"])


def staff_of(entries: str) -> LookupFunction:
    """A look-up for the people whom the entries of a list name, by their codes."""

    def look_up(_record: Record, form: Data, lookup: Lookup) -> Staff:
        return {entry["person"]: lookup.record("training.people", entry["person"]) for entry in form[entries]}

    return look_up


def duplicate_entries(entries: Iterable[Data], before: Iterable[str] = ()) -> list[int]:
    """The numbers of the entries of a list whose person was named before."""
    people, duplicates = set(before), list[int]()
    for number, entry in enumerate(entries):
        duplicates += [number] if entry["person"] in people else []
        people.add(entry["person"])
    return duplicates


def unit_then(person: Record, day: dt.date) -> str | None:
    """The unit to which a person belonged on a day; None: the person was not on strength."""
    has_left = any(entry.step.name == "leave" and entry.on <= day for entry in person.effective)
    return None if has_left else unit_on(person, day)


def unit_of(person: Record, day: dt.date) -> str:
    """The unit to which a person belonged on a day. Raises NotOnStrength."""
    unit = unit_then(person, day)
    if unit is None:
        raise NotOnStrength(person.id, day)
    return unit


def with_units(form: Data, entries: str, day: dt.date, staff: Staff) -> list[Data]:
    """The entries of a list, each with its person's unit on the day. Raises NotOnStrength, every entry named."""
    placed: list[dict[str, Any]] = [entry | {"unit": unit_then(staff[entry["person"]], day)} for entry in form[entries]]
    away = [number for number, entry in enumerate(placed) if entry["unit"] is None]
    if away:
        faults = [NotOnStrength.fault(f"{entries}.{number}.person") for number in away]
        raise NotOnStrength(*(placed[number]["person"] for number in away), day, errors=faults)
    return placed
