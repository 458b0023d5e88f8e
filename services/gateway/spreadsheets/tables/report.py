"""What was found in a file and what came of it, sheet by sheet, as clients see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.gateway.spreadsheets.books.book import Book
from services.gateway.spreadsheets.columns import Columns
from services.gateway.spreadsheets.faults import letter
from services.gateway.spreadsheets.grid import PageName
from services.gateway.spreadsheets.tables.finding import Tables
from services.gateway.spreadsheets.tables.table import Remark, SheetTable

MOST_REMARKS = 200
NOTHING = {"accepted": 0, "repeated": 0, "refused": 0}


def of(
    book: Book,
    tables: Tables,
    columns: Mapping[PageName, Columns],
    counts: Mapping[PageName, Mapping[str, int]],
    more: Sequence[Remark] = (),
) -> dict[str, Any]:
    """A report; `counts` say what came of the rows of each sheet that was read, `more` what was remarked in cells."""
    by_page = {table.page: table for table in tables.tables}
    remarks = sorted([*tables.all_remarks, *more], key=lambda one: (one.page, one.row or 0, one.column or 0))
    return {
        "format": book.form,
        "encoding": book.encoding or None,
        "separator": book.separator or None,
        "sheets": [_sheet(page.name, by_page.get(page.name), columns.get(page.name), counts) for page in book.pages],
        "remarks": [one.to_dict() for one in remarks[:MOST_REMARKS]],
    }


def _sheet(
    name: PageName, table: SheetTable | None, columns: Columns | None, counts: Mapping[PageName, Mapping[str, int]]
) -> dict[str, Any]:
    rows = len(table.rows) if table else 0
    return {
        "name": name.title or None,
        "read": table is not None,
        "headings": {"first": table.first, "last": table.head.number} if table else None,
        "columns": _columns(columns) if columns else [],
        "rows": rows,
        **NOTHING,
        **counts.get(name, {}),
    }


def _columns(columns: Columns) -> list[dict[str, Any]]:
    return [
        {"column": letter(one.index), "heading": one.heading, "step": one.slot.step.name, "field": one.slot.name}
        for one in columns.columns
    ]
