"""What becomes of a message that could not be handled: a closed set of outcomes, chosen by one pure function."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import sqlalchemy as sa

from services.chassis.storage.damage import StorageDamaged


class Later(Exception):
    """What this event needs is not there yet; it is tried again after a delay."""


class Outcome(enum.Enum):
    """AGAIN: the same batch in place, the database is away or damaged.

    RETRY: after a delay; PARK: a dead letter, for a person.
    """

    AGAIN = "again"
    RETRY = "retry"
    PARK = "park"


@dataclass(frozen=True)
class RetryPolicy:
    """The delays in seconds, one for each attempt, and the pause while the database is away.

    question: the longest delay of a letter whose owner cannot be asked. It costs a question, and the owner is back as
    soon as somebody starts it.
    """

    delays: tuple[int, ...] = (1, 5, 30, 300)
    question: int = 30
    pause: float = 0.5

    def delay(self, attempt: int) -> int:
        """How long an attempt waits."""
        return self.delays[min(attempt, len(self.delays) - 1)]

    def question_delay(self, attempt: int) -> int:
        """How long an attempt waits that only needs its owner to be there."""
        return min(self.delay(attempt), self.question)


POLICY = RetryPolicy()
AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, ConnectionError, TimeoutError)


def outcome(error: Exception, attempt: int, policy: RetryPolicy = POLICY) -> Outcome:
    """What becomes of a message whose handling raised `error` at its `attempt`, counted from 0."""
    # No message is at fault when the database is away or damaged: counting attempts would set all of them aside.
    if isinstance(error, (*AWAY, StorageDamaged)):
        return Outcome.AGAIN
    # Only what may come right by itself is delayed; a bug or a refusal is the same the next time.
    if isinstance(error, Later) and attempt < len(policy.delays):
        return Outcome.RETRY
    return Outcome.PARK
