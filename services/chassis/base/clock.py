"""The one place that reads the clock, and the one that draws identities; everything else gets them as arguments."""

from __future__ import annotations

import datetime as dt
import secrets
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


def new_id() -> str:
    """A new identity that sorts by the time it was drawn (UUIDv7, RFC 9562): rows that come together lie together."""
    chance = secrets.randbits(74)
    since = time.time_ns() // 1_000_000
    value = since << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1
    return str(uuid.UUID(int=value))


def derive_id(origin: str) -> str:
    """The identity that follows from a text: the same each time it is asked for."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, origin))


def day_of(moment: dt.datetime) -> dt.date:
    """The business day of a moment: the date in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def pause(seconds: float) -> None:
    """Let time pass."""
    time.sleep(seconds)
