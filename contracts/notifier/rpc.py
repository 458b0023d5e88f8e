"""What the gateway asks of the notifier, the one process that reaches outside, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.notifier.channels import AllowedPlace
from contracts.rpc import Request
from contracts.wire import Message

MOST_AT_ONCE = 8
"""Messages of one call: so many may be sent once more when the notifier is killed before it noted them."""


class NotifierMethod(StrEnum):
    """The methods that the notifier answers beside the pulse."""

    SEND = "send"


class Outcome(StrEnum):
    """What came of a message."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    """The address lies in no place that is allowed, or inside the house: it is not tried again."""
    FAILED = "failed"
    """Nobody answered, or what answered did not take it."""


@dataclass(frozen=True)
class OutwardMessage(Message):
    """A text for one address. Its id is new for each message, and the same whenever it is tried again."""

    id: str
    kind: str
    address: str
    title: str
    body: str


@dataclass(frozen=True)
class MessageOutcome(Message):
    """What came of the message of an id."""

    id: str
    outcome: str


@dataclass(frozen=True)
class SendRequest(Request[tuple[MessageOutcome, ...]]):
    """Send some messages, each once; `places` is the administrator's list, as it is now."""

    method = NotifierMethod.SEND
    messages: tuple[OutwardMessage, ...]
    places: tuple[AllowedPlace, ...]
