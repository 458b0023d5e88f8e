"""How many plans there were first, stand now and were carried out, by month: counted by the database over indexes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.gateway.read_model.generations import pointer
from services.gateway.read_model.plans.tables import FIRST, NOW, plans
from services.gateway.read_model.programme import Programme

MADE_FROM = 8
"""The first version of what is derived (`DERIVED` of the ledger) that has plans."""
MOVED, DROPPED = "moved", "dropped"
_c = plans.c


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
    live = pointer.live_of(pointer.of_district(tx, district, wanted.campaign))
    if live is None:
        return True
    derived = live.code.rpartition(".")[2]
    return derived.isdigit() and int(derived) >= MADE_FROM


def by_month(tx: sa.Connection, asked: PlanQuestion, series: str) -> Mapping[tuple[str, str], int]:
    """How many plans have their day of a series in each month, by register and month."""
    month = sa.func.substr(_c[series], 1, 7)
    chosen = sa.select(_c.register, month, sa.func.count()).where(*asked.within(_c[series]))
    return {(register, at): int(n) for register, at, n in tx.execute(chosen.group_by(_c.register, month))}


def count_changes(tx: sa.Connection, asked: PlanQuestion) -> Mapping[str, Mapping[str, int]]:
    """Of each register how many of the plans first recorded for these days were moved, and how many given up."""
    moved = sa.and_(_c[NOW].is_not(None), _c[NOW] != _c[FIRST])
    numbers = [
        sa.func.count(sa.case((moved, 1))).label(MOVED),
        sa.func.count(sa.case((_c[NOW].is_(None), 1))).label(DROPPED),
    ]
    chosen = sa.select(_c.register, *numbers).where(*asked.within(_c[FIRST])).group_by(_c.register)
    return {row.register: {MOVED: int(row.moved), DROPPED: int(row.dropped)} for row in tx.execute(chosen)}


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
