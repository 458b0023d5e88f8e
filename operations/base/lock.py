"""One at a time: a lock file that ends with the process that holds it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from operations.base.errors import NotWritable, OperatorError

LOOK_EVERY = 0.05
PATIENCE = 0.2
"""Seconds: as long as a glance of `holder` may take the lock away from its taker."""
WIDTH = 20


class Held(OperatorError):
    """{0} is in use by process {1}."""


def take(path: Path, wait: float = PATIENCE) -> int:
    """The lock's file descriptor; whoever inherits it holds the lock too.

    Raises Held after `wait` seconds, NotWritable.
    """
    descriptor = _open(path)
    until = time.monotonic() + wait
    while not _try_lock(descriptor):
        if time.monotonic() >= until:
            os.close(descriptor)
            raise Held(path.parent.parent, holder(path))
        time.sleep(LOOK_EVERY)
    try:
        sign(descriptor, os.getpid())
    except OSError as error:
        os.close(descriptor)
        raise NotWritable(path.parent.parent, error.strerror) from None
    return descriptor


def _open(path: Path) -> int:
    """The lock's file. Raises NotWritable, before anything else is tried in a place where nothing can be written."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise NotWritable(path.parent.parent, error.strerror) from None


def sign(descriptor: int, pid: int) -> None:
    """Writes into the lock who holds it."""
    os.pwrite(descriptor, f"{pid:<{WIDTH}}".encode(), 0)


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Holds the lock for a while. Raises Held, NotWritable."""
    descriptor = take(path)
    try:
        yield
    finally:
        os.close(descriptor)


def holder(path: Path) -> int | None:
    """The process that holds this lock; None when it is free."""
    try:
        descriptor = os.open(path, os.O_RDONLY)  # enough for a lock, and possible where nothing can be written
    except FileNotFoundError:
        return None
    try:
        return None if _try_lock(descriptor) else _signature(descriptor)
    finally:
        os.close(descriptor)


def _signature(descriptor: int) -> int:
    while not (text := os.pread(descriptor, WIDTH, 0)):
        time.sleep(LOOK_EVERY)  # taken, and signed in a moment
    return int(text)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
