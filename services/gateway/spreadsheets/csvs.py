"""Comma-separated text, as Excel, WPS and databases write it; and what keeps a spreadsheet from running it."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from services.gateway.spreadsheets import grid
from services.gateway.spreadsheets.books.book import Book, SheetPage
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.grid import FIRST, SheetRow

SEPARATORS = ",\t;"
LINES = 100
"""Lines that are written at a time."""
LOOK = 60
"""Lines by which it is judged what stands between values."""
SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""Excel's own first line, which names the separator."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "gb18030": "GB18030"}
OTHER_ENCODING = (
    "neither UTF-8, UTF-16 nor GB18030; save it as CSV UTF-8 不是 UTF-8、UTF-16 或 GB18030，请另存为 CSV UTF-8"
)
_RUNS = re.compile(r"'*[=+\-@\t\r]")
_BEGINNINGS = "'=+-@\t\r"
_MAY_RUN = re.compile(r"""(?:^|[,"\n])['=+\-@\t]|"\r""")
"""A csv in which a cell may begin so; of most rows none does. A cell with a \\r in it stands in quotes."""
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def read_book(body: bytes) -> Book:
    """A csv with its encoding and separator, as they were found. Raises NotASheet, TooLarge."""
    text, encoding = _decode(body)
    mark = SAID.match(text)
    separator = mark[1] if mark else separator_of(text)
    rows = grid.within_bounds(rows_of(io.StringIO(text, newline=""), separator, skip=bool(mark)))
    return Book("csv", (SheetPage(FIRST, tuple(rows)),), NAMES.get(encoding, "UTF-16"), separator)


def rows_of(text: Iterable[str], separator: str, *, skip: bool) -> Iterator[SheetRow]:
    """The rows of a text; `skip`: its first line only says what stands between values. Raises NotASheet, TooLarge."""
    lines = csv.reader(text, delimiter=separator, strict=True)
    try:
        for number, line in enumerate(lines, 1):
            yield SheetRow(number, grid.trim(number, [] if skip and number == 1 else list(map(unguard, line))))
    except csv.Error as error:
        raise NotASheet(f"line {lines.line_num}: {error}") from None


def _decode(body: bytes) -> tuple[str, str]:
    """UTF-8 or UTF-16, with or without a mark, else the Chinese national encoding; and which. Raises NotASheet."""
    for encoding in encodings(body):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise NotASheet(OTHER_ENCODING)


def encodings(body: bytes) -> tuple[str, ...]:
    """In which encodings to try it: a mark leaves no choice, and no text has zeros but one of two bytes a character."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return (encoding,)
    if b"\0" in body:
        return ("utf-16-le", "utf-16-be") if body[1::2].count(0) >= body[::2].count(0) else ("utf-16-be", "utf-16-le")
    return ("utf-8", "gb18030")


def separator_of(text: str) -> str:
    """What parts the most lines into equally many values; titles and notes have none."""
    lines = [line for line in text.splitlines()[:LOOK] if line.strip()]

    def fit(separator: str) -> tuple[int, int]:
        counts = Counter(line.count(separator) for line in lines if separator in line)
        return max(((many * parts, parts) for parts, many in counts.items()), default=(0, 0))

    return max(SEPARATORS, key=fit)


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula; `unguard` gives it back as it was."""
    return f"'{text}" if _RUNS.match(text) else text


def unguard(text: str) -> str:
    """Text as it was before it was guarded."""
    return text[1:] if _GUARDED.match(text) else text


def _guard_row(line: Sequence[object]) -> Sequence[object]:
    """A row in which no text runs; of most none would."""
    if any(cell and cell[0] in _BEGINNINGS for cell in line if type(cell) is str):
        return [guard(cell) if isinstance(cell, str) else cell for cell in line]
    return line


def write_rows(lines: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A csv for Excel: UTF-8 with its mark, guarded, CRLF; in pieces of some lines each, None an empty cell."""
    rest, mark = iter(lines), codecs.BOM_UTF8
    while some := list(itertools.islice(rest, LINES)):
        text = _text_of(some)
        if _MAY_RUN.search(text):
            text = _text_of(map(_guard_row, some))
        yield mark + text.encode()
        mark = b""


def _text_of(lines: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    return out.getvalue()
