"""After a failover: what died in the pool is not given out, and a server that says nothing is not waited for."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa

from operations.base.environment import PYTHON, ROOT
from services.chassis.messaging.retry import Outcome, outcome
from services.chassis.storage import store as storage
from services.chassis.storage.store import Store

OTHERS = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
OTHERS += " WHERE datname = current_database() AND pid <> pg_backend_pid()"


def end_every_other_session(url: str) -> int:
    """What a server that ends does to those who are connected; how many."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(OTHERS)
        row = cursor.fetchone()
        assert row is not None
        return int(row[0])


def test_who_reads_or_writes_after_a_failover_is_given_a_connection_that_lives(postgres_url: str) -> None:
    store = Store(postgres_url)
    with store.begin_read() as one, store.begin_read() as another, store.begin(durable=False) as relaxed:
        assert [tx.scalar(sa.select(sa.literal(1))) for tx in (one, another, relaxed)] == [1, 1, 1]
    assert end_every_other_session(postgres_url) == 3
    with store.begin_read() as tx:
        assert tx.scalar(sa.select(sa.literal(2))) == 2
    with store.begin() as tx:
        assert tx.scalar(sa.select(sa.literal(3))) == 3
    with store.begin(durable=False) as tx:
        assert tx.scalar(sa.select(sa.literal(4))) == 4
    store.close()


LINES = sa.Table("lines", sa.MetaData(), sa.Column("n", sa.Integer, primary_key=True))
WRITTEN: dict[str, Callable[[sa.Connection], Any]] = {
    "one": lambda tx: tx.execute(sa.insert(LINES).values(n=1)),
    "many": lambda tx: storage.append(tx, LINES, ("n",), [(1,)]),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_server_that_leads_no_more_is_away_and_its_refusal_nobodys_fault(postgres_url: str, kind: str) -> None:
    store = Store(postgres_url)
    with store.begin() as tx:
        LINES.create(tx)
        tx.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    with pytest.raises(sa.exc.OperationalError) as refused, store.begin() as tx:
        WRITTEN[kind](tx)
    assert outcome(refused.value, attempt=9) is Outcome.AGAIN
    with store.begin() as tx:  # by another connection
        WRITTEN[kind](tx)
    with store.begin() as tx:
        LINES.drop(tx)
    store.close()


ALL_AT_ONCE = """
import eventlet
eventlet.monkey_patch()
import sqlalchemy as sa
from services.chassis.host import green_connections
from services.chassis.storage.store import Store
green_connections.set_bound()
store, turns, faults = Store("{url}"), [], []

def read():
    try:
        with store.begin_read():
            pass
    except sa.exc.OperationalError as error:
        faults.append(str(error))

def take_turns():
    while True:
        turns.append(1)
        eventlet.sleep(0.1)

eventlet.spawn(take_turns)
readers = [eventlet.spawn(read) for _ in range(3)]
for one in readers:
    one.wait()
assert len(faults) == 3 and all("did not answer within 1 s" in one for one in faults), faults
assert len(turns) > 5, "the others had their turn"
"""


@pytest.fixture
def mute() -> Iterator[str]:
    """The address of what takes connections and says nothing, as a proxy may whose server has just gone."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"postgresql://outreach@127.0.0.1:{listening.getsockname()[1]}/outreach?sslmode=disable&connect_timeout="


def test_a_server_that_says_nothing_is_not_waited_for(mute: str) -> None:
    with pytest.raises(sa.exc.OperationalError, match="timeout"), Store(f"{mute}2").begin_read():
        pass


def test_nor_is_it_by_greenlets_whom_libpq_would_let_wait_for_ever(mute: str) -> None:
    script = ALL_AT_ONCE.format(url=f"{mute}1")
    done = subprocess.run(
        [str(PYTHON), "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2000:]
