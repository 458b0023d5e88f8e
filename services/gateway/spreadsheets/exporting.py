"""Records become a spreadsheet again, page by page from their owner, with the headings that an import reads."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import IO

from werkzeug.wrappers import Response

from contracts.register import Register
from contracts.rpc import Caller, ListFilter, PageFilter, PageRow
from services.chassis.base import clock
from services.gateway.http.responses import as_attachment
from services.gateway.owner_client import OwnerClient, OwnerProblem
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights, without_papers
from services.gateway.spreadsheets import cells, csvs, current_values, subprocess, writing
from services.gateway.spreadsheets.current_values import StepData
from services.gateway.spreadsheets.field_columns import SYSTEM, FieldColumn, system_heading, vocabulary

PAGE, TURN = 500, 50
"""Records asked for at a time; records after which all others have their turn."""
AHEAD = 4 * 1024 * 1024
"""So much of a file is made before it is begun to be sent: what is shorter is refused whole where it fails."""
CHUNK = 64 * 1024
LONGEST_TITLE = 24
"""Characters of a sheet's name where a number follows."""
MOST_LINES = 1_048_575
"""Lines of a sheet of a workbook, its headings aside: the format has no more (ECMA-376, 18.3.1.73)."""
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CellValue = str | int | dt.date | None


@dataclass(frozen=True)
class File:
    """A file to send: its bytes in pieces, and how many they are; None where that is not known before the last one."""

    body: Iterable[bytes]
    size: int | None
    media_type: str


def download(file: File, name: str) -> Response:
    """A file as it is answered, sent as it is made; no cache keeps it."""
    response = Response(file.body, content_type=file.media_type, direct_passthrough=True)
    if file.size is not None:
        response.headers["Content-Length"] = str(file.size)
    return as_attachment(response, name)


@dataclass(frozen=True)
class RecordSource:
    """Where a register's records come from: pages from the service that owns them, their history from the read model.

    within  which are meant: those of a list in its order, others in the order of their ids
    caller  for whom they are exported
    rights  what they may read
    outward what rules added is read too, and nobody's private texts: their tokens stay as they are
    """

    owners: OwnerClient
    read_model: ReadModel
    register: Register
    within: PageFilter | ListFilter
    caller: Caller
    rights: ReadingRights
    outward: bool = False

    def records(self) -> Iterator[tuple[PageRow, StepData]]:
        """Every record, with what it says step by step. Raises Unavailable."""
        for page in self._pages():
            yield from self._with_history(page)

    def count(self) -> Iterator[int]:
        """How many records there are, page by page: what they say is not read. Raises Unavailable."""
        return map(len, self._pages())

    def _pages(self) -> Iterator[Sequence[PageRow]]:
        within = replace(self.within, bare=True)
        for page in self._by_id(within) if isinstance(within, PageFilter) else self._along(within):
            mine = self.rights.records(self.register, [row.id for row in page])
            yield [row for row in page if row.id in mine]

    def _by_id(self, within: PageFilter) -> Iterator[Sequence[PageRow]]:
        after = ""
        while page := self.owners.page(self.register, within, after, PAGE, self.caller):
            yield page
            after = page[-1].id

    def _along(self, within: ListFilter) -> Iterator[Sequence[PageRow]]:
        """Pages of a list. One without rows may be followed by others: a frequent text is looked for as it is gone."""
        more = True
        while more:
            reply = self.owners.list_page(self.register, within, PAGE, self.caller)
            yield reply.rows
            within, more = replace(within, place=reply.last), reply.later

    def _with_history(self, page: Sequence[PageRow]) -> Iterator[tuple[PageRow, StepData]]:
        records = list(self._taking_turns(self._read_steps(page)))
        # Of what bears no token the owner would read every step to find none.
        marked = () if self.outward else (one for one in records if current_values.has_tokens(self.register, one[1]))
        behind = self._behind([row.id for row, _ in marked])
        for row, data in records:
            shown = current_values.reveal(self.register, data, behind[row.id]) if row.id in behind else data
            yield row, self._readable(row, shown)

    def _read_steps(self, page: Sequence[PageRow]) -> Iterator[tuple[PageRow, StepData]]:
        bodies = current_values.bodies(self.read_model, self.register, [row.id for row in page])
        for row in page:
            version, data = current_values.read_steps(self.register, bodies.get(row.id, ()), whole=self.outward)
            yield row, data if version == row.version else self._fetch_values(row.id)

    def _taking_turns(self, records: Iterable[tuple[PageRow, StepData]]) -> Iterator[tuple[PageRow, StepData]]:
        for number, one in enumerate(records):
            if number % TURN == 0:
                clock.pause(0)
            yield one

    def _readable(self, row: PageRow, data: StepData) -> StepData:
        """What a record says, without the hashes of papers that are not for whom it is exported."""
        if self._papers(row.unit):
            return data
        return {name: without_papers(self.register.step(name).data, one) for name, one in data.items()}

    @cached_property
    def _papers(self) -> Callable[[str], bool]:
        """Whether the papers of a unit's records are for whom they are exported; asked once a unit."""
        return cache(partial(self.rights.papers, self.register))

    def _behind(self, ids: list[str]) -> Mapping[str, Mapping[str, str]]:
        """What stands behind the tokens of records that have some, as who asks may read it."""
        behind = self.owners.texts(self.register, ids, self.caller) if ids else {}
        return {id_: behind.get(id_, {}) for id_ in ids}

    def _fetch_values(self, id_: str) -> StepData:
        """A record that the read model has not caught up with."""
        try:
            return current_values.from_history(self.owners.record(self.register, id_, self.caller).history)
        except OwnerProblem:  # the page named it, and its owner knows it no longer
            return {}


def file(owner: RecordSource, units: Mapping[str, str], media_type: str) -> File:
    """A register as a file; `units` are their names by code. Raises Unavailable, NotWritten."""
    slots = vocabulary(owner.register).importable
    plan = RowPlan(owner.register, slots, units, days_as_text=media_type == CSV)
    lines = itertools.starmap(plan.line, owner.records())
    return _csv(owner.register, slots, lines) if media_type == CSV else _workbook(owner.register, slots, lines)


def headings(register: Register, slots: Sequence[FieldColumn]) -> list[str]:
    """The headings: what the system knows, then the slots."""
    return [*map(system_heading, SYSTEM), *map(vocabulary(register).heading, slots)]


@dataclass(frozen=True)
class RowPlan:
    """How records become rows: found once for a file.

    units         the names of units by their codes
    days_as_text  a day is written as it is kept: in a file that knows only texts
    """

    register: Register
    slots: Sequence[FieldColumn]
    units: Mapping[str, str]
    days_as_text: bool = False

    @cached_property
    def _places(self) -> dict[str, dict[str, tuple[int, cells.Formatter]]]:
        """By step: its fields, each with the place of its cell and with what makes the cell of its value."""
        places: dict[str, dict[str, tuple[int, cells.Formatter]]] = {}
        for index, slot in enumerate(self.slots, len(SYSTEM)):
            show = str if self.days_as_text and slot.kind == "day" else cells.formatter(slot)
            places.setdefault(slot.step.name, {})[slot.name] = index, show
        return places

    @cached_property
    def _empty(self) -> list[CellValue]:
        return [None] * (len(SYSTEM) + len(self.slots))

    def line(self, row: PageRow, data: StepData) -> list[CellValue]:
        """One record as a row; most of its cells are empty, since most steps were not taken."""
        line = self._empty.copy()
        line[: len(SYSTEM)] = row.id, self._status(row.status), row.version, self.units.get(row.unit, "")
        for step, form in data.items():
            places = self._places.get(step, {})
            for name, value in form.items():
                if value is not None and value != [] and name in places:
                    index, show = places[name]
                    line[index] = show(value)
        return line

    def _status(self, status: str) -> str:
        return self.register.words.get(status, status)


def _csv(register: Register, slots: Sequence[FieldColumn], lines: Iterable[Sequence[CellValue]]) -> File:
    """A short one is finished before it is begun to be sent; a long one breaks off where it cannot be finished."""
    pieces = csvs.write_rows(itertools.chain([headings(register, slots)], lines))
    first = list(_until(AHEAD, pieces))
    if (size := sum(map(len, first))) < AHEAD:
        return File(first, size, CSV)
    return File(itertools.chain(first, pieces), None, CSV)


def _until(enough: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The first pieces, as many as come to so many bytes."""
    size = 0
    while size < enough and (piece := next(pieces, b"")):
        size += len(piece)
        yield piece


def _workbook(register: Register, slots: Sequence[FieldColumn], lines: Iterable[Sequence[CellValue]]) -> File:
    columns = [writing.column(one) for one in headings(register, slots)[: len(SYSTEM)]]
    columns += [writing.column(vocabulary(register).heading(slot), slot) for slot in slots]
    return workbook(split_sheets(register.zh, columns, lines))


def split_sheets(
    name: str, columns: Sequence[writing.Column], lines: Iterable[Sequence[CellValue]], most: int = MOST_LINES
) -> Iterator[writing.Sheet]:
    """As many sheets as the lines need, each with the headings; the rows of one are to be taken before the next."""
    rest = iter(lines)
    for number in itertools.count(1):
        first = list(itertools.islice(rest, 1))
        if number > 1 and not first:
            return
        some = itertools.chain(first, itertools.islice(rest, most - 1))
        yield writing.sheet(name if number == 1 else f"{name[:LONGEST_TITLE]} {number}", columns, some)


def workbook(sheets: Iterable[writing.Sheet]) -> File:
    """A workbook, written by a program of its own into a file that has no name."""
    body, size = subprocess.write_workbook(sheets)
    return File(_read(body), size, XLSX)


def _read(body: IO[bytes]) -> Iterator[bytes]:
    with body:
        while piece := body.read(CHUNK):
            yield piece
