"""The schema that migrations make is the one that the code declares."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from services.chassis.storage import migrations, tables
from services.chassis.storage.store import Store
from services.gateway import paper_list
from services.gateway.read_model import ledger

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
    for meta in (tables.meta, ledger.meta, paper_list.meta):
        for table in meta.tables.values():
            table.to_metadata(both)
    with store.begin() as tx:
        differences = compare_metadata(MigrationContext.configure(tx), both)
    assert [one for one in differences if "migrated_" not in str(one)] == []
    assert {table.name for table in DECLARED} <= set(both.tables)


def test_migrating_again_changes_nothing(store: Store) -> None:
    migrations.migrate(store, "gateway")
