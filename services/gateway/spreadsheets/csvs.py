"""Comma-separated text, as Excel, WPS and databases write it; and what keeps a spreadsheet from running it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from services.gateway.spreadsheets import grid
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.grid import SheetRow

ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",\t;"
_RUNS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def read_rows(body: bytes) -> list[SheetRow]:
    """The rows of a csv. Raises NotASheet, TooLarge."""
    text = _decode(body)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        return grid.rows([unguard(cell) for cell in line] for line in lines)
    except csv.Error as error:
        raise NotASheet(f"line {lines.line_num}: {error}") from None


def _decode(body: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else the Chinese national encoding. Raises NotASheet."""
    marked = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ENCODINGS:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotASheet("neither UTF-8 nor GB18030")


def _separator(text: str) -> str:
    """What stands most often in the first line that is not empty."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula; `unguard` gives it back as it was."""
    return f"'{text}" if _RUNS.match(text) else text


def unguard(text: str) -> str:
    """Text as it was before it was guarded."""
    return text[1:] if _GUARDED.match(text) else text


def write_rows(lines: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A csv for Excel: UTF-8 with its mark, guarded, CRLF."""
    yield codecs.BOM_UTF8
    for line in lines:
        out = io.StringIO(newline="")
        csv.writer(out).writerow([guard(cell) for cell in line])
        yield out.getvalue().encode()
