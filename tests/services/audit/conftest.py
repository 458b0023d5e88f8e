"""A log on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.chassis.storage import migrations
from services.chassis.storage.store import Store
from tests.office import migrated_store
from tests.postgres import database, execute
from tests.services.audit.sample_log import SampleLog

SCHEMA = "schema_of_the_audit_service"


@pytest.fixture(scope="session")
def audit_schema(postgres: str) -> str:
    """The name of a database with the log's schema, to make others like it."""
    execute(f"{postgres}/postgres", f"CREATE DATABASE {SCHEMA}")
    store = Store(f"{postgres}/{SCHEMA}")
    migrations.migrate(store, "audit")
    store.close()
    return SCHEMA


@pytest.fixture(params=["sqlite", "postgresql"])
def log_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the log's schema and nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/audit.db"
        return
    schema, server = request.getfixturevalue("audit_schema"), request.getfixturevalue("postgres")
    with database(server, like=schema) as url:
        yield url


@pytest.fixture
def log(log_url: str, tmp_path: Path) -> Iterator[SampleLog]:
    """An empty log."""
    store = migrated_store(log_url, "audit")
    yield SampleLog(store, tmp_path)
    store.close()
