"""A look through one subscriber's dead letters.

What is looked at and not chosen goes back. A message that is sent back is confirmed in the inbox before it leaves the
dead letters: who is killed in between leaves a duplicate, which the inbox recognises, and never a loss.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Self

import pika
from pika.adapters.blocking_connection import BlockingConnection
from pika.exceptions import ChannelClosedByBroker

from contracts import catalogue
from services.chassis.messaging.letters.letter import DeadLetter
from services.chassis.messaging.own_inbox import NOT_FOUND

DEFAULT_EXCHANGE = ""
_PERSISTENT = 2
_KEPT: tuple[str, ...] = (
    "content_type",
    "content_encoding",
    "message_id",
    "correlation_id",
    "timestamp",
    "type",
    "app_id",
)
"""What a message that is sent back has of the properties that it came with."""


class QueueSession:
    """A look through one subscriber's dead letters; what was not settled goes back at its end."""

    def __init__(self, connection: BlockingConnection, service: str, exchange: str = DEFAULT_EXCHANGE) -> None:
        """`exchange` is by which whoever looks may reach the subscriber's inbox, under the inbox's name."""
        self.connection, self.service, self.exchange = connection, service, exchange
        self.queue = catalogue.dead_letter_queue(service)

    def __enter__(self) -> Self:
        """Opens a channel of its own."""
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Returns what was not settled."""
        if self.channel.is_open:
            self.channel.basic_nack(0, multiple=True, requeue=True)
            self.channel.close()

    def count(self) -> int:
        """How many messages rest here; none where the queue was never made."""
        try:
            return int(self.channel.queue_declare(self.queue, passive=True).method.message_count)
        except ChannelClosedByBroker as closed:
            if closed.reply_code != NOT_FOUND:
                raise
            return 0

    def __iter__(self) -> Iterator[DeadLetter]:
        """The messages that are here now; one that is parked again meanwhile is not met twice."""
        for index in range(1, self.count() + 1):
            method, properties, body = self.channel.basic_get(self.queue)
            if method is None:
                return
            yield DeadLetter(self.service, index, method.delivery_tag, body, properties)

    def replay(self, parked: DeadLetter, by: str) -> None:
        """Sends a message back to the inbox; once it is confirmed there it is settled.

        Raises pika's UnroutableError where there is no inbox, NackError where it is full.
        """
        properties = pika.BasicProperties(
            **{name: getattr(parked.properties, name) for name in _KEPT},
            delivery_mode=_PERSISTENT,
            headers=parked.headers_for_replay(by),
        )
        inbox = catalogue.inbox(self.service)
        self.channel.basic_publish(self.exchange, inbox, parked.body, properties, mandatory=True)
        self.settle(parked)

    def settle(self, parked: DeadLetter) -> None:
        """The message leaves the dead letters."""
        self.channel.basic_ack(parked.tag)
