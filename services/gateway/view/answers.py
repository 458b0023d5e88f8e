"""Questions to the ledger: each is one query; the database counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from services.gateway.view.ledger import contributions, stamp
from services.gateway.view.programme import Measure

ALWAYS = dt.datetime.max.replace(tzinfo=dt.UTC)
EVERYWHERE: frozenset[str] | None = None


@dataclass(frozen=True)
class Asked:
    """A question's frame: the business date, what was known by when, and whose units (None: the whole bureau)."""

    as_of: dt.date
    known_at: dt.datetime = ALWAYS
    units: frozenset[str] | None = EVERYWHERE

    def anywhere(self) -> Asked:
        """The same question, asked of the whole bureau."""
        return replace(self, units=EVERYWHERE)


@dataclass(frozen=True)
class Answer:
    """A number as claimed and as verified, and over how many (facts, or members of the whole)."""

    claimed: float | bool | None
    verified: float | bool | None
    n: int


def value(tx: sa.Connection, measure: Measure, asked: Asked) -> Answer:
    """The number. A ratio over nothing is null."""
    if measure.kind == "ratio":
        n, claimed, verified = tx.execute(_ratio(_shape(measure, asked), measure.in_time), _given(measure, asked)).one()
        return Answer(claimed / n if n else None, verified / n if n else None, n)
    if measure.kind == "percentile":
        return _percentile(tx, measure, asked)
    n, claimed, verified = tx.execute(_tally(measure.kind, _shape(measure, asked)), _given(measure, asked)).one()
    if measure.kind == "exists":
        return Answer(bool(n), bool(verified), n)
    return Answer(_plain(claimed), _plain(verified), n)


def _plain(number: float | None) -> float:
    found = float(number or 0)
    return int(found) if found.is_integer() else found


def _percentile(tx: sa.Connection, measure: Measure, asked: Asked) -> Answer:
    rows = tx.execute(_amounts(_shape(measure, asked)), _given(measure, asked)).all()
    proven = [row.amount for row in rows if row.level >= measure.verified_from]
    return Answer(_nearest([row.amount for row in rows], measure.percent), _nearest(proven, measure.percent), len(rows))


def _nearest(ranked: list[float], percent: int) -> float | None:
    """The nearest-rank percentile of numbers in order."""
    return _plain(ranked[-(-percent * len(ranked) // 100) - 1]) if ranked else None


def facts(tx: sa.Connection, measure: Measure, asked: Asked, *, side: str = "") -> list[Any]:
    """The rows that a number is made of, oldest first; each names its event. For a ratio the part's that count."""
    if measure.kind != "ratio" or side == "whole":
        return list(tx.execute(_listed(_shape(measure, asked)), _given(measure, asked, side or "all")))
    members = {row.subject: row.dated for row in tx.execute(_members(_shape(measure, asked)), _given(measure, asked))}
    part = tx.execute(_listed(_shape(measure, asked.anywhere())), _given(measure, asked.anywhere(), "part"))
    return [row for row in part if _counts(measure, row, members.get(row.subject))]


def _counts(measure: Measure, row: Any, due: str | None) -> bool:
    """Whether a fact of the part is one of the whole's members', and in time where that is asked."""
    return due is not None and (not measure.in_time or row.dated <= due)


def gaps(tx: sa.Connection, measure: Measure, asked: Asked) -> list[Any]:
    """The members of the whole that are missing from the part: subject, unit, and the event that made it a member."""
    return list(tx.execute(_missing(_shape(measure, asked), measure.in_time), _given(measure, asked)))


def _given(measure: Measure, asked: Asked, side: str = "all") -> dict[str, Any]:
    since = measure.since.isoformat() if measure.since else ""
    return {
        "measure": measure.id,
        "side": side,
        "known": stamp(asked.known_at),
        "as_of": asked.as_of.isoformat(),
        "since": since,
        "proof": measure.verified_from,
        "units": sorted(asked.units or ()),
    }


@dataclass(frozen=True)
class _Shape:
    """What the statements for a kind of question differ in; equal shapes share one compiled statement."""

    stateful: bool
    by_unit: bool
    proved: bool = False
    since: bool = True


def _shape(measure: Measure, asked: Asked) -> _Shape:
    return _Shape(measure.stateful, asked.units is not None, measure.proved)


def _standing(side: Any, shape: _Shape) -> sa.CTE:
    """The rows that count: known by then, not gone by then, and not followed by an ending that had happened by then.

    A row's level is the best that stands for its subject: that of any opening of the same record since its last ending,
    or that of a proof that followed it.
    """
    given = sa.bindparam
    live = sa.select(contributions).where(*_live(contributions, side)).cte()
    alike = [live.c.subject, live.c.record]
    ended = sa.func.max(sa.case((live.c.role == "ends", live.c.place), else_=0)).over(partition_by=alike)
    opened = sa.func.max(sa.case((live.c.role == "opens", live.c.place), else_=0)).over(partition_by=alike)
    spoken = sa.select(live, ended.label("ended"), opened.label("opened")).cte()
    counts = [spoken.c.role == "opens", spoken.c.place > spoken.c.ended, spoken.c.dated <= given("as_of")]
    if shape.since:
        counts.append(spoken.c.dated >= given("since"))
    level = (
        sa.func.max(spoken.c.level).over(partition_by=[spoken.c.subject, spoken.c.record])
        if shape.stateful
        else spoken.c.level
    )
    rated = sa.select(*_columns(spoken), spoken.c.opened, level.label("level")).where(*counts).cte()
    last = [rated.c.place == rated.c.opened] if shape.stateful else []
    if shape.by_unit:
        last.append(rated.c.unit.in_(given("units", expanding=True)))
    if not shape.proved:
        return sa.select(*_columns(rated), rated.c.level).where(*last).cte()
    return _proved(rated, last, side)


def _live(of: Any, side: Any) -> tuple[Any, ...]:
    """That a row is of this measure and side, had happened, was known, and was not gone."""
    c, given = of.c, sa.bindparam
    known = sa.and_(c.known <= given("known"), sa.or_(c.gone.is_(None), c.gone > given("known")))
    return c.measure == given("measure"), c.side == side, c.happened <= given("as_of"), known


def _columns(of: sa.CTE) -> tuple[Any, ...]:
    c = of.c
    return c.event, c.subject, c.record, c.place, c.number, c.unit, c.happened, c.dated, c.known, c.amount


def _proved(rated: sa.CTE, last: list[Any], side: Any) -> sa.CTE:
    """The same rows, their level raised by the proofs that followed them, found by the index on subjects."""
    r, proofs = rated.c, contributions.alias("proofs")
    o, same = proofs.c, proofs.c.record == r.record
    after = sa.or_(sa.and_(same, o.place > r.place), sa.and_(sa.not_(same), o.happened >= r.happened))
    known = sa.and_(*_live(proofs, side), o.role == "proves", o.subject == r.subject)
    best = sa.func.max(o.level)
    level = sa.case((best > r.level, best), else_=r.level).label("level")
    raised = sa.select(*_columns(rated), level).select_from(rated.outerjoin(proofs, sa.and_(known, after)))
    return raised.where(*last).group_by(*_columns(rated), r.level).cte()


@cache
def _listed(shape: _Shape) -> sa.Select[Any]:
    rows = _standing(sa.bindparam("side"), shape)
    return sa.select(rows).order_by(rows.c.dated, rows.c.event, rows.c.number, rows.c.unit)


@cache
def _tally(kind: str, shape: _Shape) -> sa.Select[Any]:
    """Facts, claimed, verified: a joint fact has a row per unit and counts once."""
    rows = _standing("all", shape)
    once = sa.select(rows.c.event, rows.c.number, rows.c.subject, rows.c.amount, rows.c.level).distinct().cte()
    o, proven = once.c, once.c.level >= sa.bindparam("proof")
    match kind:
        case "sum":
            said: tuple[Any, Any] = (sa.func.sum(o.amount), sa.func.sum(sa.case((proven, o.amount))))
        case "distinct":
            said = (sa.func.count(o.subject.distinct()), sa.func.count(sa.case((proven, o.subject)).distinct()))
        case _:
            said = (sa.func.count(), sa.func.count(sa.case((proven, 1))))
    return sa.select(sa.func.count(), *said).select_from(once)


@cache
def _amounts(shape: _Shape) -> sa.Select[Any]:
    rows = _standing("all", shape)
    once = sa.select(rows.c.event, rows.c.number, rows.c.amount, rows.c.level).distinct().cte()
    return sa.select(once.c.amount, once.c.level).where(once.c.amount.is_not(None)).order_by(once.c.amount)


def _whole(shape: _Shape) -> sa.CTE:
    """Each member once, with the earliest day it counts on; the whole says who belongs to which unit."""
    rows = _standing("whole", replace(shape, proved=False, since=False))
    first = sa.select(
        rows.c.subject, sa.func.min(rows.c.dated).label("dated"), sa.func.min(rows.c.event).label("event")
    )
    return first.add_columns(sa.func.min(rows.c.unit).label("unit")).group_by(rows.c.subject).cte()


def _joined(shape: _Shape, *, in_time: bool) -> tuple[Any, Any, Any]:
    """The whole, and beside each member the best level of its part (null: missing); laid together, not joined."""
    w, p = _whole(shape).c, _standing("part", replace(shape, by_unit=False)).c
    none = sa.null()
    whole = sa.select(w.subject, w.dated.label("due"), w.event, w.unit, none.label("dated"), none.label("level"))
    part = sa.select(p.subject, none.label("due"), none.label("event"), none.label("unit"), p.dated, p.level)
    both = whole.union_all(part).cte()
    due = sa.func.max(both.c.due).over(partition_by=both.c.subject).label("due")
    dated = sa.select(both.c.subject, both.c.event, both.c.unit, both.c.dated, both.c.level, due).cte()
    d = dated.c
    counts = sa.case((d.dated <= d.due, d.level)) if in_time else d.level
    firsts = (sa.func.max(column).label(column.name) for column in (d.unit, d.event))
    one = sa.select(d.subject, *firsts, d.due.label("dated"), sa.func.max(counts).label("level"))
    members = one.where(d.due.is_not(None)).group_by(d.subject, d.due).cte()
    return members, members.c.level.is_not(None), members.c.level >= sa.bindparam("proof")


@cache
def _ratio(shape: _Shape, in_time: bool) -> sa.Select[Any]:  # noqa: FBT001 -- the key of a cached statement
    both, claimed, proven = _joined(shape, in_time=in_time)
    said = (sa.func.count(sa.case((claimed, 1))), sa.func.count(sa.case((proven, 1))))
    return sa.select(sa.func.count(), *said).select_from(both)


@cache
def _missing(shape: _Shape, in_time: bool) -> sa.Select[Any]:  # noqa: FBT001
    both, claimed, _ = _joined(shape, in_time=in_time)
    return (
        sa.select(both.c.subject, both.c.unit, both.c.event, both.c.dated)
        .where(sa.not_(claimed))
        .order_by(both.c.subject)
    )


@cache
def _members(shape: _Shape) -> sa.Select[Any]:
    whole = _whole(shape)
    return sa.select(whole.c.subject, whole.c.dated)
