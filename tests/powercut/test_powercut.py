"""A few cuts of a short load; `python -m tests.powercut` makes hundreds (docs/power-cuts.md has the last figures)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests import messaging
from tests.postgres import WHERE
from tests.powercut.device import need_nbdkit
from tests.powercut.run import Result, Run
from tests.proof import fault, proves

SECONDS, CUTS = 4, 6


def cut(uri: str, database: str, broken: str = "") -> Result:
    need_nbdkit()
    messaging.empty(uri)
    with tempfile.TemporaryDirectory(prefix="powercut-") as folder:  # pytest's own are closed to PostgreSQL's user
        return Run(Path(folder), uri, 463, database, broken).go(SECONDS, CUTS)


@proves(48, "unsynced-papers", case="sqlite")
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.at_length)])
def test_what_was_acknowledged_is_there_after_a_power_cut(broker_uri: str, database: str) -> None:
    if database == "postgresql" and not WHERE:
        pytest.skip("no PostgreSQL: apt install postgresql")
    result = cut(broker_uri, database)
    assert result.cuts == CUTS
    fault.occurs(result.cuts)
    assert result.owed > CUTS
    assert set(result.acknowledged) == {"paper", "event", "private event"}
    assert result.unflushed, "some cut fell between a write and its flush"
    assert not result.broken, result


@pytest.mark.at_length
def test_a_gateway_that_does_not_wait_for_the_disk_is_caught(broker_uri: str) -> None:
    assert cut(broker_uri, "sqlite", "unsynced-papers").lost_papers
