"""The first facts that a number is made of, in the order of their days, found without reading the others."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model import queries
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies.serving import serves
from services.gateway.read_model.tallies.spans import WHOLE
from services.gateway.read_model.tallies.tables import spans

_s, _w, _bind = spans.c, spans.alias("whole").c, sa.bindparam
_COLUMNS = (_s.dated, _s.event, _s.number, _s.subject, _s.record)


def _own(c: Any) -> tuple[Any, ...]:
    return tuple(c[name] == _bind(name) for name in ("district", "programme", "measure"))


def _stands(c: Any) -> tuple[Any, ...]:
    return c.start <= _bind("as_of"), c.until > _bind("as_of")


_SIDE = (*_own(_s), _s.side == _bind("side"))
_NEXT_SET = sa.select(sa.func.min(_s.units)).where(*_SIDE, _s.units > _bind("after"))
_OF_SET = (
    sa.select(*_COLUMNS)
    .where(*_SIDE, _s.units == _bind("set"), *_stands(_s))
    .order_by(_s.dated, _s.event, _s.number)
    .limit(_bind("most"))
)
_MEMBER = (*_own(_w), _w.subject == _s.subject, _w.side == WHOLE, *_stands(_w), store.any_of(_w.units, "sets"))
_DUE = sa.select(sa.func.min(_w.dated)).where(*_MEMBER).scalar_subquery()
_IN_TIME = _OF_SET.where(_s.dated <= _DUE)
_OF_MEMBERS = _OF_SET.where(sa.exists().where(*_MEMBER))
_COUNTS = {
    one: sa.select(sa.func.count()).select_from(one.with_only_columns(_s.event).order_by(None).subquery())
    for one in (_OF_SET, _IN_TIME, _OF_MEMBERS)
}


def facts(tx: sa.Connection, measure: Measure, question: Question, most: int) -> list[Any]:
    """The rows of the first `most` facts of a number, as `queries.facts` has them; of a ratio those of the part."""
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        return _first(queries.facts(tx, measure, question), most)
    chosen = list(heapq.merge(*_by_set(tx, measure, question, most), key=tuple))[:most]
    names = {(row.event, row.number) for row in chosen}
    records = {row.record for row in chosen}, {row.subject for row in chosen}
    rows = queries.facts_among(tx, measure, question, *records)
    return [row for row in rows if (row.event, row.number) in names]


def count(tx: sa.Connection, measure: Measure, question: Question, most: int) -> int:
    """How many facts a number is made of; `most` stands for so many and more."""
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        return min(most, len({(row.event, row.number) for row in queries.facts(tx, measure, question)}))
    n = 0
    for counted in _by_set(tx, measure, question, most, counts=True):
        n += counted[0][0]
        if n >= most:
            return most
    return n


def _first(rows: list[Any], most: int) -> list[Any]:
    names = list(dict.fromkeys((row.event, row.number) for row in rows))[:most]
    return [row for row in rows if (row.event, row.number) in set(names)]


def _by_set(
    tx: sa.Connection, measure: Measure, question: Question, most: int, *, counts: bool = False
) -> Iterator[list[Any]]:
    """The first facts of each set of units that is asked about, in their order; or how many these are."""
    own = {"district": question.district, "programme": measure.programme, "measure": measure.id}
    bound: dict[str, Any] = {
        **own,
        "side": "part" if measure.compares else "all",
        "as_of": question.as_of.isoformat(),
        "most": most,
    }
    statement = _OF_SET
    if measure.compares:
        bound["sets"] = list(_meeting(_sets(tx, {**own, "side": WHOLE}), question))
        statement = _IN_TIME if measure.in_time else _OF_MEMBERS
    # A part counts whichever unit did it: the whole says whose it is.
    asked = _sets(tx, bound) if measure.compares else _meeting(_sets(tx, bound), question)
    for units in asked:
        yield list(tx.execute(_COUNTS[statement] if counts else statement, bound | {"set": units}))


def _sets(tx: sa.Connection, bound: dict[str, Any]) -> list[str]:
    """The sets of units that share facts, each found behind the one before."""
    sets: list[str] = []
    while (found := tx.scalar(_NEXT_SET, bound | {"after": sets[-1] if sets else ""})) is not None:
        sets.append(found)
    return sets


def _meeting(sets: Iterable[str], question: Question) -> Iterator[str]:
    return (one for one in sets if question.units is None or not question.units.isdisjoint(one[1:-1].split("|")))
