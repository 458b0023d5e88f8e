"""Two gateways over one PostgreSQL write one journal: acts in both at once, one killed among them, each told once."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from contracts import catalogue
from operations.base.environment import PYTHON, ROOT
from services.audit.tables import entries
from services.chassis.storage.store import Store
from services.chassis.storage.tables import journal
from tests import messaging
from tests.postgres import execute
from tests.suite import Suite, until

ACTS, AT_ONCE = 300, 12
KILLED_AFTER = 100
"""Acts that were answered by then."""
SEEN_WITHIN = 60.0


@pytest.fixture
def pair(broker_uri: str, postgres: str, tmp_path: Path) -> Iterator[tuple[Suite, Suite]]:
    """Both, with nothing in them yet."""
    with two_gateways(broker_uri, postgres, tmp_path, {}) as both:
        yield both


@contextmanager
def two_gateways(
    broker_uri: str, postgres: str, home: Path, environment: dict[str, str]
) -> Iterator[tuple[Suite, Suite]]:
    """A suite over PostgreSQL, and a second gateway of it at an address of its own."""
    messaging.empty(broker_uri)
    with ExitStack() as stack:
        for service in catalogue.SUITE:
            execute(f"{postgres}/postgres", f"CREATE DATABASE two_{service}")
            stack.callback(execute, f"{postgres}/postgres", f"DROP DATABASE two_{service} WITH (FORCE)")
        one, other = (Suite(home, broker_uri, f"{postgres}/two_{{service}}", environment=environment) for _ in range(2))
        stack.callback(other.stop)
        stack.callback(one.stop)
        one.start()
        one.ready()
        other.start("gateway")
        other.ready()
        yield one, other


def test_acts_of_both_stand_in_the_log_once_though_one_is_killed_among_them(pair: tuple[Suite, Suite]) -> None:
    one, other = pair
    token = one.token("auditor")
    answered: list[int] = []

    def look(number: int) -> None:
        """An act that is put on record before it is answered."""
        asked = f"/v1/audit/entries?limit=1&record={quote(_record(number), safe='')}"
        if pair[number % 2].get(asked, token=token).status == 200:
            answered.append(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        looks = [pool.submit(look, number) for number in range(ACTS)]
        until(lambda: len(answered) >= KILLED_AFTER, "half of them came")
        other.kill("gateway")
        for each in looks:
            each.result()
    other.start("gateway")
    other.ready()
    assert set(range(0, ACTS, 2)) <= set(answered), "who lives puts everything on record"
    assert len(answered) < ACTS, "one was killed among them"

    until(lambda: _told(one).keys() >= {_record(number) for number in answered}, "all is logged", SEEN_WITHIN)
    until(lambda: one.get("/v1/audit/gaps").json["items"] == [], "nothing is missing", SEEN_WITHIN)
    assert {record: count for record, count in _told(one).items() if count != 1} == {}
    until(lambda: _journalled(one) == sum(_told(one).values()), "what the killed one noted comes too", SEEN_WITHIN)
    for suite in pair:
        assert suite.get("/readyz", token="").status == 200
    _verify(one)


def _record(number: int) -> str:
    return f"outreach.matters/act-{number}"


def _store(suite: Suite, service: str) -> Store:
    return Store(suite.database_url.replace("{service}", service))


def _told(suite: Suite) -> Counter[str]:
    """How often each look stands in the log."""
    store = _store(suite, catalogue.AUDIT)
    with store.begin_read() as tx:
        looks = sa.select(entries.c.record).where(entries.c.kind == "audit_read", entries.c.record != "")
        told = Counter(tx.scalars(looks))
    store.close()
    return told


def _journalled(suite: Suite) -> int:
    store = _store(suite, catalogue.GATEWAY)
    with store.begin_read() as tx:
        bodies = [body for body in tx.scalars(sa.select(journal.c.body)) if '"outreach.matters/act-' in body]
    store.close()
    return len(bodies)


def _verify(suite: Suite) -> None:
    """`campaign audit verify` is content: every journal is chained and signed, the log is whole."""
    settings = {"CAMPAIGN_HOME": str(suite.home), "HTTP_ADDRESS": suite.address.removeprefix("http://")}
    command = [PYTHON, "-m", "operations", "audit", "verify"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
