"""The number that the owner draws for a record whose opening form leaves it empty, counted on from the greatest used.

It is drawn in the transaction that opens the record, and stands in the event from then on
(docs/decisions/0084-corrections-say-why.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contracts.errors import Refused
from contracts.forms import fields_of
from contracts.register import NUMBER
from services.chassis.records.finding.series import DIGITS, MOST_TYPED, place_of, places
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record, Revision


class NumberBorne(Refused):
    """Another record bears this number of the bureau's own, or bore it; leave it empty, and the next one is drawn."""

    slug, zh, field = "number-borne", "本局编号已由另一记录使用，或曾经使用；留空则自动编下一个号", NUMBER


class SerialTooGreat(Refused):
    """A number of the bureau's own series that is typed has at most six digits; leave it empty to have one drawn."""

    slug, zh, field = "serial-too-great", "手填的本局编号，流水号最多六位；留空则自动编下一个号", NUMBER


def check(record: Record, revisions: Sequence[Revision], lookup: Lookup) -> None:
    """No number of the register's own is given twice, and none that is typed brings its series to an end.

    What a record bore before it may bear again. Raises NumberBorne, SerialTooGreat.
    """
    register, before = record.register, places(record)
    for revision in revisions if register.numbered else ():
        place = place_of(register, revision.data.get(NUMBER))
        if place is None or place in before:
            continue
        if others := lookup.bearers(register.name, place) - {record.id}:
            raise NumberBorne(revision.data[NUMBER], *sorted(others)[:1])
        if place[1] >= 10**MOST_TYPED and place[1] > lookup.last_serial(register.name, place[0]) + 1:
            raise SerialTooGreat(revision.data[NUMBER])


def with_number(record: Record, revision: Revision, lookup: Lookup) -> Revision:
    """A revision that opens a record, with the next number of its year's series where its form left it empty."""
    register = record.register
    leaves_it = NUMBER in fields_of(revision.step.form) and revision.data.get(NUMBER) is None
    if not register.numbered or record.version or not leaves_it:
        return revision
    series = f"{register.numbered}-{revision.on.year}"
    number = f"{series}-{lookup.last_serial(register.name, series) + 1:0{DIGITS}d}"
    # A series that somebody's typing has brought to its end gives no number that would not count in it.
    return replace(revision, data=revision.data | {NUMBER: number}) if place_of(register, number) else revision


def with_standing_number(record: Record, place: int, form: Any) -> Any:
    """The form of a correction that leaves a number empty, with the one that was drawn: a record keeps it.

    A paper keeps whatever number it went out under.
    """
    if not isinstance(form, dict):
        return form
    register = record.register
    stood: Data = next((one.data for one in record.latest_revisions if one.place == place), {})
    left = [name for name in register.serial_fields or (NUMBER,) if form.get(name) is None and stood.get(name)]
    return form | {name: stood[name] for name in left if register.serials or place_of(register, stood[name])}
