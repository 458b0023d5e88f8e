"""Fixtures of the gateway's rooms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office
from tests.services.gateway.counter import Counter


@pytest.fixture
def counter(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """A counter over an office with three squadrons and one officer."""
    office.person("DT-01", "DT")
    made = Counter(tmp_path, office)
    yield made
    made.store.close()
