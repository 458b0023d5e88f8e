"""Questions to the ledger: each is one query; the database counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from services.chassis.records.calendar import official_calendar
from services.gateway.read_model import person_months
from services.gateway.read_model.ledger import contributions, stamp
from services.gateway.read_model.programme import Measure
from services.gateway.read_model.question import AsOf


@dataclass(frozen=True)
class Answer:
    """A number as claimed and as verified, and over how many (facts, or members of the whole).

    events  how many events a rate counts
    """

    claimed: float | bool | None
    verified: float | bool | None
    n: int
    events: int | None = None


def value(tx: sa.Connection, measure: Measure, asked: AsOf) -> Answer:
    """The number. A ratio over nothing is null, and so is a mean of nothing."""
    if measure.compares:
        return _ratio_answer(tx, measure, asked)
    return _REDUCED.get(measure.kind, _tally_answer)(tx, measure, asked)


def _tally_answer(tx: sa.Connection, measure: Measure, asked: AsOf) -> Answer:
    n, claimed, verified = tx.execute(_tally(measure.kind, _shape(measure, asked)), _parameters(measure, asked)).one()
    if measure.kind == "exists":
        return Answer(bool(n), bool(verified), n)
    if measure.kind == "mean":
        return Answer(_round(claimed), _round(verified), n)
    return Answer(_plain(claimed), _plain(verified), n)


def _ratio_answer(tx: sa.Connection, measure: Measure, asked: AsOf) -> Answer:
    n, claimed, verified = tx.execute(
        _ratio(_shape(measure, asked), measure.in_time), _parameters(measure, asked)
    ).one()
    if measure.kind == "covered":
        return Answer(claimed, verified, n)
    if not n:
        return Answer(None, None, 0)
    if measure.kind == "gaps":
        return Answer(n - claimed, n - verified, n)
    return Answer(claimed / n, verified / n, n)


def _rate(tx: sa.Connection, measure: Measure, asked: AsOf) -> Answer:
    """Events of the part over the person-months of the whole; null where nobody looked (an empty basis)."""
    tally = _tally("count", _shape(measure, asked))
    events, claimed, verified = tx.execute(tally, _parameters(measure, asked, "part")).one()
    looked = not measure.based or tx.execute(tally, _parameters(measure, asked, "basis")).one()[0]
    spent = person_months.count_person_months(
        tx.execute(_moves(), _parameters(measure, asked, "whole")), asked, measure.since
    )
    if not spent.months or not looked:
        return Answer(None, None, spent.people, events)
    rate, proven = (_round(measure.per * one / spent.months) for one in (claimed, verified))
    return Answer(rate, proven, spent.people, events)


def _round(number: float | None) -> float | None:
    """A quotient to four places; what does not come out even is no more exact than that."""
    return None if number is None else _plain(round(number, 4))


def _plain(number: float | None) -> float:
    found = float(number or 0)
    return int(found) if found.is_integer() else found


def _percentile(tx: sa.Connection, measure: Measure, asked: AsOf) -> Answer:
    rows = tx.execute(_amounts(_shape(measure, asked)), _parameters(measure, asked)).all()
    proven = [row.amount for row in rows if row.level >= measure.verified_from]
    return Answer(_nearest([row.amount for row in rows], measure.percent), _nearest(proven, measure.percent), len(rows))


def _age(tx: sa.Connection, measure: Measure, asked: AsOf) -> Answer:
    """The percentile of the working days from the last word on each subject to the day asked about; of none null."""
    rows = tx.execute(_rows(_shape(measure, asked)), _parameters(measure, asked)).all()
    last = {row.subject: row for row in rows}
    proven = [row for row in last.values() if row.level >= measure.verified_from]
    claimed, verified = (_nearest(_ages(some, asked.as_of), measure.percent) for some in (last.values(), proven))
    return Answer(claimed, verified, len(last))


def _ages(rows: Iterable[Any], as_of: dt.date) -> list[float]:
    """How many working days ago each row's day was, in order."""
    return sorted(official_calendar().workdays(dt.date.fromisoformat(row.dated), as_of) for row in rows)


_REDUCED = {"percentile": _percentile, "age": _age, "rate": _rate}
"""The kinds whose number is made from rows, not by the database alone."""


def _nearest(ranked: list[float], percent: int) -> float | None:
    """The nearest-rank percentile of numbers in order."""
    return _plain(ranked[-(-percent * len(ranked) // 100) - 1]) if ranked else None


def facts(tx: sa.Connection, measure: Measure, asked: AsOf, *, side: str = "") -> list[Any]:
    """The rows that a number is made of, oldest first; each names its event. For a ratio the part's that count."""
    if measure.kind == "rate":
        return list(tx.execute(_rows(_shape(measure, asked)), _parameters(measure, asked, side or "part")))
    if not measure.compares or side == "whole":
        return list(tx.execute(_rows(_shape(measure, asked)), _parameters(measure, asked, side or "all")))
    members = {
        row.subject: row.dated for row in tx.execute(_members(_shape(measure, asked)), _parameters(measure, asked))
    }
    part = tx.execute(_meeting(_shape(measure, asked)), _parameters(measure, asked))
    return [row for row in part if _counts(measure, row, members.get(row.subject))]


def _counts(measure: Measure, row: Any, due: str | None) -> bool:
    """Whether a fact of the part is one of the whole's members', and in time where that is asked."""
    return due is not None and (not measure.in_time or row.dated <= due)


def gaps(tx: sa.Connection, measure: Measure, asked: AsOf) -> list[Any]:
    """The members of the whole that are missing from the part: subject, unit, and the event that made it a member."""
    return list(tx.execute(_missing(_shape(measure, asked), measure.in_time), _parameters(measure, asked)))


def _parameters(measure: Measure, asked: AsOf, side: str = "all") -> dict[str, Any]:
    since = measure.since.isoformat() if measure.since else ""
    return {
        "measure": measure.id,
        "side": side,
        "known": stamp(asked.known_at),
        "as_of": asked.as_of.isoformat(),
        "since": since,
        "year": f"{asked.as_of.year:04}-01-01",
        "proof": measure.verified_from,
        "units": sorted(asked.units or ()),
        "facets": measure.facets,
    }


@dataclass(frozen=True)
class _Shape:
    """What the statements for a kind of question differ in; equal shapes share one compiled statement."""

    stateful: bool
    by_unit: bool
    proved: bool = False
    since: bool = True
    facets: bool = False
    demands: bool = False
    renewed: bool = False


def _shape(measure: Measure, asked: AsOf) -> _Shape:
    by_unit, facets = asked.units is not None, measure.facets > 1
    words = {"facets": facets, "demands": measure.demanding, "renewed": measure.renewed}
    return _Shape(measure.stateful, by_unit, measure.proved, **words)


def _effective_rows(side: Any, shape: _Shape) -> sa.CTE:
    """The rows that count: known by then, not gone by then, and not followed by an ending that had happened by then.

    A row's level is the best that stands for its subject: that of any opening of the same record since its last ending,
    or that of a proof that followed it.
    """
    given = sa.bindparam
    live = sa.select(contributions).where(*_live(contributions, side)).cte()
    alike = [live.c.subject, live.c.record]
    ended = sa.func.max(sa.case((live.c.role == "ends", live.c.turn), else_="")).over(partition_by=alike)
    opened = sa.func.max(sa.case((live.c.role == "opens", live.c.turn), else_="")).over(partition_by=alike)
    spoken = sa.select(live, ended.label("ended"), opened.label("opened")).cte()
    counts = [spoken.c.role == "opens", spoken.c.turn > spoken.c.ended, spoken.c.dated <= given("as_of")]
    counts.append(sa.or_(spoken.c.expires.is_(None), spoken.c.expires >= given("as_of")))
    if shape.since:
        counts.append(spoken.c.dated >= given("since"))
    level = (
        sa.func.max(spoken.c.level).over(partition_by=[spoken.c.subject, spoken.c.record])
        if shape.stateful
        else spoken.c.level
    )
    rated = sa.select(*_columns(spoken), spoken.c.opened, level.label("level")).where(*counts).cte()
    last = [rated.c.turn == rated.c.opened] if shape.stateful else []
    if shape.by_unit:
        last.append(rated.c.unit.in_(given("units", expanding=True)))
    if not shape.proved:
        return sa.select(*_columns(rated), rated.c.level).where(*last).cte()
    return _with_proofs(rated, last, side)


def _live(of: Any, side: Any) -> tuple[Any, ...]:
    """That a row is of this measure and side, had happened, was known, and was not gone."""
    c, given = of.c, sa.bindparam
    known = sa.and_(c.known <= given("known"), sa.or_(c.gone.is_(None), c.gone > given("known")))
    return c.measure == given("measure"), c.side == side, c.happened <= given("as_of"), known


def _columns(of: sa.CTE) -> tuple[Any, ...]:
    c = of.c
    return (
        c.event,
        c.subject,
        c.record,
        c.place,
        c.turn,
        c.number,
        c.unit,
        c.happened,
        c.dated,
        c.known,
        c.amount,
        c.facet,
    )


def _with_proofs(rated: sa.CTE, last: list[Any], side: Any) -> sa.CTE:
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
def _rows(shape: _Shape) -> sa.Select[Any]:
    rows = _effective_rows(sa.bindparam("side"), shape)
    return sa.select(rows).order_by(rows.c.dated, rows.c.event, rows.c.number, rows.c.unit)


@cache
def _meeting(shape: _Shape) -> sa.Select[Any]:
    """The rows of the part that are a fact of the number, were their subjects members of the whole."""
    rows = _part(shape)
    return sa.select(rows).order_by(rows.c.dated, rows.c.event, rows.c.number, rows.c.unit)


@cache
def _tally(kind: str, shape: _Shape) -> sa.Select[Any]:
    """Facts, claimed, verified: a joint fact has a row per unit and counts once."""
    rows = _effective_rows(sa.bindparam("side"), shape)
    once = sa.select(rows.c.event, rows.c.number, rows.c.subject, rows.c.amount, rows.c.level).distinct().cte()
    o, proven = once.c, once.c.level >= sa.bindparam("proof")
    match kind:
        case "sum":
            said: tuple[Any, Any] = (sa.func.sum(o.amount), sa.func.sum(sa.case((proven, o.amount))))
        case "mean":
            said = (sa.func.avg(o.amount), sa.func.avg(sa.case((proven, o.amount))))
        case "distinct":
            said = (sa.func.count(o.subject.distinct()), sa.func.count(sa.case((proven, o.subject)).distinct()))
        case _:
            said = (sa.func.count(), sa.func.count(sa.case((proven, 1))))
    return sa.select(sa.func.count(), *said).select_from(once)


@cache
def _amounts(shape: _Shape) -> sa.Select[Any]:
    rows = _effective_rows("all", shape)
    once = sa.select(rows.c.event, rows.c.number, rows.c.amount, rows.c.level).distinct().cte()
    return sa.select(once.c.amount, once.c.level).where(once.c.amount.is_not(None)).order_by(once.c.amount)


def _whole(shape: _Shape) -> sa.CTE:
    """Each member once, with the earliest day it counts on; the whole says who belongs to which unit."""
    rows = _effective_rows("whole", replace(shape, proved=False, since=False))
    firsts = (sa.func.min(rows.c[name]).label(name) for name in ("dated", "event", "unit"))
    first = sa.select(rows.c.subject, *firsts).group_by(rows.c.subject)
    return first.where(sa.exists(_demands(shape))).cte() if shape.demands else first.cte()


def _part(shape: _Shape) -> sa.CTE:
    """The rows of the part, whatever their unit; where something is demanded, those that meet a demand."""
    rows = _effective_rows("part", replace(shape, by_unit=False))
    if shape.renewed:
        rows = sa.select(rows).where(*_within_period(rows.c.dated)).cte()
    return sa.select(rows).where(rows.c.facet.in_(_demands(shape))).cte() if shape.demands else rows


def _within_period(dated: Any) -> tuple[Any, ...]:
    """That a day lies in the period that runs, whenever that was told; where none runs, in the year, after the last."""
    periods = contributions.alias("periods")
    as_of: Any = sa.bindparam("as_of")
    c = periods.c
    begun = (*_live(periods, sa.literal("anew")), c.dated <= as_of)
    first = sa.select(sa.func.max(c.dated)).where(*begun, c.expires >= as_of).scalar_subquery()
    over = sa.select(sa.func.max(c.expires)).where(*begun, c.expires < as_of).scalar_subquery()
    return dated >= sa.func.coalesce(first, sa.bindparam("year")), dated > sa.func.coalesce(over, "")


def _demands(shape: _Shape) -> sa.Select[Any]:
    """The facets that everybody in the whole must have on that day."""
    demands = _effective_rows("demands", replace(shape, by_unit=False, proved=False, since=False))
    return sa.select(demands.c.facet).distinct()


def _membership(shape: _Shape, *, in_time: bool) -> sa.CTE:
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


def _within(shape: _Shape, level: Any, facet: Any, least: Any) -> Any:
    """1 where a member stands in the part at this level or above, with as many facets as are asked for."""
    if not (shape.facets or shape.demands):
        return sa.case((sa.func.max(level) >= least, 1))
    demanded = sa.select(sa.func.count()).select_from(_demands(shape).subquery()).scalar_subquery()
    wanted = demanded if shape.demands else sa.bindparam("facets")
    return sa.case((sa.func.count(sa.case((level >= least, facet)).distinct()) >= wanted, 1))


@cache
def _ratio(shape: _Shape, in_time: bool) -> sa.Select[Any]:  # noqa: FBT001 -- the key of a cached statement
    members = _membership(shape, in_time=in_time)
    said = (sa.func.count(members.c.claimed), sa.func.count(members.c.proven))
    return sa.select(sa.func.count(), *said).select_from(members)


@cache
def _missing(shape: _Shape, in_time: bool) -> sa.Select[Any]:  # noqa: FBT001
    m = _membership(shape, in_time=in_time).c
    return sa.select(m.subject, m.unit, m.event, m.dated).where(m.claimed.is_(None)).order_by(m.subject)


@cache
def _moves() -> sa.Select[Any]:
    """What opens and ends each member's time in the whole, in order."""
    c = contributions.c
    chosen = sa.select(c.subject, c.record, c.place, c.role, c.unit, c.dated)
    return chosen.where(*_live(contributions, sa.bindparam("side"))).order_by(c.subject, c.record, c.turn, c.role)


@cache
def _members(shape: _Shape) -> sa.Select[Any]:
    whole = _whole(shape)
    return sa.select(whole.c.subject, whole.c.dated)
