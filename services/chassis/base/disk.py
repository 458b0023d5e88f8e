"""Files that outlast a power cut: nothing that is acknowledged may stand in the page cache alone.

A file's bytes and the entry that gives it its name are two things, each written to the disk when it is asked for
(fsync(2)): the file is synced before it gets its name, the folder after, and the folders above where they are new.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from services.chassis.base import ids

READABLE = 0o644


def sync(path: Path) -> None:
    """Wait until the disk has a file's bytes, or a folder's entries."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """A folder that the disk has, with those above it that were missing."""
    if path.is_dir():
        return
    make_folder(path.parent, mode)
    path.mkdir(mode, exist_ok=True)
    sync(path.parent)


def write(path: Path, body: bytes, mode: int = READABLE, at: float | None = None) -> None:
    """A file that the disk has, whole under its name or not at all; see `draft`."""
    with draft(path, mode, at) as file:
        file.write(body)


@contextmanager
def draft(path: Path, mode: int = READABLE, at: float | None = None) -> Iterator[BinaryIO]:
    """A file to be filled: in the end the disk has it, whole under its name or not at all.

    What stood there is replaced. Its time is `at`, in seconds since 1970, before it has its name, or else that of now.
    """
    beside = path.with_name(f"{path.name}.{ids.new_id()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            yield file
            file.flush()
            if at is not None:
                os.utime(file.fileno(), (at, at))
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)  # on a full disk half a file would take the room that is missing
        raise
    sync(path.parent)
