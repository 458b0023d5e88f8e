"""Relays and subscribers in threads, on a broker that was emptied first."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pika
from pika.exceptions import ConnectionClosedByBroker

from contracts import catalogue, envelope, seal
from contracts.envelope import Event
from contracts.seal import Batch, Seal
from contracts.tlog.tree import leaf_hash
from services.chassis.base import clock
from services.chassis.messaging import topology
from services.chassis.messaging.own_inbox import OwnInbox
from services.chassis.messaging.relay import Relay
from services.chassis.messaging.subscriber import EventSink, Subscriber
from services.chassis.storage.store import Store
from tests.keys import KEY


@contextlib.contextmanager
def channel(uri: str) -> Iterator[Any]:
    """A channel to look through."""
    connection = pika.BlockingConnection(topology.parameters(uri))
    try:
        yield connection.channel()
    finally:
        with contextlib.suppress(pika.exceptions.AMQPError):
            connection.close()


def empty(uri: str) -> None:
    """Delete every queue and exchange of ours, and declare them anew; a busy node may give up on it in the middle."""
    for turn in range(4):
        with contextlib.suppress(ConnectionClosedByBroker):
            return _empty(uri)
        clock.pause(turn + 1)
    return _empty(uri)


def _empty(uri: str) -> None:
    with channel(uri) as open_:
        for subscriber in catalogue.SUBSCRIBERS:
            for queue in topology.queues(subscriber):
                open_.queue_delete(queue)
            open_.exchange_delete(topology.dead_letter_exchange(subscriber))
        for service in catalogue.SUITE:
            for exchange in catalogue.exchanges(service):
                open_.exchange_delete(exchange)
            open_.queue_delete(f"rpc-{service}")
        topology.declare(open_)


def count(uri: str, queue: str) -> int:
    """How many messages are ready in a queue."""
    with channel(uri) as open_:
        number: int = open_.queue_declare(queue, passive=True).method.message_count
        return number


def send(uri: str, body: bytes, *, queue: str = "gateway.inbox", **properties: Any) -> None:
    """Put a message into a queue, as a stranger might."""
    with channel(uri) as open_:
        open_.confirm_delivery()
        open_.basic_publish("", queue, body, pika.BasicProperties(delivery_mode=2, **properties), mandatory=True)


def send_all(uri: str, events: Iterable[Event], queue: str) -> None:
    """Put events into a queue; what the broker did not take is said here, and not by a count that never comes."""
    with channel(uri) as open_:
        open_.confirm_delivery()
        for event in events:
            open_.basic_publish(
                "", queue, envelope.encode(event), pika.BasicProperties(message_id=event.id), mandatory=True
            )


@contextlib.contextmanager
def relaying(store: Store, service: str, uri: str) -> Iterator[Relay]:
    """A relay at work."""
    relay = Relay(store, service, uri)
    with at_work(relay):
        yield relay


class Vouching:
    """Takes every event for its owner's own, as if the owner had signed it alone: for tests of what comes after."""

    def inspect(self, event: Event, _message_id: str | None, _headers: Mapping[str, Any]) -> Seal:
        return sign(event)

    def vouch(self, events: Sequence[Event]) -> dict[str, Seal]:
        return {event.id: sign(event) for event in events}


def sign(event: Event, sequence: int = 1, epoch: str = "e") -> Seal:
    """The seal of an event in a batch of its own, signed with the tests' key."""
    head = seal.begin_chain(epoch, b"")
    batch = Batch(event.source, epoch, sequence, sequence, leaf_hash(envelope.encode(event)), head)
    return Seal(epoch, sequence, sequence, sequence, (), head, KEY.id, KEY.sign(batch.statement()))


class RecordingHandler:
    """A handler that remembers its events, and fails where `fails` says so."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.batches: list[int] = []
        self.fails: dict[str, Exception] = {}

    def handle(self, _tx: Any, events: Sequence[Event]) -> None:
        for event in events:
            if event.id in self.fails:
                raise self.fails[event.id]
        self.batches.append(len(events))
        self.events += events

    @property
    def ids(self) -> list[str]:
        return [event.id for event in self.events]


@contextlib.contextmanager
def subscribing(store: Store, name: str, uri: str, handler: Any) -> Iterator[Subscriber]:
    """A subscriber at work."""
    subscriber = Subscriber(store, OwnInbox(uri, name), EventSink(handler.handle), Vouching())
    with at_work(subscriber):
        yield subscriber


@contextlib.contextmanager
def at_work(one: Any) -> Iterator[None]:
    thread = threading.Thread(target=one.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        one.stop()
        thread.join(10)
        assert not thread.is_alive()
