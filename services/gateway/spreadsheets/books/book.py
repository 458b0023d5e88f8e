"""A workbook or a csv as it was read, and how the reader's process hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from services.gateway.spreadsheets import grid
from services.gateway.spreadsheets.grid import PageName, SheetRow


class Area(NamedTuple):
    """Cells that were merged into one; rows as the spreadsheet counts, columns from 0, all included."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True)
class SheetPage:
    """One sheet: its rows that are not empty, and what a reader sees or does not see of them.

    hidden    whether the sheet itself is hidden
    filters   whether a filter is set
    pictures  how many pictures lie on it, and how many comments its cells bear: neither is read
    """

    name: PageName
    rows: tuple[SheetRow, ...]
    areas: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    filters: bool = False
    pictures: int = 0
    comments: int = 0


@dataclass(frozen=True)
class Book:
    """A file as it was read.

    form       xlsx, strict-xlsx or csv
    encoding   of a csv, and what stands between its values
    from_1904  whether its days are counted from 1904, as old ones of the Macintosh are
    """

    form: str
    pages: tuple[SheetPage, ...]
    encoding: str = ""
    separator: str = ""
    from_1904: bool = False


def encode(book: Book) -> dict[str, Any]:
    """A book as JSON holds it."""
    return {**vars(book), "pages": [_encode_page(one) for one in book.pages]}


def _encode_page(page: SheetPage) -> dict[str, Any]:
    rows = [encode_row(row) for row in page.rows]
    sets = {"hidden_rows": sorted(page.hidden_rows), "hidden_columns": sorted(page.hidden_columns)}
    return {**vars(page), **sets, "name": list(page.name), "areas": list(map(list, page.areas)), "rows": rows}


def encode_row(row: SheetRow) -> list[Any]:
    """A row as JSON holds it."""
    cells = [grid.encode(cell) for cell in row.cells]
    return [row.number, cells, {str(index): text for index, text in row.shown.items()}, sorted(row.formulas)]


def decode(body: dict[str, Any]) -> Book:
    """A book as it was before it became JSON."""
    return Book(**{**body, "pages": tuple(_decode_page(one) for one in body["pages"])})


def _decode_page(body: dict[str, Any]) -> SheetPage:
    name = PageName(*body["name"])
    parts = {
        "name": name,
        "rows": tuple(decode_row(name, one) for one in body["rows"]),
        "areas": tuple(Area(*one) for one in body["areas"]),
        "hidden_rows": frozenset(body["hidden_rows"]),
        "hidden_columns": frozenset(body["hidden_columns"]),
    }
    return SheetPage(**{**body, **parts})


def decode_row(name: PageName, body: list[Any]) -> SheetRow:
    """A row of a sheet as it was before it became JSON."""
    number, cells, shown, formulas = body
    texts = {int(index): text for index, text in shown.items()}
    return SheetRow(number, tuple(map(grid.decode, cells)), name, texts, frozenset(formulas))
