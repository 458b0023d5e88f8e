"""The tables of a file with the meaning of their columns; what keeps them from being read is said of all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from contracts.errors import TooLarge
from contracts.register import Register
from services.gateway.spreadsheets import columns, mapping, template
from services.gateway.spreadsheets.books.book import Book
from services.gateway.spreadsheets.choosing.choice import heading_keys
from services.gateway.spreadsheets.columns import Column, Columns
from services.gateway.spreadsheets.faults import EmptySheet, Fault, ImportRefused, SharedQuantity
from services.gateway.spreadsheets.field_columns import vocabulary
from services.gateway.spreadsheets.grid import MOST_ROWS, PageName, RowPlace, SheetRow
from services.gateway.spreadsheets.tables import choice, finding, remarks, report
from services.gateway.spreadsheets.tables.finding import Tables
from services.gateway.spreadsheets.tables.table import Remark, SheetTable
from services.gateway.spreadsheets.upload import UploadedSheets

QUANTITIES = ("number", "money")


@dataclass(frozen=True)
class MatchedTables:
    """The tables of a file, each with its columns; `faults` are those of headings and sheets."""

    book: Book
    tables: Tables
    columns: Mapping[PageName, Columns]
    faults: tuple[Fault, ...] = ()

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns of all tables."""
        return tuple(one for columns_ in self.columns.values() for one in columns_.columns)

    def report(self, counts: Mapping[PageName, Mapping[str, int]]) -> dict[str, Any]:
        """What was found in the file and, by these counts, what came of the rows of each sheet."""
        return report.of(self.book, self.tables, self.columns, counts, self._cell_remarks)

    @cached_property
    def _cell_remarks(self) -> list[Remark]:
        return [
            one
            for table in self.tables.tables
            for one in remarks.of_cells(table, self.columns[table.page], from_1904=self.book.from_1904)
        ]

    @property
    def rows(self) -> list[SheetRow]:
        """The rows of all tables."""
        return [row for table in self.tables.tables for row in table.rows]

    def parts(self) -> Iterator[tuple[Columns, Sequence[SheetRow]]]:
        """Each table's columns and rows."""
        return ((self.columns[table.page], table.rows) for table in self.tables.tables)


def match(register: Register, sent: UploadedSheets) -> MatchedTables:
    """The tables of what was sent.

    Raises EmptySheet, TooLarge, Invalid for a choice that there is not, Mismapped, and ImportRefused where no row can
    be read for what sheets and hidden content leave open.
    """
    ours = vocabulary(register)
    words = mapping.extend(ours, sent.columns)
    choices = choice.choose(sent.sheets, sent.hidden, sent.book.pages)
    tables = finding.find(sent.book, words.meanings, choices, template.EXPLANATIONS)
    mapping.check(ours, sent.columns, [table.head for table in tables.tables])
    keys = {table.page: heading_keys(table.head, table.rows) for table in tables.tables}
    sent.choice.check(ours, {key for one in keys.values() for key in one.values()})
    pairs = {
        table.page: columns.match_columns(
            words, [table.head, *table.rows], sent.choice.meanings(ours, keys[table.page])
        )
        for table in tables.tables
    }
    constants = sent.choice.whole_columns(ours)
    by_page = {page: replace(columns_, constants=constants) for page, (columns_, _) in pairs.items()}
    matched = MatchedTables(sent.book, tables, by_page)
    faults = (*tables.all_faults, *(one for _, wrong in pairs.values() for one in wrong), *_shared(matched))
    _refuse(matched, tables.all_faults)
    return replace(matched, faults=faults)


def _refuse(matched: MatchedTables, faults: Sequence[Fault]) -> None:
    """Raises what keeps the file from being looked at further; its cells are read even where headings are at fault."""
    many = len(matched.rows)
    if not many and faults:
        counts = {"rows": 0, "accepted": 0, "repeated": 0, "refused": 0}
        raise ImportRefused(faults, **counts, book=matched.report({}))
    if not many:
        raise EmptySheet(*(f"{one.en} {one.zh}" for one in matched.tables.all_remarks))
    if many > MOST_ROWS:
        raise TooLarge(f"more than {MOST_ROWS} rows")


def _shared(matched: MatchedTables) -> Iterator[Fault]:
    """A fault for each number that was merged over rows: nobody can say which share is whose."""
    for table in matched.tables.tables:
        for column in matched.columns[table.page].columns:
            if column.slot.kind in QUANTITIES:
                yield from _shared_in(table, column)


def _shared_in(table: SheetTable, column: Column) -> Iterator[Fault]:
    for row in table.rows:
        if column.index in table.shared.get(row.number, ()):
            wrong, slot = SharedQuantity(row.at(column.index)), column.slot
            place = RowPlace(table.page, row.number)
            yield Fault(place, column.index, column.heading, slot.step.name, slot.name, wrong.slug, *wrong.words())
