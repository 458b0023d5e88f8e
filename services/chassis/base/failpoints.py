"""Points at which a test may make a process fail; without a setting they do nothing."""

from __future__ import annotations

import os
import signal
import time

from services.chassis.base import clock, log

_log = log.get("failpoints")
CLOCK = "clock"
"""Is reached when it is armed: its action is the seconds by which this process's clock shall be wrong."""
SLEEP = "sleep"
"""The seconds are written behind it."""
_armed: dict[str, str] = {}


class Failed(Exception):
    """A failpoint was armed to raise."""


def arm(setting: str) -> None:
    """Arm the points in "relay.confirmed:kill9,journal.appended:raise,clock:-86400"."""
    _armed.clear()
    for pair in setting.split(","):
        point, named, action = pair.partition(":")
        if point == CLOCK:
            clock.put_wrong(float(action))
            _log.warning("failpoint.fired", point=point, action=action)
        elif named:
            _armed[point] = action


def reach(point: str) -> None:
    """Do what the point is armed with, once a process: kill9, stop, raise, or sleep20 (seconds). Raises Failed."""
    # Once: a process that starts again, or tries again, shall come through.
    action = _armed.pop(point, None) if _armed else None
    if action is None:
        return
    _log.warning("failpoint.fired", point=point, action=action)
    if action == "kill9":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "stop":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif action.startswith(SLEEP):
        time.sleep(float(action.removeprefix(SLEEP)))
    else:
        raise Failed(point)
