"""A row becomes the steps it asks for: each step for which any cell is filled, in the register's order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.errors import Invalid
from contracts.forms import CODE
from contracts.register import Register, Step
from services.chassis.records import validation
from services.gateway.spreadsheets import cells
from services.gateway.spreadsheets.cells import Names
from services.gateway.spreadsheets.columns import Column, Columns
from services.gateway.spreadsheets.faults import DoubleRow, Fault, Misfilled, NotARecord, in_entry
from services.gateway.spreadsheets.field_columns import vocabulary
from services.gateway.spreadsheets.grid import RowPlace, SheetRow, blank

NUMBER = "number"
Form = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One step that a row asks for; `token_form`: its form as events bear it, where that is not the same."""

    step: Step
    form: Form
    token_form: Form | None = None

    @property
    def event_form(self) -> Form:
        """The form as events bear it: tokens in place of private texts."""
        return self.form if self.token_form is None else self.token_form


@dataclass(frozen=True)
class SheetLine:
    """One row: the record it names (empty: it opens one) and the steps it asks for."""

    row: RowPlace
    record: str
    parts: tuple[Part, ...]
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @property
    def opening(self) -> Part | None:
        """The part that opens a record."""
        return next((part for part in self.parts if part.step.first), None)


@dataclass
class FormCheck:
    """What is wrong with the forms of rows: of the steps that are taken, and of what opens a record for everybody.

    A form that a row has by one reading as by another is looked at once.
    """

    takes: Callable[[str], bool] = lambda _step: True
    _before: dict[tuple[RowPlace, str], tuple[Form, list[Fault]]] = field(default_factory=dict)

    def faults(self, columns: Columns, row: RowPlace, part: Part) -> list[Fault]:
        """What is wrong with a step's form."""
        if not part.step.first and not self.takes(part.step.name):
            return []
        form, faults = self._before.get((row, part.step.name), (None, []))
        if form != part.form:
            faults = _form_faults(columns, row, part)
            self._before[row, part.step.name] = part.form, faults
        return faults


def parse_lines(
    register: Register, tables: Iterable[tuple[Columns, Iterable[SheetRow]]], names: Names, check: FormCheck
) -> Iterator[SheetLine]:
    """The lines of a file's tables, each with what is wrong in it."""
    opened: dict[str, RowPlace] = {}
    for columns, rows in tables:
        for row in rows:
            line = _check(register, columns, _line(register, columns, row, names), check)
            yield _alone(register, columns, line, opened)


def _line(register: Register, columns: Columns, row: SheetRow, names: Names) -> SheetLine:
    faults, forms = list[Fault](), dict[str, Form]()
    for column in columns.columns:
        cell = row.at(column.index)
        if blank(cell):
            continue
        form = forms.setdefault(column.slot.step.name, {})
        try:
            form[column.slot.name] = cells.value(column.slot, cell, names, row.shown.get(column.index))
        except Misfilled as error:
            error.shown = row.shown.get(column.index, "")
            faults.append(at(row.place, column, error))
    record, more = _record(columns, row)
    faults += _fill_constants(register, columns, row, forms, names) if columns.constants else []
    return _with_record(register, SheetLine(row.place, record, tuple(_parts(register, forms)), (*faults, *more)))


def _fill_constants(
    register: Register, columns: Columns, row: SheetRow, forms: dict[str, Form], names: Names
) -> list[Fault]:
    """Put in what is given for the whole sheet, wherever a row takes the step; what is wrong with that."""
    named = columns.record is not None and not blank(row.at(columns.record))
    faults, taken = list[Fault](), _steps_taken(register, forms, named=named)
    for one in columns.constants:
        slot = one.slot
        if slot.step.name not in taken:
            continue
        form = forms.setdefault(slot.step.name, {})
        try:
            form[slot.name] = cells.value(slot, one.text, names)
        except Misfilled as error:
            faults.append(Fault(row.place, None, slot.zh, slot.step.name, slot.name, error.slug, *error.words()))
    return faults


def _steps_taken(register: Register, forms: dict[str, Form], *, named: bool) -> set[str]:
    """The steps that a row takes by its own cells; one that names no record opens one."""
    opening = register.opening.name
    if set(forms.get(opening, ())) == {register.identity} and len(forms) > 1:
        return set(forms) - {opening}  # no more than its code: it goes on with a record
    return set(forms) | (set() if named else {opening})


def _parts(register: Register, forms: dict[str, Form]) -> Iterator[Part]:
    """The steps in the register's order, the one that opens a record first."""
    for step in sorted(register.steps, key=lambda one: not one.first):
        if step.name in forms:
            yield Part(step, _empty_lists(register, step) | forms[step.name])


def _empty_lists(register: Register, step: Step) -> Form:
    """The lists of a step that must be there and may be empty: an empty cell is such a list."""
    slots = (slot for slot in vocabulary(register).slots if slot.step is step)
    return {slot.name: [] for slot in slots if slot.parts and slot.field.required and slot.optional}


def _record(columns: Columns, row: SheetRow) -> tuple[str, list[Fault]]:
    cell = None if columns.record is None else row.at(columns.record)
    if blank(cell):
        return "", []
    text = str(cell).strip()
    if re.fullmatch(CODE, text):
        return text, []
    wrong = NotARecord(text[:40])
    return text, [Fault(row.place, columns.record, "", "", "", wrong.slug, *wrong.words())]


def _with_record(register: Register, line: SheetLine) -> SheetLine:
    """A line of a register whose records bear a code names its record; giving no more than the code opens nothing."""
    opening = line.opening
    if opening is None or not opening.form.get(register.identity):
        return line
    only = set(opening.form) == {register.identity} and len(line.parts) > 1
    return replace(line, record=str(opening.form[register.identity]), parts=line.parts[1:] if only else line.parts)


def _check(register: Register, columns: Columns, line: SheetLine, check: FormCheck) -> SheetLine:
    """A line with the faults that its forms alone show; a row that names no record opens one."""
    if not line.record and line.opening is None:
        line = replace(line, parts=(Part(register.opening, {}), *line.parts))
    faulty = {(one.step, one.field) for one in line.faults}
    faults = [one for part in line.parts for one in check.faults(columns, line.row, part)]
    return replace(line, faults=(*line.faults, *(one for one in faults if (one.step, one.field) not in faulty)))


def _form_faults(columns: Columns, row: RowPlace, part: Part) -> list[Fault]:
    try:
        validation.load_form(part.step, part.form)
    except Invalid as error:
        return from_problem(columns, row, part.step, error.to_dict())
    return []


def _alone(register: Register, columns: Columns, line: SheetLine, opened: dict[str, RowPlace]) -> SheetLine:
    """Two rows of a sheet cannot open one record."""
    name = identity(line)
    if line.opening is None or not name:
        return line
    first = opened.setdefault(name, line.row)
    if first == line.row:
        return line
    column = columns.of(line.opening.step.name, register.identity or NUMBER)
    return replace(line, faults=(*line.faults, at(line.row, column, DoubleRow(first))))


def identity(line: SheetLine) -> str:
    """By what a row's record is known in its register, as far as the row says it; empty: by nothing."""
    if line.record:
        return f"record {line.record}"
    form = line.opening.form if line.opening else {}
    return f"number {form.get('unit')} {form[NUMBER]}" if form.get(NUMBER) else ""


def at(row: RowPlace, column: Column | None, wrong: Misfilled) -> Fault:
    """A fault in a cell."""
    if column is None:
        return Fault(row, None, "", "", "", wrong.slug, *wrong.words())
    slot = column.slot
    return Fault(row, column.index, column.heading, slot.step.name, slot.name, wrong.slug, *wrong.words())


def from_problem(columns: Columns, row: RowPlace, step: Step, problem: dict[str, Any]) -> list[Fault]:
    """The faults that a problem names, each at its column; a problem that names none stands at the step's first."""
    listed: Sequence[dict[str, str]] = problem["errors"] or [{"en": _sentence(problem), "zh": problem["title_zh"]}]
    faults = (_in_column(columns, row, step, str(problem["slug"]), one) for one in listed)
    return [replace(one, article=problem.get("article", "")) for one in faults]


def _sentence(problem: dict[str, Any]) -> str:
    return f"{problem['title']} {problem['detail']}".strip()


def _in_column(columns: Columns, row: RowPlace, step: Step, slug: str, one: dict[str, str]) -> Fault:
    name, *within = one.get("field", "").split(".")
    column = columns.of(step.name, name) if name else columns.first_of(step.name)
    index, heading = (column.index, column.heading) if column else (None, "")
    return Fault(row, index, heading, step.name, name, slug, *_located_message(column, within, one["en"], one["zh"]))


def _located_message(column: Column | None, within: Sequence[str], en: str, zh: str) -> tuple[str, str]:
    """What is wrong, and where within a list of entries: `within` are an entry's number and a value's name."""
    if column is None or not column.slot.parts or not within:
        return en, zh
    titles = {part.name: (part.en, part.zh) for part in column.slot.parts}
    return in_entry(int(within[0]) + 1, en, zh, titles.get(within[-1], ("", "")))
