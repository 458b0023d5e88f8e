"""SQLite's logs while nobody follows them: services leave them alone, so the keeper moves them into the files."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from operations.recovery.stream import NotStreaming

LONG = 16 * 1024 * 1024
TRIES, PAUSE, WITHIN = 10, 0.5, 5.0


def shorten(databases: Sequence[Path]) -> None:
    """Move long logs into their files, as far as readers let it."""
    for one in databases:
        log = one.with_name(f"{one.name}-wal")
        if log.exists() and log.stat().st_size > LONG:
            with suppress(sqlite3.Error):
                _move(one)


def empty(databases: Sequence[Path]) -> None:
    """Have every log begin anew, so that who follows them now begins with the whole file. Raises NotStreaming.

    A log of which somebody copied a part, and which began anew unseen since, would be taken for the rest of that part.
    """
    for one in databases:
        for _ in range(TRIES):
            with suppress(sqlite3.Error):
                if _move(one):
                    break
            time.sleep(PAUSE)
        else:
            raise NotStreaming(f"{one.name}: readers hold its log 数据库日志仍在使用")


def _move(database: Path) -> bool:
    """Whether all of a log is in its file, and the log empty."""
    with closing(sqlite3.connect(database, timeout=WITHIN)) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
