"""Another session holds what a command needs: whoever asked is told within bounds, and it goes on afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
import sqlalchemy as sa

from services.chassis.storage import store as stores
from services.chassis.storage.store import Store
from tests import messaging
from tests.office import Office
from tests.proof import fault, proves
from tests.suite import Suite, until

HOLDS = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("holds", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
connection.execute("ROLLBACK")
"""


@proves(5, "waits-for-locks")
def test_a_session_idle_in_its_transaction_is_waited_for_within_bounds(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stores.LOCK_TIMEOUT:
        monkeypatch.setattr(stores, "LOCK_TIMEOUT", "-c lock_timeout=300")
    office = Office(Store(migrated_url))
    idle = psycopg2.connect(migrated_url, options="-c idle_in_transaction_session_timeout=30s")
    with idle.cursor() as cursor:
        cursor.execute("LOCK TABLE journal IN ACCESS EXCLUSIVE MODE")
    with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
        office.feature()
    fault.occurs()
    idle.rollback()
    idle.close()
    office.feature()
    office.store.close()


@pytest.fixture
def running(broker_uri: str, tmp_path: Path) -> Iterator[Suite]:
    messaging.empty(broker_uri)
    suite = Suite(tmp_path, broker_uri)
    suite.start("gateway", "training", "outreach")
    try:
        until(lambda: suite.post("/v1/training/units", UNIT, Idempotency_Key="DT").status in (200, 201), "a unit")
        until(lambda: suite.get("/v1/outreach/features").status == 200, "outreach answers")
        yield suite
    finally:
        suite.stop()


@contextmanager
def frozen_holder(file: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds the lock of SQLite's writer and stands still; it is gone at the end whatever happens."""
    with subprocess.Popen([sys.executable, "-c", HOLDS, file], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout
            assert writer.stdout.readline() == b"holds\n"
            os.waitid(os.P_PID, writer.pid, os.WSTOPPED | os.WNOWAIT)
            yield writer
        finally:
            writer.kill()


UNIT = {"code": "DT", "name": "东亭中队", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
FORM = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}


@proves(24, "rpc-without-deadline")
@pytest.mark.at_length
def test_a_frozen_writer_that_holds_sqlites_lock_is_told_of_and_all_goes_on_when_it_does(running: Suite) -> None:
    before = running.processes["outreach"].pid
    until(lambda: running.post("/v1/outreach/features", FORM).status == 201, "one is accepted")
    file = str(running.home / "data" / "outreach.db")
    with frozen_holder(file) as writer:
        fault.occurs()
        began = time.monotonic()
        response = running.post("/v1/outreach/features", FORM, Idempotency_Key="held")
        assert (response.status, response.json["slug"]) == (503, "unavailable")
        assert time.monotonic() - began < 15
        assert running.get("/v1/progress").status == 200, "reading goes on"
        writer.send_signal(signal.SIGCONT)
        assert writer.wait(10) == 0
    until(lambda: running.post("/v1/outreach/features", FORM, Idempotency_Key="held").status in (200, 201), "now")
    assert running.processes["outreach"].poll() is None
    assert running.processes["outreach"].pid == before
