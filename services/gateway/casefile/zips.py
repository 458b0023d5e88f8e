"""Zip archives that are written as they are read, and whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from services.chassis.base import real_threads

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can hold: every member bears it."""
Member = tuple[str, bytes]


class _Pipe:
    """What is written waits here until it is taken; zipfile asks no more of a file that it cannot seek in."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def take(self) -> bytes:
        data, self._waiting = bytes(self._waiting), bytearray()
        return data


@dataclass(frozen=True)
class _Taken:
    """What is written is handed on at once."""

    write: Callable[[bytes], int]

    def flush(self) -> None:
        """Nothing waits here."""


def stream_zip(members: Iterable[Member]) -> Iterator[bytes]:
    """An archive, piece by piece: no more than one member is in memory."""
    pipe: Any = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            real_threads.run(archive.writestr, _zip_info(name), body, zipfile.ZIP_DEFLATED)
            yield pipe.take()
    yield pipe.take()


@contextmanager
def growing_zip(take: Callable[[bytes], int]) -> Iterator[zipfile.ZipFile]:
    """An archive whose bytes are handed on as they come, `take` says how many; `member` writes one after the other."""
    with zipfile.ZipFile(_Taken(take), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        yield archive


@contextmanager
def member(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """A member of an archive, to be written piece by piece: however long it is, none of it is held."""
    info = _zip_info(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as out:
        yield out


def _zip_info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EARLIEST)
    info.external_attr = 0o644 << 16
    return info


def without_timestamps(archive: bytes) -> bytes:
    """The same archive without the times of its making."""
    with zipfile.ZipFile(BytesIO(archive)) as read:
        return b"".join(stream_zip((one, read.read(one)) for one in read.namelist()))
