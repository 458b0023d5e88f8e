"""Who came into a ratio's whole since a day and is missing from its part: found along the days of the whole."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from services.gateway.read_model import queries
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries.shape import within_period
from services.gateway.read_model.question import ALWAYS, Question
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
from services.gateway.read_model.tallies.tables import missing, spans

_s, _m, _bind = spans.c, missing.c, sa.bindparam
_IS_MISSING = sa.exists().where(*own_rows(_m), _m.subject == _s.subject, *standing_rows(_m))
_NEW = (
    sa.select(_s.subject, _s.dated)
    .where(*ALONG_SET, _s.dated > _bind("since"), UP_TO, *standing_rows(_s), _IS_MISSING)
    .order_by(*ORDER)
    .limit(_bind("most"))
)


def new_and_missing(tx: sa.Connection, measure: Measure, question: Question, since: str, most: int) -> list[Any]:
    """The first of them, by the day on which they came, as `queries.gaps` has their rows."""
    question = within_period(measure, question)
    if question.known_at != ALWAYS or not serves(measure):
        return sorted(
            (row for row in queries.gaps(tx, measure, question) if row.dated > since), key=lambda row: row.dated
        )[:most]
    own = {"district": question.district, "programme": measure.programme, "measure": measure.id}
    bound = {**own, "side": WHOLE, "as_of": question.as_of.isoformat(), "since": since, "most": most}
    found = [
        row for units in meeting(sets_of(tx, bound), question) for row in tx.execute(_NEW, bound | {"set": units}).all()
    ]
    days = {row.subject: row.dated for row in sorted(found, key=lambda row: (row.dated, row.subject))}
    subjects = list(days)[:most]
    rows = queries.gaps_among(tx, measure, question, subjects) if subjects else []
    return sorted(rows, key=lambda row: (days[row.subject], row.subject))
