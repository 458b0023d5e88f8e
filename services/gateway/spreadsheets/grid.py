"""A sheet as it was read: rows of cells, within bounds; no meaning yet."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from contracts.errors import TooLarge

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 1000
LONGEST_CELL = 10_000
SPARE_ROWS = 200
"""Titles, headings and notes, which are no rows of a table."""


@dataclass(frozen=True)
class Bad:
    """A cell without a value to trust: an error, or a formula that was never computed."""

    text: str


Cell = str | int | float | bool | dt.date | Bad | None
"""A `dt.datetime` where the day has a time."""


class PageName(NamedTuple):
    """A sheet of a workbook: which one it is, from 0, and its name; a csv has one without a name."""

    order: int = 0
    title: str = ""


FIRST = PageName()
"""The one sheet of a csv."""


class RowPlace(NamedTuple):
    """A row of a workbook: of which sheet, and its number there."""

    page: PageName
    number: int

    def __str__(self) -> str:
        """As a person calls it."""
        return f"{self.page.title} {self.number}".strip()


@dataclass(frozen=True)
class SheetRow:
    """One row that is not empty; `number` as the spreadsheet counts.

    shown     what a reader sees in cells that are shown otherwise than they are stored, by column
    formulas  the columns whose values were computed
    """

    number: int
    cells: tuple[Cell, ...]
    page: PageName = FIRST
    shown: Mapping[int, str] = field(default_factory=dict)
    formulas: frozenset[int] = frozenset()

    @property
    def place(self) -> RowPlace:
        """Where it stands."""
        return RowPlace(self.page, self.number)

    def at(self, index: int) -> Cell:
        """A cell, None beyond the row's end."""
        return self.cells[index] if index < len(self.cells) else None


def rows(read: Iterable[Sequence[Cell]]) -> list[SheetRow]:
    """The rows that are not empty, the headings first. Raises TooLarge."""
    return within_bounds(SheetRow(number, trim(number, cells)) for number, cells in enumerate(read, 1))


def within_bounds(read: Iterable[SheetRow]) -> list[SheetRow]:
    """The rows that are not empty, as many as a person would fill in. Raises TooLarge."""
    filled_rows: list[SheetRow] = []
    for row in read:
        if row.cells:
            filled_rows.append(row)
        if len(filled_rows) > MOST_ROWS + SPARE_ROWS:
            raise TooLarge(f"more than {MOST_ROWS} rows")
    return filled_rows


def trim(number: int, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells up to the last filled one. Raises TooLarge."""
    last = max((index for index, cell in enumerate(cells) if not blank(cell)), default=-1)
    if last >= MOST_COLUMNS:
        raise TooLarge(f"row {number}: more than {MOST_COLUMNS} columns")
    trimmed = tuple(cells[: last + 1])
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in trimmed):
        raise TooLarge(f"row {number}: a cell of more than {LONGEST_CELL} characters")
    return trimmed


def blank(cell: Cell) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def encode(cell: Cell) -> Any:
    """A cell as JSON holds it."""
    if isinstance(cell, dt.date):
        return {"moment" if isinstance(cell, dt.datetime) else "day": cell.isoformat()}
    return {"bad": cell.text} if isinstance(cell, Bad) else cell


def decode(value: Any) -> Cell:
    """A cell as it was before it became JSON."""
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return _decode(kind, text)
    cell: Cell = value
    return cell


def _decode(kind: str, text: str) -> Cell:
    if kind == "moment":
        return dt.datetime.fromisoformat(text)
    return dt.date.fromisoformat(text) if kind == "day" else Bad(text)


def compact(cell: Cell) -> str:
    """A cell without blanks, in normal width and case."""
    return "".join(unicodedata.normalize("NFKC", str(cell)).casefold().split())
