"""One dead letter, read whether a subscriber parked it or the broker's delivery limit did."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

import orjson
import pika

_OF_PARKING = ("x-reason", "x-error", "x-attempt", "x-parked-at", "x-death")
_OF_THE_BROKER = ("x-first-death-", "x-delivery-count", "x-acquired-count")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A parked message; `index` is its position at this look, `tag` its delivery, `properties` are AMQP's."""

    service: str
    index: int
    tag: int
    body: bytes
    properties: pika.BasicProperties

    @property
    def id(self) -> str:
        """The event's id; for a message that came without one, a name made of its bytes."""
        return self.properties.message_id or f"sha256:{hashlib.sha256(self.body).hexdigest()[:16]}"

    @property
    def headers(self) -> dict[str, Any]:
        """All headers."""
        return self.properties.headers or {}

    @property
    def reason(self) -> str:
        """The slug of why it is here; the broker's own reason when the broker sent it."""
        return str(self.headers.get("x-reason") or self._death.get("reason", "unknown")).replace("_", "-")

    @property
    def error(self) -> str:
        """The message of the error with which it failed."""
        return str(self.headers.get("x-error", ""))

    @property
    def routing_key(self) -> str:
        """The routing key under which it was published first."""
        return str(self.headers.get("x-routing-key") or next(iter(self._death.get("routing-keys", ())), ""))

    @property
    def parked_at(self) -> str:
        """When, as RFC 3339."""
        moment = self.headers.get("x-parked-at") or self._death.get("time") or ""
        return moment if isinstance(moment, str) else moment.isoformat()

    @property
    def type(self) -> str:
        """The event's type; where the body cannot be read, the routing key."""
        content = self.content()
        event_type = content.get("type") if isinstance(content, dict) else None
        return event_type if isinstance(event_type, str) else self.routing_key

    def content(self) -> Any:
        """What it says."""
        return content_of(self.body)

    def headers_for_replay(self, by: str) -> dict[str, Any]:
        """The headers it is sent back with: without what parking added, the attempts counted anew."""
        gone = (*_OF_PARKING, *_OF_THE_BROKER)
        others = {name: value for name, value in self.headers.items() if not name.startswith(gone)}
        return others | {"x-routing-key": self.routing_key, "x-replayed-by": by}

    def to_dict(self) -> dict[str, Any]:
        """Everything about it, for a screen or a file."""
        return {
            "service": self.service,
            "id": self.id,
            "type": self.type,
            "reason": self.reason,
            "parked_at": self.parked_at,
            "content_type": self.properties.content_type,
            "headers": self.headers,
            "body": self.content(),
        }

    @property
    def _death(self) -> dict[str, Any]:
        return dict(next(iter(self.headers.get("x-death") or ()), {}))


def content_of(body: bytes) -> Any:
    """A body as JSON; as text or base64 where it is none."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _text(body)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"base64:{base64.b64encode(body).decode()}"
