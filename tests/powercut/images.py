"""What a disk holds after a power cut: all that was flushed, and of what was written since nobody knows how much."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.powercut.recorder import HEAD

SECTOR, PAGE = 512, 4096
KEPT = (0.0, 0.3, 0.7, 1.0)
"""Of the writes after the last flush, how many reach the disk: none, some, most, all."""
TORN = 0.15


@dataclass(frozen=True)
class LoggedRequest:
    """A write or a flush: `end` is the position in the log from which on it had been answered, `data` its bytes'."""

    end: int
    flushes: bool
    offset: int
    length: int
    data: int


def requests(log: Path) -> list[LoggedRequest]:
    """Every request that a disk answered, in their order."""
    found: list[LoggedRequest] = []
    with log.open("rb") as file:
        while len(head := file.read(HEAD.size)) == HEAD.size:
            kind, offset, length = HEAD.unpack(head)
            data = file.tell()
            file.seek(length, os.SEEK_CUR)
            found.append(LoggedRequest(data + length, kind == b"F", offset, length, data))
    return found


class Images:
    """Makes the image of each cut; cuts come in the order of their positions."""

    def __init__(self, log: Path, folder: Path, megabytes: int) -> None:
        self.requests = requests(log)
        self._log = log.open("rb")
        self._flushed, self._cut = folder / "flushed.img", folder / "cut.img"
        with self._flushed.open("wb") as file:
            file.truncate(megabytes << 20)
        self._done = 0

    def close(self) -> None:
        self._log.close()

    def cut(self, position: int, chance: random.Random) -> tuple[Path, int]:
        """The image of a cut at a position of the log, and of how many writes nobody knows whether it has them."""
        issued = self._done
        while issued < len(self.requests) and self.requests[issued].end <= position:
            issued += 1
        flushed = max((n + 1 for n in range(self._done, issued) if self.requests[n].flushes), default=self._done)
        self._apply(self._flushed, self._whole(self.requests[self._done : flushed]))
        self._done = flushed
        subprocess.run(["cp", "--sparse=always", self._flushed, self._cut], check=True)
        # The one that was not answered yet may have reached the disk too.
        unflushed = [one for one in self.requests[flushed : issued + 1] if not one.flushes]
        self._apply(self._cut, list(self._some(unflushed, chance)))
        return self._cut, len(unflushed)

    def _whole(self, some: Sequence[LoggedRequest]) -> Iterator[tuple[int, bytes]]:
        for one in some:
            if not one.flushes:
                yield one.offset, self._read(one)

    def _some(self, some: Sequence[LoggedRequest], chance: random.Random) -> Iterator[tuple[int, bytes]]:
        """A seeded subset, in any order as far as they do not overlap; some of them torn at a sector or a page."""
        share = chance.choice(KEPT)
        for one in some:
            if chance.random() >= share:
                continue
            body = self._read(one)
            if chance.random() >= TORN:
                yield one.offset, body
                continue
            unit = chance.choice((SECTOR, PAGE))
            for start in range(0, len(body), unit):
                if chance.random() < 0.5:
                    yield one.offset + start, body[start : start + unit]

    def _read(self, one: LoggedRequest) -> bytes:
        self._log.seek(one.data)
        return self._log.read(one.length)

    def _apply(self, image: Path, pieces: Iterator[tuple[int, bytes]] | list[tuple[int, bytes]]) -> None:
        with image.open("r+b") as file:
            for offset, body in pieces:
                file.seek(offset)
                file.write(body)
