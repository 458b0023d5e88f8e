"""Which records a record names in its forms: what stands beside it, so that a named record's page can list its namers.

Units are left out: every record belongs to one, and the lists of registers are narrowed by unit already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from contracts import catalogue
from contracts.forms import NAMED_BY, Form, element_form, fields_of, values_of_kind
from contracts.register import Register
from services.chassis.records.record import Record
from services.chassis.records.references import REGISTERS

EDITION = 1
"""Counts how mentions are read off a record: what an earlier one wrote is written anew."""
KINDS = ("person", "record")
Key = tuple[str, str]
"""A register's name and a record's id."""


@dataclass(frozen=True)
class Mention:
    """A record that another names.

    fields   the names of the fields in which it stands now
    earlier  of those in which it was named at a step, and that say something else now
    """

    target: Key
    fields: tuple[str, ...]
    earlier: tuple[str, ...] = ()


def mentions_of(record: Record) -> list[Mention]:
    """What a record names in the steps that stand, each target once; one that was taken back names nothing."""
    if record.voided or not may_name(record.register):
        return []
    fields_by: dict[Key, dict[str, bool]] = {}
    for key, name, present in _said(record):
        fields = fields_by.setdefault(key, {})
        fields[name] = fields.get(name, False) or present
    own = (record.register.name, record.id)
    return [_mention(key, fields) for key, fields in fields_by.items() if key != own]


def _mention(key: Key, fields: Mapping[str, bool]) -> Mention:
    now = tuple(name for name, present in fields.items() if present)
    return Mention(key, now, tuple(name for name in fields if name not in now))


def _said(record: Record) -> Iterator[tuple[Key, str, bool]]:
    """Every name that stands: of which record, in which field, and whether the field says so still.

    Of a side line of which there are several runs each has its own last word: a card is handed to many shops.
    """
    last = {
        (one.run, name): number
        for number, one in enumerate(record.effective)
        for name, value in one.data.items()
        if value not in (None, [], {})
    }
    said: dict[str, Any] = {}
    for number, one in enumerate(record.effective):
        said |= one.data
        for register, id_, name in _named_at(one.step.data, one.data, said):
            yield (register, id_), name, last.get((one.run, name)) == number


def _named_at(form: type[Form], data: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What a step names, and in which field: whose records they are either the field says, or another beside it."""
    for path, field, id_ in values_of_kind(form, data, *KINDS):
        yield _register_of(field.metadata), id_, path.partition(".")[0]
    for name, field in fields_of(form).items():
        if (by := field.metadata.get(NAMED_BY)) and data.get(name) and (register := by.register(said)):
            yield register, data[name], name


def _register_of(metadata: Mapping[str, Any]) -> str:
    return str(REGISTERS.get(metadata["x-type"]) or metadata["x-register"])


def may_name(register: Register) -> bool:
    """Whether anything in a register's forms can name a record."""
    return any(_naming_fields(edition.data) for step in register.steps for edition in step.editions)


def shape(register: Register) -> list[list[str]]:
    """What decides which records a register's records name: step, version, field, and whose records it names."""
    every = (edition for step in register.steps for edition in step.editions)
    return [[step.name, str(step.version), *some] for step in every for some in _naming_fields(step.data)]


@cache
def _naming_fields(form: type[Form]) -> tuple[tuple[str, str], ...]:
    """The fields of a form that name records, and the register of each; those of lists' elements under the list's."""
    found = list[tuple[str, str]]()
    for name, field in fields_of(form).items():
        if field.metadata.get("x-type") in KINDS:
            found.append((name, _register_of(field.metadata)))
        elif by := field.metadata.get(NAMED_BY):
            found += [(name, target) for target in dict.fromkeys(by.registers.values())]
        elif inner := element_form(field):
            found += [(name, target) for _, target in _naming_fields(inner)]
    return tuple(found)


def _named_by(register: Register) -> set[str]:
    return {target for *_, target in shape(register)}


def naming_registers(target: str) -> tuple[Register, ...]:
    """The registers whose records can name those of another, in the catalogue's order."""
    if target == REGISTERS["unit"]:
        return ()
    return tuple(one for one in catalogue.REGISTERS.values() if target in _named_by(one))
