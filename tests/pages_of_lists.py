"""What every list by pages has to hold: its pages are the list, both ways, and what a page reads does not grow."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from services.chassis.storage.lists.window import ListPart, ListWindow
from services.chassis.storage.store import Store

Read = Callable[[sa.Connection, ListWindow], tuple[Sequence[Any], ListPart]]
GROWS = 1.2
"""How much more a page may read of ten times as much: a level of an index."""


def rows_of_all_pages(tx: sa.Connection, read: Read, most: int) -> list[Any]:
    """All rows, a page at a time; from each page the way back leads to the one before."""
    some: list[list[Any]] = []
    window = ListWindow(most)
    while True:
        rows, part = read(tx, window)
        assert len(rows) <= most
        if part.before is not None:
            assert list(read(tx, ListWindow(most, part.before, backward=True))[0]) == some[-1]
        assert (part.before is None) == (not some)
        some.append(list(rows))
        if part.after is None:
            return [row for rows in some for row in rows]
        window = ListWindow(most, part.after)


def places(tx: sa.Connection, read: Read, most: int) -> list[ListWindow]:
    """The first page, the second, that from there backwards; the last, and those from there in both directions."""
    near, last = read(tx, ListWindow(most))[1].after, ListWindow(most, backward=True)
    far = read(tx, last)[1].before
    assert near is not None
    assert far is not None
    around = [ListWindow(most, place, backward=way) for place in (near, far) for way in (False, True)]
    return [ListWindow(most), last, *around]


def plans(store: Store, work: Callable[[sa.Connection], Any]) -> str:
    """How the database reads what some work asks for; PostgreSQL as if tables were too large to be read through."""
    said: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        said.append((statement, parameters))

    with store.begin() as tx:
        if not store.is_sqlite:
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
            tx.exec_driver_sql("SET LOCAL enable_sort = off")
        sa.event.listen(tx.engine, "before_cursor_execute", hear)
        try:
            work(tx)
        finally:
            sa.event.remove(tx.engine, "before_cursor_execute", hear)
        explain = "EXPLAIN QUERY PLAN" if store.is_sqlite else "EXPLAIN"
        rows = [row for one in said for row in tx.exec_driver_sql(f"{explain} {one[0]}", one[1])]
    return "\n".join(str(row[-1]) for row in rows)


def scans(plan: str, *tables: str) -> list[str]:
    """Where one of these tables is read through."""
    return [line for line in plan.splitlines() if re.search(rf"(SCAN|Seq Scan on) ({'|'.join(tables)})\b", line)]
