"""Papers and keys beside the database: papers once, each with its second; keys once for each state that they had."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

from operations.papers.places import is_hash
from operations.wal_archive.layout import PRIVATE, Archive, moment_of, stamp
from services.chassis.base import disk

SECRETS, PUBLIC = "secrets", "verifying-keys"


def copy_keys(archive: Archive, secrets: Path, public: Path, at: dt.datetime) -> None:
    """Keep the keys, unless they are as they were. Raises OSError."""
    now = {SECRETS: _contents(secrets), PUBLIC: _contents(public)}
    last = sorted(archive.keys.glob("*Z"))[-1:]
    if last and now == {name: _contents(last[0] / name) for name in now}:
        return
    draft = archive.keys / ".unfinished"
    shutil.rmtree(draft, ignore_errors=True)
    for folder, files in now.items():
        disk.make_folder(draft / folder, PRIVATE)
        for name, body in files.items():
            disk.write(draft / folder / name, body, 0o600)
    draft.rename(archive.keys / stamp(at))
    disk.sync(archive.keys)


def _contents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def keys_at(archive: Archive, moment: dt.datetime) -> Path | None:
    """The keys as they were; the earliest where nothing was archived yet."""
    versions = sorted(archive.keys.glob("*Z"))
    return max((one for one in versions if moment_of(one) <= moment), default=versions[0] if versions else None)


def papers_at(folder: Path, moment: dt.datetime) -> Iterator[Path]:
    """What had been handed in by then."""
    for file in sorted(folder.glob("*/*")):
        if is_hash(file.name) and file.stat().st_mtime <= moment.timestamp():
            yield file
