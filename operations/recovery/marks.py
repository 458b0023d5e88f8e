"""Marks: which state of every database, paper and key belongs to which second.

A mark says that all that had happened before `since` is in the archive, and nothing that happened after `at`.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson

from operations.recovery import layout
from operations.recovery.layout import Place
from operations.suite import archive
from services.chassis.base import disk

HOUR = "%Y-%m-%dT%H"
MILLI = 1000


@dataclass(frozen=True)
class Mark:
    """One second of a life; moments in milliseconds since 1970.

    databases  how many transactions of each belong to it, as litestream counts them
    files      the hash of the list of small files
    is_end     the home stood still after it, until the next one
    """

    since: int
    at: int
    databases: Mapping[str, int] = field(default_factory=dict)
    files: str = ""
    is_end: bool = False


def moment(milliseconds: int) -> dt.datetime:
    """The moment of a mark."""
    return dt.datetime.fromtimestamp(milliseconds / MILLI, dt.UTC)


def words(milliseconds: int) -> str:
    """A moment as people give it to the command that recovers."""
    return archive.words(milliseconds)


def exact(milliseconds: int) -> str:
    """A moment to its thousandth, for programs."""
    return moment(milliseconds).isoformat(timespec="milliseconds")


def append(place: Place, mark: Mark) -> None:
    """Put a mark behind the others, on the disk when this returns. Raises OSError."""
    file = _file_of(place, mark.at)
    disk.make_folder(file.parent, layout.PRIVATE)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, layout.SECRET)
    try:
        # What a full disk cut off is a line of its own, which no reader takes for a mark.
        os.write(descriptor, b"\n" + orjson.dumps(asdict(mark)) + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(file: Path) -> Iterator[Mark]:
    """The marks of one hour; lines that are not whole are passed over."""
    for line in file.read_bytes().splitlines():
        with suppress(orjson.JSONDecodeError, TypeError):
            yield Mark(**orjson.loads(line))


def upto(place: Place, at: int) -> Iterator[Mark]:
    """The marks of a life that are not later than a moment, the newest first."""
    last = _file_of(place, at).name
    for file in reversed([one for one in layout.hours(place) if one.name <= last]):
        yield from reversed([one for one in read(file) if one.at <= at])


def after(place: Place, at: int) -> Mark | None:
    """The first mark of a life that is later than a moment."""
    first = _file_of(place, at).name
    later = (mark for file in layout.hours(place) if file.name >= first for mark in read(file))
    return next((mark for mark in later if mark.at > at), None)


def drop_before(place: Place, at: int) -> None:
    """Let go of the hours that ended before a moment."""
    for file in [one for one in layout.hours(place) if one.name < _file_of(place, at).name]:
        file.unlink()


def _file_of(place: Place, at: int) -> Path:
    return place.marks / f"{moment(at).strftime(HOUR)}.jsonl"
