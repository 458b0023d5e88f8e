"""Reads a workbook: a program of its own, so that whatever a file does to its reader, the gateway goes on.

`python -m services.gateway.spreadsheets.reading < book.xlsx > rows.json`: `{"rows": [[number, [cell, ...]], ...]}` or
`{"too_large": why}`; any other end means that it was no workbook.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from contracts.errors import TooLarge
from services.gateway.spreadsheets import grid
from services.gateway.spreadsheets.grid import Bad, Cell

MOST_MEMORY = 768 * 1024 * 1024
MOST_CPU_SECONDS = 20
MOST_MEMBERS = 1000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_RATIO = 200
SMALL = 1024 * 1024
"""An almost empty workbook may be packed as tightly as it likes."""
CHUNK = 1024 * 1024


def limit() -> None:
    """Set bounds for this process that the kernel keeps."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def inspect(body: bytes) -> bool:
    """Whether a workbook has formulas. Raises TooLarge where it unpacks to too much, and zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
            raise TooLarge(f"{len(members)} parts, {unpacked} bytes when unpacked")
        if unpacked > SMALL and unpacked > MOST_RATIO * len(body):
            raise TooLarge(f"{len(body)} bytes unpack to {unpacked}")
        sheets = [member for member in members if member.filename.startswith("xl/worksheets/")]
        return any(_contains(archive, member, b"<f") for member in sheets)


def _contains(archive: zipfile.ZipFile, member: zipfile.ZipInfo, needle: bytes) -> bool:
    tail = b""
    with archive.open(member) as part:
        while chunk := part.read(CHUNK):
            if needle in tail + chunk:
                return True
            tail = chunk[-len(needle) :]
    return False


def cells(body: bytes, *, formulas: bool) -> Iterator[list[Cell]]:
    """The cells of the first visible sheet, row by row."""
    values = _rows(body, data_only=True)
    if not formulas:
        yield from ([_cell(one) for one in row] for row in values)
        return
    for row, sources in zip(values, _rows(body, data_only=False), strict=True):
        yield [_formula_value(one, source) for one, source in zip(row, sources, strict=True)]


def _rows(body: bytes, *, data_only: bool) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook  # the limits come first

    book = load_workbook(io.BytesIO(body), read_only=True, data_only=data_only)
    sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
    sheet.reset_dimensions()  # what a file says of its size need not be true
    rows: Iterator[Sequence[Any]] = sheet.iter_rows()
    return rows


def _formula_value(cell: Any, source: Any) -> Cell:
    """A formula counts by its stored value; without one it has none."""
    if source.data_type == "f" and cell.value is None:
        return Bad(str(source.value)[:40])
    return _cell(cell)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "e":
        return Bad(str(value))
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    if isinstance(value, str):
        return value.replace("_x000D_\n", "\n").replace("\r\n", "\n")
    if isinstance(value, float) and not math.isfinite(value):
        return Bad(str(value))
    if value is None or isinstance(value, dt.date | bool | int | float):
        return value
    return str(value)


def main() -> None:
    """Read standard input, write standard output."""
    limit()
    warnings.simplefilter("ignore")
    body = sys.stdin.buffer.read()
    try:
        rows = grid.rows(cells(body, formulas=inspect(body)))
    except TooLarge as error:
        answer: dict[str, Any] = {"too_large": str(error.about[0])}
    else:
        answer = {"rows": [[row.number, [grid.encode(cell) for cell in row.cells]] for row in rows]}
    sys.stdout.buffer.write(orjson.dumps(answer))


if __name__ == "__main__":
    main()
