"""Whether restored databases are of one moment: nobody may have heard of an owner what that owner has not recorded.

Who hears keeps the newest batch that each owner has signed (`witnesses`): it is looked up in that owner's journal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from contracts import catalogue

_WITNESSES = "SELECT owner, epoch, last, head FROM witnesses"
_CHAIN = "SELECT s.chain, b.epoch FROM sealed s JOIN seals b ON b.first = s.first WHERE s.sequence = ?"


@dataclass(frozen=True)
class Contradiction:
    """One database knows of another what that one does not hold.

    is_later  it is only later: an earlier state of it may agree
    """

    hearer: str
    owner: str
    sequence: int
    is_later: bool

    def __str__(self) -> str:
        """In words."""
        how = "has not come to yet" if self.is_later else "recorded otherwise"
        return f"{self.hearer} has heard of {self.owner} up to {self.sequence}, which {self.owner} {how}"


def contradictions(data: Path) -> list[Contradiction]:
    """All of them, of restored databases that nobody has opened yet."""
    return [one for file in sorted(data.glob("*.db")) for one in _of(data, file)]


def journal_of(data: Path, owner: str) -> Path:
    """The database in which a service's journal lies."""
    return data / ("gateway-journal.db" if owner == catalogue.GATEWAY else f"{owner}.db")


def has(database: Path, table: str) -> bool:
    """Whether there is such a database, far enough to have a table: a home is made one database after another."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def _of(data: Path, file: Path) -> Iterator[Contradiction]:
    if not has(file, "witnesses"):
        return
    with closing(sqlite3.connect(file)) as database:
        heard = database.execute(_WITNESSES).fetchall()
    for owner, epoch, last, head in heard:
        agrees = _agrees(journal_of(data, owner), epoch, last, head)
        if not agrees:
            yield Contradiction(file.stem, owner, last, is_later=agrees is None)


def _agrees(journal: Path, epoch: str, at: int, head: bytes) -> bool | None:
    """Whether a journal holds what it signed; None: it has not come to it."""
    if not has(journal, "sealed"):
        return None
    with closing(sqlite3.connect(journal)) as opened:
        row = opened.execute(_CHAIN, (at,)).fetchone()
        epochs = [one[0] for one in opened.execute("SELECT id FROM epochs ORDER BY number")]
    if epoch not in epochs:
        return None
    # What it had given in an epoch before, and lacks, was noticed then: that is why there is another.
    if epoch != epochs[-1]:
        return True
    return None if row is None else row == (head, epoch)
