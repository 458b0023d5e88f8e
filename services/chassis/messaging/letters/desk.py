"""A service's own dead letters, as the service itself shows and settles them for who may ask."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pika
from pika.exceptions import AMQPError, NackError, UnroutableError

from contracts.errors import Unavailable, Unknown
from contracts.operations.dead_letters import DISCARD, REPLAY, LetterPage, LetterRow, SettlementReply, WholeLetter
from services.chassis.messaging import topology
from services.chassis.messaging.letters.letter import DeadLetter
from services.chassis.messaging.letters.session import QueueSession

MOST_LOOKED_THROUGH = 10_000
"""In how many dead letters one is looked for: each is fetched from the broker and goes back."""


class InboxRefuses(Unavailable):
    """The inbox takes no messages now; the message stays parked, try again later."""

    slug, zh = "inbox-refuses", "收件队列暂不接收，消息仍在停放，请稍后重试"


@dataclass(frozen=True)
class LetterDesk:
    """Looks through the dead letters of one service at the broker at `uri`. Each method raises Unavailable."""

    uri: str
    name: str

    def page(self, most: int) -> LetterPage:
        """The first dead letters."""
        with self._session() as session:
            return LetterPage(session.count(), tuple(map(_row, islice(session, most))))

    def letter(self, id_: str) -> WholeLetter:
        """One whole. Raises Unknown."""
        with self._session() as session:
            return _whole(next(self._named(session, id_)))

    def settle(self, act: str, id_: str, by: str) -> SettlementReply:
        """Send it back, or throw it away, wherever an event is parked more than once. Raises Unknown, InboxRefuses."""
        deed = _DEEDS[act]
        with self._session() as session:
            return SettlementReply(sum(deed(session, one, by) for one in self._named(session, id_)))

    def _named(self, session: QueueSession, id_: str) -> Iterator[DeadLetter]:
        """Those of an id, one at least. Raises Unknown."""
        found = False
        for one in islice(session, MOST_LOOKED_THROUGH):
            if one.id == id_:
                found = True
                yield one
        if not found:
            raise Unknown(id_)

    @contextmanager
    def _session(self) -> Iterator[QueueSession]:
        try:
            with (
                pika.BlockingConnection(topology.parameters(self.uri)) as connection,
                # By the service's own exchange: it has no right to the default one, which reaches every queue.
                QueueSession(connection, self.name, topology.aside_exchange(self.name)) as session,
            ):
                yield session
        except (UnroutableError, NackError):
            raise InboxRefuses(self.name) from None
        except (AMQPError, OSError) as error:
            raise Unavailable(self.name, type(error).__name__) from None


def _send_back(session: QueueSession, parked: DeadLetter, by: str) -> int:
    session.replay(parked, by)
    return 1


def _throw_away(session: QueueSession, parked: DeadLetter, _by: str) -> int:
    session.settle(parked)
    return 1


_DEEDS: dict[str, Callable[[QueueSession, DeadLetter, str], int]] = {REPLAY: _send_back, DISCARD: _throw_away}


def _row(parked: DeadLetter) -> LetterRow:
    attempt: Any = parked.headers.get("x-attempt", 0)
    return LetterRow(
        parked.id,
        parked.type,
        parked.reason,
        parked.error,
        parked.parked_at,
        attempt if isinstance(attempt, int) else 0,
    )


def _whole(parked: DeadLetter) -> WholeLetter:
    headers = {name: str(value) for name, value in sorted(parked.headers.items())}
    body = base64.b64encode(parked.body).decode()
    return WholeLetter(_row(parked), str(parked.properties.content_type or ""), headers, body)
