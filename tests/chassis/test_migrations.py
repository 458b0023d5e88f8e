"""The schema that migrations make is the one that the code declares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from services.chassis.storage import integrity, migrations, tables
from services.chassis.storage.store import Store
from services.gateway import paper_list
from services.gateway.accounts import tables as accounts
from services.gateway.read_model import ledger
from services.gateway.read_model.records import record_news
from services.gateway.reminders import tables as reminders
from tests.office import migrated_store
from tests.suite import SERVICES

DECLARED = [
    tables.journal,
    tables.heard,
    tables.copied,
    tables.leases,
    tables.records,
    tables.private,
    ledger.tellings,
    paper_list.papers,
]


def test_the_migrated_schema_is_the_declared_one(store: Store) -> None:
    both = sa.MetaData()
    for meta in (tables.meta, ledger.meta, paper_list.meta, record_news.meta):
        for table in meta.tables.values():
            table.to_metadata(both)
    with store.begin() as tx:
        if not store.is_sqlite:  # a SQLite file has them beside it
            for table in (*accounts.meta.tables.values(), *reminders.meta.tables.values()):
                table.to_metadata(both)
        differences = compare_metadata(MigrationContext.configure(tx), both)
    assert [one for one in differences if "migrated_" not in str(one)] == []
    assert {table.name for table in DECLARED} <= set(both.tables)


def test_migrating_again_changes_nothing(store: Store) -> None:
    migrations.migrate(store, "gateway")


@pytest.mark.parametrize("service", SERVICES)
def test_sqlite_finds_no_fault_in_rows_of_any_table_that_was_migrated(service: str, tmp_path: Path) -> None:
    store = migrated_store(f"sqlite:///{tmp_path}/{service}.db", service)
    written = sa.MetaData()
    with store.begin() as tx:
        written.reflect(tx)
        for table in written.tables.values():
            tx.execute(table.insert().values({one.name: _value(one) for one in table.columns}))
    store.close()
    assert len(written.tables) > len(DECLARED)
    assert integrity.faults_in_file(f"{tmp_path}/{service}.db") == []


def _value(column: sa.Column[Any]) -> object:
    return {int: 1, float: 1.0, bytes: b"1", bool: True}.get(column.type.python_type, "1")
