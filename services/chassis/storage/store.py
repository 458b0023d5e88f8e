"""A service's database: SQLite in one file, or PostgreSQL; the same statements on both, in one place where they differ.

Transactions that matter are durable (SQLite FULL, synchronous commit); what may be lost because it would only be done
again is written `durable=False`: each durable commit waits for the disk.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
import psycopg2
import sqlalchemy as sa
from psycopg2.errors import ReadOnlySqlTransaction
from psycopg2.extras import execute_values
from sqlalchemy.ext.compiler import compiles

from contracts.errors import Problem
from services.chassis.base import clock, disk, metrics
from services.chassis.storage import refusals
from services.chassis.storage.damage import Damage

MAX_BUSY_MS = 10_000
PAGES_IN_KIB = 16_384
"""What a connection of SQLite's may keep of its file in memory: with the 2 MB that it comes with, half of the time that
it takes to fill many indexes goes into reading the same pages again."""
REFUSED_FOR = 60.0
"""Seconds for which it is told that the disk took nothing, where nobody has tried again since."""
REFUSED_AT_LEAST = 10.0
"""Seconds for which it is told whatever is written: a mark of the relay's or an act may find room in the database's own
pages beside commands that find none."""
LOCK_TIMEOUT = f"-c lock_timeout={MAX_BUSY_MS}"
"""PostgreSQL by itself waits for ever for what another session has locked, an operator's forgotten one for instance."""
CONNECTS_WITHIN = "10"
"""Seconds, where the address says nothing else. A server that takes a connection and then says nothing would be
waited for, for ever."""
FOLLOWED = "log-is-followed"
"""Beside SQLite's files while another program copies every change out of their logs: it alone then moves what is in a
log into the file. Moved by two, a log can begin anew over changes that the copy has not; it is spoilt, and silently."""
APPEND = "-"
_ERRORS: dict[type[psycopg2.Error], type[sa.exc.DBAPIError]] = {
    psycopg2.IntegrityError: sa.exc.IntegrityError,
    ReadOnlySqlTransaction: sa.exc.OperationalError,
    psycopg2.OperationalError: sa.exc.OperationalError,
    psycopg2.InterfaceError: sa.exc.InterfaceError,
}


class Store:
    """Opens transactions on one database."""

    def __init__(self, url: str) -> None:
        """Connect lazily; for SQLite the file's folder is made."""
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.damage = Damage(Path(self.url.database or "memory").name)
        # SQLite waits for another writer within the driver, where nobody else of this process has a turn.
        self._turn: AbstractContextManager[Any] = (
            threading.Lock() if self.is_sqlite and self.url.database else nullcontext()
        )
        self._refused: tuple[float, Problem] | None = None
        self._engine = self._open(durable=True)
        self._relaxed = self._open(durable=False) if self.url.database else self._engine

    def _open(self, *, durable: bool) -> sa.Engine:
        if not self.is_sqlite:
            options = {"options": LOCK_TIMEOUT if durable else f"{LOCK_TIMEOUT} -c synchronous_commit=off"}
            options["connect_timeout"] = str(self.url.query.get("connect_timeout", CONNECTS_WITHIN))
            # A server that fell over leaves connections that are dead in the pool: whoever gets one is given another.
            engine = _engine(self.url, connect_args=options, pool_pre_ping=True, **_pool(durable=durable))
            refusals.leave_followers(engine)
            return engine
        if not self.url.database:
            return _configure_sqlite(_engine(self.url, poolclass=sa.StaticPool), "FULL")
        disk.make_folder(Path(self.url.database).parent, 0o700)
        engine = _engine(self.url, poolclass=sa.QueuePool, **_pool(durable=durable))
        return _configure_sqlite(engine, "FULL" if durable else "NORMAL", followed=is_followed(self.url))

    @contextmanager
    def begin(self, *, durable: bool = True) -> Iterator[sa.Connection]:
        """One writing transaction. Raises StorageDamaged, also for what was met before."""
        with self._watch(), self._turn, (self._engine if durable else self._relaxed).begin() as tx:
            yield tx

    def put(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Insert one new row in a transaction of its own, durably. Raises what `begin` raises.

        Who waits for one row waits on SQLite a third as long as for a transaction that is put together.
        """
        if not self.is_sqlite:
            with self.begin() as tx:
                append(tx, table, tuple(row), [tuple(row.values())])
            return
        with self._watch(), self._turn:
            _insert_alone(self._engine, _insert(table, tuple(row), APPEND, lite=True), tuple(row.values()))

    @contextmanager
    def _watch(self) -> Iterator[None]:
        """Within it something is written: what is damaged takes nothing, and what the disk refuses is noted."""
        self.damage.refuse()
        try:
            yield
        except Exception as error:
            self._note_refusal(error)
            self.damage.meet(error)
            raise
        if self._refused_within(REFUSED_AT_LEAST) is None:
            self._refused = None

    def _note_refusal(self, error: Exception) -> None:
        if problem := refusals.problem_of(error):
            self._refused = clock.ticks(), problem
            metrics.count_storage_refusal()

    def refusal(self) -> Problem | None:
        """Why a transaction could not be written, where that was the disk's fault, and not long ago."""
        return self._refused_within(REFUSED_FOR)

    def _refused_within(self, seconds: float) -> Problem | None:
        at, problem = self._refused or (0.0, None)
        return problem if clock.ticks() - at < seconds else None

    def writers_wait(self) -> AbstractContextManager[Any]:
        """While another process of ours writes for long, writers of this one wait, and readers do not.

        PostgreSQL needs no such thing: whoever waits there for a lock lets others have their turn.
        """
        return self._turn

    def checkpoint(self) -> None:
        """After a long transaction: into SQLite's file with it, so that the next writer need not do that."""
        if self.is_sqlite and not is_followed(self.url):
            connection = self._engine.raw_connection()
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()

    @contextmanager
    def begin_read(self) -> Iterator[sa.Connection]:
        """One reading transaction: a single state of the data, and no lock that a writer would wait for.

        Raises StorageDamaged.
        """
        frame: dict[str, Any] = {"reads": True} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        try:
            with self._engine.connect() as connection:
                tx = connection.execution_options(**frame)
                with tx.begin():
                    yield tx
        except sa.exc.DBAPIError as error:
            self.damage.meet(error)
            raise

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()
        self._relaxed.dispose()


def _engine(url: sa.URL, **options: Any) -> sa.Engine:
    """An engine whose errors name no values: they go to logs and dead letters, and may be personal data."""
    return sa.create_engine(url, hide_parameters=True, **options)


def _pool(*, durable: bool) -> dict[str, Any]:
    """The connections of one process: few, many processes share a server; marks and leases are short and seldom.

    Who comes next gets the one that was given back last: what it read stays in its memory.
    """
    sizes = {"pool_size": 5, "max_overflow": 15} if durable else {"pool_size": 1, "max_overflow": 4}
    return {**sizes, "pool_use_lifo": True}


def is_followed(url: sa.URL) -> bool:
    """Whether the log of a SQLite file is copied by another program."""
    return bool(url.database) and Path(str(url.database)).with_name(FOLLOWED).exists()


def _configure_sqlite(engine: sa.Engine, synchronous: str, *, followed: bool = False) -> sa.Engine:
    """SQLite: write-ahead log, its own transactions instead of the driver's guesses."""

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        pragmas = {
            "journal_mode": "WAL",
            "synchronous": synchronous,
            "busy_timeout": MAX_BUSY_MS,
            "cache_size": -PAGES_IN_KIB,
        }
        if followed:
            pragmas["wal_autocheckpoint"] = 0
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")

    @sa.event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        reads = connection.get_execution_options().get("reads")
        # A transaction that begins as a reader and writes later may find another writer before it, and fail for good.
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def is_lite(tx: sa.Connection) -> bool:
    """Whether a transaction runs on SQLite."""
    return tx.dialect.name == "sqlite"


def insert_many(tx: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], *, update: str = "") -> None:
    """Insert rows of one shape in one statement; what is there already stays, or takes the columns in `update`."""
    if rows:
        insert_tuples(tx, table, tuple(rows[0]), [tuple(row.values()) for row in rows], update=update)


def insert_tuples(
    tx: sa.Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]], *, update: str = ""
) -> None:
    """The same of rows whose columns have these names, in their order."""
    if not rows:
        return
    if is_lite(tx):
        tx.exec_driver_sql(_insert(table, names, update, lite=True), list(rows))
    else:
        _values(tx, _insert(table, names, update, lite=False), rows)


@cache
def _insert(table: sa.Table, names: tuple[str, ...], update: str, *, lite: bool) -> str:
    slots = f"({', '.join('?' * len(names))})" if lite else "%s"
    columns = ", ".join(f'"{name}"' for name in names)
    key = ", ".join(column.name for column in table.primary_key)
    changed = ", ".join(f'"{name}" = excluded."{name}"' for name in update.split())
    clashes = {"": " ON CONFLICT DO NOTHING", APPEND: ""}
    clash = clashes.get(update, f" ON CONFLICT ({key}) DO UPDATE SET {changed}")
    return f"INSERT INTO {table.name} ({columns}) VALUES {slots}{clash}"  # noqa: S608 -- names of ours


def _insert_alone(engine: sa.Engine, sql: str, values: tuple[Any, ...]) -> None:
    """One statement that is all of its transaction: SQLite's driver is told nothing of a beginning or an end."""
    try:
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute(sql, values)
    except sqlite3.Error as error:
        kind = sa.exc.IntegrityError if isinstance(error, sqlite3.IntegrityError) else sa.exc.OperationalError
        raise kind(sql, None, error, hide_parameters=True) from error


def accumulate(tx: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], numbers: str) -> None:
    """Insert rows of one shape, each key once; where there is one already, add to it what `numbers` names.

    A row of which all numbers have come to 0 is deleted: it says what no row says.
    """
    if not rows:
        return
    names = tuple(rows[0])
    insert, delete = _accumulate(table, names, numbers, lite=is_lite(tx))
    values = [tuple(row.values()) for row in rows]
    if is_lite(tx):
        tx.exec_driver_sql(insert, values)
    else:
        _values(tx, insert, values)
    tx.exec_driver_sql(delete)


@cache
def _accumulate(table: sa.Table, names: tuple[str, ...], numbers: str, *, lite: bool) -> tuple[str, str]:
    added = ", ".join(f'"{one}" = {table.name}."{one}" + excluded."{one}"' for one in numbers.split())
    key = ", ".join(column.name for column in table.primary_key)
    insert = _insert(table, names, APPEND, lite=lite)
    # A partial index of the table holds such rows: there are none, or the few that this transaction made.
    nothing = " AND ".join(f"{one} = 0" for one in numbers.split())
    return f"{insert} ON CONFLICT ({key}) DO UPDATE SET {added}", f"DELETE FROM {table.name} WHERE {nothing}"  # noqa: S608


def append(tx: sa.Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert new rows; a clash is an error. Raises IntegrityError."""
    insert_tuples(tx, table, names, rows, update=APPEND)


def insert_new(tx: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], within: str = "") -> set[str]:
    """Insert rows and answer the ids of those that were new; `id` is the key, the first column.

    `within` names a column that belongs to the key too and is the same in all of these rows.
    """
    if not rows:
        return set()
    names = tuple(rows[0])
    sql = _insert(table, names, "", lite=is_lite(tx))
    if not is_lite(tx):
        return {row[0] for row in _values(tx, f"{sql} RETURNING id", [tuple(row.values()) for row in rows], fetch=True)}
    # SQLite has one writer at a time: nobody comes in between.
    also = {within: rows[0][within]} if within else {}
    old = present(tx, table.c.id, [row["id"] for row in rows], also)
    fresh = {row["id"]: row for row in rows if row["id"] not in old}
    if fresh:
        tx.exec_driver_sql(sql, [tuple(row.values()) for row in fresh.values()])
    return set(fresh)


def present(
    tx: sa.Connection, column: sa.Column[str], values: Iterable[str], also: Mapping[str, str] = MappingProxyType({})
) -> set[str]:
    """Which of these values a column holds, in rows of which `also` says what other columns hold."""
    return set(tx.scalars(_present(column, tuple(also)), {"values": values, **also}))


@cache
def _present(column: sa.Column[str], also: tuple[str, ...]) -> sa.Select[tuple[str]]:
    fixed = (column.table.c[name] == sa.bindparam(name) for name in also)
    return sa.select(column).where(any_of(column, "values"), *fixed)


def any_of(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """The condition that a column is one of many values, given as one parameter when the statement is executed.

    A statement that is written once, as a constant, costs a tenth of one that is put together each time.
    """
    return _AnyOf(column, sa.bindparam(name, type_=_ValueList()))


def among(column: sa.ColumnElement[Any], values: Iterable[Any]) -> sa.ColumnElement[bool]:
    """The same condition with its values, for statements that are put together each time."""
    return _AnyOf(column, sa.literal(list(values), _ValueList()))


class _ValueList(sa.TypeDecorator[Any]):
    """Many values in one parameter: JSON on SQLite, an array on PostgreSQL."""

    impl, cache_ok = sa.Text, True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        """As the database wants them."""
        return orjson.dumps(list(value)).decode() if dialect.name == "sqlite" else list(value)


class _AnyOf(sa.sql.functions.FunctionElement[bool]):
    """`column = any(values)`, as each database says it."""

    inherit_cache = True
    type = sa.Boolean()

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002 -- SQLAlchemy's signature
        """As it is: the `= 1` that SQLAlchemy adds for SQLite would keep it from using an index."""
        return self


@compiles(_AnyOf)
def _compile_for_postgres(element: Any, compiler: Any, **more: Any) -> str:
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} = ANY({values})"


@compiles(_AnyOf, "sqlite")
def _compile_for_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    column, values = (compiler.process(one, **more) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 -- compiled by SQLAlchemy


def _values(tx: sa.Connection, sql: str, rows: Sequence[tuple[Any, ...]], *, fetch: bool = False) -> list[Any]:
    """psycopg2's many-row insert, its errors as SQLAlchemy's."""
    try:
        return execute_values(tx.connection.cursor(), sql, rows, page_size=5000, fetch=fetch) or []
    except psycopg2.Error as error:
        if isinstance(error, ReadOnlySqlTransaction):
            tx.invalidate(error)
        raise _as_ours(error)(sql, None, error, hide_parameters=True) from error


def _as_ours(error: psycopg2.Error) -> type[sa.exc.DBAPIError]:
    """SQLAlchemy's name for an error: only two of them say that the database is away, and are tried again for ever."""
    return next((ours for theirs, ours in _ERRORS.items() if isinstance(error, theirs)), sa.exc.DataError)
