"""What a home has recorded, by register, and how much of it says of itself that it is synthetic."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from contracts import catalogue
from contracts.register import is_synthetic
from operations.base.errors import OperatorError

# The journals are asked, not the overview: they have whatever was recorded, heard of or not.
_COUNTS = (
    "SELECT register, count(*), sum(is_made_up(body)) FROM journal"
    " WHERE version = 1 AND register NOT LIKE '%.audit' GROUP BY register ORDER BY register"
)


class JournalUnreadable(OperatorError):
    """What {0} has recorded cannot be read: {1}. 无法读取。"""


@dataclass(frozen=True)
class Tally:
    """How many records of a register there are, and how many of them say in their first event that they are made up."""

    register: str
    records: int
    synthetic: int

    @property
    def real(self) -> int:
        """Those that do not say it: somebody may have meant them."""
        return self.records - self.synthetic


def databases(home: Path) -> list[Path]:
    """The journals of a home."""
    files = (home / "data" / f"{name}.db" for name in catalogue.PUBLISHERS)
    return [one for one in files if one.exists()]


def take(home: Path) -> list[Tally]:
    """Every register with records. Raises JournalUnreadable."""
    return list(_all(databases(home)))


def _all(files: Iterable[Path]) -> Iterator[Tally]:
    for file in files:
        try:
            # Not read-only: what a stopped service left in the log beside it would then not be seen.
            with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True)) as database:
                database.execute("PRAGMA query_only = 1")
                database.create_function("is_made_up", 1, is_synthetic, deterministic=True)
                for row in database.execute(_COUNTS):
                    yield Tally(*row)
        except sqlite3.Error as error:
            raise JournalUnreadable(file, error) from None


def title(register: str) -> str:
    """A register in both languages."""
    one = catalogue.REGISTERS.get(register)
    return f"{one.zh} {one.en}" if one else register
