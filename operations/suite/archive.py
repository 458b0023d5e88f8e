"""How the archive of a running home stands, in one small file: what it holds, and why it holds no more."""

from __future__ import annotations

import datetime as dt
import errno
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True)
class ArchiveStanding:
    """Moments in milliseconds since 1970.

    upto     everything before it is in the archive; 0: nothing yet
    trouble  why nothing goes in; empty: it goes on
    since    since when there is that trouble
    """

    folder: str
    upto: int = 0
    trouble: str = ""
    since: int = 0


def path(home: Path) -> Path:
    """Where it is written."""
    return home / "run" / "recovery.json"


def write(home: Path, standing: ArchiveStanding) -> None:
    """Replace it, all of it at once; where the disk takes nothing, the last one stays and grows old."""
    fresh = path(home).with_suffix(".fresh")
    with suppress(OSError):
        fresh.write_bytes(orjson.dumps(asdict(standing)))
        fresh.replace(path(home))


def load(home: Path) -> ArchiveStanding | None:
    """The last one that was written; None where nothing was ever archived, or the file is torn."""
    with suppress(OSError, orjson.JSONDecodeError, TypeError):
        return ArchiveStanding(**orjson.loads(path(home).read_bytes()))
    return None


def words(milliseconds: int) -> str:
    """A moment as people give it to the command that recovers."""
    moment = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def cause(error: OSError) -> str:
    """A disk's fault in both languages."""
    kind = "the archive is full 归档目录已满" if error.errno in FULL else "the archive takes nothing 归档目录不可写"
    return f"{kind}: {error.strerror or error}"
