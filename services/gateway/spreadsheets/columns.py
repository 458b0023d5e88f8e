"""Which column of a sheet means which field of which step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.gateway.spreadsheets.faults import DoubleHeading, Fault, Misfilled, NoHeading, NotBySheet, UnknownHeading
from services.gateway.spreadsheets.field_columns import FieldColumn, Vocabulary, same
from services.gateway.spreadsheets.grid import RowPlace, SheetRow, blank

RECORD_ID = "id"


@dataclass(frozen=True)
class Column:
    """A column with its heading as it was written."""

    index: int
    heading: str
    slot: FieldColumn


@dataclass(frozen=True)
class Constant:
    """What a person gives for a field for which a sheet has no column: one text for all of its rows."""

    slot: FieldColumn
    text: str


@dataclass(frozen=True)
class Columns:
    """The columns of a sheet; `record` is the index of the one that names the records, None without one."""

    columns: tuple[Column, ...]
    record: int | None
    constants: tuple[Constant, ...] = ()

    def of(self, step: str, name: str) -> Column | None:
        """The column of a step's field."""
        slots = ((column, column.slot) for column in self.columns)
        return next((column for column, slot in slots if (slot.step.name, slot.name) == (step, name)), None)

    def first_of(self, step: str) -> Column | None:
        """The first column of a step."""
        return next((column for column in self.columns if column.slot.step.name == step), None)


def match_columns(
    vocabulary: Vocabulary, rows: Sequence[SheetRow], chosen: Mapping[int, FieldColumn | str] | None = None
) -> tuple[Columns, list[Fault]]:
    """The columns of a sheet, and what is wrong with its headings; the first row has them.

    chosen  what columns mean whatever their heading says, by index
    """
    header, choice = rows[0], chosen or {}
    columns, faults, indexes = list[Column](), list[Fault](), dict[FieldColumn | str, int]()
    for index in range(max([len(header.cells), *(index + 1 for index in choice)])):
        cell = header.at(index)
        if blank(cell) and index not in choice:
            continue
        heading = "" if blank(cell) else str(cell).strip()
        meaning = choice.get(index) or vocabulary.meanings.get(same(heading))
        if wrong := _wrong(vocabulary, meaning, indexes):
            faults.append(_fault(header.place, index, heading, meaning, wrong))
        elif meaning is not None:
            indexes[meaning] = index
            columns += [Column(index, heading, meaning)] if isinstance(meaning, FieldColumn) else []
    return Columns(tuple(columns), indexes.get(RECORD_ID)), faults + _bare(rows, choice)


def _wrong(
    vocabulary: Vocabulary, meaning: FieldColumn | str | None, indexes: Mapping[FieldColumn | str, int]
) -> Misfilled | None:
    if meaning is None:
        return UnknownHeading()
    if meaning in indexes:
        return DoubleHeading()
    return NotBySheet() if isinstance(meaning, FieldColumn) and meaning not in vocabulary.importable else None


def _fault(row: RowPlace, index: int, heading: str, meaning: FieldColumn | str | None, wrong: Misfilled) -> Fault:
    step, name = (meaning.step.name, meaning.name) if isinstance(meaning, FieldColumn) else ("", "")
    return Fault(row, index, heading, step, name, wrong.slug, *wrong.words())


def _bare(rows: Sequence[SheetRow], choice: Collection[int]) -> list[Fault]:
    """A fault for each column without a heading in which something stands, at the first row in which it does."""
    first: dict[int, RowPlace] = {}
    for row in rows[1:]:
        for index, cell in enumerate(row.cells):
            if not blank(cell) and blank(rows[0].at(index)) and index not in choice:
                first.setdefault(index, row.place)
    return [_fault(row, index, "", None, NoHeading()) for index, row in first.items()]
