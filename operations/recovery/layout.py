"""Where things lie in an archive, and whose they are.

    lives/<life>/life.json          whose life it is
    lives/<life>/databases/<name>/  what litestream wrote of one database
    lives/<life>/marks/<hour>.jsonl  which state of each database belongs to which second
    lives/<life>/files/<sha256>     keys and other small files, each state once; lists of them too
    papers/<ab>/<sha256>            papers of all lives

A home that was recovered goes on as another life: its databases count their transactions anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from operations.base.errors import OperatorError
from services.chassis.base import disk, ids

NOTE = "life.json"
IDENTITY = "training.db"
"""The database whose first epoch says which home it is: drawn once, and in every copy and every life of it."""
_FIRST_EPOCH = "SELECT id FROM epochs ORDER BY number LIMIT 1"
PRIVATE = 0o700
SECRET = 0o600


class OthersArchive(OperatorError):
    """{0} is the archive of another home. Name an empty folder in RECOVERY_FOLDER, or move this one aside.
    该目录存有另一套数据的归档，请改用空目录。
    """


class ArchiveAway(OperatorError):
    """What this home has archived in {0} is not there: mount it again. To begin another archive there, delete {1}.
    原归档不在该目录，请重新挂载。
    """


@dataclass(frozen=True)
class Life:
    """One life of a home in an archive.

    bureau  the home that lives, whatever its folder is called
    home    the folder in which it lived
    folder  where its archive was when it began
    began   in milliseconds since 1970
    """

    id: str
    bureau: str
    home: str
    folder: str
    began: int


@dataclass(frozen=True)
class Place:
    """One life's part of an archive."""

    folder: Path
    life: Life

    @property
    def root(self) -> Path:
        """All that is of this life alone."""
        return self.folder / "lives" / self.life.id

    @property
    def marks(self) -> Path:
        """A file for each hour."""
        return self.root / "marks"

    @property
    def files(self) -> Path:
        """Small files by the hash of their bytes."""
        return self.root / "files"

    def database(self, name: str) -> Path:
        """What litestream wrote of one database."""
        return self.root / "databases" / name


def paper(folder: Path, sha256: str) -> Path:
    """Where a paper lies, in an archive as in a home."""
    return folder / sha256[:2] / sha256


def places(folder: Path) -> list[Place]:
    """All lives in an archive, the oldest first."""
    found = (_life_in(one) for one in (folder / "lives").glob("*/life.json"))
    return [Place(folder, life) for life in sorted(filter(None, found), key=lambda one: one.began)]


def _life_in(file: Path) -> Life | None:
    """None where it was torn while it was written: nothing was archived under it then."""
    with suppress(orjson.JSONDecodeError, TypeError):
        return Life(**orjson.loads(file.read_bytes()))
    return None


def own_note(home: Path) -> Path:
    """Where a home keeps in which life it is."""
    return home / "recovery" / NOTE


def local(home: Path, life: Life) -> Path:
    """Where litestream keeps what it has not yet brought into the archive."""
    return home / "recovery" / life.id


def bureau_of(data: Path) -> str | None:
    """Which home these databases are; None before anything was prepared."""
    file = data / IDENTITY
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True)) as database:
        row = database.execute(_FIRST_EPOCH).fetchone()
        return str(row[0]) if row else None
    return None


def enter(folder: Path, home: Path, bureau: str, now: int) -> Place:
    """The part of the archive into which this home goes on writing. Raises OthersArchive, ArchiveAway, OSError."""
    earlier = places(folder)
    if any(one.life.bureau != bureau for one in earlier):
        raise OthersArchive(folder)
    own = _life_in(own_note(home)) if own_note(home).exists() else None
    for one in earlier:
        # A home that was copied brings its note along, and is not the one that writes there.
        if one.life == own and own.home == str(home):
            return one
    if own and (own.home, own.folder) == (str(home), str(folder)):
        raise ArchiveAway(folder, own_note(home))
    return _begin(folder, home, bureau, now)


def _begin(folder: Path, home: Path, bureau: str, now: int) -> Place:
    place = Place(folder, Life(ids.new_id(), bureau, str(home), str(folder), now))
    note = orjson.dumps(asdict(place.life))
    disk.make_folder(place.root, PRIVATE)
    disk.write(place.root / NOTE, note, SECRET)
    disk.make_folder(own_note(home).parent, PRIVATE)
    disk.write(own_note(home), note, SECRET)
    return place


def hours(place: Place) -> Iterator[Path]:
    """The files of marks, the oldest first."""
    yield from sorted(place.marks.glob("*.jsonl"))
