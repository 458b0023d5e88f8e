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
    halves = (_WITH_ANSWERS.where(store.among(one, keys), _k.district == district) for one in (_k.record, _k.other))
    rows = {row.id: row for half in halves for row in tx.execute(half)}
    return [_warning(rows[id_]) for id_ in sorted(rows)]


def one(tx: sa.Connection, district: str, id_: str) -> RecordWarning | None:
    """A warning by its id; None: there is none, or no more."""
    row = tx.execute(_WITH_ANSWERS.where(_k.id == id_, _k.district == district)).first()
    return _warning(row) if row else None


@dataclass(frozen=True)
class WaitingPart:
    """Which of the warnings that wait are asked for: of some units or of all, after one of them, so many at most.

    hidden  the registers of which they tell nothing
    """

    units: Sequence[str] | None
    hidden: Sequence[str]
    after: str
    most: int


def waiting(tx: sa.Connection, district: str, part: WaitingPart) -> list[RecordWarning]:
    """Those that wait for somebody, in the order of their ids."""
    query = _WITH_ANSWERS.where(_k.district == district, _k.id > part.after, _waits()).order_by(_k.id).limit(part.most)
    for register in part.hidden:
        query = query.where(*(~named.startswith(f"{register}/", autoescape=True) for named in (_k.record, _k.other)))
    if part.units is not None:
        query = query.where(store.among(_k.unit, part.units))
    return [_warning(row) for row in tx.execute(query)]


def _waits() -> sa.ColumnElement[bool]:
    lasting = [slug for slug, kind in KINDS.items() if not kind.closes]
    return sa.or_(_a.id.is_(None), _k.slug.in_(lasting))


# Only who may touch one of the two records may answer: whoever else writes an answer closes nothing.
_ANSWERED = sa.and_(_a.id == _k.id, _a.district == _k.district, sa.or_(_a.unit == _k.unit, _a.unit == _k.other_unit))
_WITH_ANSWERS = sa.select(clashes, _a.answer, _a.actor, _a.post, _a.known).select_from(
    clashes.outerjoin(answers, _ANSWERED)
)


def _warning(row: Any) -> RecordWarning:
    answer = None if row.answer is None else WarningAnswer(row.answer, row.actor, row.post, row.known)
    other = _record(row.other) if row.other else None
    read = orjson.loads(row.read)
    return RecordWarning(row.id, KINDS[row.slug], _record(row.record), row.unit, other, row.other_unit, read, answer)


def _record(name: str) -> RecordName:
    register, _, id_ = name.partition("/")
    return RecordName(catalogue.REGISTERS[register], id_)
