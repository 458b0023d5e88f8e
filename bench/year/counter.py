"""Work that a database does, counted by the database: what a noisy machine cannot disturb.

SQLite counts steps of its virtual machine; PostgreSQL counts the rows that it read, by index or by scan.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa

from bench.postgres import Server

EVERY = 20
"""Steps of SQLite's machine between two counts."""
_ROWS = (
    "SELECT (SELECT COALESCE(sum(seq_tup_read), 0) FROM pg_stat_user_tables)"
    " + (SELECT COALESCE(sum(idx_tup_read), 0) FROM pg_stat_user_indexes)"
)


class Steps:
    """Counts the steps of every SQLite connection that is opened while it watches."""

    unit = "steps"

    def __init__(self) -> None:
        """Nothing is watched yet."""
        self._connections: list[Any] = []
        self._count = 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Know of the connections that are opened inside."""
        sa.event.listen(sa.Engine, "connect", self._meet)
        try:
            yield
        finally:
            sa.event.remove(sa.Engine, "connect", self._meet)
            for connection in self._connections:
                with suppress(sqlite3.ProgrammingError):  # it was closed
                    connection.set_progress_handler(None, EVERY)
            self._connections.clear()

    def _meet(self, connection: Any, _record: Any) -> None:
        self._connections.append(connection)
        connection.set_progress_handler(self._beat, EVERY)

    def _beat(self) -> int:
        self._count += EVERY
        return 0

    def read(self) -> int:
        """How many steps were taken so far."""
        return self._count


class Rows:
    """Counts the rows that PostgreSQL read in some databases of a server, by index or by scan.

    Connections stay open, as a gateway's do: a session that has just begun asks more slowly.
    """

    unit = "rows"

    def __init__(self, server: Server, databases: Sequence[str]) -> None:
        """The rows of these databases, once they are there."""
        self._server, self._databases = server, databases
        self._connections: list[Any] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Know of the connections that are opened inside."""
        sa.event.listen(sa.Engine, "connect", self._meet)
        try:
            yield
        finally:
            sa.event.remove(sa.Engine, "connect", self._meet)
            self._connections.clear()

    def _meet(self, connection: Any, _record: Any) -> None:
        self._connections.append(connection)

    def read(self) -> int:
        """How many rows were read so far; every session tells at once what it would tell some seconds later."""
        self._connections = [one for one in self._connections if not one.closed]
        for connection in self._connections:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_stat_force_next_flush()")
            connection.rollback()
        return sum(int(self._server.ask(database, _ROWS)) for database in self._databases)


Counter = Steps | Rows
