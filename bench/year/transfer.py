"""A district that was built on SQLite, carried into PostgreSQL table by table: the same rows, built once.

The schema is the one that the migrations make. What differs by database is the databases' own: text, numbers and bytes
are written alike by the suite, and nothing that it keeps depends on which of the two it lies in.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from psycopg2 import extensions

from services.chassis.storage import migrations
from services.chassis.storage.store import Store

_SOURCE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
CHUNK = 1 << 20
"""Characters that are handed over at once."""
SEPARATOR, NULL = "char(9)", r"'\N'"
ESCAPES = (("'\\'", r"'\\'"), ("char(9)", r"'\t'"), ("char(10)", r"'\n'"), ("char(13)", r"'\r'"))
_INDEXES = sa.text(
    "SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made"
    " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid WHERE n.nspname = 'public' AND k.oid IS NULL"
)
"""Those that belong to no constraint: they are made again when the rows are there."""
_COUNTERS = sa.text(
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    " AND (column_default LIKE 'nextval%' OR is_identity = 'YES')"
)


class OtherSchema(RuntimeError):
    """The file and the database are not at the same version of a history."""


def carry(file: Path, url: str, service: str) -> int:
    """Fill an empty database with what a service's file holds; how many rows that were. Raises OtherSchema."""
    store = Store(url)
    migrations.migrate(store, service)
    with closing(_source(file)) as source:
        with store.begin() as tx:
            _refuse_other_schema(source, tx)
            count = _fill(source, tx)
        store.close()
    _settle(url)
    return count


def _source(file: Path) -> sqlite3.Connection:
    source = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    source.create_function("exactly", 1, repr, deterministic=True)
    return source


def _tables(tx: sa.Connection) -> list[sa.Table]:
    meta = sa.MetaData()
    meta.reflect(tx)
    return sorted(meta.tables.values(), key=lambda one: one.name)


def _refuse_other_schema(source: sqlite3.Connection, tx: sa.Connection) -> None:
    there = {one.name for one in _tables(tx)}
    for name in (one for one in there if one.startswith(migrations.VERSION_TABLE)):
        versions = source.execute(f"SELECT version_num FROM {name}").fetchall()  # noqa: S608 -- a table's name
        if versions != [(tx.scalar(sa.text(f"SELECT version_num FROM {name}")),)]:  # noqa: S608 -- a table's name
            raise OtherSchema(name, versions)
    if strangers := _names(source) - there:
        raise OtherSchema(strangers)


def _names(source: sqlite3.Connection) -> set[str]:
    return {name for (name,) in source.execute(_SOURCE_TABLES)}


def _fill(source: sqlite3.Connection, tx: sa.Connection) -> int:
    indexes = tx.execute(_INDEXES).all()
    for index in indexes:
        tx.execute(sa.text(f"DROP INDEX {index.name}"))
    # Accounts lie beside the rest on PostgreSQL and in a file of their own on SQLite; nobody of a district has one.
    own = {name for name in _names(source) if not name.startswith(migrations.VERSION_TABLE)}
    tables = [table for table in _tables(tx) if table.name in own]
    # A migration may have put a row there that the file has too.
    tx.execute(sa.text(f"TRUNCATE {', '.join(table.name for table in tables)}"))
    count = sum(_copy(source, tx, table) for table in tables)
    for index in indexes:
        tx.exec_driver_sql(index.made)
    for table, column in tx.execute(_COUNTERS).all():
        last = f'SELECT max("{column}") FROM "{table}"'  # noqa: S608 -- names of ours
        counter = f"pg_get_serial_sequence('{table}', '{column}')"
        # An empty table begins with 1; behind a row comes the next number.
        tx.execute(sa.text(f"SELECT setval({counter}, coalesce(({last}), 1), ({last}) IS NOT NULL)"))
    return count


def _copy(source: sqlite3.Connection, tx: sa.Connection, table: sa.Table) -> int:
    """All rows of a table, streamed; they are in the order of its key, in which PostgreSQL likes to take them."""
    order = ", ".join(f'"{one.name}"' for one in table.primary_key)
    line = f" || {SEPARATOR} || ".join(_written(column) for column in table.columns)
    lines = source.execute(f'SELECT {line} FROM "{table.name}"' + (f" ORDER BY {order}" if order else ""))  # noqa: S608
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor: Any = tx.connection.cursor()
    with _no_greenlets():
        cursor.copy_expert(f'COPY "{table.name}" ({names}) FROM STDIN', _Lines(lines), size=CHUNK)
    return int(cursor.rowcount)


@contextmanager
def _no_greenlets() -> Iterator[None]:
    """COPY knows no other way to wait than to wait; some benches run where psycopg2 was told of greenlets."""
    wait = extensions.get_wait_callback()
    extensions.set_wait_callback(None)
    try:
        yield
    finally:
        extensions.set_wait_callback(wait)


def _written(column: sa.Column[Any]) -> str:
    """A value as COPY reads it, written by SQLite itself: a million rows are not to be looked at one by one."""
    name = f'"{column.name}"'
    if isinstance(column.type, sa.LargeBinary):
        said = rf"'\\x' || hex({name})"
    elif isinstance(column.type, sa.Float):
        said = f"CASE WHEN {name} IS NULL THEN NULL ELSE exactly({name}) END"
    else:
        said = name
        for character, escape in ESCAPES if isinstance(column.type, sa.String) else ():
            said = f"replace({said}, {character}, {escape})"
    return f"coalesce({said}, {NULL})"


class _Lines(io.TextIOBase):
    """Rows of one text each as a file to read from."""

    def __init__(self, rows: Iterator[Sequence[str]]) -> None:
        self._rows = rows
        self._rest = ""

    def readable(self) -> bool:
        """Nothing else is done with it."""
        return True

    def read(self, size: int | None = -1) -> str:
        """So many characters, fewer at the end."""
        most = size if size is not None and size >= 0 else None
        parts, length = [self._rest], len(self._rest)
        for (line,) in self._rows if most is None or length < most else ():
            parts.append(f"{line}\n")
            length += len(parts[-1])
            if most is not None and length >= most:
                break
        said = "".join(parts)
        self._rest = "" if most is None else said[most:]
        return said if most is None else said[:most]


def _settle(url: str) -> None:
    """What PostgreSQL does by itself in a district that grows: statistics, and which pages everybody sees."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("VACUUM (ANALYZE)"))
    engine.dispose()
