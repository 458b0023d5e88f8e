"""The indicators by one query over the cases' rows: the definition with which what gateways count is compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.indicators.city_cases import city_cases
from services.gateway.read_model.indicators.counts import COUNTS, DISPOSED, VOIDED
from services.gateway.read_model.indicators.formulas import Count, Time
from services.gateway.read_model.indicators.periods import Period
from services.gateway.read_model.indicators.rates import RATES
from services.gateway.read_model.indicators.table import GROUPS, PERCENTS, IndicatorRow, Times, Values
from services.gateway.read_model.indicators.times import TIMES

BY_DAY = "days"
Column = sa.ColumnElement[Any]
Group = str | None
_c = city_cases.c


def rows(tx: sa.Connection, district: str, period: Period, by: str | None = None) -> list[IndicatorRow]:
    """The indicators of a district in a period for each group, or for all cases together, however few."""
    group = _c[GROUPS[by]] if by else sa.null()
    times = _times(tx, district, period, group)
    by_group = {
        row["grouped"]: row for row in tx.execute(_counts(district, period, group, grouped=bool(by))).mappings()
    }
    order = sorted(by_group, key=lambda one: (one is None, one or ""))
    return [IndicatorRow(one, _values(by_group[one]), times.get(one, ())) for one in order]


def _counts(district: str, period: Period, group: Any, *, grouped: bool) -> sa.Select[Any]:
    live = _c.voided_on.is_(None)
    conditions = {one.id: sa.and_(live, _holds(one, district, period)) for one in COUNTS}
    conditions |= {VOIDED.id: _holds(VOIDED, district, period)}
    counts = (sa.func.sum(sa.case((holds, 1), else_=0)).label(name) for name, holds in conditions.items())
    query = sa.select(group.label("grouped"), *counts).where(*_near(district, period))
    return query.group_by(group) if grouped else query


def _holds(one: Count, district: str, period: Period) -> Column:
    """That a case is one of a count's."""
    holds = [_in(period, _c[one.within])]
    if one.by:
        holds.append(_by_end(period, _c[one.by]))
    if one.unless:
        holds.append(sa.or_(_c[one.unless].is_(None), sa.not_(_by_end(period, _c[one.unless]))))
    if one.flag:
        holds.append(_c[one.flag].is_(sa.true()))
    if one.unlike:
        holds.append(_c[one.unlike].is_(sa.false()))
    if one.crowd:
        holds.append(_c.locus.in_(_frequent_places(one, district, period)))
    return sa.and_(*holds)


def _frequent_places(one: Count, district: str, period: Period) -> sa.Select[Any]:
    """The grid cells, each with a class, in which there were so many in the period, of all groups."""
    within = (_c.voided_on.is_(None), _in(period, _c[one.within]), _c.locus.is_not(None))
    return (
        sa.select(_c.locus)
        .where(_c.source_district == district, *within)
        .group_by(_c.locus)
        .having(sa.func.count() >= one.crowd)
    )


def _in(period: Period, day: Column) -> Column:
    return sa.and_(day >= period.first.isoformat(), _by_end(period, day))


def _by_end(period: Period, day: Column) -> Column:
    return day <= period.last.isoformat()


def _near(district: str, period: Period) -> tuple[Column, ...]:
    """The cases of a district of which any day may be in the period."""
    return _c.source_district == district, _c.last_on >= period.first.isoformat(), _by_end(period, _c.reported_on)


def _values(counted: Any) -> Values:
    counts: Values = {one.id: counted[one.id] or 0 for one in (*COUNTS, VOIDED)}
    return counts | {one.id: _share(counts[one.part], counts[one.whole]) for one in RATES}


def _share(part: float | None, whole: float | None) -> float | None:
    """A quotient; null over nothing."""
    return part / whole if part is not None and whole else None


def _times(tx: sa.Connection, district: str, period: Period, group: Any) -> dict[Group, list[Times]]:
    took: dict[tuple[Group, str, str], list[int]] = {}
    for time in TIMES:
        for row in tx.execute(_durations(time, district, period, group)):
            clock, number = (row.clock, row.took) if time.within == DISPOSED else (BY_DAY, _days(row))
            took.setdefault((row.grouped, time.id, clock), []).append(number)
    by_group: dict[Group, list[Times]] = {}
    for (grouped, id_, clock), numbers in sorted(took.items(), key=lambda one: one[0][1:]):
        by_group.setdefault(grouped, []).append(_summary(id_, clock, sorted(numbers)))
    return by_group


def _durations(time: Time, district: str, period: Period, group: Any) -> sa.Select[Any]:
    chosen = (*_near(district, period), _c.voided_on.is_(None), _in(period, _c[time.within]))
    return sa.select(group.label("grouped"), _c.clock, _c.took, _c.reported_on, _c.accepted_on).where(*chosen)


def _days(row: Any) -> int:
    """Calendar days from report to acceptance."""
    return (dt.date.fromisoformat(row.accepted_on) - dt.date.fromisoformat(row.reported_on)).days


def _summary(id_: str, clock: str, ranked: Sequence[int]) -> Times:
    """Mean, and percentiles by nearest rank, of numbers in order."""
    p50, p90 = (ranked[-(-percent * len(ranked) // 100) - 1] for percent in PERCENTS)
    return Times(id_, clock, len(ranked), round(sum(ranked) / len(ranked), 2), p50, p90)
