"""The audit log in a running suite: every journal's events stand in it once, whatever dies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from contracts.audit.rpc import LogPageVerdict
from contracts.tlog.notes import Signer, Verifier
from services.audit import verification
from services.audit.checkpoints import Keys, origin_of
from services.audit.memory import Memory
from services.audit.tables import entries
from services.chassis.base import signing_keys
from services.chassis.storage.store import Store
from services.chassis.storage.tables import journal
from tests import messaging
from tests.suite import Suite, until

JOURNALS = ("gateway-journal", "training", "outreach", "equipment", "cases")
POINTS = ("subscriber.written", "subscriber.committed", "subscriber.acknowledged")


@pytest.fixture
def running_suite(broker_uri: str, tmp_path: Path) -> Iterator[Suite]:
    messaging.empty(broker_uri)
    suite = Suite(tmp_path, broker_uri)
    suite.start()
    suite.ready()
    yield suite
    suite.stop()


def test_every_event_of_every_journal_stands_in_the_log_once_and_the_log_is_whole(running_suite: Suite) -> None:
    running_suite.unit("DT")
    assert running_suite.get("/v1/progress", token="nonsense").status == 401
    until(lambda: _kinds(running_suite) >= {"denied", "training.units.opened.v1"}, "acts and steps are logged")
    until(lambda: _lacking(running_suite) == set(), "nothing is missing")
    verdict = _verify(running_suite)
    assert (verdict.fault, verdict.upto) == ("", len(_log_ids(running_suite)))
    assert json.loads((running_suite.home / "audit" / "checkpoints.json").read_text())


@pytest.mark.parametrize("point", POINTS)
def test_a_log_that_is_killed_at_this_point_has_every_event_once(running_suite: Suite, point: str) -> None:
    running_suite.kill("audit")
    running_suite.failpoints["audit"] = f"{point}:kill9"
    running_suite.start("audit")
    running_suite.unit("DT")
    until(lambda: running_suite.processes["audit"].poll() == -9, "the point was reached")
    running_suite.start("audit")
    running_suite.ready()
    until(lambda: _lacking(running_suite) == set(), "nothing is missing")
    assert _verify(running_suite).fault == ""


def _rows(home: Path, name: str, column: sa.Column[str]) -> set[str]:
    store = Store(f"sqlite:///{home}/data/{name}.db")
    with store.begin_read() as tx:
        rows = set(tx.scalars(sa.select(column)))
    store.close()
    return rows


def _log_ids(suite: Suite) -> set[str]:
    return _rows(suite.home, "audit", entries.c.id)


def _kinds(suite: Suite) -> set[str]:
    return _rows(suite.home, "audit", entries.c.kind)


def _lacking(suite: Suite) -> set[str]:
    there = [name for name in JOURNALS if (suite.home / "data" / f"{name}.db").exists()]
    return set().union(*(_rows(suite.home, name, journal.c.id) for name in there)) - _log_ids(suite)


def _verify(suite: Suite) -> LogPageVerdict:
    origin = origin_of("320205")
    public = signing_keys.public_keys(suite.home / "secrets" / "signing", "audit")
    verifiers = tuple(Verifier(origin, one) for one in public)
    keys = Keys(origin, Signer(origin, public[0], lambda _: b""), verifiers)
    store = Store(f"sqlite:///{suite.home}/data/audit.db")
    verifier = verification.Verifier(store, keys, Memory(suite.home / "audit" / "checkpoints.json"))
    verdict = verification.whole(verifier.page)
    store.close()
    return verdict
