"""What is known of the suite of one home from outside: whether it runs, how to stop it, what it left behind."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import structlog

from operations.base import lock, processes
from operations.base.errors import NotWritable, OperatorError
from operations.suite import state
from services.chassis.storage.store import FOLLOWED

BROKER, KEEPER = "broker", "keeper"
SERVICES_GRACE = 7.0
BROKER_GRACE = 2.5
"""Together under the ten seconds within which a suite stops. A broker killed after them has lost nothing that it had
confirmed."""
STOPPED_WITHIN = 15.0
LOOK_EVERY = 0.1

log = structlog.get_logger()


class NotStopped(OperatorError):
    """Process {0} has not stopped within {1:.0f} s."""


class BeginInterrupted(OperatorError):
    """What {0} holds was being put aside, and that was interrupted: ./campaign begin brings it to its end.
    清空未完成，请再次运行 begin。
    """


def lock_of(home: Path) -> Path:
    """The lock that a running suite holds."""
    return home / "run" / "up.lock"


def begin_note(home: Path) -> Path:
    """Where it is written that `begin` is putting aside what the home holds; gone when that is done."""
    return home / "run" / "begin.json"


def follow_logs(home: Path, *, followed: bool) -> None:
    """Have services leave their databases' logs to what archives them, or not. Raises NotWritable."""
    mark = home / "data" / FOLLOWED
    try:
        if followed:
            mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            mark.touch()
        else:
            mark.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritable(home, error.strerror) from None


def log_of(home: Path, name: str) -> Path:
    """Where a process writes what it has to say."""
    return home / "log" / f"{name}.log"


def logs(home: Path) -> list[Path]:
    """The logs that there are, by their names."""
    return sorted((home / "log").glob("*.log"))


def running(home: Path) -> state.State | None:
    """The state of the suite that runs for this home now."""
    current = state.load(home)
    return current if current and lock.holder(lock_of(home)) == current.pid else None


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
    last_state = state.load(home)
    if not last_state:
        return []
    services = {name: one.pid for name, one in last_state.processes.items() if one.pid}
    broker = {BROKER: services.pop(BROKER)} if BROKER in services else {}
    # The broker last: a service that is stopping still publishes and acknowledges.
    stopped = processes.stop_leftovers(services, home, SERVICES_GRACE) + processes.stop_leftovers(
        broker, home, BROKER_GRACE
    )
    if stopped:
        log.warning("leftovers.stopped", names=stopped)
    state.forget(home)
    return stopped
