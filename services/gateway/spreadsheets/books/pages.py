"""The sheets of a workbook, cell by cell: what is stored, what is shown, what was computed, what is hidden."""

from __future__ import annotations

import datetime as dt
import io
import math
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.worksheet._reader import COL_TAG, FILTER_TAG, FORMULA_TAG, MERGE_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.cell_range import CellRange

from services.gateway.spreadsheets import grid
from services.gateway.spreadsheets.books import archive as archives
from services.gateway.spreadsheets.books import formats, parts
from services.gateway.spreadsheets.books.archive import WorkbookArchive
from services.gateway.spreadsheets.books.book import Area, Book, SheetPage
from services.gateway.spreadsheets.books.parts import Leaf, Workbook
from services.gateway.spreadsheets.grid import Bad, Cell, PageName, SheetRow

MOST_AREAS = 20_000
_TRUE = ("1", "true")
_PICTURE_FORMULA = "DISPIMG("
"""By which WPS puts a picture into a cell: its value is no text."""


def read_book(body: bytes) -> Book:
    """A workbook's sheets. Raises TooLarge, `archives.OtherKind`, and what a broken file raises."""
    archive = archives.open_archive(io.BytesIO(body))
    workbook = parts.read_workbook(archive)
    pages = tuple(one.read() for one in readers(archive, workbook))
    return Book(form_of(archive), pages, from_1904=workbook.from_1904)


def form_of(archive: WorkbookArchive) -> str:
    """Which of the two kinds of workbook it is."""
    return "strict-xlsx" if archive.strict else "xlsx"


def readers(archive: WorkbookArchive, workbook: Workbook) -> list[PageReader]:
    """What reads each sheet. Raises NoWorkbook."""
    if not workbook.leaves:
        raise parts.NoWorkbook
    return [PageReader(archive, workbook, leaf, PageName(n, leaf.title)) for n, leaf in enumerate(workbook.leaves)]


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """The library's, which says of each cell also whether it was computed and whether a value was stored."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """A cell as the library has it, and what it leaves out."""
        formula = element.find(FORMULA_TAG)
        cell: dict[str, Any] = super().parse_cell(element)
        # Excel stores an empty text as an empty value of a text; others write an empty value where they computed none.
        stored = bool(element.findtext(VALUE_TAG)) or element.get("t") == "str"
        return {**cell, "formula": formula, "stored": stored}


@dataclass
class PageReader:
    """One sheet on its way in."""

    archive: WorkbookArchive
    workbook: Workbook
    leaf: Leaf
    name: PageName
    areas: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filters: bool = False

    def read(self) -> SheetPage:
        """The sheet with all that is said of it."""
        rows = tuple(grid.within_bounds(self.rows()))
        return self.page(rows, self.hidden_rows & {row.number for row in rows})

    def page(self, rows: tuple[SheetRow, ...], hidden_rows: Collection[int]) -> SheetPage:
        """The sheet with some of its rows, after all were read: what is said of the whole stands behind them."""
        return SheetPage(
            self.name,
            rows,
            tuple(self.areas),
            frozenset(hidden_rows),
            frozenset(self.hidden_columns),
            self.leaf.hidden,
            self.filters,
            parts.count_pictures(self.archive, self.leaf),
            parts.count_comments(self.archive, self.leaf),
        )

    def rows(self) -> Iterator[SheetRow]:
        """The rows as they stand in the file, the empty ones too. Raises TooLarge."""
        parser = self._parser()
        for _, element in ET.iterparse(parser.source):  # noqa: S314 -- in a process of its own, with bounds
            if element.tag == ROW_TAG:
                number, cells = parser.parse_row(element)
                self._note_row(number, element.attrib)
                element.clear()
                yield self._row(number, cells)
            elif element.tag == COL_TAG:
                self._note_columns(element.attrib)
            elif element.tag == MERGE_TAG:
                self.areas += [_area(one.get("ref", "A1")) for one in list(element)[:MOST_AREAS]]
            elif element.tag == FILTER_TAG:
                self.filters = True

    def _parser(self) -> _Parser:
        codes = self.workbook.formats
        return _Parser(
            self.archive.open(self.leaf.part),
            self.workbook.texts,
            data_only=True,
            epoch=MAC_EPOCH if self.workbook.from_1904 else WINDOWS_EPOCH,
            date_formats={n for n, code in enumerate(codes) if is_date_format(code)},
            timedelta_formats={n for n, code in enumerate(codes) if is_timedelta_format(code)},
        )

    def _note_row(self, number: int, about: Mapping[str, str]) -> None:
        if about.get("hidden") in _TRUE or _is_zero(about.get("ht")):
            self.hidden_rows.add(number)

    def _note_columns(self, about: Mapping[str, str]) -> None:
        if about.get("hidden") in _TRUE or _is_zero(about.get("width")):
            last = min(int(about["max"]), grid.MOST_COLUMNS)
            self.hidden_columns.update(range(int(about["min"]) - 1, last))

    def _row(self, number: int, cells: list[dict[str, Any]]) -> SheetRow:
        read = {one["column"] - 1: one for one in cells if one["value"] is not None or one["formula"] is not None}
        values = [_cell(read.get(index), self._code(read.get(index))) for index in range(max(read, default=-1) + 1)]
        kept = grid.trim(number, values)
        there = {index: one for index, one in read.items() if index < len(kept) and not grid.blank(kept[index])}
        shown = {index: _shown(one["value"], self._code(one)) for index, one in there.items()}
        formulas = frozenset(index for index, one in there.items() if one["formula"] is not None)
        return SheetRow(
            number, kept, self.name, {index: text for index, text in shown.items() if text is not None}, formulas
        )

    def _code(self, cell: dict[str, Any] | None) -> str:
        style = cell["style_id"] if cell else 0
        return self.workbook.formats[style] if style < len(self.workbook.formats) else ""


def _is_zero(size: str | None) -> bool:
    return size is not None and float(size) == 0


def _area(ref: str) -> Area:
    one = CellRange(ref)
    return Area(one.min_row, one.min_col - 1, one.max_row, one.max_col - 1)


def _cell(cell: dict[str, Any] | None, code: str) -> Cell:
    """A cell's value; a formula counts by the one that was stored, and without it has none."""
    if cell is None:
        return None
    value, formula = cell["value"], cell["formula"]
    if formula is not None and not cell["stored"]:
        return Bad(f"={formula.text or ''}"[:40])
    if cell["data_type"] == "e" or (formula is not None and _PICTURE_FORMULA in str(value)):
        return Bad(str(value)[:40])
    return _moment(value, code) if isinstance(value, dt.datetime) else _plain(value)


def _moment(value: dt.datetime, code: str) -> Cell:
    """A day where no time is shown and it is midnight, else a moment."""
    return value.date() if value.time() == dt.time() and not formats.day_parts(code).time else value


def _plain(value: Any) -> Cell:
    if isinstance(value, str):
        return value.replace("_x000D_\n", "\n").replace("\r\n", "\n")
    if isinstance(value, float) and not math.isfinite(value):
        return Bad(str(value))
    if value is None or isinstance(value, dt.date | bool | int | float):
        return value
    return str(value)


def _shown(value: Any, code: str) -> str | None:
    """What a reader sees, where it says anything else than what is stored."""
    if isinstance(value, dt.datetime):
        return formats.shown_day(code, value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return formats.shown_number(code, value) if math.isfinite(value) else None
