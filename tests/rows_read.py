"""How much a database reads for a piece of work, counted by the database itself: a busy machine changes nothing.

SQLite counts steps of its virtual machine, PostgreSQL the rows that its tables gave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from services.chassis.storage.store import Store

STEPS_AT_ONCE = 10
ROWS = "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
BY_INDEX = "SET LOCAL enable_seqscan = off"
"""A table of one page is read whole though it has an index: counted is what is read where there are many pages. Where
no index serves, the whole table is read none the less."""


def rows_read(store: Store, work: Callable[[], Any]) -> int:
    """What the database read while the work was done, which must end in a commit."""
    return _steps(store, work) if store.is_sqlite else _rows(store, work)


def settle(store: Store) -> None:
    """What a running database does by itself after much was written: it learns how much there is of what."""
    if not store.is_sqlite:
        with store.begin() as tx:
            tx.exec_driver_sql("ANALYZE")


def steps_in(tx: sa.Connection, work: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes for some work in one transaction."""
    count, connection = 0, tx.connection.driver_connection
    assert connection is not None

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection.set_progress_handler(step, 1)
    work()
    connection.set_progress_handler(None, 1)
    return count


def _steps(store: Store, work: Callable[[], Any]) -> int:
    count = 0

    def more() -> None:
        nonlocal count
        count += STEPS_AT_ONCE

    engine = store._engine

    def watch(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(more, STEPS_AT_ONCE)

    def leave(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(None, STEPS_AT_ONCE)

    sa.event.listen(engine, "checkout", watch)
    sa.event.listen(engine, "checkin", leave)
    try:
        work()
    finally:
        sa.event.remove(engine, "checkout", watch)
        sa.event.remove(engine, "checkin", leave)
    assert count, "nothing was counted"
    return count


def _rows(store: Store, work: Callable[[], Any]) -> int:
    """The server's counters hold also what it has not yet reported of transactions before: of each, the difference."""
    begun: list[int] = []
    counts: list[int] = []

    def begin(connection: sa.Connection) -> None:
        connection.connection.cursor().execute(BY_INDEX)
        begun.append(_counter(connection))

    def commit(connection: sa.Connection) -> None:
        counts.append(_counter(connection) - begun[-1])

    sa.event.listen(store._engine, "begin", begin)
    sa.event.listen(store._engine, "commit", commit)
    try:
        work()
    finally:
        sa.event.remove(store._engine, "begin", begin)
        sa.event.remove(store._engine, "commit", commit)
    assert counts, "nothing was counted"
    return sum(counts)


def _counter(connection: sa.Connection) -> int:
    """By the driver's own cursor: SQLAlchemy's transaction is not yet, or no more, there."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(ROWS)
        return int(cursor.fetchone()[0] or 0)  # type: ignore[index]
    finally:
        cursor.close()
