"""The place of a record in each order of its register's list, as a text that sorts as people expect."""

from __future__ import annotations

import datetime as dt
from typing import Any

from contracts.register import OPENED
from services.chassis.records.record import Record
from services.chassis.storage import sought
from services.chassis.storage.lists.tables import COLUMNS

BEFORE_ID = "\x1f"
"""Between value and id: less than any character of a text, and in none, so that 沈 comes before 沈阳."""
LAST = "\U0010ffff"
LONGEST = 48
_MIDDLE = 10**18


def places(record: Record) -> dict[str, str | None]:
    """A place for each of the register's orders; None in the columns that it does not use."""
    orders = record.register.list_orders
    keys = [_place(record, name) for name in orders]
    return dict.fromkeys(COLUMNS) | dict(zip(COLUMNS, keys, strict=False))


def opened_place(record: Record) -> str:
    """The place of a record in the order in which records were opened, which every register has."""
    return _place(record, OPENED)


def column_of(orders: tuple[str, ...], name: str) -> str:
    """The column of an order. Raises ValueError where there is none of this name."""
    return COLUMNS[orders.index(name)]


def id_of(place: str) -> str:
    """Whose place it is."""
    return place.rpartition(BEFORE_ID)[2]


def span(since: str, until: str) -> tuple[str, str]:
    """Between which places lie the values from one to another, both among them; empty: from the first, to the last."""
    return since, f"{until}{BEFORE_ID}{LAST}" if until else LAST


def _place(record: Record, name: str) -> str:
    return f"{_key(_value(record, name))}{BEFORE_ID}{record.id}"


def _value(record: Record, name: str) -> Any:
    return record.effective[0].on if name == OPENED and record.effective else record.borne(name)


def _key(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{_MIDDLE + value:019d}"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else sought.fold(str(value))[:LONGEST]
