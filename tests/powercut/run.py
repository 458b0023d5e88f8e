"""One load on a recorded disk, and many cuts of it: after each, everything acknowledged before must be there."""

from __future__ import annotations

import hashlib
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.powercut.databases import DATABASES, Contents
from tests.powercut.device import RecordedDisk, mount_image, recorded_disk
from tests.powercut.images import Images
from tests.powercut.load import Acknowledgement, Load
from tests.suite import Suite, until

MEGABYTES = 768
AT_AN_ANSWER = 0.5
"""Of the cuts, how many fall on the moment of an answer: there most is owed that had least time to be written."""


@dataclass
class Result:
    """What was lost in how many cuts. `owed` counts acknowledgements, once for each cut after them."""

    seed: int
    database: str
    acknowledged: dict[str, int] = field(default_factory=dict)
    writes: int = 0
    flushes: int = 0
    cuts: int = 0
    owed: int = 0
    unflushed: int = 0
    lost_events: int = 0
    lost_papers: int = 0
    listed_without_paper: int = 0
    lost_keys: int = 0
    corrupt: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def broken(self) -> int:
        """How many promises did not hold."""
        return self.lost_events + self.lost_papers + self.listed_without_paper + self.lost_keys + self.corrupt

    def note(self, what: str) -> None:
        if len(self.examples) < 5:
            self.examples.append(what)


class Run:
    """`folder` has room for the disk's log and two images of it; the broker lies elsewhere."""

    def __init__(self, folder: Path, uri: str, seed: int, database: str, broken: str = "") -> None:
        self.folder, self.uri, self.seed, self.broken = folder, uri, seed, broken
        self.kind = DATABASES[database]
        self.result = Result(seed, database)
        self.acknowledged: list[Acknowledgement] = []
        self.keys: dict[str, bytes] = {}
        self.begins = self.ends = 0

    def go(self, seconds: float, cuts: int) -> Result:
        self.folder.chmod(0o711)  # PostgreSQL's own user comes through
        with recorded_disk(self.folder / "disk", MEGABYTES) as disk:
            self._record(disk, seconds)
        self._cut(disk.log, cuts)
        return self.result

    def _record(self, disk: RecordedDisk, seconds: float) -> None:
        database = self.kind(disk.mount, self.broken)
        database.open()
        try:
            suite = Suite(database.home, self.uri, database_url=database.url)
            if self.broken:
                suite.environment = {"BROKEN": self.broken}
            suite.start()
            try:
                suite.ready()
                self._load(suite, disk, seconds)
            finally:
                suite.stop()
        finally:
            database.close()

    def _load(self, suite: Suite, disk: RecordedDisk, seconds: float) -> None:
        unit = suite.unit("DT")
        form = {"unit": "DT", "title": "first", "applied_on": "2017-03-01"}
        until(lambda: suite.post(f"/v1/outreach/features?after={unit}", form).status == 201, "the unit is known")
        # A key that was drawn by now was there before all that is written under it.
        self.keys = _keys(suite.home)
        self.begins = disk.position()
        load = Load(suite, disk, self.seed)
        load.run(seconds)
        self.ends = disk.position()
        self.acknowledged = load.acknowledged
        self.result.acknowledged = dict(Counter(one.kind for one in load.acknowledged))

    def _positions(self, images: Images, cuts: int) -> list[int]:
        """Moments of answers, and others: after any write or flush of the load."""
        chance = random.Random(f"{self.seed}-cuts")
        answers = [one.position for one in self.acknowledged]
        others = [one.end for one in images.requests if self.begins <= one.end <= self.ends]
        return sorted(chance.choice(answers if chance.random() < AT_AN_ANSWER else others) for _ in range(cuts))

    def _cut(self, log: Path, cuts: int) -> None:
        images, chance = Images(log, self.folder, MEGABYTES), random.Random(f"{self.seed}-images")
        self.result.flushes = sum(one.flushes for one in images.requests)
        self.result.writes = len(images.requests) - self.result.flushes
        try:
            for position in self._positions(images, cuts):
                image, unflushed = images.cut(position, chance)
                self.result.unflushed += unflushed
                with mount_image(image, self.folder / "after") as place:
                    self._check(place, position)
                self.result.cuts += 1
                sys.stderr.write(f"\r{self.result.cuts} of {cuts} cuts, {self.result.broken} promises broken")
        finally:
            images.close()

    def _check(self, place: Path, position: int) -> None:
        database, owed = self.kind(place), [one for one in self.acknowledged if one.position <= position]
        kept = database.look()
        self.result.owed += len(owed)
        self.result.corrupt += len(kept.corrupt)
        for told in kept.corrupt:
            self.result.note(told)
        self._check_events(kept, owed, position)
        self._check_papers(kept, owed, database.home / "evidence", position)
        found = _keys(database.home)
        lost = [name for name, body in self.keys.items() if found.get(name) != body]
        self.result.lost_keys += len(lost)

    def _check_events(self, kept: Contents, owed: list[Acknowledgement], position: int) -> None:
        for one in owed:
            if one.kind != "paper" and one.id not in kept.events:
                self.result.lost_events += 1
                self.result.note(f"{one.kind} {one.id}, answered at {one.position}, cut at {position}")

    def _check_papers(self, kept: Contents, owed: list[Acknowledgement], folder: Path, position: int) -> None:
        sound = {sha for sha in kept.papers if _is_sound(folder, sha)}
        for one in owed:
            if one.kind == "paper" and one.id not in sound:
                self.result.lost_papers += 1
                self.result.note(f"paper {one.id}, answered at {one.position}, cut at {position}")
        self.result.listed_without_paper += len(kept.papers - sound)


def _is_sound(folder: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256((folder / sha256[:2] / sha256).read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _keys(home: Path) -> dict[str, bytes]:
    return dict(_key_files(home / "secrets"))


def _key_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in (".key", ".pub"):
            yield str(file.relative_to(folder)), file.read_bytes()


def as_json(result: Result) -> dict[str, Any]:
    """For people and for CI."""
    return {**vars(result), "broken": result.broken}
