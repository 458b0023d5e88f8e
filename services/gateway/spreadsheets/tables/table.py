"""A table in a sheet as it was made out: its headings as one row, its rows below, and what was remarked on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.gateway.spreadsheets.faults import Fault, letter
from services.gateway.spreadsheets.grid import PageName, SheetRow

MOST_NAMED = 10


@dataclass(frozen=True)
class Remark:
    """Something of which a person should know though it stops nothing.

    row, column  where it is, or is first; the column from 0
    count        of how many rows or cells it is true
    """

    slug: str
    en: str
    zh: str
    page: PageName
    row: int | None = None
    column: int | None = None
    count: int = 1

    def to_dict(self) -> dict[str, Any]:
        """As clients see it."""
        return {
            "sheet": self.page.title or None,
            "row": self.row,
            "column": None if self.column is None else letter(self.column),
            "slug": self.slug,
            "count": self.count,
            "en": self.en,
            "zh": self.zh,
        }


@dataclass(frozen=True)
class SheetTable:
    """The table of one sheet.

    head   the headings as one row, each with those above it where that is needed to tell it from others
    first  the first row of the headings in the sheet; the last is the head's own number
    rows   what stands below, each cell that was merged over rows in each of them
    shared the columns of rows that got what was merged over them
    """

    head: SheetRow
    first: int
    rows: tuple[SheetRow, ...]
    shared: Mapping[int, frozenset[int]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def page(self) -> PageName:
        """The sheet."""
        return self.head.page


def name_rows(numbers: Sequence[int]) -> str:
    """Some rows' numbers, the first of them where there are many."""
    texts = ", ".join(map(str, numbers[:MOST_NAMED]))
    return f"{texts} …" if len(numbers) > MOST_NAMED else texts


def snippet(texts: Sequence[str], longest: int = 60) -> str:
    """The beginning of what rows say."""
    text = " / ".join(" ".join(one.split()) for one in texts)
    return f"{text[:longest]}…" if len(text) > longest else text
