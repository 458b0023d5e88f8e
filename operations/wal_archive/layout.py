"""Where things lie in an archive, and up to which moment it reaches.

wal/            what `pg_receivewal` wrote, its unfinished segment included
bases/<moment>/ a base backup: `data`, and a description
papers/<ab>/<sha256>  each with the second at which it was handed in
keys/<moment>/  secrets and public keys, as they were from that moment on
reaches.json    up to when all of it can be brought back
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from operations.base.errors import OperatorError
from services.chassis.base import disk

SECRET = 0o600
PRIVATE = 0o700
STAMP = "%Y%m%dT%H%M%S.%fZ"


class NothingArchived(OperatorError):
    """{0} is no archive, or nothing in it can be restored yet. 该目录不是归档，或尚无可恢复的内容。"""


class OthersArchive(OperatorError):
    """Ages are mixed: {0} is of the database {1}, and {2} of {3}. 归档内容来自不同的数据库，拒绝恢复。"""


@dataclass(frozen=True)
class Reach:
    """Up to which moment everything is in the archive: of which database, and up to which place of its WAL."""

    system: int
    moment: str
    lsn: int

    @property
    def at(self) -> dt.datetime:
        """The moment itself."""
        return dt.datetime.fromisoformat(self.moment)


@dataclass(frozen=True)
class Archive:
    """One archive's folders."""

    root: Path

    @property
    def wal(self) -> Path:
        """Segments."""
        return self.root / "wal"

    @property
    def bases(self) -> Path:
        """Base backups."""
        return self.root / "bases"

    @property
    def papers(self) -> Path:
        """Papers by their hash."""
        return self.root / "papers"

    @property
    def keys(self) -> Path:
        """Versions of secrets and public keys."""
        return self.root / "keys"

    def begin(self) -> None:
        """Make the folders. Raises OSError."""
        for folder in (self.wal, self.bases, self.papers, self.keys):
            disk.make_folder(folder, PRIVATE)

    def reach(self) -> Reach | None:
        """Up to when everything can be brought back; None before the first time."""
        file = self.root / "reaches.json"
        return Reach(**orjson.loads(file.read_bytes())) if file.exists() else None

    def put_reach(self, reach: Reach) -> None:
        """Raises OSError."""
        disk.write(self.root / "reaches.json", orjson.dumps(asdict(reach)), SECRET)


def stamp(moment: dt.datetime) -> str:
    """A moment as a folder's name; names sort as moments do."""
    return moment.astimezone(dt.UTC).strftime(STAMP)


def moment_of(folder: Path) -> dt.datetime:
    """The moment that a folder is named by."""
    return dt.datetime.strptime(folder.name, STAMP).replace(tzinfo=dt.UTC)
