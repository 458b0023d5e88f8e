from __future__ import annotations

import pytest
import sqlalchemy as sa

from contracts.errors import Refused, Unreadable
from services.chassis.messaging.retry import Later, Outcome, RetryPolicy, outcome
from services.chassis.storage.damage import StorageDamaged

POLICY = RetryPolicy(delays=(1, 5))


@pytest.mark.parametrize(
    ("error", "attempt", "expected", "why"),
    [
        (sa.exc.OperationalError("x", None, Exception()), 0, Outcome.AGAIN, "the database is away: in place"),
        (sa.exc.OperationalError("x", None, Exception()), 99, Outcome.AGAIN, "however long it is away"),
        (StorageDamaged("x.db"), 99, Outcome.AGAIN, "it is damaged: no message is at fault"),
        (ConnectionError(), 0, Outcome.AGAIN, "the broker is away"),
        (Later(), 0, Outcome.RETRY, "what it needs may come"),
        (Later(), 1, Outcome.RETRY, "a second time"),
        (Later(), 2, Outcome.PARK, "every delay is spent"),
        (Unreadable(), 0, Outcome.PARK, "it will never be readable"),
        (Refused(), 0, Outcome.PARK, "a rule said no"),
        (KeyError("x"), 0, Outcome.PARK, "a bug of ours does not mend itself"),
        (sa.exc.IntegrityError("x", None, Exception()), 0, Outcome.PARK, "neither does a broken constraint"),
    ],
)
def test_every_error_has_one_outcome(error: Exception, attempt: int, expected: Outcome, why: str) -> None:
    assert outcome(error, attempt, POLICY) is expected, why


def test_the_last_delay_goes_on() -> None:
    assert [POLICY.delay(attempt) for attempt in range(4)] == [1, 5, 5, 5]


def test_a_letter_that_only_needs_its_owner_is_asked_about_again_soon() -> None:
    policy = RetryPolicy(delays=(1, 30, 300), question=30)
    assert [policy.question_delay(attempt) for attempt in range(4)] == [1, 30, 30, 30]
