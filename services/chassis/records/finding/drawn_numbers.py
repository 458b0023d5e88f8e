"""The number that the owner draws for a record whose opening form leaves it empty, counted on from the greatest used.

It is drawn in the transaction that opens the record, and stands in the event from then on
(docs/decisions/0084-corrections-say-why.md).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from contracts.forms import fields_of
from contracts.register import NUMBER
from services.chassis.records.finding.series import DIGITS, place_of
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Record, Revision


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
    """The form of a correction that leaves the number empty, with the one that was drawn: a record keeps it."""
    stood = next((one.data.get(NUMBER) for one in record.latest_revisions if one.place == place), None)
    if not isinstance(form, dict) or form.get(NUMBER) is not None or not place_of(record.register, stood):
        return form
    return form | {NUMBER: stood}
