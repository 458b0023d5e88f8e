"""What a wire can do to a relay and to a subscriber: held back, swallowed, cut."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts import catalogue, envelope
from services.chassis.messaging import relay, subscriber, topology
from services.chassis.storage import tables
from services.chassis.storage.store import Store
from tests import messaging
from tests.modes.outbox import published_ids, states
from tests.office import Office, migrated_store
from tests.proof import fault, proves
from tests.suite import until
from tests.wire import BACK, Wire, wire_to

INBOX = catalogue.inbox("gateway")


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Store]:
    store = migrated_store(f"sqlite:///{tmp_path}/outbox.db")
    yield store
    store.close()


@pytest.fixture
def wire(uri: str) -> Iterator[tuple[Wire, str]]:
    with wire_to(uri) as both:
        yield both


def journal_of(store: Store, features: int) -> Office:
    office = Office(store)
    for _ in range(features):
        office.feature()
    return office


@proves(12, "sent-is-sent")
def test_what_was_confirmed_by_a_word_that_was_lost_is_published_again_and_marked(
    outbox: Store, uri: str, wire: tuple[Wire, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "UNCONFIRMED_FOR", 1.0)
    proxy, address = wire
    office = journal_of(outbox, 5)
    with messaging.relaying(outbox, "outreach", address) as one:
        until(lambda: set(states(outbox)) == {tables.PUBLISHED}, "all is published")
        proxy.swallowed = frozenset({BACK})
        office.feature()
        one.wake()
        until(lambda: messaging.count(uri, INBOX) == 9, "the broker has it")
        assert states(outbox).count(tables.PENDING) == 1, "and nobody here knows"
        until(lambda: proxy.counts["swallowed"] > 0, "a confirm was lost")
        fault.occurs(proxy.counts["swallowed"])
        proxy.swallowed = frozenset()
        until(lambda: set(states(outbox)) == {tables.PUBLISHED}, "it was published again and marked")
    assert published_ids(uri) >= {event.id for event in office.events}


@proves(13, "mark-first")
def test_a_frame_that_is_cut_in_the_middle_loses_no_event(outbox: Store, uri: str, wire: tuple[Wire, str]) -> None:
    proxy, address = wire
    office = journal_of(outbox, 60)
    proxy.cut_after = 8_000
    with messaging.relaying(outbox, "outreach", address):
        until(lambda: proxy.counts["cut"] == 1, "a frame was cut")
        fault.occurs(proxy.counts["cut"])
        until(lambda: set(states(outbox)) == {tables.PUBLISHED}, "all is published")
    assert published_ids(uri) == {event.id for event in office.events}


@proves(14, "deaf-to-silence")
def test_a_peer_that_is_half_open_is_found_within_bounds(
    store: Store, uri: str, wire: tuple[Wire, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A heartbeat of two seconds instead of thirty: the bound is twice as long, and the time between two looks."""
    monkeypatch.setattr(topology, "HEARTBEAT", 2)
    monkeypatch.setattr(subscriber, "BEAT", 0.5)
    proxy, address = wire
    handler = messaging.RecordingHandler()
    with messaging.subscribing(store, "gateway", address, handler) as one:
        until(lambda: one.connected, "it listens")
        proxy.held = True
        messaging.send(uri, envelope.encode(Office().events[0]))
        until(lambda: proxy.counts["held"] > 0, "nothing passes any more")
        fault.occurs(proxy.counts["held"])
        until(lambda: not one.connected, "it is noticed")
        proxy.held = False
        until(lambda: len(set(handler.ids)) == 1, "it is heard over a new connection")


@proves(18, "sent-is-sent")
def test_a_partition_that_heals_loses_nothing(
    outbox: Store, tmp_path: Path, wire: tuple[Wire, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "UNCONFIRMED_FOR", 1.0)
    proxy, address = wire
    office, handler = journal_of(outbox, 5), messaging.RecordingHandler()
    views = migrated_store(f"sqlite:///{tmp_path}/view.db")
    with (
        messaging.relaying(outbox, "outreach", address) as one,
        messaging.subscribing(views, "gateway", address, handler),
    ):
        until(lambda: len(set(handler.ids)) == len(office.events), "all arrived")
        proxy.held = True
        for _ in range(20):
            office.feature()
            one.wake()
        time.sleep(3)
        assert tables.PENDING in states(outbox)
        fault.occurs(proxy.counts["held"])
        proxy.reset()
        proxy.held = False
        until(lambda: set(states(outbox)) == {tables.PUBLISHED}, "all is published")
        until(lambda: set(handler.ids) == {event.id for event in office.events}, "all is heard")
    views.close()
