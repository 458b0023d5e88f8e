"""What who cannot sign in is told: the numbers in it are those by which accounts are kept."""

from __future__ import annotations

from collections.abc import Mapping

from services.gateway.accounts.links import GOOD_FOR_DAYS
from services.gateway.accounts.recoveries import GOOD_FOR_HOURS
from services.gateway.accounts.sign_in import FIRST_LOCK, FREE_TRIES, LONGEST_LOCK

MINUTE = 60
TERMS: Mapping[str, object] = {
    "days": GOOD_FOR_DAYS,
    "hours": GOOD_FOR_HOURS,
    "tries": FREE_TRIES,
    "first": FIRST_LOCK.seconds // MINUTE,
    "longest": LONGEST_LOCK.seconds // MINUTE,
}
"""What stands in the phrases: for how long a link and a recovery are good, when an account is locked, for how long."""
