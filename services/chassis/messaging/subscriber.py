"""What receives events: takes what has arrived, writes it in one transaction, acknowledges after the commit.

If a batch fails it is halved until what is at fault stands alone, so that one poison message costs only itself. Bodies
are read by us: kombu acknowledges, and so loses, what it cannot decode. Nothing is awaited: a batch is what is there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from kombu.connection import Connection
from kombu.entity import Queue
from kombu.exceptions import KombuError, OperationalError
from kombu.message import Message
from kombu.messaging import Consumer

from contracts import catalogue, envelope
from contracts.envelope import Event
from contracts.errors import Undefined, Unreadable
from services.chassis.base import clock, failpoints, log, metrics, tracing
from services.chassis.messaging import dead_letters, topology
from services.chassis.messaging.retry import AWAY, POLICY, Outcome, outcome
from services.chassis.storage import lease
from services.chassis.storage.store import Store

_log = log.get("subscriber")
MOST = 500
CHUNK = 16 * 1024
BEAT = 2.0
"""Seconds between two looks whether the broker is still there."""
BREAKS = (OSError, OperationalError, KombuError, *Connection("memory://").connection_errors)

Handle = Callable[[sa.Connection, Sequence[Event]], None]


class UnknownType(Unreadable):
    """This type or version of event is not in the catalogue."""

    slug, zh = "unknown-type", "目录中没有此类事件"


@dataclass
class _Delivery:
    """A message that can be read, and the event in it."""

    message: Message
    event: Event


class Subscriber:
    """Listens to one inbox. `run` in a thread of its own (green or not)."""

    def __init__(
        self,
        store: Store,
        name: str,
        uri: str,
        handle: Handle,
        *,
        handled: Callable[[Sequence[Event]], None] = lambda _events: None,
    ) -> None:
        """`handle` writes events in the transaction it is given; `handled` is called with them after the commit."""
        self._store, self._name, self._uri = store, name, uri
        self._handle, self._handled = handle, handled
        self._stopping = threading.Event()
        self._arrived: list[Message] = []
        self.connected = False

    def run(self) -> None:
        """Listen until stopped; a broken connection is made anew, what was not acknowledged comes again."""
        while not self._stopping.is_set():
            try:
                self._listen()
            except (*BREAKS, *AWAY) as error:
                _log.warning("subscriber.interrupted", error=type(error).__name__, detail=str(error)[:200])
            finally:
                self.connected = False
            self._stopping.wait(0.5)

    def _listen(self) -> None:
        self._arrived = []
        with Connection(self._uri, heartbeat=topology.HEARTBEAT, connect_timeout=5) as connection:
            connection.ensure_connection(max_retries=1)
            _read_in_chunks(connection)
            channel = connection.channel()
            channel.basic_qos(prefetch_size=0, prefetch_count=MOST, a_global=False)
            # What is declared is the topology's to say: kombu would declare the queue with arguments of its own.
            queue = Queue(catalogue.inbox(self._name), channel=channel, no_declare=True)
            consumer = Consumer(channel, [queue], on_message=self._arrived.append, no_ack=False, auto_declare=False)
            consumer.consume()
            self.connected = True
            with dead_letters.DeadLetterChannel(connection, self._name) as aside:
                self._pass_on(connection, aside)
            consumer.cancel()

    def _pass_on(self, connection: Connection, aside: dead_letters.DeadLetterChannel) -> None:
        beat = clock.ticks()
        while not self._stopping.is_set():
            if clock.ticks() - beat > BEAT:
                beat = clock.ticks()
                connection.heartbeat_check()
            try:
                connection.drain_events(timeout=0.5)
                # Whatever has arrived meanwhile joins the batch: one commit and one acknowledgement for all of it.
                while len(self._arrived) < MOST:
                    connection.drain_events(timeout=0)
            except TimeoutError:
                pass
            if self._arrived:
                batch, self._arrived[:] = self._arrived[:], []
                self._settle(batch, aside)

    def _settle(self, batch: list[Message], aside: dead_letters.DeadLetterChannel) -> None:
        """Every message of the batch is handled, delayed or set aside; then all are acknowledged at once."""
        # What cannot be read never reaches a transaction: it would take its neighbours down with it.
        deliveries = [delivery for message in batch if (delivery := self._open_message(message, aside))]
        if deliveries:
            self._work(deliveries, aside)
        failpoints.reach("subscriber.committed")
        # Last of all: a crash before this line brings the batch again, and what was written then is recognised.
        batch[-1].channel.basic_ack(batch[-1].delivery_tag, multiple=True)
        failpoints.reach("subscriber.acknowledged")

    def _open_message(self, message: Message, aside: dead_letters.DeadLetterChannel) -> _Delivery | None:
        """The event in a message; what cannot be read is set aside as the bytes it came in."""
        try:
            return _Delivery(message, _decode_event(message))
        except Exception as error:  # noqa: BLE001 -- where a message is consumed, every error has an outcome
            aside.park(message, error)
            return None

    def _work(self, deliveries: list[_Delivery], aside: dead_letters.DeadLetterChannel) -> None:
        """Write these events; halve what fails until what is at fault stands alone."""
        error = self._try_write(deliveries)
        if error is None:
            return
        if len(deliveries) == 1:
            self._decide(deliveries[0], error, aside)
            return
        half = len(deliveries) // 2
        self._work(deliveries[:half], aside)
        self._work(deliveries[half:], aside)

    def _try_write(self, deliveries: list[_Delivery]) -> Exception | None:
        """Write, however long the database is away; answers why it was not possible."""
        while True:
            try:
                self._write([delivery.event for delivery in deliveries])
            except Exception as error:  # noqa: BLE001 -- where a message is consumed, every error has an outcome
                if outcome(error, 0) is not Outcome.AGAIN:
                    return error
                self._wait_for_store(error)
            else:
                return None

    def _write(self, events: list[Event]) -> None:
        began = clock.ticks()
        with self._store.begin() as tx:
            # Two processes that write one record from two events would not see each other's.
            lease.advisory_lock(tx, catalogue.inbox(self._name))
            self._handle(tx, events)
            failpoints.reach("subscriber.written")
        metrics.observe_handling(events, began)
        tracing.trace_handling(self._name, events, began)
        self._handled(events)

    def _wait_for_store(self, error: Exception) -> None:
        """The database is away: the messages stay where they are, unacknowledged."""
        _log.warning("store.away", error=type(error).__name__, detail=str(error)[:200])
        # Stopping closes the connection, and the broker gives the unacknowledged messages to whoever comes next.
        if self._stopping.wait(POLICY.pause):
            raise ConnectionError("stopped while the database was away") from error

    def _decide(self, delivery: _Delivery, error: Exception, aside: dead_letters.DeadLetterChannel) -> None:
        attempt = dead_letters.attempt_of(delivery.message)
        if outcome(error, attempt) is Outcome.RETRY:
            aside.delay(delivery.message, topology.retry_queue(self._name, POLICY.delay(attempt)), attempt + 1)
        else:
            aside.park(delivery.message, error)

    def stop(self) -> None:
        """Stop after the batch in hand."""
        self._stopping.set()


def _decode_event(message: Message) -> Event:
    """The event in a message. Raises Unreadable."""
    event = envelope.decode(dead_letters.body_of(message))
    try:
        catalogue.step_of(event.type)
    except Undefined as error:
        raise UnknownType(*error.args) from None
    return event


def _read_in_chunks(connection: Connection) -> None:
    """py-amqp asks the system for every frame's head, body and last byte apart; it keeps what it is given beyond."""
    transport = connection.connection.transport
    receive = transport._quick_recv  # noqa: SLF001 -- there is no public name for it
    transport._quick_recv = lambda _size: receive(CHUNK)  # noqa: SLF001
