"""What records say already, step by step: for rows that name their record, and for an export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from operator import itemgetter
from typing import Any, TypedDict

import msgspec

from contracts import catalogue
from contracts.forms import fields_of
from contracts.register import Register, Step
from contracts.rpc import RevisionEntry
from services.chassis.records import pseudonyms, record
from services.chassis.records.record import Record, encode
from services.gateway.read_model import ledger
from services.gateway.read_model.read_model import ReadModel
from services.gateway.spreadsheets.columns import Columns
from services.gateway.spreadsheets.faults import Changed, Fault
from services.gateway.spreadsheets.grid import RowPlace
from services.gateway.spreadsheets.lines import Part, SheetLine, at
from services.gateway.spreadsheets.pseudonymise import Mask

StepData = dict[str, dict[str, Any]]
_BY_DAY = itemgetter(1)


class _Told(msgspec.Struct, gc=False):
    """What an export needs of an event; what it says of its step is read where that stands."""

    type: str
    recordversion: int
    place: int
    occurredon: str
    data: msgspec.Raw


_read_told: Callable[[str], _Told] = msgspec.json.Decoder(_Told).decode


@dataclass(frozen=True)
class CurrentValues:
    """One record as the read model knows it.

    event     its last one
    data      the last effective content of each step
    possible  the steps that may come next
    runs      of a step with runs the last effective content of each: a wave that was closed before another
    """

    version: int
    event: str
    data: StepData
    possible: frozenset[str]
    runs: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def standing(self, part: Part) -> dict[str, Any] | None:
        """What stands of the step that a row asks for: in the same run, where it has runs."""
        if not part.step.each:
            return self.data.get(part.step.name)
        return self.runs.get((part.step.name, str(part.event_form.get(part.step.each))))


def of(
    read_model: ReadModel, register: Register, ids: Iterable[str], tokens: Callable[[str], bool] = lambda _unit: True
) -> dict[str, CurrentValues]:
    """The records of these ids that the read model knows; `tokens`: of which units' private texts by their tokens.

    In others' nothing equals what stands there: a guess is neither confirmed nor refuted.
    """
    records = (record.rehydrate(register, id_, texts) for id_, texts in bodies(read_model, register, ids).items())
    return {one.id: _current_values(one, tokens=tokens(one.unit)) for one in records}


def bodies(read_model: ReadModel, register: Register, ids: Iterable[str]) -> dict[str, list[str]]:
    """The events of these records as they were published, by record, of those that the read model knows."""
    names = {f"{register.name}/{one}": one for one in ids}
    if not names:
        return {}
    with read_model.store.begin_read() as tx:
        texts_of = ledger.bodies(tx, read_model.district, list(names))
    return {names[name]: texts for name, texts in texts_of.items() if texts}


def _current_values(subject_record: Record, *, tokens: bool) -> CurrentValues:
    data = {entry.step.name: encode(entry.data) for entry in subject_record.effective}
    last = max(subject_record.revisions, key=lambda entry: entry.version)
    shown = data if tokens else reveal(subject_record.register, data, {})
    runs = {(one.step.name, one.run): encode(one.data) for one in subject_record.effective if one.step.each}
    if not tokens:
        runs = {key: reveal(subject_record.register, {key[0]: one}, {})[key[0]] for key, one in runs.items()}
    return CurrentValues(subject_record.version, last.event, shown, frozenset(subject_record.possible()), runs)


def read_steps(register: Register, texts: Iterable[str], *, whole: bool = False) -> tuple[int, StepData]:
    """A record's version and what it says step by step, straight from its events: an export reads very many.

    Of each step the fields of its form: what a rule added is in no column; `whole`: that too.
    """
    version, latest = 0, dict[int, tuple[int, tuple[bool, bool, str], str, msgspec.Raw]]()
    for event in map(_read_told, texts):
        own = event.recordversion
        place = event.place or own
        version = max(version, own)
        if place not in latest or latest[place][0] < own:
            name, voids = _step_of(register.name, event.type)
            latest[place] = own, (voids, event.place > record.OPENING, event.occurredon), name, event.data
    # As `Record.effective` has it: by the day, and on one day by the places.
    standing = sorted((latest[place] for place in sorted(latest)), key=_BY_DAY)
    readers = _form_readers(register.name, whole)
    return version, {step: readers[step](said) for _, _, step, said in standing}


@cache
def _form_readers(register: str, whole: bool) -> dict[str, Callable[[msgspec.Raw], dict[str, Any]]]:  # noqa: FBT001
    """What reads the fields of a step's form, or of its whole event, by step, and passes over all others."""
    return {step.name: _form_reader(step, whole=whole) for step in catalogue.REGISTERS[register].steps}


def _form_reader(step: Step, *, whole: bool) -> Callable[[msgspec.Raw], dict[str, Any]]:
    names = fields_of(step.data if whole else step.form)
    shape: Any = TypedDict(step.name, dict.fromkeys(names, Any), total=False)  # type: ignore[misc]
    reader: msgspec.json.Decoder[dict[str, Any]] = msgspec.json.Decoder(shape)
    return reader.decode


@cache
def _step_of(register: str, event_type: str) -> tuple[str, bool]:
    """Which step an event's type tells of, and whether it voids its record."""
    step = catalogue.REGISTERS[register].event(event_type.rsplit(".", 2)[1])
    return step.name, step.voids


def has_tokens(register: Register, step_data: StepData) -> bool:
    """Whether a record says who somebody is, by a token."""
    shapes = _shapes(register.name)
    told = ((shapes[name], step_data[name]) for name in shapes.keys() & step_data.keys())
    return any(True for shape, data in told for _ in pseudonyms.find_texts(shape, data))


@cache
def _shapes(register: str) -> dict[str, pseudonyms.Shape]:
    """Where private texts stand, by the steps that may have some."""
    shapes = {step.name: pseudonyms.shape_of_step(step) for step in catalogue.REGISTERS[register].steps}
    return {name: shape for name, shape in shapes.items() if shape}


def reveal(register: Register, step_data: StepData, behind: Mapping[str, str]) -> StepData:
    """What a record says, with what stands behind its tokens as somebody may read it."""
    return {
        name: pseudonyms.map_texts(
            pseudonyms.shape_of_step(register.step(name)), data, lambda token: behind.get(token, pseudonyms.MASK)
        )
        for name, data in step_data.items()
    }


def from_history(history: Iterable[RevisionEntry]) -> StepData:
    """The same, from a record's history as its owner gives it."""
    standing = sorted((one for one in history if one.stands), key=lambda one: one.place or one.version)
    return {one.step: one.data for one in standing}


def without_unchanged(columns: Columns, line: SheetLine, current: CurrentValues | None) -> SheetLine:
    """A line without the steps that its record says already; what would need a correction is a fault."""
    if current is None:
        return line
    new = [part for part in line.parts if not _says(current, part)]
    wrong = [
        one for part in new if _not_repeatable(current, part) for one in _changes(columns, line.row, current, part)
    ]
    return replace(line, parts=tuple(new), faults=(*line.faults, *wrong))


def _says(current: CurrentValues, part: Part) -> bool:
    return current.standing(part) is not None and not _differing(current, part)


def _not_repeatable(current: CurrentValues, part: Part) -> bool:
    return current.standing(part) is not None and part.step.name not in current.possible


def _differing(current: CurrentValues, part: Part) -> list[str]:
    data = current.standing(part) or {}
    return [name for name, value in part.event_form.items() if not _same(data.get(name), value)]


def _same(old: Any, new: Any) -> bool:
    """Whether a new value stands already; to entries the rule may have added more than the sheet gives.

    A mask asks for nothing new: whoever may not read a text sends the sheet back as it was exported to them.
    """
    if isinstance(new, Mask):
        return old is not None
    if isinstance(new, dict):
        return all(_same(old.get(name), value) for name, value in new.items())
    if isinstance(new, list) and isinstance(old, list):
        return len(old) == len(new) and all(map(_same, old, new))
    return bool(old == new)


def _changes(columns: Columns, row: RowPlace, current: CurrentValues, part: Part) -> list[Fault]:
    return [at(row, columns.of(part.step.name, name), Changed()) for name in _differing(current, part)]
