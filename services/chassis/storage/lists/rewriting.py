"""Rows that stand beside own records and are written whole: what a record had goes, what it has now is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from contracts.register import NEW
from services.chassis.records.record import Record
from services.chassis.storage import store


def rewrite(
    tx: sa.Connection,
    table: sa.Table,
    changed: Iterable[Record],
    rows_of: Callable[[Record], Iterable[Mapping[str, Any]]],
) -> None:
    """Write the rows of records that changed, in a table with their `register` and `id`; of many records at once."""
    of_register: dict[str, list[Record]] = {}
    for record in changed:
        if record.status() != NEW:
            of_register.setdefault(record.register.name, []).append(record)
    for register, some in of_register.items():
        tx.execute(_of_records(table), {"of": register, "ids": [one.id for one in some]})
        store.insert_many(tx, table, [row for record in some for row in rows_of(record)])


def clear(tx: sa.Connection, table: sa.Table, registers: Sequence[str]) -> None:
    """Forget the rows of some registers, to be written again."""
    tx.execute(table.delete().where(table.c.register.in_(registers)))


@cache
def _of_records(table: sa.Table) -> sa.Delete:
    return table.delete().where(table.c.register == sa.bindparam("of"), store.any_of(table.c.id, "ids"))
