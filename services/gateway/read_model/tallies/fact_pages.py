"""The facts behind a number, in the order of their days: a page at a time, found without reading the others."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.lists.window import ListPart, ListWindow, Place
from services.gateway.read_model import queries
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies import reading
from services.gateway.read_model.tallies.increments import FACTS
from services.gateway.read_model.tallies.serving import counts_facts, serves
from services.gateway.read_model.tallies.spans import WHOLE
from services.gateway.read_model.tallies.tables import spans

BEGINNING: Place = ("", "", "")
_s, _w, _bind = spans.c, spans.alias("whole").c, sa.bindparam
_ORDER = (_s.dated, _s.event, _s.number)
_COLUMNS = (*_ORDER, _s.subject, _s.record)


def _own(c: Any) -> tuple[Any, ...]:
    return tuple(c[name] == _bind(name) for name in ("district", "programme", "measure"))


def _stands(c: Any) -> tuple[Any, ...]:
    return c.start <= _bind("as_of"), c.until > _bind("as_of")


_SIDE = (*_own(_s), _s.side == _bind("side"))
_NEXT_SET = sa.select(sa.func.min(_s.units)).where(*_SIDE, _s.units > _bind("after"))
_OF_SET = sa.select(*_COLUMNS).where(*_SIDE, _s.units == _bind("set"), *_stands(_s))
_MEMBER = (*_own(_w), _w.subject == _s.subject, _w.side == WHOLE, *_stands(_w), store.any_of(_w.units, "sets"))
_DUE = sa.select(sa.func.min(_w.dated)).where(*_MEMBER).scalar_subquery()
_IN_TIME = _OF_SET.where(_s.dated <= _DUE)
_OF_MEMBERS = _OF_SET.where(sa.exists().where(*_MEMBER))
_ALL = (_OF_SET, _IN_TIME, _OF_MEMBERS)
_PLACE = sa.tuple_(*(_bind(f"place_{one.name}") for one in _ORDER))
# What is dated later than the day asked about counts on no earlier one: there the walk along the index ends.
_UP_TO = _s.dated <= _bind("as_of")
_AFTER = {one: one.where(_UP_TO, sa.tuple_(*_ORDER) > _PLACE).order_by(*_ORDER).limit(_bind("most")) for one in _ALL}
_BEFORE = {
    one: one.where(sa.tuple_(*_ORDER) < _PLACE).order_by(*(key.desc() for key in _ORDER)).limit(_bind("most"))
    for one in _ALL
}
_COUNTS = {one: sa.select(sa.func.count()).select_from(one.with_only_columns(_s.event).subquery()) for one in _ALL}


@dataclass(frozen=True)
class FactsPage:
    """Some facts of a number, as `queries.facts` has their rows, and where the list goes on."""

    rows: list[Any]
    part: ListPart


def facts(tx: sa.Connection, measure: Measure, question: Question, window: ListWindow) -> FactsPage:
    """The facts of a number in a window of their list; of a ratio those of the part.

    What was known at an earlier moment, and what has no tallies, is found by reading all.
    """
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        rows = queries.facts(tx, measure, question)
        part = window.of_all(dict.fromkeys(_place(row) for row in rows))
        return FactsPage(_among(rows, part), part)
    found = heapq.merge(*_by_set(tx, measure, question, window), key=_place, reverse=window.backward)
    by_place = {_place(row): row for row in found}
    part = window.part(by_place)
    chosen = [by_place[one] for one in part.places]
    records = {row.record for row in chosen}, {row.subject for row in chosen}
    return FactsPage(_among(queries.facts_among(tx, measure, question, *records), part), part)


def count(tx: sa.Connection, measure: Measure, question: Question) -> int:
    """How many facts a number is made of."""
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        return len({(row.event, row.number) for row in queries.facts(tx, measure, question)})
    if counts_facts(measure):
        sums = reading.sums(tx, [measure], question)[measure.id]
        meant = set(_meeting((row.units for row in sums), question))
        return sum(int(row.n) for row in sums if row.series == FACTS and row.units in meant)
    walk = _Walk(tx, measure, question)
    return sum(tx.scalar(_COUNTS[walk.statement], walk.bound | {"set": units}) or 0 for units in walk.sets)


def _place(row: Any) -> Place:
    return row.dated, row.event, row.number


def _among(rows: Iterable[Any], part: ListPart) -> list[Any]:
    names = set(part.places)
    return [row for row in rows if _place(row) in names]


def _by_set(tx: sa.Connection, measure: Measure, question: Question, window: ListWindow) -> Iterator[list[Any]]:
    """What each set of units has of a window, in the way in which it is read."""
    walk = _Walk(tx, measure, question)
    place = dict(zip((f"place_{one.name}" for one in _ORDER), window.place or BEGINNING, strict=True))
    bound = {**walk.bound, **place, "most": window.most + 1}
    statement = (_BEFORE if window.backward else _AFTER)[walk.statement]
    for units in walk.sets:
        yield list(tx.execute(statement, bound | {"set": units}))


class _Walk:
    """Along which sets of units a number's facts lie, and by which statement those of each are found."""

    def __init__(self, tx: sa.Connection, measure: Measure, question: Question) -> None:
        own = {"district": question.district, "programme": measure.programme, "measure": measure.id}
        side = "part" if measure.compares else "all"
        self.bound: dict[str, Any] = {**own, "side": side, "as_of": question.as_of.isoformat()}
        self.statement = _OF_SET
        self.sets = _sets(tx, self.bound)
        if measure.compares:
            # A part counts whichever unit did it: the whole says whose it is.
            self.bound["sets"] = list(_meeting(_sets(tx, {**own, "side": WHOLE}), question))
            self.statement = _IN_TIME if measure.in_time else _OF_MEMBERS
        else:
            self.sets = list(_meeting(self.sets, question))


def _sets(tx: sa.Connection, bound: dict[str, Any]) -> list[str]:
    """The sets of units that share facts, each found behind the one before."""
    sets: list[str] = []
    while (found := tx.scalar(_NEXT_SET, bound | {"after": sets[-1] if sets else ""})) is not None:
        sets.append(found)
    return sets


def _meeting(sets: Iterable[str], question: Question) -> Iterator[str]:
    return (one for one in sets if question.units is None or not question.units.isdisjoint(one[1:-1].split("|")))
