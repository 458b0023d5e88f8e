"""What records are called where they stand among others: as their own lists have it, as far as everybody may read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from contracts import catalogue
from contracts.forms import personal
from contracts.register import Register
from services.chassis.records.record import rehydrate
from services.gateway.display.formatting import Wording, field_of, mask
from services.gateway.display.register_columns import name_of
from services.gateway.read_model import ledger

UNSAID = ("private",)
"""Kinds of fields of which the ledger has a token that says nothing."""


def names_of(tx: sa.Connection, district: str, records: Collection[str], wording: Wording) -> dict[str, str]:
    """Some records in a few words, by "register/id": an id that people gave, else as the register's list has it.

    People's names are covered. One of which there is nothing to say is left out.
    """
    by_record = ledger.bodies(tx, district, list(records))
    names = {name: _name(name, bodies, wording) for name, bodies in by_record.items() if bodies}
    return {name: text for name, text in names.items() if text}


def _name(key: str, bodies: list[str], wording: Wording) -> str:
    register_name, _, id_ = key.partition("/")
    register = catalogue.REGISTERS[register_name]
    if register.identity:
        return id_
    record = rehydrate(register, id_, bodies)
    names = (*register.naming, *register.key_names)
    return name_of(register, {name: _value(register, name, record.get(name)) for name in names}, wording)


def _value(register: Register, name: str, value: Any) -> Any:
    field = field_of(register, name)
    if field is None:
        return value
    if field.metadata.get("x-type") in UNSAID:
        return None
    return mask(str(value)) if personal(field) and value else value
