"""Which base backup, WAL, papers and keys make up a moment; what is not of one age is refused by name."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from operations.base.errors import OperatorError
from operations.papers.places import is_hash
from operations.wal_archive import bases, copies, segments
from operations.wal_archive.bases import Base
from operations.wal_archive.layout import Archive, NothingArchived, OthersArchive


class OutOfReach(OperatorError):
    """{0} cannot be restored: the archive reaches from {1} to {2}. 该时刻不在归档范围内。"""


@dataclass(frozen=True)
class Chosen:
    """All that one moment is restored from."""

    archive: Archive
    base: Base
    moment: dt.datetime
    wal: tuple[Path, ...]
    keys: Path


def choose(archive: Archive, moment: dt.datetime | None) -> Chosen:
    """What a moment, or the newest one, is restored from.

    Raises NothingArchived, OutOfReach, OthersArchive, MissingWal, MisplacedWal.
    """
    reach, known = archive.reach(), bases.find_all(archive)
    if reach is None or not known:
        raise NothingArchived(archive.root)
    wanted = moment or reach.at
    base = max((one for one in known if one.at <= wanted), key=lambda one: one.at, default=None)
    keys = copies.keys_at(archive, wanted)
    if base is None or wanted > reach.at or keys is None:
        raise OutOfReach(wanted.isoformat(), known[0].at.isoformat(), reach.moment)
    for what, system in ((base.data, bases.system_of(base.data)), ("reaches.json", reach.system)):
        if system != base.system:
            raise OthersArchive(base.folder, base.system, what, system)
    wal = tuple(segments.find_needed(archive.wal, base.first, reach.lsn, base.system))
    return Chosen(archive, base, wanted, wal, keys)


def spoilt_papers(folder: Path) -> Iterator[str]:
    """Papers whose bytes are not those that they are named by."""
    for file in sorted(folder.glob("*/*")):
        if not is_hash(file.name):
            continue
        with file.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != file.name:
                yield file.name
