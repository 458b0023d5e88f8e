"""Reads a whole database and says what is wrong with it, table by table, so that no reading is held open for long."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote

import sqlalchemy as sa

from services.chassis.storage.damage import MOST_FAULTS, StorageDamaged, is_damage
from services.chassis.storage.store import Store

_INDEXES = sa.text(
    "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
    " WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
)
_CHECKER = sa.text(
    "SELECT quote_ident(n.nspname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
    " WHERE p.oid = to_regprocedure(quote_ident(n.nspname) || '.bt_index_check(regclass, boolean)')"
    " AND has_schema_privilege(n.oid, 'USAGE') AND has_function_privilege(p.oid, 'EXECUTE')"
)
"""The schema in which amcheck's function for an index lies, where we may call it."""


def faults_in_file(path: str) -> list[str]:
    """What SQLite finds wrong with a file. Blocks: for a thread of its own; SQLite lets the others run meanwhile."""
    try:
        # Not as `connect` does by itself: a file that is gone is not made anew by who only looks.
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=rw", uri=True, timeout=10)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return [f"table {name}: {fault}" for name in tables for fault in _faults_of_table(connection, name)]
    except sqlite3.DatabaseError as error:
        return [str(error)] if is_damage(error) else []


def _faults_of_table(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    """One table with its indexes: an index that lacks a row is a fault too."""
    try:
        rows = connection.execute(f"PRAGMA integrity_check('{table}')").fetchmany(MOST_FAULTS)
        yield from (line for (text,) in rows for line in text.splitlines() if text != "ok")
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            yield str(error)


def check_server(store: Store) -> None:
    """Read every row of every table and, where the extension amcheck may be used, every index; faults are noted."""
    with store.begin_read() as tx:
        names = sa.inspect(tx).get_table_names()
        checker = tx.scalar(_CHECKER)
        indexes = list(tx.scalars(_INDEXES)) if checker else []
    for name in names:
        with _names(store, f"table {name}"), store.begin_read() as tx:
            # As text, so that what is kept outside the row is fetched as well.
            whole = sa.func.length(sa.cast(sa.literal_column("t"), sa.Text))
            tx.scalar(sa.select(sa.func.sum(whole)).select_from(sa.table(name).alias("t")))
    for name in indexes:
        with _names(store, f"index {name}"), store.begin_read() as tx:
            tx.execute(sa.text(f"SELECT {checker}.bt_index_check(cast(:name AS regclass), true)"), {"name": name})


@contextmanager
def _names(store: Store, what: str) -> Iterator[None]:
    """PostgreSQL speaks of numbered files: what was read when it met damage is noted by name."""
    try:
        yield
    except StorageDamaged as damaged:
        store.damage.note(f"{what}: {damaged.__cause__}")
