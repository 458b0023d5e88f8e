"""Unpacks a workbook or a csv of any length: a program of its own, so that whatever a file does, the gateway goes on.

`python -m services.gateway.spreadsheets.long.unpacking MOST_ROWS < file > rows`: a line of JSON for each row, then one
that says what there is (see `long_book`), and in the last eight bytes where that one begins. `{"too_large": why}`,
`{"other_kind": which}` or `{"not_a_sheet": why}` stand there instead where the file cannot be taken.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from typing import IO, Any

import orjson

from contracts.errors import TooLarge
from services.gateway.spreadsheets import csvs, reading
from services.gateway.spreadsheets.books import book
from services.gateway.spreadsheets.books.book import Book, SheetPage
from services.gateway.spreadsheets.faults import NotASheet
from services.gateway.spreadsheets.grid import FIRST, SheetRow
from services.gateway.spreadsheets.long import csv_text

ZIP = b"PK\x03\x04"
MOST_UNPACKED, MOST_WRITTEN = 8 * 1024**3, 8 * 1024**3
MOST_SHARED = 256 * 1024 * 1024
"""Bytes of the texts that cells of a workbook share: these alone are held at once."""
MOST_CPU_SECONDS = 3600
END = 8
"""Bytes by which the last line is found."""


class Rows:
    """Writes rows, counts them, and notes where those of each sheet begin. Raises TooLarge beyond so many."""

    def __init__(self, out: IO[bytes], most: int) -> None:
        """Nothing is written yet."""
        self.out, self.most, self.count, self.bytes = out, most, 0, 0

    def write(self, rows: Iterable[SheetRow]) -> dict[str, int]:
        """The rows of one sheet that are not empty: where they begin, how many they are."""
        start, before = self.bytes, self.count
        for row in rows:
            if row.cells:
                self.line(book.encode_row(row))
                self.count += 1
            if self.count > self.most:
                raise TooLarge(f"more than {self.most} rows")
        return {"start": start, "rows": self.count - before}

    def line(self, body: Any) -> None:
        """One line."""
        self.bytes += self.out.write(orjson.dumps(body) + b"\n")


def unpack(source: IO[bytes], rows: Rows) -> dict[str, Any]:
    """Write the rows of a file; what there is. Raises TooLarge, NotASheet, and what a broken file raises."""
    is_workbook = source.read(len(ZIP)) == ZIP
    source.seek(0)
    return _workbook(source, rows) if is_workbook else _csv(source, rows)


def _workbook(source: IO[bytes], rows: Rows) -> dict[str, Any]:
    from services.gateway.spreadsheets.books import archive, pages, parts  # the limits come first

    opened = archive.open_archive(source, MOST_UNPACKED)
    if max((one.file_size for one in opened.zip.infolist() if "haredStrings" in one.filename), default=0) > MOST_SHARED:
        raise TooLarge(f"more than {MOST_SHARED} bytes of texts")
    workbook = parts.read_workbook(opened)
    about, places = [], []
    for reader in pages.readers(opened, workbook):
        places.append(rows.write(reader.rows()))
        about.append(reader.page((), reader.hidden_rows))
    return _index(Book(pages.form_of(opened), tuple(about), from_1904=workbook.from_1904), places)


def _csv(source: IO[bytes], rows: Rows) -> dict[str, Any]:
    text = csv_text.find(source)
    place, encoding = rows.write(text.rows()), csvs.NAMES.get(text.encoding, "UTF-16")
    return _index(Book("csv", (SheetPage(FIRST, ()),), encoding, text.separator), [place])


def _index(read: Book, places: Iterable[dict[str, int]]) -> dict[str, Any]:
    return {"book": book.encode(read), "places": list(places)}


def answer(source: IO[bytes], rows: Rows) -> dict[str, Any]:
    """What stands in the last line."""
    from services.gateway.spreadsheets.books import archive

    try:
        return unpack(source, rows)
    except TooLarge as error:
        return {"too_large": str(error.about[0])}
    except archive.OtherKind as error:
        return {"other_kind": str(error)}
    except NotASheet as error:
        return {"not_a_sheet": " ".join(map(str, error.about))}


def main() -> None:
    """Read standard input, write standard output."""
    reading.limit(MOST_WRITTEN, MOST_CPU_SECONDS)
    warnings.simplefilter("ignore")
    rows = Rows(sys.stdout.buffer, int(sys.argv[1]))
    last = answer(sys.stdin.buffer, rows)
    start = rows.bytes
    rows.line(last)
    sys.stdout.buffer.write(start.to_bytes(END, "big"))


def last_line(source: IO[bytes]) -> dict[str, Any]:
    """The last line of what the program wrote."""
    source.seek(-END, 2)
    source.seek(int.from_bytes(source.read(END), "big"))
    line: dict[str, Any] = orjson.loads(source.readline())
    return line


def row_in(line: bytes) -> list[Any]:
    """The row in a line, as JSON holds it."""
    row: list[Any] = orjson.loads(line)
    return row


if __name__ == "__main__":
    main()
