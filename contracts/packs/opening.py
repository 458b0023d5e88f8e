"""A pack's parts, read from its archive piece by piece; whatever is wrong with the archive is one kind of error."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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
MOST_DIRECTORY = 32 * PIECE
"""How many bytes the list of an archive's parts may have: some 280,000 parts. It is read at once, and each takes ten
times as much in memory."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts may be packed: of these a piece is unpacked as far as it is asked for, of others all that it gives."""
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
        with _named("zip"), ExitStack() as held:
            bytes_ = held.enter_context(file.open("rb")) if isinstance(file, Path) else file
            self._zip = held.enter_context(zipfile.ZipFile(_BoundedFile(bytes_)))
            self.names = self._zip.namelist()
            self._check_names()
            self._held = held.pop_all()

    def _check_names(self) -> None:
        if len(set(self.names)) != len(self.names):
            raise BadPack("zip", "the same name twice")
        if packed := [one.filename for one in self._zip.infolist() if one.compress_type not in _METHODS]:
            raise BadPack(packed[0], "compression")
        if strange := [name for name in self.names if not layout.is_part(name)]:
            raise BadPack(strange[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._held.close()

    def small(self, name: str) -> bytes:
        """A part that is small enough to be read at once."""
        if name not in self.names:
            raise BadPack(name, "missing")
        if self._zip.getinfo(name).file_size > MOST_SMALL:
            raise BadPack(name, "too large")
        with _named(name):
            return self._whole(name)

    def _whole(self, name: str) -> bytes:
        """All of a part, piece by piece: asked for all at once it would be unpacked beyond what it says it has."""
        with self._zip.open(name) as part:
            return b"".join(iter(lambda: part.read(PIECE), b""))

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


class _BoundedFile:
    """An archive's bytes of which nobody takes more at once than the list of a pack's parts may have."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, most: int = -1) -> bytes:
        """So many bytes. Raises ValueError for too many."""
        if most > MOST_DIRECTORY:
            raise ValueError("too many parts")
        return self._file.read(most)


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise BadPack(name, error) from None
