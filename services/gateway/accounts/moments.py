"""How accounts write moments: ISO 8601 in UTC, so that text sorts as time does."""

from __future__ import annotations

import datetime as dt
import hashlib

from services.chassis.base import clock


def stamp(moment: dt.datetime) -> str:
    """A moment as text."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def now() -> str:
    """The present moment as text."""
    return stamp(clock.now())


def precise() -> str:
    """The same to the microsecond, for what takes turns."""
    return clock.now().astimezone(dt.UTC).isoformat(timespec="microseconds")


def later(**period: float) -> str:
    """The present moment and a period, `hours=12`, as text."""
    return stamp(clock.now() + dt.timedelta(**period))


def digest(secret: str) -> str:
    """What is kept of a secret of 256 bits: whoever reads the database cannot use it."""
    return hashlib.sha256(secret.encode()).hexdigest()
