"""What publishes the journal to the broker: pipelined confirms, mandatory, nothing lost, nobody stopped by another.

It lives in pika's own loop: connect, take what is unpublished, publish it, and when the broker has confirmed every
message mark them in one statement. What is returned or refused stays, is counted, and is tried again every second
until the broker takes it; only what is too large for an event can never go and is set aside.
"""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pika
import sqlalchemy as sa
from pika.channel import Channel
from pika.exceptions import AMQPError, ChannelClosedByBroker

from contracts import catalogue, envelope
from contracts.audit import acts
from services.chassis.base import clock, failpoints, ids, log, metrics
from services.chassis.base.settings import Misconfigured
from services.chassis.messaging import topology
from services.chassis.storage import journal, lease, tables
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.journal import OutboxMessage
from services.chassis.storage.store import Store

_log = log.get("relay")
WINDOW = 500
"""So many messages are in flight at most, and are marked in one statement."""
TICK = 1.0
"""Seconds between two looks at the journal that nobody asked for."""
UNCONFIRMED_FOR = 20.0
"""Seconds after which a confirm is lost for good, and all is published again on a new connection."""
NOT_FOUND = 404
BREAKS = (AMQPError, OSError, Misconfigured, StorageDamaged, sa.exc.SQLAlchemyError)


class _BatchingConnection(pika.SelectConnection):  # type: ignore[misc]
    """Sends what is written inside `batch_writes` as one: pika by itself makes three packets of a message."""

    _waiting: list[bytes] | None = None

    @contextmanager
    def batch_writes(self) -> Iterator[None]:
        """Hold what is written, send it at the end."""
        self._waiting = []
        try:
            yield
        finally:
            written, self._waiting = b"".join(self._waiting), None
            if written:
                super()._adapter_emit_data(written)

    def _adapter_emit_data(self, data: bytes) -> None:
        """What pika calls when it has bytes to send."""
        if self._waiting is None:
            super()._adapter_emit_data(data)
        else:
            self._waiting.append(data)


class State(enum.Enum):
    """Where a relay stands.

    AWAY      there is no connection
    ASTRAY    the same, because the broker does not know our exchange: all is declared again first
    IDLE      connected, nothing in flight
    IN_FLIGHT connected, not every message is confirmed that was published
    BEHIND    the same, and the journal has something newer: it is read again once all are confirmed
    """

    AWAY = "away"
    ASTRAY = "astray"
    IDLE = "idle"
    IN_FLIGHT = "in flight"
    BEHIND = "behind"


UNCONFIRMED = (State.IN_FLIGHT, State.BEHIND)
CONNECTED = (State.IDLE, *UNCONFIRMED)


@dataclass
class _Flight:
    """Messages that were published together and are marked together.

    messages by position in the journal; unconfirmed by the broker's number; returned are the ids of what it gave back
    """

    since: float = 0.0
    messages: dict[int, OutboxMessage] = field(default_factory=dict)
    unconfirmed: dict[int, OutboxMessage] = field(default_factory=dict)
    returned: set[str] = field(default_factory=set)

    def add(self, tag: int, message: OutboxMessage) -> None:
        """A message was published under this number."""
        self.unconfirmed[tag] = self.messages[message.position] = message

    def confirm(self, tags: list[int], *, accepted: bool) -> None:
        """The broker has said what it did with these."""
        confirmed = [self.unconfirmed.pop(tag) for tag in tags if tag in self.unconfirmed]
        if not accepted:
            self.returned |= {message.id for message in confirmed}

    @property
    def refused(self) -> set[int]:
        """The positions of what the broker returned or refused."""
        return {position for position, message in self.messages.items() if message.id in self.returned}


class Relay:
    """Publishes one service's journal. `run` in a thread of its own (green or not); `wake` after every commit."""

    def __init__(
        self, store: Store, service: str, uri: str, *, holder: str | None = None, topology_given: bool = False
    ) -> None:
        """`holder` names this process in the lease; `topology_given`: what is declared is not ours to declare."""
        self._store, self._uri, self._topology_given = store, uri, topology_given
        self._events, self._acts = catalogue.exchange(service), catalogue.audit_exchange(service)
        self._lease = lease.Lease(store, f"relay.{service}", holder or ids.new_id())
        self._connection: _BatchingConnection | None = None
        self._channel: Channel | None = None
        self._state = State.AWAY
        self._flight = _Flight()
        self._tag = 0
        self._wake_posted = False
        self._retries_wait = False
        self._stopping = threading.Event()

    def run(self) -> None:
        """Publish until stopped; a broken connection is made anew."""
        while not self._stopping.is_set():
            try:
                self._declare_anew()
                self._serve()
            except BREAKS as error:
                _log.warning("relay.interrupted", error=type(error).__name__, detail=str(error)[:200])
            self._stopping.wait(0.5)

    def _declare_anew(self) -> None:
        """When the broker did not know our exchange, declare all again, unless the broker is away.

        It would close the channel with 404 at every message, for ever.
        """
        if self._state is not State.ASTRAY:
            return
        try:
            topology.wait_and_declare(self._uri, patience=0, given=self._topology_given)
        except Misconfigured as error:
            _log.warning("relay.astray", error=str(error))
        else:
            self._state = State.AWAY

    def _serve(self) -> None:
        """One connection's life."""
        # A wake that was posted to the loop before went down with it, and so did what was in flight.
        self._flight, self._channel, self._wake_posted = _Flight(), None, False
        self._connection = _BatchingConnection(
            topology.parameters(self._uri),
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._on_channel_open),
            on_open_error_callback=self._on_refused,
            on_close_callback=lambda connection, _reason: connection.ioloop.stop(),
        )
        try:
            self._connection.ioloop.start()
        finally:
            self._leave()
            loop, self._connection = self._connection.ioloop, None
            loop.close()

    def _on_refused(self, connection: _BatchingConnection, error: Exception) -> None:
        """The broker is away, or does not take our credentials."""
        _log.warning("relay.interrupted", error=type(error).__name__, detail=str(error)[:200])
        connection.ioloop.stop()

    def _leave(self) -> None:
        """There is no connection to publish on any more; that the exchange is unknown is remembered."""
        if self._state is not State.ASTRAY:
            self._state = State.AWAY

    def _on_channel_open(self, channel: Channel) -> None:
        self._channel, self._tag = channel, 0
        channel.add_on_return_callback(
            lambda _channel, _how, properties, _body: self._flight.returned.add(properties.message_id)
        )
        channel.add_on_close_callback(lambda _channel, reason: self._on_channel_close(reason))
        channel.confirm_delivery(self._on_confirm, callback=lambda _ok: self._on_ready())

    def _on_ready(self) -> None:
        self._state = State.IDLE
        self._tick()

    def _on_channel_close(self, reason: Exception) -> None:
        """The channel is gone; the broker says why where it was the broker."""
        if isinstance(reason, ChannelClosedByBroker):
            _log.error("channel.closed", code=reason.reply_code, detail=reason.reply_text)
            self._state = State.ASTRAY if reason.reply_code == NOT_FOUND else State.AWAY
        self._drop()

    def _drop(self) -> None:
        self._leave()
        if self._connection and self._connection.is_open:
            self._connection.close()

    def _tick(self) -> None:
        """Once a second, whatever happens: other processes may have written, a confirm may have been lost."""
        if self._connection is None:
            return
        if self._state in UNCONFIRMED and clock.ticks() - self._flight.since > UNCONFIRMED_FOR:
            _log.warning("relay.unconfirmed", letters=len(self._flight.messages))
            self._drop()
            return
        self._retries_wait = False
        self._publish_pending()
        self._connection.ioloop.call_later(TICK, self._guard(self._tick))

    def wake(self) -> None:
        """There is something new in the journal; callable from any thread."""
        connection = self._connection
        # One wake in the loop is enough: commits come by the hundred, and it reads whatever is there when it runs.
        if connection is not None and self._state in CONNECTED and not self._wake_posted:
            self._wake_posted = True
            connection.ioloop.add_callback_threadsafe(self._guard(self._on_wake))

    def _on_wake(self) -> None:
        self._wake_posted = False
        if self._state is State.IN_FLIGHT:
            self._state = State.BEHIND
        self._publish_pending()

    def _guard(self, work: Callable[[], None]) -> Callable[[], None]:
        """A database that is away interrupts the relay, not the process; one that is damaged stops it."""

        def run_guarded() -> None:
            try:
                work()
            except StorageDamaged as error:
                # What waits stays in the journal; the damage stands, so there is no use in a new connection.
                _log.error("relay.stopped", detail=str(error)[:200])
            except sa.exc.SQLAlchemyError as error:
                _log.warning("relay.interrupted", error=type(error).__name__, detail=str(error)[:200])
                self._drop()

        return run_guarded

    def _publish_pending(self) -> None:
        """Publish what waits, unless some of it is in flight or another process holds the lease."""
        if self._stopping.is_set() or self._state is not State.IDLE or not self._lease.hold():
            return
        with self._store.begin_read() as tx:
            messages = journal.pending(tx, WINDOW)
        self._quarantine([message for message in messages if len(message.body) > envelope.LONGEST])
        self._publish([message for message in messages if self._is_publishable(message)])
        failpoints.reach("relay.published")

    def _is_publishable(self, message: OutboxMessage) -> bool:
        """Not too large; and what was refused is tried once a tick, not whenever something new is written."""
        return len(message.body) <= envelope.LONGEST and not (message.attempts and self._retries_wait)

    def _quarantine(self, spoilt: list[OutboxMessage]) -> None:
        """What can never go stops nobody."""
        if not spoilt:
            return
        with self._store.begin(durable=False) as tx:
            journal.mark(tx, {message.position for message in spoilt}, tables.QUARANTINED)
        _log.error("letters.quarantined", letters=len(spoilt), ids=[message.id for message in spoilt[:10]])

    def _publish(self, messages: list[OutboxMessage]) -> None:
        if self._connection is None or self._channel is None or not messages:
            return
        self._flight, self._state = _Flight(since=clock.ticks()), State.IN_FLIGHT
        with self._connection.batch_writes():
            for message in messages:
                self._send(self._channel, message)

    def _send(self, channel: Channel, message: OutboxMessage) -> None:
        properties = pika.BasicProperties(
            content_type=envelope.MEDIA_TYPE,
            delivery_mode=2,
            message_id=message.id,
            type=message.type,
            headers=message.seal.to_headers(),
        )
        exchange = self._acts if acts.is_audit(message.type) else self._events
        # Mandatory: without it the broker confirms what no queue takes, and throws it away.
        channel.basic_publish(exchange, message.type, message.body, properties, mandatory=True)
        self._tag += 1
        self._flight.add(self._tag, message)

    def _on_confirm(self, frame: Any) -> None:
        """The broker took (or refused) one message, or all up to it; when none is unconfirmed, they are marked."""
        method, tag = frame.method, frame.method.delivery_tag
        tags = [one for one in self._flight.unconfirmed if one <= tag] if method.multiple else [tag]
        self._flight.confirm(tags, accepted=isinstance(method, pika.spec.Basic.Ack))
        if self._flight.messages and not self._flight.unconfirmed:
            self._guard(self._on_all_confirmed)()

    def _on_all_confirmed(self) -> None:
        failpoints.reach("relay.confirmed")
        flight, refused = self._flight, self._flight.refused
        # After a refusal the next look waits for the tick: a route that is away would make the relay spin.
        more = not refused and (len(flight.messages) >= WINDOW or self._state is State.BEHIND)
        self._settle(flight, refused)
        self._retries_wait = self._retries_wait or bool(refused)
        self._flight = _Flight()
        if self._state in UNCONFIRMED:
            self._state = State.IDLE
        if more:
            self._publish_pending()

    def _settle(self, flight: _Flight, refused: set[int]) -> None:
        """Losing this mark would only publish again, so it is not waited for."""
        published = set(flight.messages) - refused
        with self._store.begin(durable=False) as tx:
            if published:
                journal.mark(tx, published, tables.PUBLISHED)
            if refused:
                journal.count_refusal(tx, refused)
        metrics.count_published(len(published), len(refused))
        if refused:
            attempts = 1 + max(flight.messages[position].attempts for position in refused)
            _log.error("relay.refused", letters=len(refused), attempts=attempts)

    def stop(self) -> None:
        """Stop, leaving unpublished what is; callable from any thread."""
        self._stopping.set()
        connection = self._connection
        if connection is not None:
            connection.ioloop.add_callback_threadsafe(self._finish)

    def _finish(self) -> None:
        self._lease.release()
        if self._connection and self._connection.is_open:
            self._connection.close()
        elif self._connection:
            self._connection.ioloop.stop()
