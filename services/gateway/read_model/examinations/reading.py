"""What examinations with a baseline say as of a day: persons and mean by topic, and the sittings that these are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.gateway.read_model.examinations.tables import (
    BASELINE,
    DAY_GRAIN,
    MONTH,
    MONTH_GRAIN,
    exam_papers,
    exam_points,
    exam_tally,
)
from services.gateway.read_model.generations import pointer
from services.gateway.read_model.programme import Programme

MADE_FROM = 10
"""The first version of what is derived (`DERIVED` of the ledger) that has examinations."""
_p, _c, _t = exam_papers.c, exam_points.c, exam_tally.c


class TopicScore(NamedTuple):
    """How many persons, and their points in hundredths together."""

    n: int
    points: int


class TopicNumber(NamedTuple):
    """One number: of which examination, of its baseline or of what was sat later, in which topic."""

    exam: str
    round: str
    topic: str


@dataclass(frozen=True)
class ExaminationQuestion:
    """Whose examinations, and as they stood on which day; set by some units or (None) by any."""

    district: str
    day: dt.date
    units: frozenset[str] | None = None


def is_whole(tx: sa.Connection, district: str, wanted: Programme) -> bool:
    """Whether the view has every examination."""
    return pointer.derives(tx, district, wanted, MADE_FROM)


def find(tx: sa.Connection, asked: ExaminationQuestion, window: ListWindow) -> tuple[ListPart, list[Any]]:
    """A page of the papers that are a baseline, those set last first."""
    place, day = sa.tuple_(_p.set_on, _p.paper), asked.day.isoformat()
    own = (_p.district == asked.district, _p.round == BASELINE, _p.set_on <= day)
    chosen = sa.select(exam_papers).where(*own).limit(window.most + 1)
    if asked.units is not None:
        chosen = chosen.where(store.among(_p.unit, sorted(asked.units)))
    if window.place is not None:
        end = sa.tuple_(*map(sa.literal, window.place))
        chosen = chosen.where(place > end if window.backward else place < end)
    order = (_p.set_on, _p.paper) if window.backward else (_p.set_on.desc(), _p.paper.desc())
    rows = {(row.set_on, row.paper): row for row in tx.execute(chosen.order_by(*order))}
    part = window.part(rows)
    return part, [rows[at] for at in part.places]


def one(tx: sa.Connection, asked: ExaminationQuestion, paper: str) -> Any:
    """The paper of this code, where it is a baseline that was set by then; else None."""
    own = (_p.district == asked.district, _p.paper == paper, _p.round == BASELINE)
    return tx.execute(sa.select(exam_papers).where(*own, _p.set_on <= asked.day.isoformat())).one_or_none()


def topic_scores(
    tx: sa.Connection, asked: ExaminationQuestion, exams: Collection[str]
) -> Mapping[TopicNumber, TopicScore]:
    """How much was scored in each topic of some examinations, at first and later; nobody scored what is left out."""
    day = asked.day.isoformat()
    month = day[:MONTH]
    before = sa.and_(_t.grain == MONTH_GRAIN, _t["at"] < month)
    since = sa.and_(_t.grain == DAY_GRAIN, _t["at"] >= f"{month}-01", _t["at"] <= day)
    key = (_t.exam, _t.round, _t.topic)
    chosen = sa.select(*key, sa.func.sum(_t.n), sa.func.sum(_t.points)).group_by(*key)
    of = (_t.district == asked.district, store.among(_t.exam, sorted(exams)), sa.or_(before, since))
    return {
        TopicNumber(*row[:3]): TopicScore(int(row[3]), int(row[4])) for row in tx.execute(chosen.where(*of)) if row[3]
    }


def sittings(
    tx: sa.Connection, asked: ExaminationQuestion, number: TopicNumber, window: ListWindow
) -> tuple[ListPart, list[Any]]:
    """A page of the sittings that one number is made of, the first first."""
    place, day = sa.tuple_(_c.day, _c.record), asked.day.isoformat()
    of = (_c.district == asked.district, *(_c[name] == value for name, value in number._asdict().items()))
    chosen = sa.select(exam_points).where(*of, _c.day <= day, _c.until > day).limit(window.most + 1)
    if window.place is not None:
        end = sa.tuple_(*map(sa.literal, window.place))
        chosen = chosen.where(place < end if window.backward else place > end)
    order = (_c.day.desc(), _c.record.desc()) if window.backward else (_c.day, _c.record)
    rows = {(row.day, row.record): row for row in tx.execute(chosen.order_by(*order))}
    part = window.part(rows)
    return part, [rows[at] for at in part.places]
