"""Warnings as they are read: of a record, and all that wait for somebody, with what was answered to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from contracts import catalogue
from contracts.register import Register
from services.chassis.storage import store
from services.gateway.read_model.warnings.comparison import Clash
from services.gateway.read_model.warnings.kinds import KINDS, WarningKind
from services.gateway.read_model.warnings.tables import answers, clashes

_k, _a = clashes.c, answers.c


@dataclass(frozen=True)
class WarningAnswer:
    """What somebody answered: who, as what they acted, and when, as a moment in text."""

    text: str
    actor: str
    post: str
    known: str


@dataclass(frozen=True)
class RecordName:
    """A record that a warning names."""

    register: Register
    id: str


@dataclass(frozen=True)
class RecordWarning:
    """A warning about a record.

    other   the record beside which it is unlikely; None: by itself
    answer  what was answered; None: nothing yet
    waits   whether it waits for somebody: for an answer, or until what it says is no longer so
    """

    id: str
    kind: WarningKind
    subject: RecordName
    unit: str
    other: RecordName | None
    other_unit: str
    read: dict[str, str]
    answer: WarningAnswer | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody has something left to do."""
        return self.answer is None or not self.kind.closes

    @property
    def sentences(self) -> dict[str, str]:
        """What it says, by language."""
        return self.kind.sentences(self.read)

    @property
    def registers(self) -> tuple[Register, ...]:
        """The registers that it tells of."""
        return (self.subject.register, self.other.register) if self.other else (self.subject.register,)


def warning_of(clash: Clash) -> RecordWarning:
    """A clash that nobody has answered."""
    return RecordWarning(
        clash.id,
        KINDS[clash.slug],
        _record(clash.record),
        clash.unit,
        _record(clash.other) if clash.other else None,
        clash.other_unit,
        clash.read,
    )


def of_records(tx: sa.Connection, district: str, names: Iterable[str]) -> list[RecordWarning]:
    """The warnings that concern some records, whichever of the two came later."""
    keys = list(names)
    halves = (_CLASHES.where(store.among(one, keys), _k.district == district) for one in (_k.record, _k.other))
    rows = {row.id: row for half in halves for row in tx.execute(half)}
    return _warnings(tx, district, [rows[id_] for id_ in sorted(rows)])


def one(tx: sa.Connection, district: str, id_: str) -> RecordWarning | None:
    """A warning by its id; None: there is none, or no more."""
    return next(iter(of_ids(tx, district, [id_])), None)


def of_ids(tx: sa.Connection, district: str, ids: Sequence[str]) -> list[RecordWarning]:
    """Some warnings, in the order of their ids."""
    rows = tx.execute(_CLASHES.where(store.among(_k.id, ids), _k.district == district).order_by(_k.id))
    return _warnings(tx, district, rows.all())


_CLASHES = sa.select(clashes)


def _warnings(tx: sa.Connection, district: str, rows: Sequence[Any]) -> list[RecordWarning]:
    """What rows say, with their answers: of what waits for one there is none."""
    ids = [row.id for row in rows if not (row.waits and KINDS[row.slug].closes)]
    told = {}
    if ids:
        query = sa.select(answers).where(store.among(_a.id, ids), _a.district == district)
        told = {row.id: row for row in tx.execute(query)}
    return [_warning(row, told.get(row.id)) for row in rows]


def _warning(row: Any, told: Any) -> RecordWarning:
    # Only who may touch one of the two records may answer: whoever else writes an answer closes nothing.
    closes = told is not None and told.unit in (row.unit, row.other_unit)
    answer = WarningAnswer(told.answer, told.actor, told.post, told.known) if closes else None
    other = _record(row.other) if row.other else None
    read = orjson.loads(row.read)
    return RecordWarning(row.id, KINDS[row.slug], _record(row.record), row.unit, other, row.other_unit, read, answer)


def _record(name: str) -> RecordName:
    register, _, id_ = name.partition("/")
    return RecordName(catalogue.REGISTERS[register], id_)
