"""How many plans there were first, stand now and were carried out, by month: of whole months as it is kept of them.

Of a month that is asked about in part the rest is counted, along an index, and taken off.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.gateway.read_model.generations import pointer
from services.gateway.read_model.plans import counts
from services.gateway.read_model.plans.counts import DROPPED, FIRST, MOVED, NOW, plan_counts
from services.gateway.read_model.plans.tables import plans
from services.gateway.read_model.programme import Programme

MADE_FROM = 8
"""The first version of what is derived (`DERIVED` of the ledger) that has plans."""
DAY = dt.timedelta(days=1)
_c, _k = plans.c, plan_counts.c


@dataclass(frozen=True)
class PlanQuestion:
    """Whose plans, from the first day to the last, of which registers; of some units or (None) of all."""

    district: str
    first: dt.date
    last: dt.date
    registers: Collection[str]
    units: frozenset[str] | None = None

    def within(self, column: sa.ColumnElement[Any]) -> list[sa.ColumnElement[bool]]:
        """The conditions that a plan is asked about whose day in a column lies between these."""
        units = [] if self.units is None else [store.among(_c.unit, sorted(self.units))]
        own = [_c.district == self.district, store.among(_c.register, sorted(self.registers)), *units]
        return [*own, column >= self.first.isoformat(), column <= self.last.isoformat()]


def is_whole(tx: sa.Connection, district: str, wanted: Programme) -> bool:
    """Whether the view has every plan: one that earlier code made is made anew, of none there is no other."""
    return pointer.derives(tx, district, wanted, MADE_FROM)


def by_month(tx: sa.Connection, asked: PlanQuestion, series: str) -> Mapping[tuple[str, str], int]:
    """How many plans have their day of a series in each month, by register and month."""
    if asked.last < asked.first:
        return {}
    numbers = Counter({(one, at): n for (one, at, _), n in _kept(tx, asked, (series,)).items()})
    month = sa.func.substr(_c[series], 1, counts.MONTH)
    for beside in _beside(asked):
        chosen = sa.select(_c.register, month, sa.func.count()).where(*beside.within(_c[series]))
        for register, at, n in tx.execute(chosen.group_by(_c.register, month)):
            numbers[register, at] -= int(n)
    return {key: n for key, n in numbers.items() if n}


def count_changes(tx: sa.Connection, asked: PlanQuestion) -> Mapping[str, Mapping[str, int]]:
    """Of each register how many of the plans first recorded for these days were moved, and how many given up."""
    numbers = Counter[tuple[str, str]]()
    for (register, _, series), n in _kept(tx, asked, counts.CHANGES).items():
        numbers[register, series] += n
    moved = sa.and_(_c[NOW].is_not(None), _c[NOW] != _c[FIRST])
    each = [
        sa.func.count(sa.case((moved, 1))).label(MOVED),
        sa.func.count(sa.case((_c[NOW].is_(None), 1))).label(DROPPED),
    ]
    for beside in _beside(asked):
        chosen = sa.select(_c.register, *each).where(*beside.within(_c[FIRST])).group_by(_c.register)
        for row in tx.execute(chosen):
            numbers.subtract({(row.register, MOVED): int(row.moved), (row.register, DROPPED): int(row.dropped)})
    return {one: {name: numbers[one, name] for name in counts.CHANGES} for one in asked.registers}


def _kept(tx: sa.Connection, asked: PlanQuestion, series: Collection[str]) -> Mapping[tuple[str, str, str], int]:
    """What is kept of the months in which these days lie, whole months: by register, month and series."""
    key = (_k.register, _k.month, _k.series)
    units = [] if asked.units is None else [store.among(_k.unit, sorted(asked.units))]
    chosen = sa.select(*key, sa.func.sum(_k.n)).where(
        _k.district == asked.district,
        store.among(_k.register, sorted(asked.registers)),
        store.among(_k.month, list(months_between(asked.first, asked.last))),
        store.among(_k.series, sorted(series)),
        *units,
    )
    return {(one, at, name): int(n) for one, at, name, n in tx.execute(chosen.group_by(*key))}


def _beside(asked: PlanQuestion) -> Iterator[PlanQuestion]:
    """The days of the first month before those asked about, and of the last month those after: few, or none."""
    begin, end = asked.first.replace(day=1), month_end(asked.last)
    if begin < asked.first:
        yield replace(asked, first=begin, last=asked.first - DAY)
    if asked.last < end:
        yield replace(asked, first=asked.last + DAY, last=end)


def of_days(tx: sa.Connection, asked: PlanQuestion, series: str, window: ListWindow) -> tuple[ListPart, list[Any]]:
    """A page of the plans whose day in one series lies in these, in the order of days."""
    place = sa.tuple_(_c[series], _c.record)
    chosen = sa.select(plans).where(*asked.within(_c[series])).limit(window.most + 1)
    if window.place is not None:
        end = sa.tuple_(*map(sa.literal, window.place))
        chosen = chosen.where(place < end if window.backward else place > end)
    order = (_c[series].desc(), _c.record.desc()) if window.backward else (_c[series], _c.record)
    rows = {(getattr(row, series), row.record): row for row in tx.execute(chosen.order_by(*order))}
    part = window.part(rows)
    return part, [rows[at] for at in part.places]


def months_between(first: dt.date, last: dt.date) -> Iterator[str]:
    """The months of some days."""
    day = first.replace(day=1)
    while day <= last:
        yield f"{day:%Y-%m}"
        day = (day + dt.timedelta(days=32)).replace(day=1)


def month_end(day: dt.date) -> dt.date:
    """The last day of a month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
