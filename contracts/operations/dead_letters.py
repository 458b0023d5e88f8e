"""What the gateway asks of a service about the messages that it could not handle, and what is answered.

Names are the wire's, as in `contracts.rpc`; since protocol 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.rpc import ProblemReply, Request
from contracts.wire import JsonObject, Message

REPLAY, DISCARD = "replay", "discard"
ACTS = (REPLAY, DISCARD)
"""What may become of a dead letter: it is sent back to the inbox, or thrown away."""


class DeadLetterMethod(StrEnum):
    """The methods that every service with an inbox answers."""

    DEAD_LETTERS = "dead_letters"
    DEAD_LETTER = "dead_letter"
    SETTLE_DEAD_LETTER = "settle_dead_letter"


@dataclass(frozen=True)
class LetterRow(Message):
    """A dead letter in a list.

    id         the event's; of a message that came without one, a name made of its bytes
    type       the event's type; of what cannot be read, the routing key
    reason     the slug of why it is here
    error      the text of the error with which it failed
    parked_at  RFC 3339; empty where nobody said it
    attempt    how often it had been tried before
    """

    id: str
    type: str
    reason: str
    error: str = ""
    parked_at: str = ""
    attempt: int = 0


@dataclass(frozen=True)
class LetterPage(Message):
    """The first of a service's dead letters, and how many rest there in all."""

    total: int
    rows: tuple[LetterRow, ...] = ()


@dataclass(frozen=True)
class WholeLetter(Message):
    """A dead letter whole: its headers as text, its bytes as base64."""

    row: LetterRow
    content_type: str
    headers: JsonObject
    body: str


@dataclass(frozen=True)
class SettlementReply(Message):
    """How many messages were sent back or thrown away; an event may have been parked more than once."""

    count: int


@dataclass(frozen=True)
class LettersRequest(Request[LetterPage | ProblemReply]):
    """The first dead letters, `most` of them at most."""

    method = DeadLetterMethod.DEAD_LETTERS
    most: int


@dataclass(frozen=True)
class LetterRequest(Request[WholeLetter | ProblemReply]):
    """One dead letter by its id, or the problem that there is none."""

    method = DeadLetterMethod.DEAD_LETTER
    id: str


@dataclass(frozen=True)
class SettleLetterRequest(Request[SettlementReply | ProblemReply]):
    """What becomes of a dead letter, as somebody has decided; `act` is one of ACTS."""

    method = DeadLetterMethod.SETTLE_DEAD_LETTER
    act: str
    id: str
    by: str
