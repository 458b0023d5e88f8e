"""Dead letters: messages that could not be handled, with the reason, until a person replays or discards them.

Setting aside and delaying are explicit publishes, mandatory and confirmed, before the original is acknowledged: a crash
in between leaves a duplicate, never a loss.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from kombu.connection import Connection
from kombu.message import Message
from kombu.messaging import Producer

from contracts import catalogue
from contracts.errors import Problem
from services.chassis.base import clock, log, metrics
from services.chassis.messaging import topology

_log = log.get("parking")


class Unroutable(ConnectionError):
    """The broker has no queue for a message that is set aside or delayed; the original stays where it is."""


class DeadLetterChannel:
    """A subscriber's channel for messages that it sets aside."""

    def __init__(self, connection: Connection, name: str) -> None:
        """`name` is the subscriber's."""
        self._connection, self._name = connection, name
        self._producer: Producer | None = None

    def __enter__(self) -> Self:
        """Open a channel with confirms."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """The channel closes with its connection."""
        self._producer = None

    def park(self, message: Message, error: Exception) -> None:
        """Set a message aside with its reason. Raises Unroutable."""
        reason = reason_of(error)
        headers = {"x-reason": reason, "x-error": str(error)[:2000], "x-parked-at": clock.now().isoformat()}
        self._send(message, catalogue.dead_letter_queue(self._name), headers | {"x-attempt": attempt_of(message)})
        metrics.count_dead_letter(reason)
        _log.error("message.parked", event_id=message.properties.get("message_id"), reason=reason)

    def delay(self, message: Message, queue: str, attempt: int) -> None:
        """Let a message come again later. Raises Unroutable."""
        self._send(message, queue, {"x-attempt": attempt})
        metrics.count_delay()
        _log.warning("message.delayed", event_id=message.properties.get("message_id"), queue=queue, attempt=attempt)

    def _send(self, message: Message, queue: str, headers: dict[str, Any]) -> None:
        # By its list of deaths the broker would take a second delay for a dead-letter cycle, and drop the message.
        previous = {name: value for name, value in (message.headers or {}).items() if name != "x-death"}
        origin = previous.get("x-routing-key") or message.delivery_info.get("routing_key")
        # Opened when it is first needed: most connections never set a message aside.
        if self._producer is None:
            channel = self._connection.channel()
            channel.confirm_select()
            self._producer = Producer(channel)
        # One without an id gets none: whoever compares it with the event's would take it for forged.
        named = {"message_id": own} if (own := message.properties.get("message_id")) else {}
        returned: list[Any] = []
        channel = self._producer.channel
        channel.events["basic_return"] = {lambda *details: returned.append(details)}
        copy = channel.prepare_message(
            body_of(message),
            content_type=message.content_type or "application/octet-stream",
            content_encoding=message.content_encoding or "binary",
            headers=previous | headers | {"x-routing-key": origin},
            properties={"delivery_mode": 2, **named},
        )
        channel.basic_publish_confirm(copy, topology.aside_exchange(self._name), queue, mandatory=True, timeout=10)
        if returned:
            raise Unroutable(queue)


def reason_of(error: Exception) -> str:
    """Why a message could not be handled, in one word: the slug of a problem, or the name of the error."""
    return error.slug if isinstance(error, Problem) else type(error).__name__


def body_of(message: Message) -> bytes:
    """A message's bytes; an empty one comes as text."""
    return message.body.encode() if isinstance(message.body, str) else bytes(message.body)


def attempt_of(message: Message) -> int:
    """How many times a message was delayed already."""
    attempt = (message.headers or {}).get("x-attempt", 0)
    return attempt if isinstance(attempt, int) else 0
