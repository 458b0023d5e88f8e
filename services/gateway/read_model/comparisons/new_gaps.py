"""Who has come to be missing from a ratio's part since a day.

Where few are missing, along those who are; where many are, along the days of the whole, of whose new members many are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model import queries
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies import reading
from services.gateway.read_model.tallies.fact_walk import (
    ALONG_SET,
    ORDER,
    UP_TO,
    meeting,
    own_rows,
    sets_of,
    standing_rows,
)
from services.gateway.read_model.tallies.serving import serves
from services.gateway.read_model.tallies.spans import WHOLE
from services.gateway.read_model.tallies.states import MISSING
from services.gateway.read_model.tallies.tables import missing, spans

MANY = 2_000
"""So many who are missing are looked through; of more those who are new in the whole are found by its days."""
_s, _m, _bind = spans.c, missing.c, sa.bindparam
_FEW = sa.select(_m.subject, _m.start).where(
    *own_rows(_m), _m.units == _bind("set"), *standing_rows(_m), _m.start > _bind("since")
)
_IS_MISSING = sa.exists().where(*own_rows(_m), _m.subject == _s.subject, *standing_rows(_m))
_AMONG_MANY = (
    sa.select(_s.subject, _s.dated.label("start"))
    .where(*ALONG_SET, _s.dated > _bind("since"), UP_TO, *standing_rows(_s), _IS_MISSING)
    .order_by(*ORDER)
    .limit(_bind("most"))
)


def new_gaps(tx: sa.Connection, measure: Measure, question: Question, since: str, most: int) -> list[Any]:
    """The first who came to be missing after a day and still are, as `queries.gaps` has their rows.

    Of many who are missing only those who are new in the whole.
    """
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        return _by_rows(tx, measure, question, since)[:most]
    found = sorted(_by_tallies(tx, measure, question, since, most), key=lambda row: (row.start, row.subject))
    subjects = list(dict.fromkeys(row.subject for row in found))[:most]
    rows = queries.gaps_among(tx, measure, question, subjects) if subjects else []
    return sorted(rows, key=lambda row: subjects.index(row.subject))


def _by_rows(tx: sa.Connection, measure: Measure, question: Question, since: str) -> list[Any]:
    earlier = replace(question, as_of=dt.date.fromisoformat(since))
    then = {row.subject for row in queries.gaps(tx, measure, earlier)}
    rows = (row for row in queries.gaps(tx, measure, question) if row.subject not in then)
    return sorted(rows, key=lambda row: (row.dated, row.subject))


def _by_tallies(tx: sa.Connection, measure: Measure, question: Question, since: str, most: int) -> Iterator[Any]:
    own = {"district": question.district, "programme": measure.programme, "measure": measure.id}
    bound: dict[str, Any] = {**own, "as_of": question.as_of.isoformat(), "since": since}
    sums = [row for row in reading.sums(tx, [measure], question)[measure.id] if row.series == MISSING and row.n]
    sets = set(meeting((row.units for row in sums), question))
    if sum(int(row.n) for row in sums if row.units in sets) <= MANY:
        for units in sorted(sets):
            yield from tx.execute(_FEW, bound | {"set": units}).all()
        return
    bound |= {"side": WHOLE, "most": most}
    for units in meeting(sets_of(tx, bound), question):
        yield from tx.execute(_AMONG_MANY, bound | {"set": units}).all()
