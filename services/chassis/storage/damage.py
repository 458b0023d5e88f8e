"""What shows that a database is damaged, in one place: it is neither away nor any message's fault.

Once damage was met nothing more is written by this process: what stands on a torn page could be torn further. Reading
is tried on, for what can still be read can still be copied. It stands until the process is started again.
"""

from __future__ import annotations

import sqlite3
import threading

import sqlalchemy as sa

from contracts.errors import Unavailable
from services.chassis.base import clock, log, metrics

_log = log.get("storage")
MOST_FAULTS = 20
"""So many are told; who has so many needs no more."""
LONGEST = 300
_SQLITE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY = 0xFF
"""The part of an SQLite code that says the kind; the rest says more of it."""
_SAYINGS = ("no such table: ", "no such column: ", "Could not decode to UTF-8 column ")
"""What SQLite and Python's driver say of a missing table or column and of bytes that are no text: none has a code."""
_POSTGRES = frozenset({"XX001", "XX002", "42P01", "42703", "58P01"})
"""data_corrupted, index_corrupted, undefined_table, undefined_column, undefined_file (appendix A of its manual)."""


class StorageDamaged(Unavailable):
    """The storage of this service is damaged; what was acknowledged is kept, nothing is written until it is mended."""

    slug, zh = "storage-damaged", "该服务的存储已损坏；已确认的数据保留，修复之前不再写入"


def is_damage(error: BaseException) -> bool:
    """Whether a database's error says that its files, tables or indexes are not what they should be."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None) or 0
        return code & _PRIMARY in _SQLITE or str(cause).startswith(_SAYINGS)
    return getattr(cause, "pgcode", None) in _POSTGRES


class Damage:
    """What was found damaged in one database."""

    def __init__(self, database: str) -> None:
        """`database` is its file's name, or PostgreSQL's."""
        self._database = database
        self._faults: dict[str, str] = {}
        self.noted = threading.Event()
        """Set when damage is met, for whoever looks where it lies."""

    def report(self) -> tuple[str, ...]:
        """The faults, each with where it lies; empty: none was met."""
        return tuple(self._faults)

    def note(self, what: str) -> None:
        """One more fault; the same is noted once."""
        fault = f"{self._database}: {' '.join(what.split())[:LONGEST]}"
        if fault in self._faults or len(self._faults) >= MOST_FAULTS:
            return
        self._faults[fault] = clock.now().isoformat()
        metrics.count_storage_fault()
        _log.error("storage.damaged", fault=fault)
        self.noted.set()

    def meet(self, error: BaseException) -> None:
        """Note an error that says so. Raises StorageDamaged in its stead."""
        if is_damage(error):
            self.note(_message(error))
            raise StorageDamaged(self._database) from error

    def refuse(self) -> None:
        """Let nothing be written to what is damaged. Raises StorageDamaged."""
        if self._faults:
            raise StorageDamaged(self._database)


def _message(error: BaseException) -> str:
    """What the database says, without the values that a driver may quote: they may be personal data."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return str(cause).partition(" with text ")[0]
