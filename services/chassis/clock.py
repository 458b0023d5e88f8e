"""The one place that reads the clock, and the one that draws identities; everything else gets them as arguments."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """The present moment, UTC."""
    return dt.datetime.now(dt.UTC)


def ticks() -> float:
    """Seconds on a clock that never goes back, for durations and deadlines."""
    return time.monotonic()


def drawn() -> str:
    """A new identity."""
    return str(uuid.uuid4())


def derived(origin: str, number: int) -> str:
    """The identity that follows from another: the same each time it is asked for."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{origin}:{number}"))


def day_of(moment: dt.datetime) -> dt.date:
    """The business day of a moment: the date in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def pause(seconds: float) -> None:
    """Let time pass."""
    time.sleep(seconds)
