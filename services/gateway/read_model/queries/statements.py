"""One statement for each kind of question; the database counts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.ledger import contributions
from services.gateway.read_model.queries.effective_rows import effective_rows, is_live
from services.gateway.read_model.queries.shape import Shape


@cache
def rows_of(shape: Shape) -> sa.Select[Any]:
    """The rows of one side, oldest first."""
    rows = effective_rows(sa.bindparam("side"), shape)
    return sa.select(rows).order_by(rows.c.dated, rows.c.event, rows.c.number, rows.c.unit)


@cache
def meeting_rows(shape: Shape) -> sa.Select[Any]:
    """The rows of the part that are a fact of the number, were their subjects members of the whole."""
    rows = _part(shape)
    return sa.select(rows).order_by(rows.c.dated, rows.c.event, rows.c.number, rows.c.unit)


@cache
def tally(kind: str, shape: Shape) -> sa.Select[Any]:
    """Facts, claimed, verified: a joint fact has a row per unit and counts once."""
    rows = effective_rows(sa.bindparam("side"), shape)
    once = sa.select(rows.c.event, rows.c.number, rows.c.subject, rows.c.amount, rows.c.level).distinct().cte()
    o, proven = once.c, once.c.level >= sa.bindparam("proof")
    match kind:
        case "sum":
            tallies: tuple[Any, Any] = (sa.func.sum(o.amount), sa.func.sum(sa.case((proven, o.amount))))
        case "mean":
            tallies = (sa.func.avg(o.amount), sa.func.avg(sa.case((proven, o.amount))))
        case "distinct":
            tallies = (sa.func.count(o.subject.distinct()), sa.func.count(sa.case((proven, o.subject)).distinct()))
        case _:
            tallies = (sa.func.count(), sa.func.count(sa.case((proven, 1))))
    return sa.select(sa.func.count(), *tallies).select_from(once)


@cache
def amounts(shape: Shape) -> sa.Select[Any]:
    """The amounts in order, for a percentile, which neither database computes alike."""
    rows = effective_rows("all", shape)
    once = sa.select(rows.c.event, rows.c.number, rows.c.amount, rows.c.level).distinct().cte()
    return sa.select(once.c.amount, once.c.level).where(once.c.amount.is_not(None)).order_by(once.c.amount)


def _rows_of_whole(shape: Shape) -> sa.CTE:
    return effective_rows("whole", replace(shape, proved=False, since=False))


def _whole(shape: Shape) -> sa.CTE:
    """Each member once, with the earliest day it counts on; the whole says who belongs to which unit."""
    rows = _rows_of_whole(shape)
    firsts = (sa.func.min(rows.c[name]).label(name) for name in ("dated", "event", "unit"))
    first = sa.select(rows.c.subject, *firsts).group_by(rows.c.subject)
    return first.where(sa.exists(_demands(shape))).cte() if shape.demands else first.cte()


def _part(shape: Shape) -> sa.CTE:
    """The rows of the part, whatever their unit; where something is demanded, those that meet a demand."""
    rows = effective_rows("part", replace(shape, by_unit=False))
    if shape.renewed:
        rows = sa.select(rows).where(*_within_period(rows.c.dated)).cte()
    return sa.select(rows).where(rows.c.facet.in_(_demands(shape))).cte() if shape.demands else rows


def _within_period(dated: Any) -> tuple[Any, ...]:
    """That a day lies in the period that runs, whenever that was recorded; else the year, after the last."""
    periods = contributions.alias("periods")
    as_of: Any = sa.bindparam("as_of")
    c = periods.c
    begun = (*is_live(periods, sa.literal("anew")), c.dated <= as_of)
    first = sa.select(sa.func.max(c.dated)).where(*begun, c.expires >= as_of).scalar_subquery()
    over = sa.select(sa.func.max(c.expires)).where(*begun, c.expires < as_of).scalar_subquery()
    return dated >= sa.func.coalesce(first, sa.bindparam("year")), dated > sa.func.coalesce(over, "")


def _demands(shape: Shape) -> sa.Select[Any]:
    """The facets that everybody in the whole must have on that day."""
    demands = effective_rows("demands", replace(shape, by_unit=False, proved=False, since=False))
    return sa.select(demands.c.facet).distinct()


def _membership(shape: Shape, *, in_time: bool) -> sa.CTE:
    """The whole, and whether each member is in the part, as claimed and as proven; laid together, not joined."""
    w, p = _whole(shape).c, _part(shape).c
    none = sa.null()
    whole = sa.select(
        w.subject, w.dated.label("due"), w.event, w.unit, none.label("dated"), none.label("level"), none.label("facet")
    )
    empty = (none.label(name) for name in ("due", "event", "unit"))
    part = sa.select(p.subject, *empty, p.dated, p.level, p.facet)
    both = whole.union_all(part).cte()
    due = sa.func.max(both.c.due).over(partition_by=both.c.subject).label("due")
    d = sa.select(both.c.subject, both.c.event, both.c.unit, both.c.dated, both.c.level, both.c.facet, due).cte().c
    level = sa.case((d.dated <= d.due, d.level)) if in_time else d.level
    firsts = (sa.func.max(column).label(column.name) for column in (d.unit, d.event))
    claimed, proven = (_within(shape, level, d.facet, least) for least in (sa.literal(""), sa.bindparam("proof")))
    within = (claimed.label("claimed"), proven.label("proven"))
    one = sa.select(d.subject, *firsts, d.due.label("dated"), *within)
    return one.where(d.due.is_not(None)).group_by(d.subject, d.due).cte()


def _within(shape: Shape, level: Any, facet: Any, least: Any) -> Any:
    """1 where a member stands in the part at this level or above, with as many facets as are asked for."""
    if not (shape.facets or shape.demands):
        return sa.case((sa.func.max(level) >= least, 1))
    demanded = sa.select(sa.func.count()).select_from(_demands(shape).subquery()).scalar_subquery()
    required = demanded if shape.demands else sa.bindparam("facets")
    return sa.case((sa.func.count(sa.case((level >= least, facet)).distinct()) >= required, 1))


@cache
def ratio(shape: Shape, in_time: bool) -> sa.Select[Any]:  # noqa: FBT001 -- the key of a cached statement
    """Members of the whole, and how many are in the part, as claimed and as proven."""
    members = _membership(shape, in_time=in_time)
    tallies = (sa.func.count(members.c.claimed), sa.func.count(members.c.proven))
    return sa.select(sa.func.count(), *tallies).select_from(members)


@cache
def parts(shape: Shape) -> sa.Select[Any]:
    """The members that the part claims, by the values by which the whole tells them apart, and how many are proven."""
    w, m = _rows_of_whole(shape).c, _membership(shape, in_time=False).c
    of_subject = sa.select(w.subject, sa.func.min(w.facet).label("facet")).group_by(w.subject).cte().c
    counts = (sa.func.count(m.claimed).label("claimed"), sa.func.count(m.proven).label("proven"))
    claimed = sa.select(of_subject.facet, *counts).where(of_subject.subject == m.subject, m.claimed.is_not(None))
    return claimed.group_by(of_subject.facet).order_by(of_subject.facet)


@cache
def missing_members(shape: Shape, in_time: bool) -> sa.Select[Any]:  # noqa: FBT001
    """The members of the whole that the part does not claim."""
    m = _membership(shape, in_time=in_time).c
    return sa.select(m.subject, m.unit, m.event, m.dated).where(m.claimed.is_(None)).order_by(m.subject)


@cache
def moves() -> sa.Select[Any]:
    """What opens and ends each member's time in the whole, in order."""
    c = contributions.c
    chosen = sa.select(c.subject, c.record, c.place, c.role, c.unit, c.dated)
    return chosen.where(*is_live(contributions, sa.bindparam("side"))).order_by(c.subject, c.record, c.turn, c.role)


@cache
def members_of(shape: Shape) -> sa.Select[Any]:
    """The members of the whole, each with its earliest day."""
    whole = _whole(shape)
    return sa.select(whole.c.subject, whole.c.dated)
