"""Writes where records stand in the lists of their registers, beside what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from services.chassis.records.record import Record
from services.chassis.storage import store
from services.chassis.storage.lists import gram_index
from services.chassis.storage.lists.order_keys import places
from services.chassis.storage.lists.tables import COLUMNS, list_groups, listed

_GROUP = ("register", "unit", "status")


def save(tx: sa.Connection, changed: Iterable[Record]) -> None:
    """Write where own records stand now; what they are was written before."""
    opened = [record for record in changed if record.status() != "new"]
    of_register: dict[str, list[Record]] = {}
    for record in opened:
        of_register.setdefault(record.register.name, []).append(record)
    for some in of_register.values():
        write(tx, [_row(record) for record in some], {record.id: record.version for record in some})


def write(tx: sa.Connection, rows: Sequence[Mapping[str, Any]], versions: Mapping[str, int]) -> None:
    """Write rows of one register, of records in these versions."""
    groups = dict.fromkeys(tuple(row[name] for name in _GROUP) for row in rows)
    store.insert_many(tx, list_groups, [dict(zip(_GROUP, one, strict=True)) for one in groups])
    store.insert_many(tx, listed, rows, update=" ".join(("unit", "status", *COLUMNS)))
    gram_index.note(tx, str(rows[0]["register"]), versions)


def clear(tx: sa.Connection, registers: Iterable[str]) -> None:
    """Empty the lists of some registers, to be written again."""
    names = list(registers)
    for table in (listed, list_groups):
        tx.execute(table.delete().where(table.c.register.in_(names)))
    gram_index.clear(tx, names)


def _row(record: Record) -> dict[str, str | None]:
    return {
        "register": record.register.name,
        "id": record.id,
        "unit": record.unit,
        "status": record.status(),
        **places(record),
    }
