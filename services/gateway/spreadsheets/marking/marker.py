"""Marks cells of a workbook: a program of its own, since it reads what people sent.

`python -m services.gateway.spreadsheets.marking.marker < input > book.xlsx`: a line of JSON, as
`marks` makes it, then the workbook itself, or nothing where the line bears the rows, because no workbook can be marked.

Formulas are given back as the values that were read: a program that mends the file has no others, and a workbook whose
values were not computed anew would be refused.
"""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import orjson

from services.gateway.spreadsheets import grid, reading

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

COLOUR, AUTHOR = "FFF4B183", "Four-Six-Three 错误说明"
MOST_COMMENTS = 5000
"""Beyond so many a spreadsheet opens slowly: what follows is coloured and stands in the column of explanations."""
MOST_WRITTEN = 256 * 1024 * 1024
WIDTH, COMMENT_WIDTH, COMMENT_HEIGHT = 60, 420, 160
Json = dict[str, Any]


def mark(order: Json, body: bytes) -> bytes:
    """The workbook with its marks."""
    book = _open(order, body) if body else _make(order["pages"])
    left = MOST_COMMENTS
    for page in order["marks"]:
        left = _mark_sheet(book[page["title"]], page, left)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _open(order: Json, body: bytes) -> Workbook:
    from openpyxl import load_workbook  # the limits come first

    book = load_workbook(io.BytesIO(body), data_only=True)
    if order["formulas"]:
        formulas = load_workbook(io.BytesIO(body))
        for title, row, index in order["formulas"]:
            book[title].cell(row, index + 1).value = formulas[title].cell(row, index + 1).value
    return book


def _make(pages: Iterable[Json]) -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        sheet = book.create_sheet(page["title"])
        for number, cells in page["rows"]:
            for index, value in enumerate(map(grid.decode, cells), 1):
                _write(sheet.cell(number, index), value)
    return book


def _write(cell: Cell, value: grid.Cell) -> None:
    """Texts stay texts: nothing becomes a formula."""
    if isinstance(value, grid.Bad):
        value = value.text
    cell.value = value
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", "@"


def _mark_sheet(sheet: Worksheet, page: Json, left: int) -> int:
    """Mark one sheet; how many comments there may be in those that follow."""
    from openpyxl.styles import Alignment, Font

    _clear(sheet, page)
    column = page["column"] + 1
    sheet.cell(page["head"], column, page["heading"]).font = Font(bold=True, color="FFC00000")
    sheet.column_dimensions[sheet.cell(page["head"], column).column_letter].width = WIDTH
    for row, text in page["notes"]:
        cell = sheet.cell(row, column)
        _write(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row, index, text in page["cells"]:
        _mark_cell(_anchor(sheet, row, index + 1), text, comment=left > 0)
        left -= 1
    return left


def _mark_cell(cell: Cell, text: str, *, comment: bool) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor=COLOUR)
    if comment:
        said = f"{cell.comment.text}\n\n{text}" if cell.comment and cell.comment.author == AUTHOR else text
        cell.comment = Comment(said, AUTHOR, COMMENT_HEIGHT, COMMENT_WIDTH)


def _anchor(sheet: Worksheet, row: int, column: int) -> Any:
    """The cell, or the first of the merged ones among which it is: the others bear nothing."""
    cell = sheet.cell(row, column)
    if type(cell).__name__ != "MergedCell":
        return cell
    area = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
    return sheet.cell(area.min_row, area.min_col)


def _clear(sheet: Worksheet, page: Json) -> None:
    """Take away what was marked the time before."""
    from openpyxl.styles import PatternFill

    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if cell.has_style and cell.fill.fgColor.rgb == COLOUR:
                cell.fill = PatternFill()
            if page["again"] and cell.column == page["column"] + 1 and cell.row > page["head"]:
                cell.value = None


def main() -> None:
    """Read standard input, write standard output."""
    reading.limit(MOST_WRITTEN)  # openpyxl writes its parts into temporary files
    warnings.simplefilter("ignore")
    order = orjson.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(mark(order, sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
