"""The one place that reads the clock; everything else gets the time as an argument."""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """The present moment, UTC."""
    return dt.datetime.now(dt.UTC)


def ticks() -> float:
    """Seconds on a clock that never goes back, for durations and deadlines."""
    return time.monotonic()


def day_of(moment: dt.datetime) -> dt.date:
    """The business day of a moment: the date in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def pause(seconds: float) -> None:
    """Let time pass."""
    time.sleep(seconds)


def processor_seconds() -> float:
    """Seconds of processor that this process has used."""
    return time.process_time()
