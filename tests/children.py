"""Services as children of the nursery: what a test holds of each, to wait for it, to kill it, to freeze it."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
POLL_SECONDS = 0.02
_one_at_a_time = threading.Lock()


@dataclass
class Child:
    """A service as a child of the nursery; its use is that of `subprocess.Popen`."""

    pid: int
    returncode: int | None = field(default=None)

    def poll(self) -> int | None:
        """The exit code, or of which signal it died, negative; None while it runs."""
        if self.returncode is None:
            self.returncode = _ask({"poll": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code once it has ended. Raises subprocess.TimeoutExpired when it has not after so many seconds."""
        end = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            time.sleep(POLL_SECONDS)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to stop."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Stop it at once."""
        self.send_signal(signal.SIGKILL)


def start(service: str, environment: Mapping[str, str], log: Path) -> Child | subprocess.Popen[bytes]:
    """Start a service; what it says is added to the log.

    One with a broken promise is started anew: what is imported by then is not broken everywhere.
    """
    if environment.get("BROKEN"):
        command = [sys.executable, "-m", "tests.runner", service]
        with log.open("ab") as said:
            return subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True
            )
    return Child(_ask({"service": service, "environment": dict(environment), "log": str(log)}))


def _ask(request: dict[str, Any]) -> Any:
    with _one_at_a_time:
        requests, answers = _nursery()
        requests.write(json.dumps(request).encode() + b"\n")
        requests.flush()
        return json.loads(answers.readline())


@cache
def _nursery() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to a nursery that ends with this process."""
    command = [sys.executable, "-m", "tests.nursery"]
    nursery = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(nursery.communicate)
    assert nursery.stdin
    assert nursery.stdout
    return nursery.stdin, nursery.stdout
