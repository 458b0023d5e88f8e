"""Tears files as failing disks do: whole pages of one table or index, or the file's head."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from pathlib import Path

GARBAGE = b"\xff"


def tear(file: Path, name: str) -> None:
    """Overwrite the root page of a table or an index of a SQLite file that others read and write."""
    with contextlib.closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [name]).fetchone()
        _empty_log_and_lock(connection, file)
        overwrite(file, (root - 1) * size, size)
        # Another process that had read the page meanwhile would write it back from its cache: a commit voids those.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")


def _empty_log_and_lock(connection: sqlite3.Connection, file: Path) -> None:
    """Everything stands in the file itself, and nobody writes until this connection commits."""
    log = file.with_name(f"{file.name}-wal")
    while True:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("BEGIN IMMEDIATE")
        if log.stat().st_size == 0:
            return
        connection.execute("ROLLBACK")
        time.sleep(0.01)


def behead(file: Path) -> None:
    """Overwrite the first bytes, by which a file is known as a database."""
    with contextlib.closing(sqlite3.connect(file, timeout=30)) as connection:
        # Else the log may hold the first page, and the file's own would not be read.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    overwrite(file, 0, 16)


def overwrite(file: Path, at: int, length: int) -> None:
    """Put garbage in the place of some bytes."""
    with file.open("r+b") as writable:
        writable.seek(at)
        writable.write(GARBAGE * length)
