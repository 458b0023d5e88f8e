"""A broker that refuses, is away, is killed, restarts, raises an alarm, changes passwords, or loses patience."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import structlog

from contracts import catalogue, envelope
from contracts.envelope import Event
from services.chassis.storage import tables
from services.chassis.storage.store import Store
from tests import messaging
from tests.broker import need_server
from tests.modes.node import OwnBroker
from tests.modes.outbox import published_ids, states
from tests.office import Office, migrated_store
from tests.proof import PROVING, fault, proves
from tests.suite import Suite, until

INBOX = catalogue.inbox("gateway")
RESTARTS, BACKLOG = 10, 2000
AWAY_FOR = 20 if PROVING else 3


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnBroker]:
    need_server()
    own = OwnBroker.start(tmp_path_factory.mktemp("node"))
    try:
        yield own
    finally:
        own.stop()


@pytest.fixture
def ready(node: OwnBroker) -> OwnBroker:
    messaging.empty(node.uri)
    return node


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Store]:
    store = migrated_store(f"sqlite:///{tmp_path}/outbox.db")
    yield store
    store.close()


def all_published(store: Store) -> bool:
    return set(states(store)) == {tables.PUBLISHED}


@proves(10, "nack-is-ack")
def test_what_the_broker_refuses_stays_and_goes_when_there_is_room(outbox: Store, uri: str) -> None:
    office = Office(outbox)
    with messaging.channel(uri) as channel:
        channel.queue_unbind(catalogue.inbox("outreach"), "outreach.events", "#")
        channel.queue_delete(INBOX)
        channel.queue_declare(INBOX, durable=True, arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
        channel.queue_bind(INBOX, "outreach.events", "#")
        taken: set[str] = set()
        with structlog.testing.capture_logs() as logged, messaging.relaying(outbox, "outreach", uri):
            until(lambda: any(line["event"] == "relay.refused" for line in logged), "the broker refused")
            fault.occurs(sum(line["letters"] for line in logged if line["event"] == "relay.refused"))
            assert tables.PENDING in states(outbox)

            def drained() -> bool:
                taken.update(published_ids(uri))
                return all_published(outbox)

            until(drained, "all is published")
        taken |= published_ids(uri)
        channel.queue_delete(INBOX)
    assert taken == {event.id for event in office.events}


@proves(11, "gives-up")
def test_what_is_written_while_the_broker_is_down_goes_out_when_it_is_back(outbox: Store, ready: OwnBroker) -> None:
    office = Office(outbox)
    with messaging.relaying(outbox, "outreach", ready.uri) as one:
        until(lambda: all_published(outbox), "it works")
        ready.ctl("stop_app")
        end = time.monotonic() + AWAY_FOR
        while time.monotonic() < end:
            office.feature()
            one.wake()
            time.sleep(0.05)
        waiting = states(outbox).count(tables.PENDING)
        fault.occurs(waiting)
        ready.ctl("start_app")
        until(lambda: all_published(outbox), "all is published")
    assert published_ids(ready.uri) == {event.id for event in office.events}


@proves(16, "mark-first")
@pytest.mark.at_length
def test_kill_9_of_the_broker_in_the_middle_of_a_backlog_loses_nothing(outbox: Store, ready: OwnBroker) -> None:
    office = Office(outbox)
    for _ in range(BACKLOG):
        office.feature()
    with messaging.relaying(outbox, "outreach", ready.uri):
        until(lambda: tables.PUBLISHED in states(outbox), "some are published")
        ready.kill()
        fault.occurs(states(outbox).count(tables.PENDING))
        ready.start_again()
        until(lambda: all_published(outbox), "all is published")
    assert published_ids(ready.uri) == {event.id for event in office.events}


@proves(17, "gives-up")
@pytest.mark.at_length
def test_a_broker_that_is_restarted_again_and_again_loses_nothing(outbox: Store, ready: OwnBroker) -> None:
    office = Office(outbox)
    with messaging.relaying(outbox, "outreach", ready.uri) as one:
        for _ in range(RESTARTS):
            for _ in range(20):
                office.feature()
                one.wake()
            ready.ctl("stop_app")
            fault.occurs()
            office.feature()
            ready.ctl("start_app")
        until(lambda: all_published(outbox), "all is published")
    assert published_ids(ready.uri) == {event.id for event in office.events}


@proves(45, "gives-up")
def test_credentials_that_were_changed_are_told_and_work_again_when_put_right(outbox: Store, ready: OwnBroker) -> None:
    office, handler = Office(outbox), messaging.RecordingHandler()
    password = ready.running.broker.password  # type: ignore[union-attr]
    with (
        structlog.testing.capture_logs() as logged,
        messaging.relaying(outbox, "outreach", ready.uri) as one,
        messaging.subscribing(outbox, "gateway", ready.uri, handler) as other,
    ):
        until(lambda: len(set(handler.ids)) == len(office.events), "it works")
        ready.ctl("change_password", "campaign", "another")
        ready.ctl("close_all_connections", "the password has changed")

        def told(event: str) -> bool:
            lines = [f"{line.get('error')} {line.get('detail')}" for line in logged if line["event"] == event]
            return any("ACCESS_REFUSED" in line or "AuthenticationError" in line for line in lines)

        until(lambda: told("relay.interrupted") and told("subscriber.interrupted"), "both tell it")
        fault.occurs(len(logged))
        office.feature()
        one.wake()
        assert not other.connected
        ready.ctl("change_password", "campaign", password)
        until(lambda: len(set(handler.ids)) == len(office.events), "all is heard")
    assert all_published(outbox)


@proves(40, "stops-listening")
@pytest.mark.at_length
def test_a_handler_slower_than_the_brokers_patience_takes_effect_once(outbox: Store, ready: OwnBroker) -> None:
    """Thirty minutes at a broker by default; here two seconds, looked after every second."""
    for setting in ("consumer_timeout, 2000", "channel_tick_interval, 1000"):
        ready.ctl("eval", f"application:set_env(rabbit, {setting}).")
    events, handler = Office().events, messaging.RecordingHandler()
    slow = iter([6.0])
    honest = handler.handle

    def handle(tx: Any, some: Sequence[Event]) -> None:
        time.sleep(next(slow, 0))
        honest(tx, some)

    handler.handle = handle  # type: ignore[method-assign,assignment]
    try:
        with (
            structlog.testing.capture_logs() as logged,
            messaging.subscribing(outbox, "gateway", ready.uri, handler),
        ):
            messaging.send(ready.uri, envelope.encode(events[0]), message_id=events[0].id)
            until(lambda: any(line["event"] == "subscriber.interrupted" for line in logged), "it lost patience")
            fault.occurs(sum(line["event"] == "subscriber.interrupted" for line in logged))
            messaging.send(ready.uri, envelope.encode(events[1]), message_id=events[1].id)
            until(lambda: set(handler.ids) == {events[0].id, events[1].id}, "it goes on")
            until(lambda: messaging.count(ready.uri, INBOX) == 0, "all is acknowledged")
    finally:
        for setting in ("consumer_timeout, 1800000", "channel_tick_interval, 60000"):
            ready.ctl("eval", f"application:set_env(rabbit, {setting}).")


UNIT = {"code": "DT", "name": "东亭中队", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
FORM = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}


@proves(15, "rpc-without-deadline")
@pytest.mark.at_length
def test_an_alarm_blocks_publishers_and_commands_are_answered_within_bounds(ready: OwnBroker, tmp_path: Path) -> None:
    suite = Suite(tmp_path, ready.uri)
    suite.start("gateway", "training", "outreach")
    apply = partial(suite.post, "/v1/outreach/features", FORM)
    try:
        until(lambda: suite.post("/v1/training/units", UNIT, Idempotency_Key="DT").status in (200, 201), "a unit")
        until(lambda: apply(Idempotency_Key="first").status == 201, "one is accepted")
        until(lambda: count_applied(suite) == 1, "it is in the view")
        ready.ctl("set_vm_memory_high_watermark", "absolute", "1MB")
        began = time.monotonic()
        response = apply(Idempotency_Key="second")
        assert (response.status, response.json["slug"]) == (503, "unavailable")
        assert time.monotonic() - began < 15
        fault.occurs()
        assert suite.get("/v1/progress").status == 200, "reading goes on"
        ready.ctl("set_vm_memory_high_watermark", "absolute", "1GB")
        until(lambda: apply(Idempotency_Key="second").status in (200, 201), "it is accepted")
        until(lambda: count_applied(suite) == 2, "each is in the view once")
    finally:
        suite.stop()
        ready.ctl("set_vm_memory_high_watermark", "absolute", "1GB")


def count_applied(suite: Suite) -> int:
    response = suite.get("/v1/measures/A3.applied/facts")
    return int(response.json["n"]) if response.status == 200 else -1


@proves(37, "park-not-mandatory")
def test_a_poison_message_without_a_dead_letters_queue_stays_and_is_set_aside_when_there_is_one(
    outbox: Store, uri: str
) -> None:
    parked, handler, office = catalogue.dead_letter_queue("gateway"), messaging.RecordingHandler(), Office()
    with structlog.testing.capture_logs() as logged, messaging.subscribing(outbox, "gateway", uri, handler) as one:
        until(lambda: one.connected, "it listens")
        with messaging.channel(uri) as channel:
            channel.queue_delete(parked)
        messaging.send(uri, b"{", message_id="poison")
        until(lambda: any("Unroutable" in str(line.get("error")) for line in logged), "it is told")
        fault.occurs()
        for event in office.events:
            messaging.send(uri, envelope.encode(event), message_id=event.id)
        until(lambda: set(handler.ids) == {event.id for event in office.events}, "the others are handled")
        until(lambda: messaging.count(uri, parked) == 1, "it is set aside")
