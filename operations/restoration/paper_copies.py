"""Papers go into the archive as they come in: they never change, so each is copied once."""

from __future__ import annotations

import hashlib
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from services.chassis.base import disk, ids

HEX = frozenset("0123456789abcdef")
LENGTH = 64
CHUNK = 1024 * 1024
SETTLED_NS = 1_000_000_000
PRIVATE = 0o700


@dataclass
class PaperCopies:
    """Copies papers into an archive; where they come from is only read.

    looked  each folder of papers, and when its names had last changed when it was copied whole
    """

    evidence: Path
    archive: Path
    looked: dict[Path, int] = field(default_factory=dict)

    def keep(self) -> int:
        """Copy what has come in; how many. Raises OSError, also where there is no such folder."""
        return sum(self._keep_folder(one) for one in self.evidence.iterdir() if _is_hex(one.name, 2))

    def _keep_folder(self, folder: Path) -> int:
        changed = folder.stat().st_mtime_ns
        if self.looked.get(folder) == changed:
            return 0
        target = self.archive / folder.name
        disk.make_folder(target, PRIVATE)
        there = {one.name for one in target.iterdir()}
        new = [one for one in folder.iterdir() if _is_hex(one.name, LENGTH) and one.name not in there]
        for one in new:
            copy(one, target / one.name)
        # A clock ticks in milliseconds: what comes within the same tick changes no time.
        if time.time_ns() - changed > SETTLED_NS:
            self.looked[folder] = changed
        return len(new)


def copy(source: Path, target: Path) -> str:
    """Copy a paper, whole under its name or not at all; the hash of the bytes that were read. Raises OSError."""
    total, draft = hashlib.sha256(), target.with_name(f"{target.name}.{ids.new_id()}")
    try:
        with source.open("rb") as read, draft.open("xb") as written:
            while chunk := read.read(CHUNK):
                total.update(chunk)
                written.write(chunk)
            written.flush()
            disk.sync(draft)
        # With its time: a paper was handed in before any event that names it.
        shutil.copystat(source, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    disk.sync(target.parent)
    return total.hexdigest()


def _is_hex(name: str, length: int) -> bool:
    return len(name) == length and HEX.issuperset(name)
