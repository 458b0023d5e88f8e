"""Which requests somebody may see: the public's once they were accepted, an application's own at any time.

One rule, whether they are asked for by a period, page by page, near a place, or by their ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from contracts import catalogue
from contracts.cases import complaints, digital_cases
from contracts.cases.digital_cases.intake import PUBLIC
from services.chassis.base.clock import day_of
from services.chassis.records import record
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.gateway.open311 import response
from services.gateway.open311.near import Circle
from services.gateway.open311.response import CLOSED, ENDED, OPEN
from services.gateway.read_model import ledger
from services.gateway.read_model.indicators.city_cases import city_cases, reported_at

MOST = 1000
"""GeoReport's own bound for one answer."""
_c = city_cases.c


@dataclass(frozen=True)
class RequestFilter:
    """Requests made between two moments, of some services (None: of any), open, closed or both, within a circle."""

    first: dt.datetime
    last: dt.datetime
    codes: Collection[str] | None
    statuses: Collection[str]
    circle: Circle | None = None

    def has(self, one: Record) -> bool:
        """Whether a request is one of them."""
        when, code, at = reported_at(one), response.code_of(one), response.status(one, one.status())
        chosen = at in self.statuses and (self.codes is None or code in self.codes)
        return self.first <= when <= self.last and chosen and self.is_near(*response.point_of(one))

    def is_near(self, latitude: float | None, longitude: float | None) -> bool:
        """Whether a point lies where requests are asked for; a request without one lies nowhere."""
        return self.circle is None or self.circle.has(latitude, longitude)

    def conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        """That a case is one of them, but for the corners of the square around a circle."""
        # By days there is an index.
        yield _c.reported_on.between(day_of(self.first).isoformat(), day_of(self.last).isoformat())
        yield _c.reported_at.between(ledger.stamp(self.first), ledger.stamp(self.last))
        ended = _c.status.in_(ENDED[digital_cases.register.name])
        yield sa.or_(*({OPEN: sa.not_(ended), CLOSED: ended}[one] for one in self.statuses))
        if self.codes is not None:
            yield _c.case_class.in_(self.codes)
        if self.circle is not None:
            yield from self.circle.square(_c.latitude, _c.longitude)


@dataclass(frozen=True)
class Page:
    """Which requests of those that are meant: so many, after so many."""

    after: int = 0
    size: int = MOST


WHOLE = Page()


def find_requests(
    tx: sa.Connection, district: str, request_filter: RequestFilter, account: str, page: Page = WHOLE
) -> list[Record]:
    """The public's cases and an application's own complaints, the newest first."""
    own = filter(request_filter.has, _complaints(tx, district, request_filter.first, account))
    keys = [(ledger.stamp(reported_at(one)), _name(one)) for one in own]
    keys += _keys_of_cases(tx, district, account, request_filter, page)
    names = [name for _, name in sorted(keys, reverse=True)[page.after : page.after + page.size]]
    return list(_load_records(tx, district, names))


def _keys_of_cases(
    tx: sa.Connection, district: str, account: str, request_filter: RequestFilter, page: Page
) -> list[tuple[str, str]]:
    """When cases were reported and what they are called, the newest, up to the end of a page."""
    columns = (_c.reported_at, _c.record, _c.latitude, _c.longitude)
    query = sa.select(*columns).where(*_may_be_seen(district, account), *request_filter.conditions())
    newest = query.order_by(_c.reported_at.desc(), _c.record.desc())
    if request_filter.circle is None:
        newest = newest.limit(page.after + page.size)
    near = (row for row in tx.execute(newest) if request_filter.is_near(row.latitude, row.longitude))
    return [(row.reported_at, row.record) for row in near]


def requests_since(tx: sa.Connection, district: str, first: dt.datetime, account: str) -> list[Record]:
    """Cases and own complaints of which anything was recorded since a moment."""
    return [
        *_find_cases(tx, district, account, _c.told_at >= ledger.stamp(first)),
        *_complaints(tx, district, first, account),
    ]


def _complaints(tx: sa.Connection, district: str, first: dt.datetime, account: str) -> list[Record]:
    """An application's own complaints of which anything was recorded since a moment: it opened them."""
    if not account:
        return []
    c, opening, name = ledger.tellings.c, ledger.tellings.alias("opening").c, complaints.register.name
    within = (c.known >= ledger.stamp(first), c.record > f"{name}/", c.record < f"{name}0")  # "0" follows "/"
    same = (opening.district == c.district, opening.record == c.record)
    by_account = opening.body.contains(f'"actor":{orjson.dumps(account).decode()}', autoescape=True)
    own = sa.exists().where(*same, opening.place == record.OPENING, by_account)
    names = tx.scalars(
        sa.select(c.record).where(c.district == district, *within, own).distinct().order_by(c.record.desc()).limit(MOST)
    )
    return [one for one in _load_records(tx, district, list(names)) if _is_own_complaint(one, account)]


def _may_be_seen(district: str, account: str) -> tuple[sa.ColumnElement[bool], ...]:
    """That a case is the public's and may be seen."""
    is_seen = sa.or_(_c.accepted_on.is_not(None), _c.opened_by == account)
    return (_c.source_district == district, _c.source == PUBLIC, _c.voided_on.is_(None), is_seen)


def _find_cases(tx: sa.Connection, district: str, account: str, *chosen: sa.ColumnElement[bool]) -> list[Record]:
    query = sa.select(_c.record).where(*_may_be_seen(district, account), *chosen)
    return list(
        _load_records(tx, district, list(tx.scalars(query.order_by(_c.reported_on.desc(), _c.record).limit(MOST))))
    )


def by_id(tx: sa.Connection, district: str, ids: Iterable[str], account: str) -> list[Record]:
    """The requests of these ids that somebody may see, in their order: by the rule of the lists."""
    wanted = list(dict.fromkeys(ids))
    cases = _find_cases(tx, district, account, store.among(_c.record, _names(digital_cases.register.name, wanted)))
    complaints_ = _load_records(tx, district, _names(complaints.register.name, wanted)) if account else ()
    found = {one.id: one for one in (*cases, *(one for one in complaints_ if _is_own_complaint(one, account)))}
    return [found[id_] for id_ in wanted if id_ in found]


def _names(register: str, ids: Iterable[str]) -> list[str]:
    return [f"{register}/{id_}" for id_ in ids]


def _name(one: Record) -> str:
    return f"{one.register.name}/{one.id}"


def _is_own_complaint(one: Record, account: str) -> bool:
    """Whether a complaint was made by the application that asks."""
    opened = bool(one.effective) and one.effective[0].step.first and not one.voided
    return opened and one.effective[0].at.actor == account


def _load_records(tx: sa.Connection, district: str, names: list[str]) -> Iterator[Record]:
    bodies: dict[str, Any] = ledger.bodies(tx, district, names)
    for name in names:
        register, _, id_ = name.partition("/")
        yield record.rehydrate(catalogue.REGISTERS[register], id_, bodies[name])
