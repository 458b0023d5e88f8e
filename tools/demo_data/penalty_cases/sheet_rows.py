"""Forms become a sheet as a clerk writes it: Chinese headings, words for choices, a row a record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts import catalogue
from services.gateway.spreadsheets import cells
from services.gateway.spreadsheets.field_columns import FieldColumn, system_heading, vocabulary

SYN = "示例数据（合成）"
Form = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One record: its id, where its form does not hold one, and the form of each step that was taken."""

    steps: Mapping[str, Form]
    id: str = ""


def sheet(register: str, rows: Sequence[Row]) -> str:
    """The sheet as csv; its columns are those in which anything stands, in the register's order."""
    words = vocabulary(catalogue.REGISTERS[register])
    columns = [column for column in words.slots if any(_stands(column, row) for row in rows)]
    named = any(row.id for row in rows)
    head = [system_heading("id")] * named + [words.heading(column) for column in columns]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([head, *([row.id] * named + list(_cells(columns, row)) for row in rows)])
    return out.getvalue()


def _value(column: FieldColumn, row: Row) -> Any:
    return row.steps.get(column.step.name, {}).get(column.name)


def _stands(column: FieldColumn, row: Row) -> bool:
    return _value(column, row) not in (None, "", [])


def _cells(columns: Iterable[FieldColumn], row: Row) -> Iterable[str]:
    for column in columns:
        value = _value(column, row)
        yield (
            str(cells.format_value(column, str(value) if column.kind == "day" else value))
            if _stands(column, row)
            else ""
        )
