"""Whether there is room to write: looked up on this machine's disks, and learnt from what a database refuses; and how
much of it a database takes.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc

from contracts.errors import InsufficientStorage
from services.chassis.base import clock
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.store import Store

MIB = 1 << 20
LOOK = 60.0
"""Seconds between two looks at how much a database takes: a large one on PostgreSQL takes its time to say."""
FULL_BELOW = 32 * MIB
"""Less than the longest paper and what the databases need beside it."""
LOW_BELOW, LOW_SHARE, LOW_AT_MOST = 64 * MIB, 0.05, 1024 * MIB
"""Low is less than 64 MiB or a twentieth of the disk; of a large one, less than a GiB."""


class Room(StrEnum):
    """How a disk stands, the worst last: LOW is only told, with FULL and UNWRITABLE no service is ready.

    A database on another machine is FULL or UNWRITABLE for a minute after it has refused to write.
    """

    OK = "ok"
    LOW = "low"
    FULL = "full"
    UNWRITABLE = "unwritable"

    @property
    def suffices(self) -> bool:
        """Whether commands and papers can be taken."""
        return self in (Room.OK, Room.LOW)


def look(store: Store, folders: Iterable[Path] = ()) -> Room:
    """How the worst of a service's disks stands: its database's, and those of folders that it writes to."""
    places = [*folders, Path(store.url.database).parent] if store.is_sqlite and store.url.database else [*folders]
    return worst(_refused(store), *map(_on_disk, places))


def worst(*rooms: Room) -> Room:
    """The one that keeps a service from being ready, if any does."""
    return max(rooms, key=list(Room).index)


def _refused(store: Store) -> Room:
    problem = store.refusal()
    if problem is None:
        return Room.OK
    return Room.FULL if isinstance(problem, InsufficientStorage) else Room.UNWRITABLE


def _on_disk(folder: Path) -> Room:
    try:
        found = os.statvfs(folder)
        _touch(folder)
    except FileNotFoundError:
        return _on_disk(folder.parent)  # it is made when the first file comes
    except OSError as error:
        return Room.FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else Room.UNWRITABLE
    return _by_bytes(found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize)


def _touch(folder: Path) -> None:
    """A disk on which the kernel has met an error says nothing of that before something is written. Raises OSError."""
    with suppress(PermissionError):  # somebody else's folder
        os.utime(folder)


def _by_bytes(free: int, size: int) -> Room:
    if free < FULL_BELOW:
        return Room.FULL
    return Room.LOW if free < max(LOW_BELOW, min(size * LOW_SHARE, LOW_AT_MOST)) else Room.OK


@dataclass
class Occupancy:
    """Knows how many bytes a database took when it was last looked at."""

    store: Store
    _bytes: int = 0
    _looked: float = field(default=float("-inf"))

    def size(self) -> int:
        """Bytes; 0 while it has never said."""
        if clock.ticks() - self._looked >= LOOK:
            self._looked = clock.ticks()
            with suppress(exc.DBAPIError, OSError, StorageDamaged):  # what it was is told on
                self._bytes = self._files() if self.store.is_sqlite else self._database()
        return self._bytes

    def _files(self) -> int:
        """The file and what SQLite keeps beside it."""
        file = Path(self.store.url.database or "")
        return sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*")) if self.store.url.database else 0

    def _database(self) -> int:
        with self.store.begin_read() as tx:
            return int(tx.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0)
