"""The peers' own work: the same forms, rules and folds as the suite's, written as a careful author would by hand.

Plain sqlite3 and psycopg2, one commit a command and one an event: no savepoints, no ORM, no idempotency row, no claim.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg2
import sqlalchemy as sa

from bench.plan import COUNTED
from contracts import catalogue, envelope
from contracts.envelope import Event
from services.chassis.base import clock
from services.chassis.handling.unit_of_work import event_of  # the very same event as the suite's
from services.chassis.records.command import Command
from services.chassis.records.decide import decide
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.record import Context, Record
from services.chassis.storage.projection import _row  # and the very same projection
from services.chassis.storage.tables import journal, records
from services.gateway.read_model import ledger
from services.gateway.read_model.programme import Programme
from services.outreach.features import rules

SOURCE = "/320205/outreach"
Cursor = Any


class Database:
    """SQLite with synchronous FULL on one connection, or PostgreSQL with as many as are wanted at once."""

    def __init__(self, url: str) -> None:
        """Connects when first needed."""
        self.url = sa.make_url(url)
        self.lite = self.url.get_backend_name() == "sqlite"
        self._free: deque[Any] = deque()

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        """One transaction, durable when it is left."""
        connection = self._free.pop() if self._free else self._connect()
        cursor = connection.cursor()
        if self.lite:
            cursor.execute("BEGIN IMMEDIATE")
        yield cursor
        connection.commit()
        self._free.append(connection)

    def _connect(self) -> Any:
        if not self.lite:
            where = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
            return psycopg2.connect(where)
        connection = sqlite3.connect(self.url.database or "", isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def with_placeholders(self, statement: str) -> str:
        """A statement with this database's mark for parameters."""
        return statement if self.lite else statement.replace("?", "%s")

    def insert(self, table: sa.Table, names: Sequence[str]) -> str:
        """The statement that inserts a row."""
        values = ", ".join("?" * len(names))
        return self.with_placeholders(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({values})")  # noqa: S608 -- our own words


class Owner:
    """Carries out commands one by one."""

    def __init__(self, database: Database) -> None:
        """Statements are made once."""
        self.database = database
        self._journal = database.insert(
            journal, ("id", "register", "subject", "version", "type", "body", "state", "attempts")
        )
        self._records = database.insert(records, ("register", "id", "version", "status", "unit", "fields", "sought"))
        self._known = database.with_placeholders(
            "SELECT 1 FROM records WHERE register = ? AND id = ? AND status <> 'voided'"
        )

    def carry_out(self, command: Command) -> Event:
        """Check, decide, save, journal, commit."""
        with self.database.transaction() as cursor:
            lookup: Any = _Lookup(cursor, self._known)
            ports = DecisionPorts(lookup, _nothing_private)
            old = Record(rules.register, command.id)
            (entry,) = decide(rules, old, command, Context(clock.now(), command.actor.id), ports)
            new = old.plus(entry)
            event = event_of(SOURCE, command, new, entry)
            body = envelope.encode(event).decode()
            cursor.execute(self._journal, (event.id, event.register, event.subject, 1, event.type, body, 1, 0))
            cursor.execute(self._records, tuple(_row(new).values()))
        return event


def _nothing_private(_form: Any, data: Any) -> Any:
    return data


class _Lookup:
    def __init__(self, cursor: Cursor, statement: str) -> None:
        self._cursor, self._statement = cursor, statement

    def missing(self, register: str, ids: Sequence[str]) -> list[str]:
        """Which of these ids a register does not know."""
        return [one for one in ids if not self._is_known(register, one)]

    def _is_known(self, register: str, one: str) -> bool:
        self._cursor.execute(self._statement, (register, one))
        return self._cursor.fetchone() is not None


class Gateway:
    """Writes events into the ledger one by one; one that comes again breaks the key."""

    def __init__(self, database: Database, programme: Programme) -> None:
        """Statements are made once."""
        self.database, self.programme = database, programme
        self._ledger_event = database.insert(ledger.tellings, ledger.tellings.c.keys())
        self._names = tuple(ledger.contributions.c.keys())
        self._contribution = database.insert(ledger.contributions, self._names)

    def put(self, body: bytes) -> str:
        """Read an event, fold it, commit; answers its id."""
        event = envelope.decode(body)
        catalogue.step_of(event.type)
        rows = list(ledger.rows(self.programme, event))
        with self.database.transaction() as cursor:
            known, text = ledger.stamp(event.time), body.decode()
            values = (event.id, event.district, event.record, event.place, event.recordversion, known, text)
            cursor.execute(self._ledger_event, values)
            cursor.executemany(self._contribution, [tuple(getattr(row, name) for name in self._names) for row in rows])
        return event.id

    def count(self) -> int:
        """How many events the ledger holds."""
        with self.database.transaction() as cursor:
            cursor.execute(COUNTED)
            return int(cursor.fetchone()[0])
