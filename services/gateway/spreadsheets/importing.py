"""A sheet is imported: read, checked, sent to the owner, and what came of it reported row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contracts import comparison
from contracts.errors import KeyReused
from contracts.forms import PAPER, values_of_kind
from contracts.register import Register, Step
from contracts.rpc import CommandMessage, GroupReceipt, GroupRefusal, GroupResult
from services.chassis.base import clock
from services.gateway.evidence import Evidence
from services.gateway.read_model.read_model import ReadModel
from services.gateway.spreadsheets import cells, current_values, idempotency, lines
from services.gateway.spreadsheets.cells import Names
from services.gateway.spreadsheets.columns import Column, Columns
from services.gateway.spreadsheets.current_values import CurrentValues
from services.gateway.spreadsheets.faults import Changed, Fault, ImportRefused, NoSuchFile, in_order
from services.gateway.spreadsheets.grid import PageName, RowPlace
from services.gateway.spreadsheets.lines import FormCheck, SheetLine
from services.gateway.spreadsheets.pseudonymise import Tokens, pseudonymise_lines
from services.gateway.spreadsheets.tables import matching
from services.gateway.spreadsheets.tables.matching import MatchedTables
from services.gateway.spreadsheets.upload import UploadedSheets

CHUNK = 200
BREATHE_EVERY = 50
"""Rows between two moments in which others get their turn."""
Send = Callable[[Sequence[Sequence[CommandMessage]], bool, bool], Sequence[GroupResult]]
"""Sends groups of commands (whole, dry) and answers a result a group."""


@dataclass
class Sheet:
    """A file on its way in: its tables, its lines with their commands, and in the end what came of each.

    left  the steps that it fills and that are left to others, with in how many rows
    id    what all of its events will bear
    """

    register: Register
    tables: MatchedTables
    lines: list[SheetLine]
    groups: idempotency.Groups
    current: Mapping[str, CurrentValues] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    done: dict[RowPlace, GroupReceipt] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    id: str = ""

    @property
    def sound(self) -> list[SheetLine]:
        """The lines without a fault of their own that ask for something."""
        return [line for line in self.lines if line.parts and not line.faults]

    def take(self, batch: Sequence[SheetLine], results: Sequence[GroupResult]) -> None:
        """Note what the owner answered."""
        for line, result in zip(batch, results, strict=True):
            if isinstance(result, GroupRefusal):
                self.faults += _refusal(self.tables.columns[line.row.page], line, result)
            else:
                self.done[line.row] = result

    def all_faults(self) -> list[Fault]:
        """Every fault of every line."""
        return [*self.tables.faults, *self.faults, *(one for line in self.lines for one in line.faults)]

    def counts(self, page: PageName | None = None) -> dict[str, int]:
        """How many rows there were, in all or in one sheet, and what came of them."""
        at_fault = self.lines if self.tables.faults else self.all_faults()
        refused = {one.row for one in at_fault if page in (None, one.row.page)}
        done = [result for row, result in self.done.items() if page in (None, row.page)]
        lines_ = [line for line in self.lines if page in (None, line.row.page)]
        repeated = sum(result.repeated for result in done)
        silent = sum(not line.parts and not line.faults for line in lines_)
        accepted = len(done) - repeated
        return {"rows": len(lines_), "accepted": accepted, "repeated": repeated + silent, "refused": len(refused)}

    def report(self) -> dict[str, Any]:
        """What was found in the file, sheet by sheet, and what came of each."""
        return self.tables.report({table.page: self.counts(table.page) for table in self.tables.tables.tables})


@dataclass(frozen=True)
class ImportContext:
    """What an import looks things up in: the read model, the evidence, the files of an account, the owner's tokens.

    count_receipts  asks the owner what was carried out already; only where cells are read otherwise than they were
    steps           the only ones that are taken; None: all that the sheet fills
    readable_papers those of some papers that were handed in and that the account may read
    readable_records those of some records that the account may read: of others nothing is compared with a row
    sees_tokens     of which units' records the account may compare private texts
    equal           how often rows that nothing names said the same in earlier parts of a file
    """

    read_model: ReadModel
    evidence: Evidence
    account: str
    tokens: Tokens
    count_receipts: idempotency.CountReceipts
    steps: frozenset[str] | None = None
    readable_papers: Callable[[set[str]], set[str]] = lambda _named: set()
    sees_tokens: Callable[[str], bool] = lambda _unit: True
    equal: idempotency.EqualRows | None = None
    readable_records: Callable[[set[str]], set[str]] = lambda named: named

    def takes(self, step: str) -> bool:
        """Whether a step is taken from the sheet."""
        return self.steps is None or step in self.steps


def prepare(register: Register, sent: UploadedSheets, intake: ImportContext) -> Sheet:
    """A file's tables with their lines read and checked. Raises what `matching.match` raises."""
    tables = matching.match(register, sent)
    names = _names(tables, intake)
    read = _Reader(register, tables, intake, FormCheck(intake.takes))
    readings = [read.lines(replace(names, reading=one)) for one in cells.READINGS]
    ids = intake.readable_records({line.record for read in readings for line in read if line.record})
    current = current_values.of(intake.read_model, register, ids, intake.sees_tokens)
    new = [
        [
            current_values.without_unchanged(tables.columns[line.row.page], line, current.get(line.record))
            for line in read
        ]
        for read in readings
    ]
    checked = [_with_papers(tables, read, intake) for read in new]
    told = idempotency.as_carried_out(register, checked, intake.count_receipts, intake.equal)
    sheet = Sheet(register, tables, *told, current)
    return sheet if intake.steps is None else _leave_to_others(sheet, intake)


def _leave_to_others(sheet: Sheet, intake: ImportContext) -> Sheet:
    """The sheet without the steps that are not to be taken; its rows go on with the records that they opened."""
    left = Counter(part.step.name for line in sheet.lines for part in line.parts if not intake.takes(part.step.name))
    kept = [_kept_line(line, intake) for line in sheet.lines]
    groups = {line.row: list(_kept_commands(line, sheet.groups[line.row], intake)) for line in sheet.lines}
    return replace(sheet, lines=kept, groups=groups, left=left)


def _kept_line(line: SheetLine, intake: ImportContext) -> SheetLine:
    parts = tuple(part for part in line.parts if intake.takes(part.step.name))
    # What opens a record names it also for those who go on with it: a fault there is theirs as well.
    opening = line.opening.step.name if line.opening and parts else ""
    faults = tuple(one for one in line.faults if not one.step or one.step == opening or intake.takes(one.step))
    return replace(line, parts=parts, faults=faults)


def _kept_commands(line: SheetLine, group: Sequence[CommandMessage], intake: ImportContext) -> Iterator[CommandMessage]:
    """The commands of the steps that are taken; without the one that opens the record they name it."""
    opened = line.record or (group[0].id if group and line.opening and not intake.takes(group[0].step) else "")
    return (replace(one, record=opened) if opened else one for one in group if intake.takes(one.step))


@dataclass(frozen=True)
class _Reader:
    """Reads a file's lines, by one reading after another."""

    register: Register
    tables: MatchedTables
    intake: ImportContext
    check: FormCheck

    def lines(self, names: Names) -> list[SheetLine]:
        """The lines by one reading."""
        read = lines.parse_lines(self.register, self.tables.parts(), names, self.check)
        return pseudonymise_lines(_with_pauses(read), self.intake.tokens)


def _with_pauses(parsed: Iterable[SheetLine]) -> Iterator[SheetLine]:
    for number, line in enumerate(parsed):
        if number % BREATHE_EVERY == 0:
            clock.pause(0)
        yield line


def _names(tables: MatchedTables, intake: ImportContext) -> Names:
    """What the names in a file stand for."""
    names = unit_names(intake.read_model)
    return replace(names, files=_files(tables, intake), from_1904=tables.book.from_1904)


def unit_names(read_model: ReadModel) -> Names:
    """What units are called, by every reading and by what names and codes are compared by."""
    by_name: dict[str, list[str]] = defaultdict(list)
    tree = read_model.unit_tree()
    for code, unit in tree.items():
        as_read = {one.code(unit["name"]) for one in cells.READINGS}
        for written in as_read | {comparison.name(unit["name"]), comparison.number(code)}:
            by_name[written].append(code)
    return Names(by_name, frozenset(tree))


def _files(tables: MatchedTables, intake: ImportContext) -> Mapping[str, Sequence[str]]:
    """The files that cells name: the account's own, and for steps that are left to others whoever's they are."""
    own, others = set[str](), set[str]()
    for sheet_columns, rows in tables.parts():
        for column in (one for one in sheet_columns.columns if one.slot.kind in cells.NAMING_FILES):
            named = own if intake.takes(column.slot.step.name) else others
            named.update(name for row in rows for name in cells.files_named(column.slot, row.at(column.index)))
    by_name = intake.evidence.hashes_by_name(own, intake.account) if own else {}
    return (intake.evidence.hashes_by_name(others - own, None) if others - own else {}) | by_name


def _with_papers(tables: MatchedTables, read: list[SheetLine], intake: ImportContext) -> list[SheetLine]:
    """The lines, with a fault where a step names a paper that was never handed in, or not to who imports."""
    taken = ((line, part) for line in read for part in line.parts if intake.takes(part.step.name))
    named = {sha for line, part in taken for sha in _hashes(tables.columns[line.row.page], part)}
    missing = named - intake.readable_papers(named) if named else set()
    return [_missing(tables.columns[line.row.page], line, missing) for line in read] if missing else read


def _hashes(sheet_columns: Columns, part: lines.Part) -> Iterator[str]:
    for column in sheet_columns.columns:
        if column.slot.step is part.step:
            yield from _papers(column, part)


def _papers(column: Column, part: lines.Part) -> Iterator[str]:
    """The hashes in one cell, those in the entries of a list among them."""
    name = column.slot.name
    yield from (sha for _, _, sha in values_of_kind(part.step.form, {name: part.form.get(name)}, "evidence", PAPER))


def _missing(sheet_columns: Columns, line: SheetLine, missing: set[str]) -> SheetLine:
    wrong = []
    for part in line.parts:
        for column in sheet_columns.columns:
            if column.slot.step is part.step:
                lacking = missing.intersection(_papers(column, part))
                wrong += [lines.at(line.row, column, NoSuchFile(one)) for one in sorted(lacking)]
    return replace(line, faults=(*line.faults, *wrong))


def _refusal(sheet_columns: Columns, line: SheetLine, result: GroupRefusal) -> list[Fault]:
    """What the owner refused, at the columns of the step that met it."""
    part, problem = line.parts[result.step], result.problem
    if problem["slug"] == KeyReused.slug:
        return [lines.at(line.row, sheet_columns.first_of(part.step.name), Changed())]
    return lines.from_problem(sheet_columns, line.row, part.step, problem)


def carry_out(sheet: Sheet, send: Send, *, partial: bool, dry: bool) -> dict[str, Any]:
    """Send a sheet's rows; what came of each. Raises ImportRefused, and nothing was imported then."""
    if not partial or sheet.tables.faults:  # with an open question about a column no row is whole
        _whole(sheet, send, dry=dry)
    else:
        for some in _chunks(sheet.sound, len(sheet.lines) if dry else CHUNK):
            _send(sheet, send, some, whole=False, dry=dry)
    return _answer(sheet, partial=partial, dry=dry)


def _whole(sheet: Sheet, send: Send, *, dry: bool) -> None:
    """All or nothing; with mistakes in cells the others are only tried, so that all mistakes are reported at once."""
    _send(sheet, send, sheet.sound, whole=True, dry=dry or bool(sheet.all_faults()))
    if faults := sheet.all_faults():
        refused = sheet.counts()["refused"]
        counts = {"rows": len(sheet.lines), "accepted": 0, "repeated": 0, "refused": refused}
        raise ImportRefused(faults, **counts, dry_run=dry, book=sheet.report())


def _send(sheet: Sheet, send: Send, some: Sequence[SheetLine], *, whole: bool, dry: bool) -> None:
    if some:
        sheet.take(some, send([sheet.groups[line.row] for line in some], whole, dry))


def _chunks(all_: Sequence[SheetLine], size: int) -> Iterator[Sequence[SheetLine]]:
    for start in range(0, len(all_), size):
        yield all_[start : start + size]


def _answer(sheet: Sheet, *, partial: bool, dry: bool) -> dict[str, Any]:
    records = [] if dry else [_record(sheet, line) for line in sheet.lines if _stands(sheet, line)]
    last = next((one["event"] for one in reversed(records) if one["event"]), None)
    summary = {"dry_run": dry, "partial": partial, "last_event": last}
    left = [_left(sheet.register.step(name), rows) for name, rows in sheet.left.items()]
    errors = in_order(sheet.all_faults())
    about = {"import": sheet.id, "book": sheet.report()}
    return {
        **sheet.counts(),
        **summary,
        "errors": errors,
        "records": records,
        "left": left,
        **about,
    }


def _left(step: Step, rows: int) -> dict[str, Any]:
    """A step that is left to others, and who they are."""
    return {"step": step.name, "zh": step.zh, "en": step.en, "roles": sorted(step.roles), "rows": rows}


def _stands(sheet: Sheet, line: SheetLine) -> bool:
    return line.row in sheet.done or not (line.parts or line.faults)


def _record(sheet: Sheet, line: SheetLine) -> dict[str, Any]:
    """What became of a row; where nothing was sent its record said all of it already."""
    if result := sheet.done.get(line.row):
        return {**_at(line), "id": result.record.id, "event": result.event, "repeated": result.repeated}
    current = sheet.current.get(line.record)
    return {**_at(line), "id": line.record, "event": current.event if current else None, "repeated": True}


def _at(line: SheetLine) -> dict[str, Any]:
    """Where a row stands, as clients see it."""
    return {"sheet": line.row.page.title or None, "row": line.row.number}
