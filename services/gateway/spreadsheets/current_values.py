"""What records say already, step by step: for rows that name their record, and for an export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from contracts.register import Register
from services.chassis.records import pseudonyms, record
from services.chassis.records.record import Record, encode
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.read_model import ReadModel
from services.gateway.spreadsheets.columns import Columns
from services.gateway.spreadsheets.faults import Changed, Fault
from services.gateway.spreadsheets.lines import Part, SheetLine, at

Said = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class CurrentValues:
    """One record as the view knows it.

    event     its last one
    said      the last standing content of each step
    possible  the steps that may come next
    """

    version: int
    event: str
    said: Said
    possible: frozenset[str]


def of(view: ReadModel, register: Register, ids: Iterable[str]) -> dict[str, CurrentValues]:
    """The records of these ids that the view knows."""
    bodies: dict[str, list[str]] = {}
    wanted = [f"{register.name}/{one}" for one in ids]
    with view.store.begin_read() as tx:
        t = ledger.tellings.c
        for row in tx.execute(sa.select(t.record, t.body).where(store.among(t.record, wanted))):
            bodies.setdefault(row.record.partition("/")[2], []).append(row.body)
    return {id_: _current_values(record.rehydrate(register, id_, told)) for id_, told in bodies.items()}


def _current_values(found: Record) -> CurrentValues:
    said = {entry.step.name: encode(entry.data) for entry in found.effective}
    last = max(found.revisions, key=lambda entry: entry.version)
    return CurrentValues(found.version, last.event, said, frozenset(found.possible()))


def reveal(register: Register, said: Said, behind: Mapping[str, str]) -> Said:
    """What a record says, with what stands behind its tokens as somebody may read it."""
    return {
        name: pseudonyms.map_texts(
            pseudonyms.shape(register.step(name).data), data, lambda token: behind.get(token, token)
        )
        for name, data in said.items()
    }


def from_history(history: Iterable[dict[str, Any]]) -> Said:
    """The same, from a record's history as its owner tells it."""
    standing = sorted((one for one in history if one["stands"]), key=lambda one: one["place"] or one["version"])
    return {one["step"]: one["data"] for one in standing}


def without_unchanged(columns: Columns, line: SheetLine, known: CurrentValues | None) -> SheetLine:
    """A line without the steps that its record says already; what would need a correction is a fault."""
    if known is None:
        return line
    new = [part for part in line.parts if not _says(known, part)]
    wrong = [one for part in new if _not_repeatable(known, part) for one in _changes(columns, line.row, known, part)]
    return replace(line, parts=tuple(new), faults=(*line.faults, *wrong))


def _says(known: CurrentValues, part: Part) -> bool:
    return part.step.name in known.said and not _differing(known, part)


def _not_repeatable(known: CurrentValues, part: Part) -> bool:
    return part.step.name in known.said and part.step.name not in known.possible


def _differing(known: CurrentValues, part: Part) -> list[str]:
    said = known.said[part.step.name]
    return [name for name, value in part.event_form.items() if not _same(said.get(name), value)]


def _same(said: Any, given: Any) -> bool:
    """Whether what was given stands already; of entries the rule may have told more than was given."""
    if isinstance(given, dict):
        return all(_same(said.get(name), value) for name, value in given.items())
    if isinstance(given, list) and isinstance(said, list):
        return len(said) == len(given) and all(map(_same, said, given))
    return bool(said == given)


def _changes(columns: Columns, row: int, known: CurrentValues, part: Part) -> list[Fault]:
    return [at(row, columns.of(part.step.name, name), Changed()) for name in _differing(known, part)]
