"""What holds a fact's level where its own event does not: what opened its record before, and what proved it after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.ledger import contributions, stamp
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.question import Question

PART = ("part", "all")
Key = tuple[str, str]


def of(
    tx: sa.Connection, measure: Measure, question: Question, rows: Sequence[Any], levels: Mapping[str, str]
) -> dict[Key, list[str]]:
    """The events that hold up the facts which stand higher than their own events, by the fact's event and number.

    `levels` is what each fact's event shows by itself.
    """
    raised = [row for row in rows if row.event in levels and row.level > levels[row.event]]
    by_subject: dict[str, list[Any]] = {}
    for one in raised and _proof_rows(tx, measure, question, {row.subject for row in raised}):
        by_subject.setdefault(one.subject, []).append(one)
    return {(row.event, row.number): list(_holding(row, by_subject.get(row.subject, ()))) for row in raised}


def _proof_rows(tx: sa.Connection, measure: Measure, question: Question, subjects: Iterable[str]) -> list[Any]:
    c, known_at, as_of = contributions.c, stamp(question.known_at), question.as_of.isoformat()
    standing = sa.and_(c.known <= known_at, sa.or_(c.gone.is_(None), c.gone > known_at), c.happened <= as_of)
    ledger_of = (c.district == question.district, c.programme == measure.programme)
    of = (*ledger_of, c.measure == measure.id, c.side.in_(PART), store.among(c.subject, sorted(subjects)))
    query = sa.select(c.event, c.subject, c.record, c.role, c.place, c.turn, c.happened, c.level)
    return list(tx.execute(query.where(*of, standing).order_by(c.turn, c.event).distinct()))


def _holding(row: Any, candidates: Iterable[Any]) -> Iterable[str]:
    """The events of a row's level that opened its record since its last ending, or proved it; each once."""
    trail = list(candidates)
    ended = max((one.turn for one in trail if one.record == row.record and one.role == "ends"), default="")
    events = (one.event for one in trail if one.level == row.level and _holds(one, row, ended))
    return dict.fromkeys(events)


def _holds(one: Any, row: Any, ended: str) -> bool:
    same = one.record == row.record
    if one.role == "opens":
        return bool(same and one.turn > ended)
    after = one.place > row.place if same else one.happened >= row.happened
    return bool(one.role == "proves" and after)
