"""A sheet as it was read: rows of cells, within bounds; no meaning yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.errors import TooLarge

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 500
LONGEST_CELL = 10_000


@dataclass(frozen=True)
class Bad:
    """A cell without a value to trust: an error, or a formula that was never computed."""

    text: str


Cell = str | int | float | bool | dt.date | Bad | None
"""A `dt.datetime` where the day has a time."""


@dataclass(frozen=True)
class SheetRow:
    """One row that is not empty; `number` as the spreadsheet counts."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, index: int) -> Cell:
        """A cell, None beyond the row's end."""
        return self.cells[index] if index < len(self.cells) else None


def rows(read: Iterable[Sequence[Cell]]) -> list[SheetRow]:
    """The rows that are not empty, the headings first. Raises TooLarge."""
    filled_rows: list[SheetRow] = []
    for number, cells in enumerate(read, 1):
        filled = _trim(number, cells)
        if filled:
            filled_rows.append(SheetRow(number, filled))
        if len(filled_rows) > MOST_ROWS + 1:
            raise TooLarge(f"more than {MOST_ROWS} rows")
    return filled_rows


def _trim(number: int, cells: Sequence[Cell]) -> tuple[Cell, ...]:
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
