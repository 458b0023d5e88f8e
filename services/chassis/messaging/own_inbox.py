"""A subscriber's own queues at the broker: declared and bound anew where they are gone, and sent to again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pika
from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from pika.exceptions import AMQPError, ChannelClosedByBroker

from contracts import catalogue, envelope
from contracts.rpc import SealedEvent
from services.chassis.base import log
from services.chassis.base.settings import Misconfigured
from services.chassis.messaging import topology

_log = log.get("own_inbox")
NOT_FOUND, NOT_EQUAL = 404, 406
BREAKS = (AMQPError, OSError, Misconfigured)
"""What may go wrong between us and the broker; all of it is tried again."""


@dataclass(frozen=True)
class OwnInbox:
    """The queues of one subscriber; `topology_given`: exchanges are not ours to declare."""

    uri: str
    name: str
    topology_given: bool = False

    def ensure(self) -> None:
        """Every queue is there, is what it should be, and is bound. Raises what is in BREAKS.

        A queue of another kind in one's place is deleted: what it held comes again, since the inbox is compared with
        the journals. Not so the dead letters, of which there is no second copy. A broker that has lost its data knows
        no exchange either: then all is declared as at a start.
        """
        with self._connection() as connection:
            for queue, arguments in topology.queues(self.name).items():
                self._ensure_one(connection, queue, arguments)
            knows_exchanges = self._bind(connection)
        if not knows_exchanges:
            _log.error("broker.emptied")
            topology.wait_and_declare(self.uri, patience=0, given=self.topology_given)

    def _bind(self, connection: BlockingConnection) -> bool:
        """Bind the queues; whether the exchanges were there to bind them to."""
        try:
            topology.bind(connection.channel(), self.name)
        except ChannelClosedByBroker as closed:
            if closed.reply_code != NOT_FOUND:
                raise
            return False
        return True

    def _ensure_one(self, connection: BlockingConnection, queue: str, arguments: topology.Arguments) -> None:
        try:
            _declare(connection, queue, arguments)
        except ChannelClosedByBroker as closed:
            if closed.reply_code != NOT_EQUAL or queue == catalogue.dead_letter_queue(self.name):
                raise
            _log.error("queue.replaced", queue=queue, detail=closed.reply_text)
            connection.channel().queue_delete(queue)
            _declare(connection, queue, arguments)

    def waiting(self) -> int:
        """How many messages wait in the inbox. Raises what is in BREAKS."""
        with self._channel() as channel:
            declared = channel.queue_declare(catalogue.inbox(self.name), passive=True)
            return int(declared.method.message_count)

    def send(self, events: Sequence[SealedEvent]) -> None:
        """Put events into the inbox once more, as their owner published them. Raises what is in BREAKS.

        No confirm is waited for, which would take a turn of the broker's for each: what does not arrive is missed at
        the next look.
        """
        with self._channel() as channel:
            for one in events:
                event = envelope.decode(one.body.encode())
                properties = pika.BasicProperties(
                    content_type=envelope.MEDIA_TYPE,
                    delivery_mode=2,
                    message_id=event.id,
                    type=event.type,
                    headers=one.seal | {"x-routing-key": event.type},
                )
                # By the subscriber's own exchange: the owner's would bring it to everybody.
                exchange, queue = topology.aside_exchange(self.name), catalogue.inbox(self.name)
                channel.basic_publish(exchange, queue, one.body.encode(), properties)
            # Answered after all of them: a channel that the broker closed meanwhile says so here, and not never.
            channel.queue_declare(catalogue.inbox(self.name), passive=True)

    @contextmanager
    def _channel(self) -> Iterator[BlockingChannel]:
        with self._connection() as connection:
            yield connection.channel()

    def _connection(self) -> BlockingConnection:
        return BlockingConnection(topology.parameters(self.uri))


def _declare(connection: BlockingConnection, queue: str, arguments: topology.Arguments) -> None:
    """On a channel of its own, since a no closes it."""
    channel = connection.channel()
    channel.queue_declare(queue, durable=True, arguments=dict(arguments))
    channel.close()
