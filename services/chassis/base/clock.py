"""The one place that reads the clock; everything else gets the time as an argument."""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_wrong_by = [dt.timedelta()]


def now() -> dt.datetime:
    """The present moment, UTC."""
    return dt.datetime.now(dt.UTC) + _wrong_by[0]


def put_wrong(seconds: float) -> None:
    """Set this process's clock ahead, or behind with a negative number: a failpoint, for tests."""
    _wrong_by[0] = dt.timedelta(seconds=seconds)


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
