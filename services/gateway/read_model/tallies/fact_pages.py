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
from services.gateway.read_model.tallies.fact_walk import ALL, ORDER, UP_TO, FactWalk
from services.gateway.read_model.tallies.serving import serves

BEGINNING: Place = ("", "", "")
_bind = sa.bindparam
_PLACE = sa.tuple_(*(_bind(f"place_{one.name}") for one in ORDER))
_AFTER = {one: one.where(UP_TO, sa.tuple_(*ORDER) > _PLACE).order_by(*ORDER).limit(_bind("most")) for one in ALL}
_BEFORE = {
    one: one.where(sa.tuple_(*ORDER) < _PLACE).order_by(*(key.desc() for key in ORDER)).limit(_bind("most"))
    for one in ALL
}


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


def _place(row: Any) -> Place:
    return row.dated, row.event, row.number


def _among(rows: Iterable[Any], part: ListPart) -> list[Any]:
    names = set(part.places)
    return [row for row in rows if _place(row) in names]


def _by_set(tx: sa.Connection, measure: Measure, question: Question, window: ListWindow) -> Iterator[list[Any]]:
    """What each set of units has of a window, in the way in which it is read."""
    walk = FactWalk(tx, measure, question)
    place = dict(zip((f"place_{one.name}" for one in ORDER), window.place or BEGINNING, strict=True))
    bound = {**walk.bound, **place, "most": window.most + 1}
    statement = (_BEFORE if window.backward else _AFTER)[walk.statement]
    for units in walk.sets:
        yield list(tx.execute(statement, bound | {"set": units}))
