"""Cells that were merged below the headings: one that reaches over rows stands in each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from services.gateway.spreadsheets.books.book import Area
from services.gateway.spreadsheets.faults import letter
from services.gateway.spreadsheets.grid import Cell, SheetRow, blank
from services.gateway.spreadsheets.tables.table import MOST_NAMED, Remark


@dataclass(frozen=True)
class Merges:
    """The rows of a table with each merged cell in every row that it reaches.

    shared  the columns of each row that got what stands above them
    """

    rows: tuple[SheetRow, ...]
    shared: Mapping[int, frozenset[int]]
    remarks: tuple[Remark, ...]


def spread(rows: Sequence[SheetRow], areas: Iterable[Area]) -> Merges:
    """What stands in a cell that was merged over rows, in each row of the table that it reaches."""
    by_number = {row.number: row for row in rows}
    down, across = list[Area](), list[Area]()
    shared: dict[int, dict[int, Cell]] = {}
    for area in areas:
        top = by_number.get(area.top)
        if top is None or blank(top.at(area.left)):
            continue
        reached = [number for number in range(area.top + 1, area.bottom + 1) if number in by_number]
        for number in reached:
            shared.setdefault(number, {})[area.left] = top.at(area.left)
        down += [area] if reached else []
        across += [area] if area.right > area.left else []
    whole = tuple(_with_cells(row, shared.get(row.number, {})) for row in rows)
    remarks = tuple(_remarks(rows, down, across))
    return Merges(whole, {number: frozenset(cells) for number, cells in shared.items()}, remarks)


def _with_cells(row: SheetRow, more: Mapping[int, Cell]) -> SheetRow:
    if not more:
        return row
    width = max(len(row.cells), max(more) + 1)
    return replace(row, cells=tuple(more.get(index, row.at(index)) for index in range(width)))


def _remarks(rows: Sequence[SheetRow], down: Sequence[Area], across: Sequence[Area]) -> Iterator[Remark]:
    if down:
        yield _remark(
            rows,
            down,
            "merged-cells",
            f"Merged cells count for each row that they cover: {_names(down)}",
            f"合并单元格的内容计入其覆盖的每一行：{_names(down)}",
        )
    if across:
        yield _remark(
            rows,
            across,
            "merged-across",
            f"Cells merged over several columns count for the first of these: {_names(across)}",
            f"跨列合并单元格的内容只计入最左一列：{_names(across)}",
        )


def _remark(rows: Sequence[SheetRow], areas: Sequence[Area], slug: str, en: str, zh: str) -> Remark:
    return Remark(slug, en, zh, rows[0].page, areas[0].top, areas[0].left, len(areas))


def _names(areas: Sequence[Area]) -> str:
    names = [f"{letter(one.left)}{one.top}:{letter(one.right)}{one.bottom}" for one in areas[:MOST_NAMED]]
    return ", ".join(names) + (" …" if len(areas) > MOST_NAMED else "")
