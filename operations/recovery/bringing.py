"""One round: everything that happened until now is brought into the archive, then its mark is set.

Who hears of others goes first: a state of theirs then holds nothing that an owner's state of the same round lacks.
Papers go last, since a paper lies on the disk before anything names it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from operations.base.environment import Environment
from operations.recovery import layout, logs, marks, retention
from operations.recovery.layout import Place
from operations.recovery.marks import Mark
from operations.recovery.small_files import SmallFiles
from operations.recovery.stream import Stream
from operations.restoration import paper_copies
from operations.restoration.paper_copies import BucketCopies, PaperCopies
from services.chassis.base import disk

ORDER = ("gateway", "audit", "notifier", "outreach", "cases", "equipment", "training", "gateway-journal", "papers")
TIDIES_EVERY = 3600.0
LOCAL_EVERY = 30.0


def now() -> int:
    """This moment in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def databases_of(home: Path) -> list[Path]:
    """Every database of a home, in the order in which they are brought in."""
    return sorted((home / "data").glob("*.db"), key=lambda one: (_rank(one.stem), one.name))


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


@dataclass
class Bringing:
    """What is brought from one home into one archive, round after round."""

    home: Path
    folder: Path
    environment: Environment = field(default_factory=Environment.load)
    place: Place | None = None
    stream: Stream | None = None
    papers: PaperCopies | BucketCopies | None = None
    files: SmallFiles | None = None
    _tidied: float = field(default_factory=lambda: time.monotonic() - TIDIES_EVERY)
    _local_tidied: float = 0.0

    def round(self, *, is_end: bool = False) -> Mark | None:
        """Bring everything in; None while there is no home yet. Raises OSError, NotStreaming, OthersArchive."""
        since = now()
        if self.stream is None:
            # Nobody else does it meanwhile, and a log that only grows would fill the home's own disk.
            logs.shorten(databases_of(self.home))
        if self.place and not (self.place.root / layout.NOTE).exists():
            # A share that was unmounted leaves a folder behind, and litestream would go on in there.
            self.leave()
        place = self.place or self._enter()
        if place is None:
            return None
        stream = self._streaming(place)
        assert self.papers  # noqa: S101 -- made when the place was entered
        assert self.files  # noqa: S101
        # What is remembered of the audit log is read before it: remembered must never be more than there is.
        files = self.files.keep()
        counts = {one.name: stream.sync(one) for one in stream.databases}
        if self.papers.is_there():
            self.papers.keep()
        mark = Mark(since, now(), counts, files, is_end)
        marks.append(place, mark)
        self._tidy(place, counts)
        return mark

    def _enter(self) -> Place | None:
        bureau = layout.bureau_of(self.home / "data")
        if bureau is None:
            return None
        # A folder that is not there is away, a share that is not mounted: nothing of ours is made in its stead.
        if not self.folder.is_dir():
            raise FileNotFoundError(2, "it is not there 目录不存在", str(self.folder))
        disk.make_folder(self.folder / "papers", layout.PRIVATE)
        self.place = layout.enter(self.folder, self.home, bureau, now())
        retention.drop_other_lives(self.home, self.place.life)
        self.papers = self._paper_copies()
        self.files = SmallFiles(self.home, self.place)
        return self.place

    def rest(self) -> float:
        """How many seconds at least pass until the next round: a bucket has as long for others as a listing took."""
        return self.papers.rest if self.papers else 0.0

    def _paper_copies(self) -> PaperCopies | BucketCopies:
        where = self.environment.inherited.get("EVIDENCE_URL", "")
        return paper_copies.copies(where or str(self.home / "evidence"), self.folder / "papers", self.environment)

    def _streaming(self, place: Place) -> Stream:
        """Litestream over all databases that there are by now. Raises OSError."""
        databases = databases_of(self.home)
        if self.stream and (self.stream.databases != databases or not self.stream.is_running):
            self.stop()
        if self.stream is None:
            retention.drop_local(self.home, place.life)
            logs.empty(databases)
            self.stream = Stream(self.home, place, databases)
            self.stream.wait()
        return self.stream

    def stop(self) -> None:
        """Stop litestream."""
        if self.stream:
            self.stream.stop()
            self.stream = None

    def leave(self) -> None:
        """Let go of the folder: what waits for it would fill the home's own disk. Coming back, all is copied anew."""
        self.stop()
        if self.place:
            retention.drop_local(self.home, self.place.life)
        self.place = None

    def _tidy(self, place: Place, counts: dict[str, int]) -> None:
        if time.monotonic() - self._local_tidied > LOCAL_EVERY:
            self._local_tidied = time.monotonic()
            retention.drop_brought(self.home, place.life, counts)
        if time.monotonic() - self._tidied > TIDIES_EVERY:
            self._tidied = time.monotonic()
            retention.drop_old(place, now() - retention.KEPT)
