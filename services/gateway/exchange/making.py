"""Makes the files of a month: good rows into files, the others into a report; one archive, or none at all.

Rows come by pages, and what is made of them is handed on in pieces: neither is ever held together.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

import orjson

from contracts.errors import TooLarge, fault
from contracts.exchange.mapping import ExchangeMapping, MappedTable
from contracts.exchange.schema import XLSX
from contracts.rpc import PageRow
from contracts.wire import JsonObject
from services.chassis.storage import refusals
from services.gateway.accounts.sealed_parts import CHUNK
from services.gateway.casefile import zips
from services.gateway.exchange.file_rows import RowFault, RowMaker
from services.gateway.read_model.calendars.month import Month
from services.gateway.spreadsheets import csvs, exporting, subprocess, writing
from services.gateway.spreadsheets.current_values import StepData

FORMAT = "campaign-exchange 1"
MANIFEST, REJECTED = "manifest.json", "rejected.csv"
MOST_ROWS, MOST_READ = 2_000_000, 10_000_000
"""Rows of all files of a month together, and records that are read for them: what a night is long enough for."""
MOST_SHOWN = 200
"""Rejected rows that are shown; the report has all of them."""
AT_ONCE = 100
HEADINGS = (
    "文件 / file",
    "台账 / register",
    "记录编号 / record",
    "记录网址 / link",
    "列 / column",
    "取自 / from",
    "取值 / value",
    "问题",
    "what is wrong",
)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Records = Iterable[tuple[PageRow, StepData]]


class TooManyRows(TooLarge):
    """A month's files have more rows, or more records are read for them, than are made: make the mapping narrower."""

    slug, zh = "too-many-rows", "报送行数或须读取的记录数超过上限，请缩小映射范围"

    @staticmethod
    def above(most: int, en: str, zh: str) -> TooManyRows:
        """With how many there may be."""
        return TooManyRows(en, errors=[fault("mapping", f"At most {most:,} {en}", f"最多 {most:,} {zh}")])


@dataclass(frozen=True)
class RejectedRow:
    """A record that is no row of its file, with everything that is wrong with it."""

    table: MappedTable
    record: str
    faults: Sequence[RowFault]

    def to_dict(self) -> JsonObject:
        """As it is kept and answered."""
        faults = [
            {"column": wrong.column, "from": wrong.source, "value": wrong.value, "en": wrong.en, "zh": wrong.zh}
            for wrong in self.faults
        ]
        known = {"table": self.table.name, "register": self.table.register.name}
        return {**known, "record": self.record, "faults": faults}


@dataclass
class TableTally:
    """What became of a table's records."""

    table: MappedTable
    rows: int = 0
    rejected: int = 0


@dataclass
class MonthRows:
    """The rows of a month by one mapping; `records` reads those of a table.

    note  hears of every rejected row
    look  is told now and then that it goes on, and may end it
    """

    mapping: ExchangeMapping
    month: Month
    units: dict[str, str]
    records: Callable[[MappedTable], Records]
    note: Callable[[RejectedRow], None] = lambda _row: None
    look: Callable[[], None] = lambda: None
    tallies: list[TableTally] = field(default_factory=list)
    read: int = 0

    @property
    def good(self) -> int:
        """How many rows are in files."""
        return sum(one.rows for one in self.tallies)

    @property
    def rejected(self) -> int:
        """How many are in the report."""
        return sum(one.rejected for one in self.tallies)

    def rows(self, table: MappedTable) -> Iterator[list[str]]:
        """The good rows of a table. Raises TooManyRows, Unavailable."""
        maker, tally = RowMaker(table, self.units), TableTally(table)
        self.tallies.append(tally)
        for row, data in self.records(table):
            self.read += 1
            if self.read % AT_ONCE == 0:
                self.look()
            if self.read > MOST_READ:
                raise too_much_read()
            if not maker.belongs(row, data, self.month):
                continue
            cells, faults = maker.cells(row, data)
            if faults:
                tally.rejected += 1
                self.note(RejectedRow(table, row.id, faults))
            else:
                tally.rows += 1
            if self.good + self.rejected > MOST_ROWS:
                raise TooManyRows.above(MOST_ROWS, "rows", "行")
            if not faults:
                yield cells


def too_much_read() -> TooManyRows:
    """That more records would be read than are."""
    return TooManyRows.above(MOST_READ, "records read", "条读取的记录")


class ArchivePieces(Protocol):
    """Where pieces of an archive and of its report are kept as they are made."""

    def add_archive(self, piece: bytes) -> None:
        """Keep the archive's next piece."""

    def add_report(self, piece: bytes) -> None:
        """Keep the report's next piece."""

    def report_pieces(self) -> Iterable[bytes]:
        """The report once more, when all of it was kept."""


@dataclass
class MonthArchive:
    """A month's files as they are made; `link` is the address of a record's page, `about` what the manifest adds."""

    months: MonthRows
    link: Callable[[MappedTable, str], str]
    about: JsonObject
    first: list[JsonObject] = field(default_factory=list)
    _faults: int = 0

    def write(self, into: ArchivePieces) -> JsonObject:
        """Make all of it, piece by piece; what the manifest says, and of the archive itself size and hash.

        Raises TooManyRows, Unavailable, NotWritten, InsufficientStorage.
        """
        with refusals.as_problems():
            whole, report = _Pieces(into.add_archive), _Pieces(into.add_report)
            with zips.growing_zip(whole.add) as archive:
                lines = _LineFile(report.add, bom=True, guard=True)
                lines.write(HEADINGS)
                self.months.note = lambda one: self._note(lines, one)
                files = [self._file(archive, table) for table in self.months.mapping.tables]
                lines.flush()
                report.end()
                told = {"name": REJECTED, "rows": self.months.rejected, "faults": self._faults, **report.fingerprint}
                manifest = {"format": FORMAT, **self.about, "files": files, "rejected": told}
                self._copy(archive, REJECTED, into.report_pieces())
                self._copy(archive, MANIFEST, [orjson.dumps(manifest, option=orjson.OPT_INDENT_2)])
            whole.end()
            return manifest | {"archive": whole.fingerprint}

    def _note(self, lines: _LineFile, one: RejectedRow) -> None:
        name = f"{one.table.name}.{self.months.mapping.form}"
        where = (name, one.table.register.name, one.record, self.link(one.table, one.record))
        if len(self.first) < MOST_SHOWN:
            self.first.append(one.to_dict())
        for wrong in one.faults:
            self._faults += 1
            lines.write((*where, wrong.column, wrong.source, wrong.value, wrong.zh, wrong.en))

    def _file(self, archive: zipfile.ZipFile, table: MappedTable) -> JsonObject:
        """Write one table's file, and tell of it."""
        name = f"{table.name}.{self.months.mapping.form}"
        with zips.member(archive, name) as out:
            body = _Pieces(lambda piece: _write(out, piece), exporting.CHUNK)
            self._fill(table, body)
            body.end()
        tally = self.months.tallies[-1]
        known = {"name": name, "table": table.name, "register": table.register.name}
        return {**known, "rows": tally.rows, "rejected": tally.rejected, **body.fingerprint}

    def _fill(self, table: MappedTable, body: _Pieces) -> None:
        mapping, headings = self.months.mapping, [one.heading for one in table.columns]
        rows = self.months.rows(table)
        if mapping.form == XLSX:
            columns = [writing.column(one) for one in headings]
            with subprocess.write_workbook(exporting.split_sheets(table.name, columns, rows))[0] as book:
                while piece := book.read(exporting.CHUNK):
                    body.add(piece)
            return
        lines = _LineFile(body.add, bom=mapping.bom, guard=mapping.guard)
        lines.write(headings)
        for row in rows:
            lines.write(row)
        lines.flush()

    def _copy(self, archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
        with zips.member(archive, name) as out:
            for piece in pieces:
                _write(out, piece)


def _write(out: IO[bytes], piece: bytes) -> None:
    out.write(piece)


class _Pieces:
    """Bytes that are handed on in pieces of one size, of which size and hash are known in the end."""

    def __init__(self, take: Callable[[bytes], None], size: int = CHUNK) -> None:
        self._take, self._piece = take, size
        self._waiting, self._bytes, self._digest = bytearray(), 0, hashlib.sha256()

    def add(self, data: bytes) -> int:
        self._bytes += len(data)
        self._digest.update(data)
        self._waiting += data
        while len(self._waiting) >= self._piece:
            piece = bytes(self._waiting[: self._piece])
            del self._waiting[: self._piece]
            self._take(piece)
        return len(data)

    def end(self) -> None:
        if self._waiting:
            self._take(bytes(self._waiting))
            self._waiting.clear()

    @property
    def fingerprint(self) -> JsonObject:
        return {"bytes": self._bytes, "sha256": self._digest.hexdigest()}


class _LineFile:
    """Lines of comma-separated text, handed on some at a time: UTF-8, CRLF."""

    def __init__(self, add: Callable[[bytes], Any], *, bom: bool, guard: bool) -> None:
        self._add, self._guard = add, guard
        self._waiting: list[Sequence[str]] = []
        if bom:
            add("\ufeff".encode())

    def write(self, line: Sequence[str]) -> None:
        self._waiting.append([guard_text(one) for one in line] if self._guard else line)
        if len(self._waiting) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(self._waiting)
        self._add(text.getvalue().encode())
        self._waiting = []


def guard_text(text: str) -> str:
    """A text that no spreadsheet runs; a number stays one."""
    return text if _NUMBER.fullmatch(text) else csvs.guard(text)
