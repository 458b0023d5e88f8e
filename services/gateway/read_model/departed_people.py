"""Clocks over people who have left: their certificates run out, and nobody has to renew them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from contracts import catalogue
from contracts.forms import fields_of
from contracts.register import Register
from services.chassis.records import record
from services.gateway.read_model import due_dates, ledger
from services.gateway.read_model.due_dates import Deadline, DueQuestion

PEOPLE, LEFT = "training.people", "left"


def departed_records(tx: sa.Connection, ask: DueQuestion) -> frozenset[str]:
    """Of what is due the records, by register and id, that are about somebody who had left by the day."""
    about_people = [one.name for one in catalogue.REGISTERS.values() if one.clocks and _person_key(one)]
    mine = due_dates.of_registers(tx, ask, about_people)
    whose = _people_by_record(tx, ask.district, mine)
    departed = _departed_people(tx, ask.district, sorted(set(whose.values())), ask.as_of)
    return frozenset(name for name, person in whose.items() if person in departed)


def _name(one: Deadline) -> str:
    return f"{one.register.name}/{one.record}"


def _person_key(register: Register) -> str:
    """The key by which a register's records are about a person; empty: they are about something else."""
    form_fields = fields_of(register.opening.form)
    return next(
        (
            key
            for key in register.key_names
            if key in form_fields and form_fields[key].metadata.get("x-type") == "person"
        ),
        "",
    )


def _people_by_record(tx: sa.Connection, district: str, deadlines: Iterable[Deadline]) -> dict[str, str]:
    """Whose the records are, by register and record."""
    registers = {_name(one): one.register for one in deadlines}
    histories = ledger.bodies(tx, district, list(registers)) if registers else {}
    records = {name: record.rehydrate(registers[name], name, bodies) for name, bodies in histories.items()}
    return {name: str(one[_person_key(one.register)]) for name, one in records.items()}


def _departed_people(tx: sa.Connection, district: str, people: Sequence[str], as_of: dt.date) -> set[str]:
    """Which of these people had left by a day."""
    register = catalogue.REGISTERS[PEOPLE]
    histories = ledger.bodies(tx, district, [f"{PEOPLE}/{code}" for code in people]) if people else {}
    records = (record.rehydrate(register, name.partition("/")[2], bodies) for name, bodies in histories.items())
    return {one.id for one in records if _stood(one, as_of) == LEFT}


def _stood(person: record.Record, as_of: dt.date) -> str:
    """As what a person stood on a day."""
    return next((move.step.leads or "" for move in reversed(person.moves()) if move.on <= as_of), "")
