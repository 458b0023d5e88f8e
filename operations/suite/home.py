"""What is known of the suite of one home from outside: whether it runs, how to stop it, what it left behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import structlog

from operations.base import lock, processes
from operations.base.errors import OperatorError
from operations.suite import state

BROKER = "broker"
SERVICES_GRACE = 7.0
BROKER_GRACE = 2.5
"""Together under the ten seconds within which a suite stops. A broker killed after them has lost nothing that it had
confirmed."""
STOPPED_WITHIN = 15.0
LOOK_EVERY = 0.1

log = structlog.get_logger()


class NotStopped(OperatorError):
    """Process {0} has not stopped within {1:.0f} s."""


def lock_of(home: Path) -> Path:
    """The lock that a running suite holds."""
    return home / "run" / "up.lock"


def log_of(home: Path, name: str) -> Path:
    """Where a process writes what it has to say."""
    return home / "log" / f"{name}.log"


def running(home: Path) -> state.State | None:
    """The state of the suite that runs for this home now."""
    found = state.load(home)
    return found if found and lock.holder(lock_of(home)) == found.pid else None


def stop(home: Path) -> bool:
    """Stops the suite of this home and waits for it; says whether there was one. Raises NotStopped."""
    pid = lock.holder(lock_of(home))
    if pid is None:
        return bool(stop_leftovers(home))
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOPPED_WITHIN
    while lock.holder(lock_of(home)) == pid:
        if time.monotonic() >= until:
            raise NotStopped(pid, STOPPED_WITHIN)
        time.sleep(LOOK_EVERY)
    return True


def stop_leftovers(home: Path) -> list[str]:
    """Stops what a killed supervisor left behind, the broker last. Returns the names."""
    left = state.load(home)
    if not left:
        return []
    known = {name: one.pid for name, one in left.processes.items() if one.pid}
    last = {BROKER: known.pop(BROKER)} if BROKER in known else {}
    found = processes.stop_leftovers(known, home, SERVICES_GRACE) + processes.stop_leftovers(last, home, BROKER_GRACE)
    if found:
        log.warning("leftovers.stopped", names=found)
    state.forget(home)
    return found
