"""Segments of PostgreSQL's WAL as files: whose they are, and whether one is missing between two places."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from operations.base.errors import OperatorError
from operations.wal_archive.layout import OthersArchive

SIZE = 16 * 1024 * 1024
PARTIAL = ".partial"
_IN_ONE = 0x1_0000_0000 // SIZE
_NAME = re.compile(r"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(\.partial)?")
_HEADER = struct.Struct("<HHIQIIQII")
"""A segment's first page: magic, flags, timeline, address, remainder, padding, system, size of segment, of block."""


class MissingWal(OperatorError):
    """WAL is missing in the middle of {0}: {1}. 归档缺少中间的 WAL 段，拒绝恢复。"""


class MisplacedWal(OperatorError):
    """Ages are mixed: {0} does not hold what its name says. WAL 文件名与内容不符，拒绝恢复。"""


def number(name: str) -> int:
    """Which segment a file is, counted from the beginning, whatever its timeline."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise MisplacedWal(name)
    return int(found[2], 16) * _IN_ONE + int(found[3], 16)


def place(number_: int) -> str:
    """A segment's name without its timeline."""
    return f"{number_ // _IN_ONE:08X}{number_ % _IN_ONE:08X}"


def find_needed(folder: Path, first: str, lsn: int, system: int) -> Iterator[Path]:
    """The files from one on up to a place, histories of timelines included.

    Raises MissingWal, MisplacedWal, OthersArchive.
    """
    yield from sorted(folder.glob("*.history"))
    files = _by_number(folder)
    for one in range(number(first), lsn // SIZE + 1):
        if one not in files:
            raise MissingWal(folder, place(one))
        for file in files[one]:
            _check(file, one, system)
            yield file


def _by_number(folder: Path) -> dict[int, list[Path]]:
    """Of each segment the file of every timeline; an unfinished one only where the whole is not there."""
    found: dict[int, list[Path]] = {}
    for file in sorted(folder.iterdir()):
        if not _NAME.fullmatch(file.name):
            continue
        if file.name.endswith(PARTIAL) and file.with_suffix("").exists():
            continue
        found.setdefault(number(file.name), []).append(file)
    return found


def _check(file: Path, which: int, system: int) -> None:
    with file.open("rb") as opened:
        head = opened.read(_HEADER.size)
    if len(head) < _HEADER.size:
        raise MisplacedWal(file)
    _magic, _flags, _timeline, address, _rest, _padding, whose, size, _block = _HEADER.unpack(head)
    if size == 0 and file.name.endswith(PARTIAL):
        # Begun, and nothing of it has come yet.
        return
    if whose != system:
        raise OthersArchive("the base backup", system, file, whose)
    if (address, size) != (which * SIZE, SIZE):
        raise MisplacedWal(file)
