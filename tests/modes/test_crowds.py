"""Very many at once: a backlog at a restart, and events that all need something later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from contracts import catalogue, envelope
from contracts.envelope import Event
from services.chassis.messaging import relay, retry
from services.chassis.messaging.retry import Later
from services.chassis.storage import journal, tables
from services.chassis.storage.store import Store
from tests import keys, messaging
from tests.office import Office, migrated_store
from tests.proof import PROVING, fault, proves
from tests.suite import until

INBOX = catalogue.inbox("gateway")
BACKLOG = 100_000 if PROVING else 3_000
STORM, QUIET = 300, 200


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Store]:
    store = migrated_store(f"sqlite:///{tmp_path}/outbox.db")
    yield store
    store.close()


def many(numbers: range) -> list[Event]:
    event = Office().events[0]
    return [replace(event, id=f"e{number}", subject=f"U{number}", body=b"") for number in numbers]


def count_published(store: Store) -> int:
    counted = sa.select(sa.func.count()).where(tables.journal.c.state == tables.PUBLISHED)
    with store.begin_read() as tx:
        return tx.scalars(counted).one()


@proves(26, "whole-backlog")
def test_a_long_backlog_is_published_a_window_at_a_time(
    outbox: Store, uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in memory at once is what one look at the journal brings."""
    for start in range(0, BACKLOG, 1000):
        with outbox.begin() as tx:
            events = many(range(start, start + 1000))
            keys.sealer().append(tx, [replace(one, body=envelope.encode(one)) for one in events])
    looks: list[int] = []
    honest = journal.pending

    def pending(tx: sa.Connection, most: int) -> Any:
        letters = honest(tx, most)
        looks.append(len(letters))
        return letters

    monkeypatch.setattr(journal, "pending", pending)
    with messaging.relaying(outbox, "training", uri):
        until(lambda: count_published(outbox) == BACKLOG, "all is published")
    fault.occurs(BACKLOG)
    assert max(looks) <= relay.WINDOW
    assert messaging.count(uri, INBOX) == BACKLOG


@proves(42, "retries-in-place")
def test_a_storm_of_retries_holds_nobody_up_and_comes_to_an_end(outbox: Store, uri: str) -> None:
    """Each is tried again when its delay is over, not at once: the others are handled meanwhile."""
    events, handler, tries = many(range(STORM + QUIET)), messaging.RecordingHandler(), Counter[str]()
    storm = {event.id for event in events[:STORM]}
    handler.fails = dict.fromkeys(storm, Later("not yet"))
    honest = handler.handle

    def handle(tx: Any, some: Sequence[Event]) -> None:
        if len(some) == 1:  # alone: what fails in a batch is tried in halves of it
            tries.update(event.id for event in some)
        honest(tx, some)

    handler.handle = handle  # type: ignore[method-assign,assignment]
    messaging.send_all(uri, events, INBOX)
    until(lambda: messaging.count(uri, INBOX) == len(events), "all wait")
    with structlog.testing.capture_logs(), messaging.subscribing(outbox, "gateway", uri, handler):
        until(lambda: len(set(handler.ids)) == QUIET, "the others are handled")
        until(lambda: len(set(tries) & storm) == STORM, "each of the storm was tried")
        fault.occurs(STORM)
        handler.fails.clear()
        until(lambda: len(set(handler.ids)) == len(events), "all are handled")
    assert max(tries[one] for one in storm) <= 1 + len(retry.POLICY.delays)
