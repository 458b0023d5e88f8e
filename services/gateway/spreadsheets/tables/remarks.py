"""What is said of cells that are taken: where a reader sees another thing than is stored, or than is kept of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from services.gateway.spreadsheets.cells import MEASURES
from services.gateway.spreadsheets.columns import Column, Columns
from services.gateway.spreadsheets.faults import letter
from services.gateway.spreadsheets.grid import Bad, Cell, SheetRow, blank
from services.gateway.spreadsheets.tables.table import Remark, SheetTable
from services.gateway.spreadsheets.values import days, numbers
from services.gateway.spreadsheets.values.plain import plain_text

EXAMPLES = 3
_SAYINGS = {
    "shown-otherwise": (
        "cells show something else than they hold; what they hold counts",
        "个单元格所显示的与所存的不同，按所存的读取",
    ),
    "serial-days": ("numbers count days and are read as these", "个单元格是日期序列号，按日期读取"),
    "times-left-out": ("cells have a time beside the day: the day counts", "个单元格除日期外还有时间，只取日期"),
    "rounded": ("numbers are read without the noise of arithmetic", "个单元格的数值带有计算误差，已按整数或分读取"),
    "computed": ("cells are formulas: their stored values count", "个单元格为公式，按所存结果读取"),
}


@dataclass
class _Tally:
    """How often something is true in a column, and some examples."""

    row: int
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def note(self, example: str) -> None:
        """Once more."""
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(example)


def of_cells(table: SheetTable, columns: Columns, *, from_1904: bool) -> Iterator[Remark]:
    """The remarks on a table's cells, one for each column and kind."""
    for column in columns.columns:
        tallies: dict[str, _Tally] = {}
        for row in table.rows:
            for slug, text in _of_cell(column, row, from_1904=from_1904):
                tallies.setdefault(slug, _Tally(row.number)).note(f"{letter(column.index)}{row.number} {text}".strip())
        yield from (_remark(table, column, slug, tally) for slug, tally in tallies.items())


def _remark(table: SheetTable, column: Column, slug: str, tally: _Tally) -> Remark:
    en, zh = _SAYINGS[slug]
    more = " …" if tally.count > len(tally.examples) else ""
    examples = f"{'; '.join(tally.examples)}{more}"
    words = (
        f"{column.heading}: {tally.count} {en} ({examples})",
        f"“{column.heading}”列 {tally.count} {zh}（{examples}）",
    )
    return Remark(slug, *words, table.page, tally.row, column.index, tally.count)


def _of_cell(column: Column, row: SheetRow, *, from_1904: bool) -> Iterable[tuple[str, str]]:
    """What is to be said of a cell, each with how it reads."""
    cell, kind = row.at(column.index), column.slot.kind
    if blank(cell) or isinstance(cell, Bad):
        return
    if column.index in row.formulas:
        yield "computed", plain_text(cell)
    shown = row.shown.get(column.index)
    if shown is not None and kind in MEASURES:
        yield "shown-otherwise", f"{shown or '（空白）'} ← {plain_text(cell)}"
    if kind in ("day", "moment"):
        yield from _of_day(cell, kind, from_1904=from_1904)
    elif kind in ("number", "money") and isinstance(cell, float) and _is_noise(cell, kind):
        yield "rounded", plain_text(cell)


def _of_day(cell: Cell, kind: str, *, from_1904: bool) -> Iterable[tuple[str, str]]:
    found = days.read(cell, from_1904=from_1904)
    if found is None:
        return
    if found.serial:
        yield "serial-days", f"{plain_text(cell)} → {found.moment:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    if kind == "day" and found.timed and found.moment.time() != dt.time():
        yield "times-left-out", plain_text(cell)


def _is_noise(number: float, kind: str) -> bool:
    """Whether a number is read as another with fewer digits, beyond what a spreadsheet itself would round."""
    near = round(number) if kind == "number" else round(number, 2)
    return numbers.is_near(number, near) and plain_text(number) != plain_text(float(near))
