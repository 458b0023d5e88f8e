"""`up --detach`: the same command in a session of its own, waited for until it is ready."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence

from operations.base.environment import PYTHON, ROOT, Environment
from operations.base.errors import OperatorError
from operations.suite import home, state

UP = (PYTHON, "-m", "operations", "up")
LOOK_EVERY = 0.1


class NotStarted(OperatorError):
    """It did not start. 未能启动。{0}"""


def start(environment: Environment, command: Sequence[str] = UP) -> str:
    """Starts the suite in the background; what it said until it was ready. Raises NotStarted."""
    started = _start(environment, command)
    while not _ready(environment, started.pid):
        if started.poll() is not None:
            raise NotStarted(f"\n{_log_text(environment)}")
        time.sleep(LOOK_EVERY)
    return _log_text(environment)


def _start(environment: Environment, command: Sequence[str]) -> subprocess.Popen[bytes]:
    log = home.log_of(environment.home, "up")
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("wb") as out:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(environment.inherited),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _ready(environment: Environment, pid: int) -> bool:
    current = state.load(environment.home)
    return bool(current and current.pid == pid and current.ready)


def _log_text(environment: Environment) -> str:
    return home.log_of(environment.home, "up").read_text(encoding="utf-8").strip()
