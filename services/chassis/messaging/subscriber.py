"""What receives events: takes what has arrived, writes it in one transaction, acknowledges after the commit.

If a batch fails it is halved until what is at fault stands alone, so that one poison message costs only itself. Bodies
are read by us: kombu acknowledges, and so loses, what it cannot decode. Nothing is awaited: a batch is what is there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from amqp.exceptions import AMQPError
from kombu.connection import Connection
from kombu.entity import Queue
from kombu.exceptions import KombuError, OperationalError
from kombu.message import Message
from kombu.messaging import Consumer

from contracts import catalogue, envelope
from contracts.audit import acts
from contracts.envelope import Event
from contracts.errors import Unavailable, Unreadable
from contracts.seal import Seal, SignedBatch
from services.chassis.base import clock, failpoints, log, metrics, tracing
from services.chassis.messaging import dead_letters, own_inbox, topology
from services.chassis.messaging.admission import ForgedEvent, owner_of
from services.chassis.messaging.arrivals import Arrivals
from services.chassis.messaging.own_inbox import OwnInbox
from services.chassis.messaging.retry import AWAY, POLICY, Outcome, outcome
from services.chassis.storage import inbox_state, lease
from services.chassis.storage.store import Store

_log = log.get("subscriber")
MOST = 500
CHUNK = 16 * 1024
BEAT = 2.0
"""Seconds between two looks whether the broker is still there."""
BREAKS = (OSError, OperationalError, KombuError, AMQPError)
"""The last are py-amqp's own, of which refused credentials are no connection error to kombu."""

Handle = Callable[[sa.Connection, Sequence[Event]], None]


class UnknownType(Unreadable):
    """This type or version of event is not in the catalogue."""

    slug, zh = "unknown-type", "目录中没有此类事件"


class AdmissionCheck(Protocol):
    """Whether an event is what its owner published: `services.chassis.messaging.admission`."""

    def inspect(self, event: Event, message_id: str | None, headers: Mapping[str, Any]) -> Seal | None:
        """The seal that the owner gave an event; None for one without. Raises Unreadable."""

    def vouch(self, events: Sequence[Event]) -> dict[str, Seal]:
        """The seals of those events, by id, that stand in their owner's journal. Raises Unavailable, Unreadable."""


def nothing(_events: Sequence[Event]) -> None:
    """What is done after a commit where nothing is."""


@dataclass(frozen=True)
class EventSink:
    """What a service does with events: `write` in the transaction it is given, `after_commit` with the same events."""

    write: Handle
    after_commit: Callable[[Sequence[Event]], None] = nothing


@dataclass
class _Delivery:
    """A message that can be read, the event in it, and its seal; None until the owner was asked."""

    message: Message
    event: Event
    seal: Seal | None


class Subscriber:
    """Listens to one inbox. `run` in a thread of its own (green or not)."""

    def __init__(
        self,
        store: Store,
        inbox: OwnInbox,
        sink: EventSink,
        admission: AdmissionCheck,
    ) -> None:
        """`sink` is what the service does with its events; `admission` says which are to be believed."""
        self._store, self._name, self._uri = store, inbox.name, inbox.uri
        self._sink, self._admission = sink, admission
        self.inbox, self.arrivals = inbox, Arrivals()
        self.forged = 0
        self._stopping = threading.Event()
        self._arrived: list[Message] = []
        self.connected = False

    def run(self) -> None:
        """Listen until stopped; a broken connection is made anew, what was not acknowledged comes again."""
        while not self._stopping.is_set():
            try:
                # Somebody may have deleted the inbox, or put another queue in its place.
                self.inbox.ensure()
                self._listen()
            except (*BREAKS, *AWAY, *own_inbox.BREAKS) as error:
                _log.warning("subscriber.interrupted", error=type(error).__name__, detail=str(error)[:200])
            finally:
                self.connected = False
            self._stopping.wait(0.5)

    def _listen(self) -> None:
        self._arrived = []
        where, beat = topology.without_heartbeat(self._uri), topology.heartbeat_of(self._uri)
        connection = Connection(where, heartbeat=beat, connect_timeout=5)
        try:
            self._consume(connection)
            connection.release()
        finally:
            _abandon(connection)

    def _consume(self, connection: Connection) -> None:
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
        if admitted := self._admit(deliveries, aside):
            self._work(admitted, aside)
        failpoints.reach("subscriber.committed")
        # Last of all: a crash before this line brings the batch again, and what was written then is recognised.
        batch[-1].channel.basic_ack(batch[-1].delivery_tag, multiple=True)
        failpoints.reach("subscriber.acknowledged")

    def _open_message(self, message: Message, aside: dead_letters.DeadLetterChannel) -> _Delivery | None:
        """The event in a message; what cannot be read is set aside as the bytes it came in."""
        try:
            event = self._decode_event(message)
            headers = message.headers or {}
            seal = self._admission.inspect(event, message.properties.get("message_id"), headers)
        except Exception as error:  # noqa: BLE001 -- where a message is consumed, every error has an outcome
            self._refuse(message, error, aside)
            return None
        return _Delivery(message, event, seal)

    def _decode_event(self, message: Message) -> Event:
        """The event in a message. Raises Unreadable, and UnknownType also for an act that is none of this inbox's."""
        event = envelope.decode(dead_letters.body_of(message))
        strange = acts.is_audit(event.type) and not catalogue.receives(self._name, event.type)
        if strange or not catalogue.is_defined(event.type):
            raise UnknownType(event.type)
        return event

    def _refuse(self, message: Message, error: Exception, aside: dead_letters.DeadLetterChannel) -> None:
        self.forged += isinstance(error, ForgedEvent)
        aside.park(message, error)

    def _admit(self, deliveries: list[_Delivery], aside: dead_letters.DeadLetterChannel) -> list[_Delivery]:
        """Those that their owners have published: of what bears no seal the owners are asked."""
        if not (unsealed := [delivery for delivery in deliveries if delivery.seal is None]):
            return deliveries
        try:
            vouched = self._admission.vouch([delivery.event for delivery in unsealed])
        except Unavailable:
            # However long the owner is away: an event of the version before may be as true as any.
            for delivery in unsealed:
                self._delay(delivery, POLICY.question_delay, aside)
            return [delivery for delivery in deliveries if delivery.seal]
        for delivery in unsealed:
            delivery.seal = vouched.get(delivery.event.id)
            if delivery.seal is None:
                self._refuse(delivery.message, ForgedEvent("seal", delivery.event.id), aside)
        return [delivery for delivery in deliveries if delivery.seal]

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
                self._write(deliveries)
            except Exception as error:  # noqa: BLE001 -- where a message is consumed, every error has an outcome
                if outcome(error, 0) is not Outcome.AGAIN:
                    return error
                self._wait_for_store(error)
            else:
                return None

    def _write(self, deliveries: list[_Delivery]) -> None:
        began, events = clock.ticks(), [delivery.event for delivery in deliveries]
        with self._store.begin() as tx:
            # Two processes that write one record from two events would not see each other's.
            lease.advisory_lock(tx, catalogue.inbox(self._name))
            self._sink.write(tx, events)
            for owner, newest in _newest(deliveries).items():
                inbox_state.note_signed(tx, owner, newest)
            failpoints.reach("subscriber.written")
        metrics.observe_handling(events, began)
        tracing.trace_handling(self._name, events, began)
        for delivery in deliveries:
            if delivery.seal:
                self.arrivals.note(owner_of(delivery.event), delivery.seal.sequence)
        self._sink.after_commit(events)

    def _wait_for_store(self, error: Exception) -> None:
        """The database is away: the messages stay where they are, unacknowledged."""
        _log.warning("store.away", error=type(error).__name__, detail=str(error)[:200])
        # Stopping closes the connection, and the broker gives the unacknowledged messages to whoever comes next.
        if self._stopping.wait(POLICY.pause):
            raise ConnectionError("stopped while the database was away") from error

    def _decide(self, delivery: _Delivery, error: Exception, aside: dead_letters.DeadLetterChannel) -> None:
        if outcome(error, dead_letters.attempt_of(delivery.message)) is Outcome.RETRY:
            self._delay(delivery, POLICY.delay, aside)
            return
        aside.park(delivery.message, error)
        with self._store.begin(durable=False) as tx:
            inbox_state.note_aside(tx, owner_of(delivery.event), delivery.event.id, dead_letters.reason_of(error))

    def _delay(self, delivery: _Delivery, delay: Callable[[int], int], aside: dead_letters.DeadLetterChannel) -> None:
        attempt = dead_letters.attempt_of(delivery.message)
        seconds = delay(attempt)
        aside.delay(delivery.message, topology.retry_queue(self._name, seconds), attempt + 1)
        self.arrivals.delay(delivery.event.id, seconds)

    def stop(self) -> None:
        """Stop after the batch in hand."""
        self._stopping.set()


def _newest(deliveries: Sequence[_Delivery]) -> dict[str, SignedBatch]:
    """The newest batch of each owner of which an event is among these."""
    newest: dict[str, SignedBatch] = {}
    for one in deliveries:
        owner = owner_of(one.event)
        if one.seal and (owner not in newest or newest[owner].batch.last < one.seal.last):
            newest[owner] = one.seal.signed_batch(one.event.source, one.event.body)
    return newest


def _read_in_chunks(connection: Connection) -> None:
    """py-amqp asks the system for every frame's head, body and last byte apart; it keeps what it is given beyond."""
    transport = connection.connection.transport
    receive = transport._quick_recv  # noqa: SLF001 -- there is no public name for it
    transport._quick_recv = lambda _size: receive(CHUNK)  # noqa: SLF001


def _abandon(connection: Connection) -> None:
    """Close the socket of a connection that was not released.

    Releasing waits for the broker's farewell: for ever, where the peer is gone and nobody has closed the socket.
    """
    transport = connection._connection  # noqa: SLF001 -- the public name would connect anew
    if transport is not None:
        transport.collect()
