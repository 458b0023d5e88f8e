"""What publishes the journal to the broker: pipelined confirms, mandatory, nothing lost, nobody stopped by another.

It lives in pika's own loop: connect, take what is unpublished, publish it, and when the broker has confirmed every
letter mark them in one statement. What is returned or refused stays, is counted, and is tried again every second
until the broker takes it; only what is too large for an event can never go and is set aside.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pika
import sqlalchemy as sa
from pika.channel import Channel
from pika.exceptions import AMQPError, ChannelClosedByBroker

from contracts import catalogue, envelope
from services.chassis.base import clock, failpoints, ids, log, metrics
from services.chassis.base.settings import Misconfigured
from services.chassis.messaging import topology
from services.chassis.storage import journal, lease, tables
from services.chassis.storage.journal import OutboxMessage
from services.chassis.storage.store import Store

_log = log.get("relay")
WINDOW = 500
TICK = 1.0
UNCONFIRMED_FOR = 20.0
NOT_FOUND = 404
BREAKS = (AMQPError, OSError, Misconfigured, sa.exc.SQLAlchemyError)


class _BatchingConnection(pika.SelectConnection):  # type: ignore[misc]
    """Sends what is written inside `corked` as one: pika by itself makes three packets of a letter."""

    _held: list[bytes] | None = None

    @contextmanager
    def batch_writes(self) -> Iterator[None]:
        """Hold what is written, send it at the end."""
        self._held = []
        try:
            yield
        finally:
            held, self._held = b"".join(self._held), None
            if held:
                super()._adapter_emit_data(held)

    def _adapter_emit_data(self, data: bytes) -> None:
        """What pika calls when it has bytes to send."""
        if self._held is None:
            super()._adapter_emit_data(data)
        else:
            self._held.append(data)


class Relay:
    """Publishes one service's journal. `run` in a thread of its own (green or not); `wake` after every commit."""

    def __init__(
        self, store: Store, service: str, uri: str, *, holder: str | None = None, topology_given: bool = False
    ) -> None:
        """`holder` names this process in the lease; `topology_given`: what is declared is not ours to declare."""
        self._store, self._uri, self._topology_given = store, uri, topology_given
        self._exchange = catalogue.exchange(service)
        self._lease = lease.Lease(store, f"relay.{service}", holder or ids.new_id())
        self._connection: _BatchingConnection | None = None
        self._channel: Channel | None = None
        self._flight: dict[int, OutboxMessage] = {}
        self._tags: dict[int, OutboxMessage] = {}
        self._returned: set[str] = set()
        self._tag = 0
        self._since = 0.0
        self._scheduled = self._news = self._barred = self._astray = False
        self._stopping = threading.Event()
        self.last_confirm = 0.0

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
        """When the broker did not know our exchange, declare all again (T14), unless it is away."""
        if self._astray:
            try:
                topology.wait_and_declare(self._uri, patience=0, given=self._topology_given)
            except Misconfigured as error:
                _log.warning("relay.astray", error=str(error))
            else:
                self._astray = False

    def _serve(self) -> None:
        self._flight, self._tags, self._returned, self._channel = {}, {}, set(), None
        self._scheduled = False
        self._connection = _BatchingConnection(
            topology.parameters(self._uri),
            on_open_callback=lambda made: made.channel(on_open_callback=self._on_channel_open),
            on_open_error_callback=lambda made, _error: made.ioloop.stop(),
            on_close_callback=lambda made, _reason: made.ioloop.stop(),
        )
        try:
            self._connection.ioloop.start()
        finally:
            loop, self._connection = self._connection.ioloop, None
            loop.close()

    def _on_channel_open(self, channel: Channel) -> None:
        self._channel, self._tag = channel, 0
        channel.add_on_return_callback(
            lambda _channel, _how, properties, _body: self._returned.add(properties.message_id)
        )
        channel.add_on_close_callback(lambda _channel, reason: self._on_channel_close(reason))
        channel.confirm_delivery(self._on_confirm, callback=lambda _ok: self._tick())

    def _on_channel_close(self, reason: Exception) -> None:
        """The channel is gone; the broker says why where it was the broker."""
        if isinstance(reason, ChannelClosedByBroker):
            _log.error("channel.closed", code=reason.reply_code, detail=reason.reply_text)
            self._astray = reason.reply_code == NOT_FOUND
        self._drop()

    def _drop(self) -> None:
        if self._connection and self._connection.is_open:
            self._connection.close()

    def _tick(self) -> None:
        """Once a second, whatever happens: other processes may have written, a confirm may have been lost."""
        if self._connection is None:
            return
        if self._flight and clock.ticks() - self._since > UNCONFIRMED_FOR:
            _log.warning("relay.unconfirmed", letters=len(self._flight))
            self._drop()
            return
        self._barred = False
        self._publish_pending()
        self._connection.ioloop.call_later(TICK, self._guard(self._tick))

    def wake(self) -> None:
        """There is something new in the journal; callable from any thread."""
        connection = self._connection
        if connection is not None and self._channel is not None and not self._scheduled:
            self._scheduled = True
            connection.ioloop.add_callback_threadsafe(self._guard(self._on_wake))

    def _on_wake(self) -> None:
        self._scheduled, self._news = False, True
        self._publish_pending()

    def _guard(self, work: Callable[[], None]) -> Callable[[], None]:
        """A database that is away interrupts the relay, not the process."""

        def run_guarded() -> None:
            try:
                work()
            except sa.exc.SQLAlchemyError as error:
                _log.warning("relay.interrupted", error=type(error).__name__, detail=str(error)[:200])
                self._drop()

        return run_guarded

    def _publish_pending(self) -> None:
        """Publish what waits, unless some of it is in flight or another process holds the lease."""
        if (
            self._flight
            or self._connection is None
            or self._channel is None
            or not self._channel.is_open
            or self._stopping.is_set()
        ):
            return
        if not self._lease.hold():
            return
        self._news = False
        with self._store.begin_read() as tx:
            letters = journal.pending(tx, WINDOW)
        self._since = clock.ticks()
        self._quarantine([letter for letter in letters if len(letter.body) > envelope.LONGEST])
        with self._connection.batch_writes():
            for letter in letters:
                if self._is_publishable(letter):
                    self._publish(self._channel, letter)
        failpoints.reach("relay.published")

    def _is_publishable(self, letter: OutboxMessage) -> bool:
        """Not too large; and what was refused is tried once a tick, not whenever something new is written."""
        return len(letter.body) <= envelope.LONGEST and not (letter.attempts and self._barred)

    def _quarantine(self, spoilt: list[OutboxMessage]) -> None:
        """What can never go stops nobody."""
        if not spoilt:
            return
        with self._store.begin(durable=False) as tx:
            journal.mark(tx, {letter.position for letter in spoilt}, tables.QUARANTINED)
        _log.error("letters.quarantined", letters=len(spoilt), ids=[letter.id for letter in spoilt[:10]])

    def _publish(self, channel: Channel, letter: OutboxMessage) -> None:
        properties = pika.BasicProperties(
            content_type=envelope.MEDIA_TYPE, delivery_mode=2, message_id=letter.id, type=letter.type
        )
        channel.basic_publish(self._exchange, letter.type, letter.body, properties, mandatory=True)
        self._tag += 1
        self._tags[self._tag] = self._flight[letter.position] = letter

    def _on_confirm(self, frame: Any) -> None:
        """The broker took (or refused) one letter, or all up to it; when none is left in flight, they are marked."""
        method, tag = frame.method, frame.method.delivery_tag
        tags = [one for one in self._tags if one <= tag] if method.multiple else [tag]
        letters = [self._tags.pop(one) for one in tags if one in self._tags]
        good = isinstance(method, pika.spec.Basic.Ack)
        for letter in letters:
            if not good:
                self._returned.add(letter.id)
        if not self._tags and self._flight:
            self._guard(self._on_all_confirmed)()

    def _on_all_confirmed(self) -> None:
        failpoints.reach("relay.confirmed")
        refused = {position for position, letter in self._flight.items() if letter.id in self._returned}
        more = not refused and (len(self._flight) >= WINDOW or self._news)
        self._settle(set(self._flight) - refused, refused)
        self._barred = self._barred or bool(refused)
        self._flight, self._returned = {}, set()
        self.last_confirm = clock.ticks()
        if more:
            self._publish_pending()

    def _settle(self, published: set[int], refused: set[int]) -> None:
        """Losing this mark would only publish again, so it is not waited for."""
        with self._store.begin(durable=False) as tx:
            if published:
                journal.mark(tx, published, tables.PUBLISHED)
            if refused:
                journal.count_refusal(tx, refused)
        metrics.count_published(len(published), len(refused))
        if refused:
            attempts = 1 + max(self._flight[position].attempts for position in refused)
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
