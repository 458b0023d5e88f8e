"""The facts of a number that were voided or corrected away between two days: as known now they count on neither.

Found along the moments at which rows of the ledger were replaced. What a correction says again goes on counting, and is
passed over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from contracts.envelope import Event
from services.chassis.base import clock
from services.chassis.storage import store
from services.chassis.storage.lists.window import ListWindow
from services.gateway.read_model import ledger
from services.gateway.read_model.comparisons.bounded_walk import IndexStretch, WalkPage, page_of, stretch, there_is
from services.gateway.read_model.comparisons.lapses import PART, bound_by, member, reading, sides_of
from services.gateway.read_model.ledger import contributions, tellings
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import Question
from services.gateway.read_model.tallies.fact_walk import own_rows
from services.gateway.read_model.tallies.serving import serves
from services.gateway.read_model.tallies.spans import WHOLE
from services.gateway.read_model.tallies.tables import spans

_c, _o, _w, _bind = contributions.c, contributions.alias("later").c, spans.alias("other").c, sa.bindparam
_ORDER = (_c.gone, _c.event, _c.number)
_PLACE = sa.tuple_(*(_bind(f"place_{name}") for name in ("at", "event", "number")))
# As the partial index has it, word for word.
_GONE = (_c.gone.is_not(None), _c.role == sa.literal_column("'opens'"))
_SIDE = (*own_rows(_c), _c.side == _bind("side"), *_GONE)
_SAID = ("happened", "dated", "expires", "amount")
_NEXT_UNIT = sa.select(sa.func.min(_c.unit)).where(*_SIDE, _c.unit > _bind("after"))


@dataclass(frozen=True)
class WithdrawalShape:
    """What the statements for withdrawals differ in; equal shapes share one compiled statement."""

    backward: bool
    stateful: bool
    of_members: bool


@dataclass(frozen=True)
class Withdrawal:
    """A fact that counts no more: its rows, one for each unit, and the event that voided or corrected it."""

    rows: Sequence[Any]
    by: Event

    @property
    def how(self) -> str:
        """Whether its whole record was voided, or it was corrected."""
        return "voided" if self.by.voids else "corrected"


@cache
def _passing(shape: WithdrawalShape) -> sa.Select[Any]:
    """Entries of the index of what was replaced, each with whether no later word of the same place says so again."""
    key = sa.tuple_(*_ORDER)
    beyond = (key < _PLACE, _c.gone >= _bind("from")) if shape.backward else (key > _PLACE, _c.gone < _bind("to"))
    names = ("event", "number", "unit", "side", "subject", "record", "place", "version", "turn", *_SAID)
    order = [one.desc() for one in _ORDER] if shape.backward else list(_ORDER)
    some = sa.select(_c.gone.label("at"), *(_c[name] for name in names)).where(*_SIDE, _c.unit == _bind("set"), *beyond)
    p = some.order_by(*order).limit(_bind("passed")).subquery("passing").c
    same = [*own_rows(_o), *(_o[name] == p[name] for name in ("side", "subject", "record"))]
    again = [_o.place == p.place, _o.role == "opens", _o.unit == p.unit, _o.version > p.version]
    again += [_o.dated <= _bind("as_of"), _o.happened <= _bind("as_of")]
    if not shape.stateful:
        again.append(_o.number == p.number)
    over = there_is(*same, _o.role == "ends", _o.turn >= p.turn, _o.happened <= _bind("since"))
    matters = [
        p.dated <= _bind("as_of"),
        p.happened <= _bind("as_of"),
        sa.or_(p.side == WHOLE, p.dated >= _bind("begins")),
        sa.or_(p.expires.is_(None), p.expires >= _bind("since")),
        sa.not_(there_is(*same, *again)),
        sa.not_(over),
    ]
    if shape.of_members:
        matters.append(there_is(*own_rows(_w), _w.subject == p.subject, *member(p.dated)))
    in_order = (p.at, p.event, p.number)
    return sa.select(*p, sa.and_(*matters).label("matters")).order_by(
        *(one.desc() if shape.backward else one for one in in_order)
    )


def withdrawals(tx: sa.Connection, measure: Measure, question: Question, since: str, window: ListWindow) -> WalkPage:
    """The facts that were replaced after one day and by the end of the question's and count no more, by that moment."""
    question = within_period(measure, question)
    return page_of(window, _stretches(tx, measure, question, since, window))


def _stretches(
    tx: sa.Connection, measure: Measure, question: Question, since: str, window: ListWindow
) -> Iterator[IndexStretch]:
    moments = {"from": end_of(since), "to": end_of(question.as_of.isoformat())}
    begin = window.place or (moments["from"], "", "")
    bound = {**bound_by(tx, measure, question, since), **moments}
    bound |= {"begins": measure.since.isoformat() if measure.since else ""}
    for side in sides_of(measure):
        # A part counts whichever unit did it: the whole says whose it is.
        of_members = side == PART and serves(measure)
        statement = _passing(WithdrawalShape(window.backward, measure.stateful, of_members))
        for unit in _units(tx, bound | {"side": side}):
            if of_members or question.units is None or unit in question.units:
                yield stretch(window, begin, reading(tx, statement, bound | {"side": side, "set": unit}))


def _units(tx: sa.Connection, bound: dict[str, Any]) -> Iterator[str]:
    """The units of which something was replaced, each found behind the one before."""
    unit = ""
    while (found := tx.scalar(_NEXT_UNIT, bound | {"after": unit})) is not None:
        unit = found
        yield unit


def end_of(day: str) -> str:
    """The first moment after a business day, as text."""
    following = dt.date.fromisoformat(day) + dt.timedelta(days=1)
    return ledger.stamp(dt.datetime.combine(following, dt.time.min, clock.SHANGHAI))


def describe(tx: sa.Connection, question: Question, page: WalkPage) -> list[Withdrawal]:
    """By which event each of these was voided or corrected."""
    c, rows = tellings.c, [one[0] for one in page.rows]
    own = (c.district == question.district, store.among(c.record, {row.record for row in rows}), c.place != c.version)
    some = list(tx.execute(sa.select(c.id, c.record, c.place, c.version, c.known).where(*own))) if rows else []
    ids = [next(one.id for one in some if _replaces(one, row)) for row in rows]
    events = ledger.events(tx, question.district, ids)
    return [Withdrawal(group, events[id_]) for group, id_ in zip(page.rows, ids, strict=True)]


def _replaces(one: Any, row: Any) -> bool:
    is_later = one.record == row.record and one.version > row.version and one.known == row.at
    return is_later and one.place in (0, row.place)
