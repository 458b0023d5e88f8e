"""Who is missing from a ratio's part: a page at a time, found by the time for which they are missing."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
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
from services.gateway.read_model.tallies.serving import serves
from services.gateway.read_model.tallies.states import MISSING
from services.gateway.read_model.tallies.tables import FOREVER, missing

_m, _bind = missing.c, sa.bindparam
_MEANT = (
    *(_m[name] == _bind(name) for name in ("district", "programme", "measure")),
    _m.units == _bind("set"),
    _m.start <= _bind("as_of"),
)
# Who is missing without an end lies in the index by subjects; who will be so no more, by the end: few of the present,
# who are sorted by what no index has, so that none is gone along to find them.
_WAYS = (
    ((_m.until == FOREVER,), _m.subject),
    ((_m.until > _bind("as_of"), _m.until < FOREVER), _m.subject.concat("")),
)
_AFTER = [
    sa.select(_m.subject).where(*_MEANT, *end, key > _bind("place")).order_by(key).limit(_bind("most"))
    for end, key in _WAYS
]
_BEFORE = [
    sa.select(_m.subject).where(*_MEANT, *end, key < _bind("place")).order_by(key.desc()).limit(_bind("most"))
    for end, key in _WAYS
]
# As of a day that is long over, many were missing who have been so no more since: among many of the present the next in
# the order of subjects is near.
_STOOD = (*_MEANT[:3], _MEANT[4], _m.until > _bind("as_of"), store.any_of(_m.units.concat(""), "sets"))
_NEXT = sa.select(_m.subject).where(*_STOOD, _m.subject > _bind("place")).order_by(_m.subject).limit(_bind("most"))
_LAST = (
    sa.select(_m.subject).where(*_STOOD, _m.subject < _bind("place")).order_by(_m.subject.desc()).limit(_bind("most"))
)
_ENDED_SINCE = sa.select(sa.func.count()).select_from(
    sa.select(_m.subject)
    .where(*_MEANT[:4], _m.until > _bind("as_of"), _m.until < FOREVER)
    .limit(_bind("most"))
    .subquery()
)
MANY_ENDED, MANY_PAGES = 2_000, 10
"""So many who have been missing since no more are read and sorted; of so many pages one is found along the subjects."""


@dataclass(frozen=True)
class MissingPage:
    """Some who are missing, as `queries.gaps` has their rows, how many there are, and where the list goes on."""

    rows: list[Any]
    number: int
    part: ListPart


def missing_members(tx: sa.Connection, measure: Measure, question: Question, window: ListWindow) -> MissingPage:
    """Who is missing, in a window of the list by subjects.

    What was known at an earlier moment, and what has no tallies, is found by reading all.
    """
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        everyone: dict[Place, Any] = {(row.subject,): row for row in queries.gaps(tx, measure, question)}
        part = window.of_all(sorted(everyone))
        return MissingPage([everyone[one] for one in part.places], len(everyone), part)
    sums = [row for row in reading.sums(tx, [measure], question)[measure.id] if row.series == MISSING]
    # By the sums it is known which sets of units are missing anybody: of each other one nothing is read.
    sets = [row.units for row in sums if row.n and _meets(row.units, question)]
    number = sum(int(row.n) for row in sums if row.units in sets)
    walk = _along_subjects if _is_long_over(tx, measure, question, sets, number // window.most) else _by_set
    part = window.part(heapq.merge(*walk(tx, measure, question, window, sets), reverse=window.backward))
    subjects = [subject for (subject,) in part.places]
    return MissingPage(queries.gaps_among(tx, measure, question, subjects) if subjects else [], number, part)


def _by_set(
    tx: sa.Connection, measure: Measure, question: Question, window: ListWindow, sets: list[str]
) -> Iterator[list[Place]]:
    bound = _bound(measure, question) | _place(window)
    for units in sets:
        for statement in _BEFORE if window.backward else _AFTER:
            yield [(subject,) for subject in tx.scalars(statement, bound | {"set": units})]


def _along_subjects(
    tx: sa.Connection, measure: Measure, question: Question, window: ListWindow, sets: list[str]
) -> Iterator[list[Place]]:
    bound = _bound(measure, question) | _place(window) | {"sets": sets}
    yield [(subject,) for subject in tx.scalars(_LAST if window.backward else _NEXT, bound)]


def _is_long_over(tx: sa.Connection, measure: Measure, question: Question, sets: list[str], pages: int) -> bool:
    """Whether more were missing on that day, and have been so no more since, than are read one by one."""
    left = MANY_ENDED if pages >= MANY_PAGES else 0
    for units in sets if left else ():
        bound = _bound(measure, question) | {"set": units, "most": left}
        left -= tx.scalar(_ENDED_SINCE, bound) or 0
        if left <= 0:
            return True
    return False


def _bound(measure: Measure, question: Question) -> dict[str, Any]:
    own = {"district": question.district, "programme": measure.programme, "measure": measure.id}
    return {**own, "as_of": question.as_of.isoformat()}


def _place(window: ListWindow) -> dict[str, Any]:
    return {"place": window.place[0] if window.place else "", "most": window.most + 1}


def _meets(units: str, question: Question) -> bool:
    return question.units is None or not question.units.isdisjoint(units[1:-1].split("|"))
