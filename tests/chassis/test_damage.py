"""A damaged database is known as such, named, written to no more, and no reason to set a message aside."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.chassis.host import storage_watch
from services.chassis.messaging.retry import Outcome, outcome
from services.chassis.storage import damage, tables
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.store import Store
from services.gateway.read_model.ledger import contributions, tellings
from tests import postgres
from tests.damage import behead, overwrite, tear
from tests.office import migrated_store

ROWS = [
    {
        "id": f"{number:06}",
        "district": "320205",
        "record": "r",
        "place": 1,
        "version": 1,
        "known": f"{number}",
        "body": "b" * 200,
    }
    for number in range(2000)
]


def store_with_rows(url: str) -> Store:
    store = migrated_store(url)
    with store.begin() as tx:
        tx.execute(tellings.insert(), ROWS)
    store.close()
    return store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    store_with_rows(f"sqlite:///{tmp_path}/gateway.db")
    return tmp_path / "gateway.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    new_store = Store(f"sqlite:///{file}")
    yield new_store
    new_store.close()


def read(store: Store, table: sa.Table = tellings) -> int:
    """Every column of every row."""
    with store.begin_read() as tx:
        return len(tx.execute(sa.select(table)).all())


def write(store: Store) -> None:
    with store.begin() as tx:
        tx.execute(tables.leases.insert().values(name="x", holder="y", until=""))


def test_what_meets_a_torn_page_says_damage_and_nothing_is_written_from_then_on(store: Store, file: Path) -> None:
    tear(file, "tellings")
    write_before = Store(f"sqlite:///{file}")
    write(write_before)  # another table, before anybody knows
    write_before.close()
    with pytest.raises(StorageDamaged) as met:
        read(store)
    assert outcome(met.value, 99) is Outcome.AGAIN
    assert store.damage.report() == ("gateway.db: database disk image is malformed",)
    with pytest.raises(StorageDamaged):
        write(store)
    assert read(store, contributions) == 0  # what can be read is read


def test_an_index_that_lacks_rows_is_noted_with_its_name(store: Store, file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA writable_schema = 1")
        row = raw.execute("SELECT * FROM sqlite_schema WHERE name = 'tellings_by_record'").fetchone()
        raw.execute("DELETE FROM sqlite_schema WHERE name = 'tellings_by_record'")
        raw.commit()
    with contextlib.closing(sqlite3.connect(file)) as raw:
        raw.execute("DELETE FROM tellings WHERE id < '000010'")
        raw.execute("PRAGMA writable_schema = 1")
        raw.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", row)
        raw.commit()
    storage_watch.look(store)
    assert "gateway.db: table tellings: wrong # of entries in index tellings_by_record" in store.damage.report()


@pytest.mark.parametrize("name", ["tellings", "tellings_by_record", "sqlite_autoindex_tellings_1"])
def test_a_look_through_the_file_names_the_table_in_which_a_page_is_torn(store: Store, file: Path, name: str) -> None:
    storage_watch.look(store)
    assert store.damage.report() == ()
    tear(file, name)
    storage_watch.look(store)
    assert store.damage.report()
    assert all(fault.startswith("gateway.db: table tellings: ") for fault in store.damage.report())
    assert len(store.damage.report()) <= damage.MOST_FAULTS


def test_a_file_that_is_no_database_is_damaged(store: Store, file: Path) -> None:
    behead(file)
    storage_watch.look(store)
    assert store.damage.report() == ("gateway.db: file is not a database",)
    with pytest.raises(StorageDamaged):
        read(store)


def test_bytes_that_are_no_text_are_damage_and_are_not_told(store: Store, file: Path) -> None:
    at = file.read_bytes().index(b"b" * 200)
    overwrite(file, at + 8, 4)
    with pytest.raises(StorageDamaged), store.begin_read() as tx:
        tx.execute(sa.select(tellings)).all()
    (fault,) = store.damage.report()
    assert fault == "gateway.db: Could not decode to UTF-8 column 'body'"


@pytest.mark.parametrize("where", ["sqlite", "postgresql"])
def test_a_table_or_a_column_that_is_missing_is_damage(
    where: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/x.db" if where == "sqlite" else request.getfixturevalue("postgres_url")
    store = migrated_store(url)
    with store.begin() as tx:
        tx.exec_driver_sql("ALTER TABLE heard RENAME TO away")
    with pytest.raises(StorageDamaged):
        read(store, tables.heard)
    with store.begin_read() as tx, pytest.raises(sa.exc.DBAPIError) as met:
        tx.execute(sa.text("SELECT nobody FROM away"))
    assert damage.is_damage(met.value)
    store.close()


@pytest.mark.parametrize(
    "error",
    [sa.exc.OperationalError("x", None, sqlite3.OperationalError("database is locked")), ValueError("malformed")],
)
def test_other_errors_are_no_damage(error: Exception) -> None:
    assert not damage.is_damage(error)


@pytest.fixture
def postgres_copy(postgres_url: str) -> Iterator[Store]:
    """A database that was copied as files, so that the server has nothing of it in memory."""
    store_with_rows(postgres_url)
    server, _, name = postgres_url.rpartition("/")
    postgres.execute(f"{server}/postgres", f"CREATE DATABASE {name}_copy TEMPLATE {name} STRATEGY file_copy")
    store = Store(f"{postgres_url}_copy")
    try:
        yield store
    finally:
        store.close()
        postgres.execute(f"{server}/postgres", f"DROP DATABASE {name}_copy WITH (FORCE)")


def file_of(postgres_copy: Store, relation: str) -> Path:
    """Asked of the database that it was copied from: nothing of the copy is read before the test does."""
    original = Store(
        postgres_copy.url.set(database=(postgres_copy.url.database or "").removesuffix("_copy")).render_as_string()
    )
    with original.begin_read() as tx:
        home = tx.scalar(sa.text("SHOW data_directory"))
        oid = tx.scalar(
            sa.text("SELECT oid FROM pg_database WHERE datname = :name"), {"name": postgres_copy.url.database}
        )
        node = tx.scalar(sa.text("SELECT relfilenode FROM pg_class WHERE relname = :name"), {"name": relation})
    original.close()
    return Path(f"{home}/base/{oid}/{node}")


def test_a_torn_page_of_postgresql_is_noted_with_its_table(postgres_copy: Store) -> None:
    overwrite(file_of(postgres_copy, "tellings"), 8192, 8192)
    storage_watch.look(postgres_copy)
    faults = postgres_copy.damage.report()
    assert any("table tellings: " in fault and "invalid page in block 1" in fault for fault in faults), faults
    with pytest.raises(StorageDamaged):
        write(postgres_copy)


def test_a_sound_database_of_postgresql_is_read_through_and_nothing_is_noted(postgres_copy: Store) -> None:
    postgres.execute(postgres_copy.url.render_as_string(), "CREATE EXTENSION amcheck")
    storage_watch.look(postgres_copy)
    assert postgres_copy.damage.report() == ()


@pytest.mark.parametrize("may_be_used", [True, False])
def test_a_torn_index_of_postgresql_is_noted_where_amcheck_may_be_used(
    postgres_copy: Store, *, may_be_used: bool
) -> None:
    overwrite(file_of(postgres_copy, "tellings_by_record"), 8192, 8192)
    if may_be_used:
        postgres.execute(postgres_copy.url.render_as_string(), "CREATE EXTENSION amcheck")
    storage_watch.look(postgres_copy)
    assert any("index tellings_by_record: " in fault for fault in postgres_copy.damage.report()) == may_be_used
