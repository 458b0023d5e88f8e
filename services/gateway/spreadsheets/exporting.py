"""Records become a spreadsheet again, page by page from their owner, with the headings that an import reads."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from contracts.errors import TooLarge
from contracts.register import Register
from contracts.rpc import Caller, PageFilter, PageRow
from services.chassis.base import clock
from services.chassis.records import pseudonyms
from services.gateway.owner_client import OwnerClient, OwnerProblem
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights, without_papers
from services.gateway.spreadsheets import cells, csvs, current_values, subprocess, writing
from services.gateway.spreadsheets.current_values import StepData
from services.gateway.spreadsheets.field_columns import SYSTEM, FieldColumn, system_heading, vocabulary

PAGE, TURN = 500, 50
"""Records asked for at a time; records after which all others have their turn."""
MOST_RECORDS = 50_000
IN_MEMORY = 1024 * 1024
CHUNK = 64 * 1024
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CellValue = str | int | dt.date | None


class TooManyRecords(TooLarge):
    """There are more records than one file may hold; choose a unit or a status."""

    slug, zh = "too-many-records", "记录过多，请按单位或状态分别导出"


@dataclass(frozen=True)
class File:
    """A file to send: its bytes in pieces, and how many they are."""

    body: Iterable[bytes]
    size: int
    media_type: str


@dataclass(frozen=True)
class RecordSource:
    """Where a register's records come from: pages from the service that owns them, their history from the read model.

    caller  for whom they are exported
    rights  what they may read
    """

    owners: OwnerClient
    read_model: ReadModel
    register: Register
    within: PageFilter
    caller: Caller
    rights: ReadingRights

    def records(self) -> Iterator[tuple[PageRow, StepData]]:
        """Every record, with what it says step by step. Raises TooManyRecords, Unavailable."""
        after, count = "", 0
        while page := self.owners.page(self.register, self.within, after, PAGE, self.caller):
            count += len(page)
            if count > MOST_RECORDS:
                raise TooManyRecords(f"> {MOST_RECORDS}")
            yield from self._with_history(page)
            after = page[-1].id

    def _with_history(self, page: Sequence[PageRow]) -> Iterator[tuple[PageRow, StepData]]:
        ids = [row.id for row in page]
        current, behind = current_values.of(self.read_model, self.register, ids), self._behind(ids)
        for number, row in enumerate(page):
            if number % TURN == 0:
                clock.pause(0)
            one = current.get(row.id)
            fresh = one is not None and one.version == row.version
            data = one.data if one is not None and fresh else self._fetch_values(row.id)
            yield row, self._readable(row, current_values.reveal(self.register, data, behind.get(row.id, {})))

    def _readable(self, row: PageRow, data: StepData) -> StepData:
        """What a record says, without the hashes of papers that are not for whom it is exported."""
        if self.rights.papers(self.register, row.unit):
            return data
        return {name: without_papers(self.register.step(name).data, one) for name, one in data.items()}

    def _behind(self, ids: list[str]) -> Mapping[str, Mapping[str, str]]:
        """What stands behind the tokens of records, as who asks may read it."""
        if not pseudonyms.shape_of(self.register.name):
            return {}
        return self.owners.texts(self.register, ids, self.caller)

    def _fetch_values(self, id_: str) -> StepData:
        """A record that the read model has not caught up with."""
        try:
            return current_values.from_history(self.owners.record(self.register, id_, self.caller).history)
        except OwnerProblem:  # the page named it, and its owner knows it no longer
            return {}


def file(owner: RecordSource, units: Mapping[str, str], media_type: str) -> File:
    """A register as a file; `units` are their names by code. Raises TooManyRecords, Unavailable."""
    slots = vocabulary(owner.register).importable
    lines = (line(owner.register, slots, row, data, units) for row, data in owner.records())
    return _csv(owner.register, slots, lines) if media_type == CSV else _workbook(owner.register, slots, lines)


def headings(register: Register, slots: Sequence[FieldColumn]) -> list[str]:
    """The headings: what the system knows, then the slots."""
    return [*map(system_heading, SYSTEM), *map(vocabulary(register).heading, slots)]


def line(
    register: Register, slots: Sequence[FieldColumn], row: PageRow, data: StepData, units: Mapping[str, str]
) -> list[CellValue]:
    """One record as a row."""
    status = register.words.get(row.status, row.status)
    system: list[CellValue] = [row.id, status, row.version, units.get(row.unit, "")]
    return [*system, *(_cell(slot, data.get(slot.step.name, {}).get(slot.name)) for slot in slots)]


def _cell(slot: FieldColumn, value: Any) -> CellValue:
    return None if value is None or value == [] else cells.format_value(slot, value)


def _csv(register: Register, slots: Sequence[FieldColumn], lines: Iterable[Sequence[CellValue]]) -> File:
    """Written to a file of its own first: what cannot be finished is not begun to be sent."""
    plain = ([_plain(cell) for cell in one] for one in lines)
    spooled = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- closed when it was sent
    spooled.writelines(csvs.write_rows([headings(register, slots)]))
    spooled.writelines(piece for number, piece in enumerate(csvs.write_rows(plain)) if number)
    size = spooled.tell()
    spooled.seek(0)
    return File(_pieces(spooled), size, CSV)


def _plain(cell: CellValue) -> str:
    return "" if cell is None else str(cell)


def _pieces(spooled: IO[bytes]) -> Iterator[bytes]:
    with spooled:
        while piece := spooled.read(CHUNK):
            yield piece


def _workbook(register: Register, slots: Sequence[FieldColumn], lines: Iterable[Sequence[CellValue]]) -> File:
    columns = [writing.column(one) for one in headings(register, slots)[: len(SYSTEM)]]
    columns += [writing.column(vocabulary(register).heading(slot), slot) for slot in slots]
    return workbook([writing.sheet(register.zh, columns, lines)])


def workbook(sheets: Sequence[writing.Sheet]) -> File:
    """A workbook, written by a program of its own."""
    body = subprocess.write_workbook(sheets)
    return File([body], len(body), XLSX)
