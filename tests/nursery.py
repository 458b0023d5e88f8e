"""A process that has imported every service and forks one when it is asked: a fifth of the work of starting it anew.

The children run what `tests.runner` runs, each with the environment that it is given, a log and a session of its own.
They end when nobody asks any more.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterable
from typing import IO, Any

from tests import runner  # before what follows: it patches the modules

# isort: split
import gc
import importlib

from eventlet import hubs

from contracts import catalogue


def serve() -> dict[str, Any] | None:
    """Answer requests, each a line of JSON, until there are no more. Returns in each child what was asked of it."""
    children: set[int] = set()
    with _taken(0, "rb") as requests, _taken(1, "wb") as answers:
        for request in map(json.loads, requests):
            if "poll" in request:
                answer = _ended(request["poll"], children)
            elif answer := os.fork():
                children.add(answer)
            else:
                return dict(request)
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()
    _kill(children)
    return None


def become(environment: dict[str, str], log: str) -> None:
    """Keep nothing of the nursery but what was imported."""
    os.setsid()
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    hubs.use_hub()
    os.environ.clear()
    os.environ.update(environment)


def _taken(number: int, mode: str) -> IO[bytes]:
    """A stream of this process, for itself alone: whoever prints or reads by accident disturbs nobody."""
    stream = open(os.dup(number), mode)  # noqa: PTH123, SIM115 - no path, and closed by who took it
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, number)
    os.close(null)
    return stream


def _ended(pid: int, children: set[int]) -> int | None:
    """The exit code of a child, or of which signal it died, negative; None while it runs."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    if not ended:
        return None
    children.discard(pid)
    return os.waitstatus_to_exitcode(status)


def _kill(children: Iterable[int]) -> None:
    for pid in children:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    for name in catalogue.SUITE:
        importlib.import_module(f"services.{name}.service")
    gc.freeze()  # pages that no child's look for garbage writes to stay shared
    if asked := serve():
        become(asked["environment"], asked["log"])
        runner.run(asked["service"])
