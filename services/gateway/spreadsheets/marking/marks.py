"""What is to be marked in a sheet: a comment at each cell that is at fault, and a column that says it row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.register import Register
from services.gateway.spreadsheets import grid
from services.gateway.spreadsheets.books.book import Book, SheetPage
from services.gateway.spreadsheets.faults import BadCell, Fault, letter
from services.gateway.spreadsheets.field_columns import FAULT_NOTE, FieldColumn, same, vocabulary
from services.gateway.spreadsheets.grid import PageName, SheetRow, blank
from services.gateway.spreadsheets.marking import expectation
from services.gateway.spreadsheets.tables.table import SheetTable

NOTE_HEADING = FAULT_NOTE[1]
ONLY_SHEET = "Sheet1"
LONGEST_NOTE, LONGEST_READ = 2000, 100
Json = dict[str, Any]


@dataclass(frozen=True)
class Marks:
    """The faults of a file with the sheets and tables in which they are; `unit` is one that there is, for examples."""

    register: Register
    book: Book
    tables: Sequence[SheetTable]
    faults: Sequence[Fault]
    unit: str = ""

    def order(self, *, rows: bool) -> Json:
        """What the program is to do; with `rows` it makes the workbook of what was read of it."""
        by_page: dict[PageName, list[Fault]] = defaultdict(list)
        for one in self.faults:
            by_page[one.row.page].append(one)
        pages = {page.name: page for page in self.book.pages}
        return {
            "pages": [_page(one) for one in self.book.pages] if rows else [],
            "formulas": [] if rows else list(self._formulas()),
            "marks": [self._marks(pages[name], faults) for name, faults in by_page.items()],
        }

    def _formulas(self) -> Iterator[tuple[str, int, int]]:
        """The cells whose formulas have no value: there is nothing else to give back."""
        for one in self.faults:
            if one.slug == BadCell.slug and one.index is not None:
                yield _title(one.row.page), one.row.number, one.index

    def _marks(self, page: SheetPage, faults: Sequence[Fault]) -> Json:
        table = next((one for one in self.tables if one.page == page.name), None)
        head = table.head if table else page.rows[0]
        column, again = _note_column(page, head)
        rows = {row.number: row for row in page.rows}
        notes: dict[int, list[str]] = defaultdict(list)
        for one in faults:
            if one.row.number > head.number:
                notes[one.row.number].append(_note(one))
        cells = [
            self._cell(one, rows, head) for one in faults if one.index is not None or one.row.number <= head.number
        ]
        return {
            "title": _title(page.name),
            "head": head.number,
            "column": column,
            "again": again,
            "heading": NOTE_HEADING,
            "notes": [(row, "\n".join(texts)[:LONGEST_NOTE]) for row, texts in sorted(notes.items())],
            "cells": cells,
        }

    def _cell(self, one: Fault, rows: Mapping[int, SheetRow], head: SheetRow) -> tuple[int, int, str]:
        row = rows.get(one.row.number, head)
        index = one.index if one.index is not None else _first_filled(row)
        return one.row.number, index, self._comment(one, _text(row, index))

    def _comment(self, one: Fault, read: str) -> str:
        """What was read, what is wrong, what is expected, an example; in Chinese, then in English."""
        slot = slot_of(self.register, one)
        expected = expectation.of(slot, self.unit) if slot else expectation.Expectation("", "", "")
        zh = (("读到", read), ("问题", one.zh), ("应为", expected.zh), ("例", expected.example))
        en = (("Read", read), ("Problem", one.en), ("Expected", expected.en), ("Example", expected.example))
        chinese = "\n".join(f"{name}：{text}" for name, text in zh if text)
        english = "\n".join(f"{name}: {text}" for name, text in en if text)
        return f"{chinese}\n\n{english}"


def slot_of(register: Register, one: Fault) -> FieldColumn | None:
    """The field that a fault is about."""
    slots: Iterable[FieldColumn] = vocabulary(register).slots
    return next((slot for slot in slots if (slot.step.name, slot.name) == (one.step, one.field)), None)


def _page(page: SheetPage) -> Json:
    return {
        "title": _title(page.name),
        "rows": [(row.number, [grid.encode(cell) for cell in row.cells]) for row in page.rows],
    }


def _title(name: PageName) -> str:
    return name.title or ONLY_SHEET


def _note_column(page: SheetPage, head: SheetRow) -> tuple[int, bool]:
    """Where the explanations stand: where they stood before, else behind everything."""
    for index, cell in enumerate(head.cells):
        if not blank(cell) and same(str(cell)) == same(NOTE_HEADING):
            return index, True
    return max((len(row.cells) for row in page.rows), default=0), False


def _first_filled(row: SheetRow) -> int:
    return next((index for index, cell in enumerate(row.cells) if not blank(cell)), 0)


def _text(row: SheetRow, index: int) -> str:
    """What a reader sees in a cell."""
    cell = row.at(index)
    if isinstance(cell, grid.Bad):
        return cell.text
    return row.shown.get(index, "" if cell is None else str(cell))[:LONGEST_READ]


def _note(one: Fault) -> str:
    place = "" if one.index is None else f"{letter(one.index)} "
    return f"{place}{one.heading}：{one.zh} / {one.en}" if one.heading or place else f"{one.zh} / {one.en}"
