"""How records stood on a day: a rule decides by the day on which a thing happened, whenever it is recorded."""

from __future__ import annotations

import datetime as dt

from contracts.errors import Refused
from services.chassis.desk import Find
from services.chassis.record import Data, Record
from services.chassis.rules import LookUp


class NotOnStrength(Refused):
    """This person was not on strength on that day."""

    slug, zh = "not-on-strength", "该人员当日不在册"


def as_of(record: Record, day: dt.date) -> Record:
    """A record as far as it had happened by a day."""
    return Record(record.register, record.id, tuple(e for e in record.standing if e.place and e.on <= day))


def unit_on(record: Record, day: dt.date) -> str:
    """The unit that a record belonged to on a day; empty: to none yet."""
    happened = sorted(as_of(record, day).standing, key=lambda entry: (entry.on, entry.place))
    return happened[-1].unit if happened else ""


def posted(person: Record, day: dt.date, field: str) -> str:
    """The unit in which a person was on strength on a day. Raises NotOnStrength, at the field that names them."""
    then = as_of(person, day)
    if then.status() in ("new", "left"):
        raise NotOnStrength(person.id, day, errors=[NotOnStrength.fault(field)])
    return unit_on(person, day)


def named(register: str, field: str) -> LookUp:
    """A look-up for the record that a field of the form names, or named when it was last given."""

    def look_up(record: Record, form: Data, find: Find) -> Record:
        return find.record(register, str(form.get(field) or record[field]))

    return look_up
