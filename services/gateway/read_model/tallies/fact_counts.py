"""How many facts a number is made of: a sum where the tally has it, else counted, ten thousand at most."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model import queries
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies import reading
from services.gateway.read_model.tallies.fact_walk import (
    ALL,
    ALONG_SET,
    IN_TIME,
    OF_MEMBERS,
    SINCE,
    UP_TO,
    FactWalk,
    meeting,
    own_rows,
    standing_rows,
)
from services.gateway.read_model.tallies.increments import FACTS
from services.gateway.read_model.tallies.serving import counts_facts, serves
from services.gateway.read_model.tallies.spans import WHOLE
from services.gateway.read_model.tallies.states import MEMBERS, MISSING
from services.gateway.read_model.tallies.tables import spans

EXACT_UP_TO = 10_000
"""So many facts are counted where no sum knows how many there are."""
_s, _w, _bind = spans.c, spans.alias("whole").c, sa.bindparam
_COUNTS = {one: sa.select(sa.func.count()).select_from(one.with_only_columns(_s.event).subquery()) for one in ALL}
_COUNTS_SINCE = {
    one: sa.select(sa.func.count()).select_from(
        SINCE[one].where(UP_TO).with_only_columns(_s.event).limit(_bind("most")).subquery()
    )
    for one in ALL
}
_ALONG = sa.select(sa.func.count()).select_from(
    sa.select(_s.event).where(*ALONG_SET, UP_TO).limit(_bind("most")).subquery()
)
_MEMBERS = (
    sa.select(_w.subject, sa.func.min(_w.dated).label("due"))
    .where(*own_rows(_w), _w.side == WHOLE, store.any_of(_w.units, "sets"), *standing_rows(_w))
    .group_by(_w.subject)
    .subquery()
)
_OF_MEMBER = (*own_rows(_s), _s.subject == _MEMBERS.c.subject, _s.side == _bind("side"), *standing_rows(_s))


def _by_members(*more: Any) -> sa.Select[Any]:
    """The facts of each member, found by its key: no database reads the others to join them."""
    own = sa.select(sa.func.count()).select_from(spans).where(*_OF_MEMBER, *more).correlate(_MEMBERS)
    return sa.select(sa.func.sum(own.scalar_subquery())).select_from(_MEMBERS)


_BY_MEMBERS = {IN_TIME: _by_members(_s.dated <= _MEMBERS.c.due), OF_MEMBERS: _by_members()}


class FactCount(NamedTuple):
    """How many facts there are; not exact: at least so many."""

    number: int
    is_exact: bool = True


def count(tx: sa.Connection, measure: Measure, question: Question) -> FactCount:
    """How many facts a number is made of: a sum where the tally has it, else exact up to ten thousand at least.

    Facts of a ratio are counted member by member, or along the part where the members are more.
    """
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        return FactCount(len({(row.event, row.number) for row in queries.facts(tx, measure, question)}))
    sums = reading.sums(tx, [measure], question)[measure.id]
    meant = set(meeting((row.units for row in sums), question))

    def n(series: str) -> int:
        return sum(int(row.n) for row in sums if row.series == series and row.units in meant)

    if counts_facts(measure):
        return FactCount(n(FACTS))
    # Each member that is not missing has a fact, and so has each amount.
    least = n(MEMBERS) - n(MISSING) if measure.compares else n(FACTS)
    if least > EXACT_UP_TO:
        return FactCount(EXACT_UP_TO, is_exact=False)
    walk = FactWalk(tx, measure, question)
    if measure.compares and n(MEMBERS) <= EXACT_UP_TO:
        return _up_to_most(int(tx.scalar(_BY_MEMBERS[walk.statement], walk.bound) or 0))
    return _along(tx, walk, least)


def count_since(tx: sa.Connection, measure: Measure, question: Question, since: str) -> FactCount:
    """How many facts of a number are dated later than a day: counted along their order, up to ten thousand at least."""
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        rows = queries.facts(tx, measure, question)
        return FactCount(len({(row.event, row.number) for row in rows if row.dated > since}))
    walk, number = FactWalk(tx, measure, question), 0
    for units in walk.sets:
        bound = walk.bound | {"set": units, "since": since, "most": EXACT_UP_TO + 1 - number}
        number += tx.scalar(_COUNTS_SINCE[walk.statement], bound) or 0
        if number > EXACT_UP_TO:
            break
    return _up_to_most(number)


def _along(tx: sa.Connection, walk: FactWalk, least: int) -> FactCount:
    """How many there are of those that a walk of ten thousand steps passes."""
    left = EXACT_UP_TO
    for units in walk.sets:
        left -= tx.scalar(_ALONG, walk.bound | {"set": units, "most": left + 1}) or 0
        if left < 0:
            return FactCount(least, is_exact=False)
    return FactCount(sum(tx.scalar(_COUNTS[walk.statement], walk.bound | {"set": units}) or 0 for units in walk.sets))


def _up_to_most(number: int) -> FactCount:
    return FactCount(min(number, EXACT_UP_TO), is_exact=number <= EXACT_UP_TO)
