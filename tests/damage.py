"""Tears files as failing disks do: whole pages of one table or index, or the file's head."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

GARBAGE = b"\xff"


def tear(file: Path, name: str) -> None:
    """Overwrite the root page of a table or an index of a SQLite file, wherever it was written before."""
    with contextlib.closing(sqlite3.connect(file, timeout=30)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [name]).fetchone()
        # The connection is still open: were it the last, closing it would write its own pages back.
        overwrite(file, (root - 1) * size, size)


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
