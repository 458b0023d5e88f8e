"""A csv of any length as text, never held whole: its encoding is tried on all of it, its lines come one by one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO

from services.gateway.spreadsheets import csvs
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.grid import SheetRow

PIECE = 1024 * 1024


@dataclass(frozen=True)
class CsvText:
    """A csv: its encoding, what stands between its values, and whether its first line says that."""

    source: IO[bytes]
    encoding: str
    separator: str
    says_so: bool

    def rows(self) -> Iterator[SheetRow]:
        """Its rows, line by line. Raises NotASheet, TooLarge."""
        return csvs.rows_of(_text(self.source, self.encoding), self.separator, skip=self.says_so)


def find(source: IO[bytes]) -> CsvText:
    """What kind of csv an open file holds. Raises NotASheet."""
    source.seek(0)
    encoding = next((one for one in csvs.encodings(source.read(PIECE)) if _decodes(source, one)), None)
    if encoding is None:
        raise NotASheet(csvs.OTHER_ENCODING)
    first = "".join(islice(_text(source, encoding), csvs.LOOK))
    mark = csvs.SAID.match(first)
    return CsvText(source, encoding, mark[1] if mark else csvs.separator_of(first), bool(mark))


def _decodes(source: IO[bytes], encoding: str) -> bool:
    """Whether all of it is text in an encoding."""
    text = _text(source, encoding)
    try:
        while piece := text.read(PIECE):
            if "\0" in piece:
                return False
    except UnicodeDecodeError:
        return False
    return True


def _text(source: IO[bytes], encoding: str) -> io.TextIOWrapper:
    """An open file as text, from its beginning; what is made of it does not close it."""
    raw = open(source.fileno(), "rb", closefd=False)  # noqa: SIM115 -- the descriptor is another's
    raw.seek(0)
    return io.TextIOWrapper(raw, encoding, newline="")
