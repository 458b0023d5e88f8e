"""Fixtures that many rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.chassis.store import Store
from tests.broker import broker_uri
from tests.office import Office, migrated
from tests.postgres import postgres, postgres_url

__all__ = ["broker_uri", "postgres", "postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store with the schema of the gateway (the chassis's included), on both databases."""
    if request.param == "sqlite":
        return migrated(f"sqlite:///{tmp_path}/store.db")
    return migrated(request.getfixturevalue("postgres_url"))


@pytest.fixture
def office() -> Office:
    """An office with three squadrons, its store in memory."""
    return Office()
