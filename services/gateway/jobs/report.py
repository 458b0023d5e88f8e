"""What came of a job row by row, as a csv; and its file once more with what is wrong said in it, to be mended."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from services.gateway.spreadsheets import csvs, exporting, grid, writing
from services.gateway.spreadsheets.exporting import CSV, File
from services.gateway.spreadsheets.field_columns import FAULT_NOTE
from services.gateway.spreadsheets.grid import SheetRow
from services.gateway.spreadsheets.long.long_book import LongBook
from services.gateway.spreadsheets.marking.marks import ONLY_SHEET

HEADINGS = ("工作表 Sheet", "行 Row", "结果 Outcome", "记录编号 Record", "列 Column", "说明 Explanation")
IMPORTED, REPEATED, REFUSED = "已导入 imported", "已有 there already", "有误 refused"
Json = dict[str, Any]


def row_by_row(outcomes: Iterable[Json]) -> File:
    """The rows of a file with what came of each; those that are held back with others' mistakes stand in none."""
    return File(csvs.write_rows(_lines(outcomes)), None, CSV)


def _lines(outcomes: Iterable[Json]) -> Iterator[Sequence[object]]:
    yield HEADINGS
    for one in outcomes:
        done = [_done(record) for record in one["records"]]
        yield from sorted([*done, *map(_refusal, one["errors"])], key=lambda line: (line[0], line[1]))


def _done(record: Json) -> tuple[Any, ...]:
    return record["sheet"] or "", record["row"], REPEATED if record["repeated"] else IMPORTED, record["id"], "", ""


def _refusal(error: Json) -> tuple[Any, ...]:
    return error["sheet"] or "", error["row"], REFUSED, "", _place(error), f"{error['zh']} / {error['en']}"


def _place(error: Json) -> str:
    return f"{error['column'] or ''} {error['heading'] or ''}".strip()


def marked_copy(file: LongBook, outcomes: Iterable[Json]) -> File:
    """A workbook of what was read, with a last column that says what is wrong in a row, the wrong cells coloured."""
    errors: dict[tuple[str, int], list[Json]] = defaultdict(list)
    for one in outcomes:
        for error in one["errors"]:
            errors[error["sheet"] or "", error["row"]].append(error)
    return exporting.workbook(_sheets(file, errors))


def _sheets(file: LongBook, errors: Mapping[tuple[str, int], Sequence[Json]]) -> Iterator[writing.Sheet]:
    for page, rows in file.pages():
        title, head = page.name.title, next(rows, None)
        texts = [] if head is None else [_text(cell) for cell in head.cells]
        columns = [writing.column(str(text or "")) for text in texts] + [writing.column(FAULT_NOTE[1])]
        lines = (_line(row, len(texts), errors.get((title, row.number), ())) for row in rows)
        yield from exporting.split_sheets(title or ONLY_SHEET, columns, lines)


def _line(row: SheetRow, width: int, errors: Sequence[Json]) -> list[Any]:
    cells = [_text(row.at(index)) for index in range(width)]
    wrong = {index for one in errors if (index := _index(one["column"])) is not None and index < width}
    said = "\n".join(f"{_place(one)}：{one['zh']} / {one['en']}" for one in errors)
    return [*(writing.MarkedCell(cell) if index in wrong else cell for index, cell in enumerate(cells)), said or None]


def _index(letters: str | None) -> int | None:
    """A column's number, from 0, by its letters."""
    number = 0
    for one in letters or "":
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1 if letters else None


def _text(cell: grid.Cell) -> Any:
    """A cell as it is written again."""
    if isinstance(cell, grid.Bad):
        return cell.text
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(cell) if isinstance(cell, float) else cell
