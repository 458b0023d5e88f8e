"""Which requests somebody may see: the public's once they were accepted, an application's own at any time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from contracts import catalogue
from contracts.cases import complaints, digital_cases
from contracts.cases.digital_cases.intake import PUBLIC
from services.chassis import record
from services.chassis.clock import day_of
from services.chassis.record import Record
from services.gateway.open311.telling import CLOSED, ENDED, OPEN
from services.gateway.view import ledger
from services.gateway.view.city_cases import city_cases

MOST = 1000
"""GeoReport's own bound for one answer."""
_c = city_cases.c


def between(
    tx: sa.Connection, first: dt.datetime, last: dt.datetime, account: str, *chosen: sa.ColumnElement[bool]
) -> list[Record]:
    """Cases that were reported between two moments, the newest first."""
    days = _c.reported_on.between(day_of(first).isoformat(), day_of(last).isoformat())
    found = _chosen(tx, account, days, *chosen)
    return [case for case in found if first <= case["reported_at"] <= last]


def told_since(tx: sa.Connection, first: dt.datetime, account: str) -> list[Record]:
    """Cases of which anything was told since a moment."""
    return _chosen(tx, account, _c.told_at >= ledger.stamp(first))


def _chosen(tx: sa.Connection, account: str, *chosen: sa.ColumnElement[bool]) -> list[Record]:
    seen = sa.or_(_c.accepted_on.is_not(None), _c.opened_by == account)
    query = sa.select(_c.record).where(_c.source == PUBLIC, _c.voided_on.is_(None), seen, *chosen)
    names = list(tx.scalars(query.order_by(_c.reported_on.desc(), _c.record).limit(MOST)))
    told = {f"{one.register.name}/{one.id}": one for one in _read(tx, names)}
    return [told[name] for name in names]


def of_services(codes: Collection[str]) -> sa.ColumnElement[bool]:
    """That a case is of one of these classes."""
    return _c.case_class.in_(codes)


def standing(wanted: Collection[str]) -> sa.ColumnElement[bool]:
    """That a case is open or closed, as is wanted."""
    ended = _c.status.in_(ENDED[digital_cases.register.name])
    meant = {OPEN: sa.not_(ended), CLOSED: ended}
    return sa.or_(*(meant[one] for one in wanted))


def by_id(tx: sa.Connection, ids: Iterable[str], account: str) -> list[Record]:
    """The requests of these ids: the public's cases, and the complaints of the account that asks."""
    names = [f"{name}/{id_}" for id_ in ids for name in (digital_cases.register.name, complaints.register.name)]
    return [one for one in _read(tx, names[:MOST]) if _may_see(one, account)]


def _may_see(one: Record, account: str) -> bool:
    if not one.standing or not one.standing[0].step.first or one.voided:
        return False
    if one.register is digital_cases.register:
        return bool(one["source"] == PUBLIC)
    return one.standing[0].at.actor == account


def _read(tx: sa.Connection, names: list[str]) -> Iterator[Record]:
    bodies: dict[str, Any] = ledger.bodies(tx, names)
    for name in names:
        register, _, id_ = name.partition("/")
        yield record.read(catalogue.REGISTERS[register], id_, bodies[name])
