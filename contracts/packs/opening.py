"""A pack's parts, read from its archive piece by piece; whatever is wrong with the archive is one kind of error."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from struct import error as struct_error
from types import TracebackType
from typing import IO, Self

from contracts.packs import layout
from contracts.tlog.errors import TlogError

PIECE = 1024 * 1024
MOST_SMALL = 64 * PIECE
"""How many bytes a part may have that is read at once: manifest, checkpoint."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct_error,
)


class BadPack(TlogError):
    """This archive cannot be read as a pack."""

    zh = "无法作为核验包读取"


class Pack:
    """An open archive. Every method raises BadPack where the archive is broken."""

    def __init__(self, file: Path | IO[bytes]) -> None:
        """`file` is a path, or the archive's bytes, seekable."""
        with _named("zip"):
            self._zip = zipfile.ZipFile(file)
        self.names = self._zip.namelist()
        if len(set(self.names)) != len(self.names):
            raise BadPack("zip", "the same name twice")
        if strange := [name for name in self.names if not layout.is_part(name)]:
            raise BadPack(strange[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._zip.close()

    def small(self, name: str) -> bytes:
        """A part that is small enough to be read at once."""
        if name not in self.names:
            raise BadPack(name, "missing")
        if self._zip.getinfo(name).file_size > MOST_SMALL:
            raise BadPack(name, "too large")
        with _named(name):
            return self._zip.read(name)

    def digest(self, name: str) -> tuple[int, str]:
        """How many bytes a part has, and their hash."""
        hash_, size = sha256(), 0
        with _named(name), self._zip.open(name) as part:
            while piece := part.read(PIECE):
                hash_.update(piece)
                size += len(piece)
        return size, hash_.hexdigest()

    def lines(self, name: str, longest: int) -> Iterator[bytes]:
        """The lines of a part, none longer than so many bytes."""
        with _named(name), self._zip.open(name) as part:
            while line := part.readline(longest + 2):
                if not line.endswith(b"\n") or len(line) > longest + 1:
                    raise BadPack(name, "line")
                yield line[:-1]


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise BadPack(name, error) from None
