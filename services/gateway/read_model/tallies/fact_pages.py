"""The facts behind a number, in the order of their days: a page at a time, found without reading the others."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from services.chassis.storage.lists.window import ListPart, ListWindow, Place
from services.gateway.read_model import queries
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies.fact_walk import ALL, ORDER, SINCE, UP_TO, FactWalk
from services.gateway.read_model.tallies.serving import serves

BEGINNING: Place = ("", "", "")
LAST = "~"
"""After every id."""
_bind = sa.bindparam
_PLACE = sa.tuple_(*(_bind(f"place_{one.name}") for one in ORDER))


def _after(one: sa.Select[Any]) -> sa.Select[Any]:
    return one.where(UP_TO, sa.tuple_(*ORDER) > _PLACE).order_by(*ORDER).limit(_bind("most"))


def _before(one: sa.Select[Any]) -> sa.Select[Any]:
    return one.where(sa.tuple_(*ORDER) < _PLACE).order_by(*(key.desc() for key in ORDER)).limit(_bind("most"))


_AFTER = {one: _after(one) for one in ALL}
_BEFORE = {one: _before(one) for one in ALL}
_BEFORE_SINCE = {one: _before(SINCE[one]) for one in ALL}


@dataclass(frozen=True)
class FactsPage:
    """Some facts of a number, as `queries.facts` has their rows, and where the list goes on."""

    rows: list[Any]
    part: ListPart


def facts(tx: sa.Connection, measure: Measure, question: Question, window: ListWindow, since: str = "") -> FactsPage:
    """The facts of a number in a window of their list; of a ratio those of the part.

    since  only those that are dated later than this day

    What was known at an earlier moment, and what has no tallies, is found by reading all.
    """
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        rows = [row for row in queries.facts(tx, measure, question) if row.dated > since]
        part = window.of_all(dict.fromkeys(_place(row) for row in rows))
        return FactsPage(_among(rows, part), part)
    by_set = _by_set(FactWalk(tx, measure, question), tx, window, since)
    found = heapq.merge(*by_set, key=_place, reverse=window.backward)
    by_place = {_place(row): row for row in found}
    part = window.part(by_place)
    chosen = [by_place[one] for one in part.places]
    records = {row.record for row in chosen}, {row.subject for row in chosen}
    return FactsPage(_among(queries.facts_among(tx, measure, question, *records), part), part)


def _place(row: Any) -> Place:
    return row.dated, row.event, row.number


def _among(rows: Iterable[Any], part: ListPart) -> list[Any]:
    names = set(part.places)
    return [row for row in rows if _place(row) in names]


def _by_set(walk: FactWalk, tx: sa.Connection, window: ListWindow, since: str) -> Iterator[list[Any]]:
    """What each set of units has of a window, in the way in which it is read."""
    # Forward the walk begins behind that day, whatever the place: after it no fact of the list is dated earlier.
    begin = max(window.place or BEGINNING, (since, LAST, LAST)) if since and not window.backward else window.place
    place = dict(zip((f"place_{one.name}" for one in ORDER), begin or BEGINNING, strict=True))
    bound = {**walk.bound, **place, "most": window.most + 1}
    statements = _AFTER if not window.backward else _BEFORE_SINCE if since else _BEFORE
    bound |= {"since": since} if statements is _BEFORE_SINCE else {}
    for units in walk.sets:
        yield list(tx.execute(statements[walk.statement], bound | {"set": units}))
