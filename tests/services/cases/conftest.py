"""What many tests of cases need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.cases.casework import Casework


@pytest.fixture
def work() -> Iterator[Casework]:
    """A bureau at the end of 2026."""
    bureau = Casework.on("2026-12-01")
    yield bureau
    bureau.office.store.close()
