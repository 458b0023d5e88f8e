"""A file that was unpacked: what its sheets are, and their rows in parts, each a book of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

from services.gateway.spreadsheets.books import book
from services.gateway.spreadsheets.books.book import Area, Book, SheetPage
from services.gateway.spreadsheets.grid import SPARE_ROWS, PageName, SheetRow
from services.gateway.spreadsheets.long import unpacking

PART = 200
"""Rows of a part: each is imported whole or not at all, and between two of them a job can be stopped."""


@dataclass(frozen=True)
class BookPart:
    """Some rows of one sheet below its headings, as a book; `rows` counts them, `sheet` is the sheet's name."""

    book: Book
    rows: int
    sheet: str


@dataclass(frozen=True)
class LongBook:
    """A file whose rows lie in another, as `unpacking` wrote them; `about` is the file without its rows."""

    lines: IO[bytes]
    about: Book
    places: Sequence[dict[str, int]]

    def rows_below(self, heads: Mapping[PageName, int]) -> int:
        """How many rows stand below the headings; `heads` are the numbers of their last rows."""
        beginning = self.beginning()
        return sum(
            place["rows"] - sum(row.number <= heads[page.name] for row in page.rows)
            for place, page in zip(self.places, beginning.pages, strict=True)
            if page.name in heads
        )

    def whole(self) -> Book:
        """All of it; only for one that is short."""
        return self.beginning(max((one["rows"] for one in self.places), default=0))

    def pages(self) -> Iterator[tuple[SheetPage, Iterator[SheetRow]]]:
        """Every sheet with its rows, which are to be taken before the next."""
        return ((page, self._rows(n)) for n, page in enumerate(self.about.pages))

    def beginning(self, most: int = SPARE_ROWS) -> Book:
        """The first rows of each sheet: where headings stand."""
        pages = [replace(page, rows=tuple(self._rows(n, most))) for n, page in enumerate(self.about.pages)]
        return replace(self.about, pages=tuple(pages))

    def parts(self, heads: Mapping[PageName, int], after: int = 0) -> Iterator[BookPart]:
        """The parts that follow so many, of the sheets that have headings (`heads` as in `rows_below`)."""
        number = 0
        for n, page in enumerate(self.about.pages):
            if page.name not in heads:
                continue
            head, below = _split(self._rows(n), heads[page.name])
            for some in _cut(below, page.areas):
                number += 1
                if number > after:
                    yield BookPart(self._book(page, head, some), len(some), page.name.title)

    def _rows(self, n: int, most: int | None = None) -> Iterator[SheetRow]:
        place, name = self.places[n], self.about.pages[n].name
        count = place["rows"] if most is None else min(most, place["rows"])
        start = place["start"]
        for _ in range(count):
            self.lines.seek(start)  # another part of the same file may have been read in between
            line = self.lines.readline()
            start += len(line)
            yield book.decode_row(name, unpacking.row_in(line))

    def _book(self, page: SheetPage, head: Sequence[SheetRow], rows: Sequence[SheetRow]) -> Book:
        numbers = {row.number for row in (*head, *rows)}
        first, last = rows[0].number, rows[-1].number
        below = head[-1].number if head else 0
        areas = tuple(one for one in page.areas if one.bottom <= below or (first <= one.bottom and one.top <= last))
        hidden = frozenset(page.hidden_rows & numbers)
        shown = replace(page, rows=(*head, *rows), areas=areas, hidden_rows=hidden, pictures=0, comments=0)
        return replace(self.about, pages=(shown,))


def open_lines(lines: IO[bytes], index: dict[str, Any]) -> LongBook:
    """What the unpacking program wrote, with what its last line says."""
    return LongBook(lines, book.decode(index["book"]), index["places"])


def _split(rows: Iterator[SheetRow], last: int) -> tuple[list[SheetRow], Iterator[SheetRow]]:
    """The rows down to a number, and those below."""
    head = list[SheetRow]()
    for row in rows:
        if row.number > last:
            return head, _with_first(row, rows)
        head.append(row)
    return head, iter(())


def _with_first(row: SheetRow, rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    yield row
    yield from rows


def _cut(rows: Iterator[SheetRow], areas: Collection[Area]) -> Iterator[list[SheetRow]]:
    """Rows in parts; what was merged over rows stays in one, since its text stands in the first of them."""
    tall = [one for one in areas if one.top < one.bottom]
    part = list[SheetRow]()
    for row in rows:
        if len(part) >= PART and not any(one.top <= part[-1].number and row.number <= one.bottom for one in tall):
            yield part
            part = []
        part.append(row)
    if part:
        yield part
