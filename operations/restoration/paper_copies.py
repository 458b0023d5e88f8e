"""Papers go into the archive as they come in: they never change, so each is copied once."""

from __future__ import annotations

import hashlib
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from operations.base.environment import Environment
from operations.papers import places
from operations.papers.places import BUCKET, Bucket, Folder, Paper, is_hash
from services.chassis.base import disk

CHUNK = 1024 * 1024
SETTLED_NS = 1_000_000_000
PRIVATE = 0o700
SKEW = 900.0
"""Seconds by which an S3 server's clock may differ from that of who signs: it refuses more."""


@dataclass
class PaperCopies:
    """Copies papers into an archive; where they come from is only read.

    rest    how many seconds it lets the place alone after it was looked at
    looked  each folder of papers, and when its names had last changed when it was copied whole
    """

    evidence: Path
    archive: Path
    rest: float = 0.0
    looked: dict[Path, int] = field(default_factory=dict)

    def is_there(self) -> bool:
        """Whether there is a folder yet: it is made for the first paper."""
        return self.evidence.is_dir()

    def keep(self) -> int:
        """Copy what has come in; how many. Raises OSError, also where there is no such folder."""
        return sum(self._keep_folder(one) for one in self.evidence.iterdir() if is_hash(one.name, 2))

    def _keep_folder(self, folder: Path) -> int:
        changed = folder.stat().st_mtime_ns
        if self.looked.get(folder) == changed:
            return 0
        target = self.archive / folder.name
        disk.make_folder(target, PRIVATE)
        there = {one.name for one in target.iterdir()}
        new = [one for one in folder.iterdir() if is_hash(one.name) and one.name not in there]
        for one in new:
            copy(one, target / one.name)
        # A clock ticks in milliseconds: what comes within the same tick changes no time.
        if time.time_ns() - changed > SETTLED_NS:
            self.looked[folder] = changed
        return len(new)


@dataclass
class BucketCopies:
    """Copies papers out of a bucket, which is listed each time: nothing else says what is new in it.

    there  what is in the archive
    rest   how many seconds it lets the bucket alone: as long as it took to look, without what was brought
    """

    bucket: Bucket
    archive: Folder
    there: set[str]
    rest: float = 0.0

    def is_there(self) -> bool:
        """A bucket is, or it is away."""
        return True

    def keep(self) -> int:
        """Copy what has come in; how many. One whose bytes are others is left for the next time. Raises OSError."""
        before, began, bringing = len(self.there), time.monotonic(), 0.0
        for paper, read in self.bucket.papers():
            if paper.sha256 not in self.there:
                bringing += self._bring(paper, read)
        # The first time all papers come: an archive that then rested as long would reach nothing for hours.
        self.rest = time.monotonic() - began - bringing
        return len(self.there) - before

    def _bring(self, paper: Paper, read: Callable[[], bytes]) -> float:
        """How many seconds it took; none where there was nothing to bring."""
        began = time.monotonic()
        body = read()
        if hashlib.sha256(body).hexdigest() != paper.sha256:
            return 0.0
        # Its time is of another clock, and of when it was last sent: of a moment it must never be missing, and one
        # that was handed in shortly after does no harm.
        self.archive.put(replace(paper, at=paper.at - SKEW), body)
        self.there.add(paper.sha256)
        return time.monotonic() - began


def copies(evidence: str, archive: Path, environment: Environment) -> PaperCopies | BucketCopies:
    """What copies papers from where they lie, a folder or s3://bucket/prefix. Raises WrongSetting, OSError."""
    if not evidence.startswith(BUCKET):
        return PaperCopies(Path(evidence.removeprefix("file://")), archive)
    target = Folder(archive)
    return BucketCopies(places.bucket(evidence, environment), target, target.names())


def copy(source: Path, target: Path) -> str:
    """Copy a paper, whole under its name or not at all; the hash of the bytes that were read. Raises OSError.

    With its time: a paper was handed in before any event that names it.
    """
    total, seen = hashlib.sha256(), source.stat()
    with source.open("rb") as read, disk.draft(target, stat.S_IMODE(seen.st_mode), seen.st_mtime) as written:
        while chunk := read.read(CHUNK):
            total.update(chunk)
            written.write(chunk)
    return total.hexdigest()
