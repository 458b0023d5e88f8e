"""Writes a workbook: a program of its own, so that packing a large one does not keep the gateway from answering.

`python -m services.gateway.spreadsheets.writing < sheets.jsonl > book.xlsx`: a line of JSON for each sheet (its
name, its columns), a line for each row, an empty line. Texts stay texts: nothing becomes a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:  # the program starts for each workbook: the catalogue of registers would be six tenths of a second
    from services.gateway.spreadsheets.field_columns import FieldColumn

WIDTHS = {
    "day": 13,
    "flag": 8,
    "number": 10,
    "degrees": 12,
    "choice": 14,
    "unit": 12,
    "units": 16,
    "evidence": 30,
    "paper": 30,
    "code": 14,
    "money": 14,
    "moment": 17,
}
WIDE = 24
VALIDATED_ROWS = 5000
LONGEST_LIST = 255
END = b"\n"
AS_CELLS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
"""Days and marked cells are written as cells, and not as the library would write them."""
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
Column = dict[str, Any]
Sheet = tuple[dict[str, Any], Iterable[Sequence[Any]]]


def column(heading: str, slot: FieldColumn | None = None, *, among: Sequence[str] = ()) -> Column:
    """A column: its heading, its width, whether it holds days, and the words it offers."""
    kind = slot.kind if slot else ""
    words = list(among) or _one_of(slot)
    return {"heading": heading, "width": WIDTHS.get(kind, WIDE), "day": kind == "day", "words": words}


def _one_of(slot: FieldColumn | None) -> list[str]:
    """The words of which a cell holds one."""
    match slot and slot.kind:
        case "flag":
            return ["是", "否"]
        case "choice":
            return list(slot.words.values()) if slot else []
    return []


def sheet(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, offers: bool = False) -> Sheet:
    """A sheet; with `offers` its columns let a person choose among their words."""
    return {"name": name, "columns": list(columns), "offers": offers}, rows


def pack(sheets: Iterable[Sheet], out: IO[bytes]) -> None:
    """Write sheets as the program reads them, row by row as they come."""
    for head, rows in sheets:
        out.write(orjson.dumps(head) + b"\n")
        out.writelines(orjson.dumps(row, _encode, AS_CELLS) + b"\n" for row in rows)
        out.write(END)


@dataclass(frozen=True)
class MarkedCell:
    """A cell in colour: something is wrong in it."""

    value: Any


def _encode(cell: Any) -> Any:
    """A cell for which JSON has nothing. Raises TypeError."""
    if isinstance(cell, MarkedCell):
        return {"wrong": "" if cell.value is None else str(cell.value)}
    if isinstance(cell, dt.date):
        return {"day": cell.isoformat()}
    raise TypeError(type(cell).__name__)


def _decode(cell: dict[str, str]) -> MarkedCell | dt.date:
    return MarkedCell(cell["wrong"]) if "wrong" in cell else dt.date.fromisoformat(cell["day"])


def read_sheets(source: IO[bytes]) -> Iterator[Sheet]:
    """The sheets as they were packed; the rows of one are to be taken before the next."""
    while line := source.readline():
        head: dict[str, Any] = orjson.loads(line)
        yield head, (_decode_row(orjson.loads(row)) for row in iter(source.readline, END))


def _decode_row(row: list[Any]) -> list[Any]:
    return [_decode(cell) if type(cell) is dict else cell for cell in row]


def write(sheets: Iterable[Sheet], out: IO[bytes]) -> None:
    """Write a workbook."""
    import xlsxwriter  # the gateway, which imports this module for its shapes, has no use for it

    with xlsxwriter.Workbook(out, SAFE) as book:
        styles = {
            "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "text": book.add_format({"num_format": "@"}),
            "wrong": book.add_format({"num_format": "@", "bg_color": "#F4B183"}),
        }
        for head, rows in sheets:
            _sheet(book.add_worksheet(head["name"][:31]), head, rows, styles)


def _sheet(page: Any, head: dict[str, Any], rows: Iterable[Sequence[Any]], styles: dict[str, Any]) -> None:
    for index, one in enumerate(head["columns"]):
        page.set_column(index, index, one["width"], styles["day" if one["day"] else "text"])
        page.write_string(0, index, one["heading"], styles["head"])
        if head["offers"]:
            _offer(page, index, one)
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            if cell is not None:  # most are
                _write(page, number, index, cell, styles)


def _offer(page: Any, index: int, one: Column) -> None:
    """What a person may choose from, where it fits; anything else is still accepted and judged at the import."""
    words = one["words"]
    if words and len(",".join(words)) <= LONGEST_LIST:
        rule = {"validate": "list", "source": words, "error_type": "warning"}
        page.data_validation(1, index, VALIDATED_ROWS, index, rule)


def _write(page: Any, row: int, index: int, cell: Any, styles: dict[str, Any]) -> None:
    if isinstance(cell, str):
        page.write_string(row, index, cell, styles["text"])
    elif isinstance(cell, dt.date):
        page.write_datetime(row, index, dt.datetime.combine(cell, dt.time()), styles["day"])
    elif isinstance(cell, MarkedCell):
        page.write_string(row, index, cell.value, styles["wrong"])
    else:
        page.write_number(row, index, cell)


def main() -> None:
    """Read standard input, write standard output."""
    write(read_sheets(sys.stdin.buffer), sys.stdout.buffer)


if __name__ == "__main__":
    main()
