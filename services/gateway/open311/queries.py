"""Which requests somebody may see: the public's once they were accepted, an application's own at any time.

One rule, whether they are asked for by a period, page by page, near a place, or by their ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from contracts import catalogue
from contracts.cases import digital_cases
from contracts.cases.complaints import register as complaints_register
from contracts.cases.digital_cases.intake import PUBLIC
from contracts.register import Register
from services.chassis.records import record
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder
from services.chassis.storage.lists.window import ListPart, ListWindow
from services.gateway.open311.near import Circle
from services.gateway.open311.response import CLOSED, ENDED, OPEN
from services.gateway.open311.services import COMPLAINT
from services.gateway.read_model import ledger
from services.gateway.read_model.complaints.own_complaints import complaints
from services.gateway.read_model.indicators.city_cases import city_cases

MOST, DEEPEST = 1000, 10_000
"""GeoReport's own bound for one answer, and how far behind the newest a page may begin."""
KEYS = 2
"""How many texts a place in the list of changes has."""
_NEWEST, _EARLIEST = KeyOrder(("reported_at", "record"), newest=True), KeyOrder(("told_at", "record"))
_c, _own = city_cases.c, complaints.c


@dataclass(frozen=True)
class RequestFilter:
    """Requests made between two moments, of some services (None: of any), open, closed or both, within a circle."""

    first: dt.datetime
    last: dt.datetime
    codes: Collection[str] | None
    statuses: Collection[str]
    circle: Circle | None = None

    def is_near(self, latitude: float | None, longitude: float | None) -> bool:
        """Whether a point lies where requests are asked for; a request without one lies nowhere."""
        return self.circle is None or self.circle.has(latitude, longitude)

    def conditions(self, c: Any, register: Register, code: sa.ColumnElement[str]) -> Iterator[sa.ColumnElement[bool]]:
        """That a row of a register's requests is one of them, but for the corners of the square around a circle."""
        yield c.reported_at.between(ledger.stamp(self.first), ledger.stamp(self.last))
        ended = c.status.in_(ENDED[register.name])
        yield sa.or_(*({OPEN: sa.not_(ended), CLOSED: ended}[one] for one in self.statuses))
        if self.codes is not None:
            yield code.in_(self.codes)
        if self.circle is not None:
            yield from self.circle.square(c.latitude, c.longitude)


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
    columns = ("reported_at", "record", "latitude", "longitude")
    cases = sa.select(*(_c[name] for name in columns)).where(
        *_may_be_seen(district, account), *request_filter.conditions(_c, digital_cases.register, _c.case_class)
    )
    code = sa.literal(COMPLAINT).concat(_own.kind)
    own = sa.select(*(_own[name] for name in columns)).where(
        *_is_own(district, account), *request_filter.conditions(_own, complaints_register, code)
    )
    groups = [cases, own] if account else [cases]
    if request_filter.circle is None:
        rows = keyset.page(tx, groups, _NEWEST, ListWindow(page.after + page.size)).rows
    else:
        # In a square around a circle some lie outside of it: how many is not known beforehand.
        found = (row for group in groups for row in tx.execute(group))
        near = (row for row in found if request_filter.is_near(row.latitude, row.longitude))
        rows = sorted(near, key=lambda row: (row.reported_at, row.record), reverse=True)
    names = [row.record for row in rows[page.after : page.after + page.size]]
    return list(_load_records(tx, district, names))


@dataclass(frozen=True)
class ChangedRequests:
    """Some requests of which something was recorded, and where the list of them goes on."""

    records: Sequence[Record]
    part: ListPart


def changed_requests(
    tx: sa.Connection, district: str, first: dt.datetime, account: str, window: ListWindow
) -> ChangedRequests:
    """Cases and own complaints of which anything was recorded since a moment, whose last change is the earliest first.

    One that changes while a client turns pages comes again further on: none is missed.
    """
    since = ledger.stamp(first)
    if window.place is not None and not window.backward:
        since = max(since, window.place[0])  # of two bounds a database may go along from the farther one
    cases = sa.select(_c.told_at, _c.record).where(*_may_be_seen(district, account), _c.told_at >= since)
    own = sa.select(_own.told_at, _own.record).where(*_is_own(district, account), _own.told_at >= since)
    part = keyset.page(tx, [cases, own] if account else [cases], _EARLIEST, window).part
    return ChangedRequests(list(_load_records(tx, district, [record for _, record in part.places])), part)


def _is_own(district: str, account: str) -> tuple[sa.ColumnElement[bool], ...]:
    """That a complaint was made by the application that asks."""
    return (_own.source_district == district, _own.opened_by == account)


def _may_be_seen(district: str, account: str) -> tuple[sa.ColumnElement[bool], ...]:
    """That a case is the public's and may be seen."""
    is_seen = sa.or_(_c.accepted_on.is_not(None), _c.opened_by == account)
    return (_c.source_district == district, _c.source == PUBLIC, _c.voided_on.is_(None), is_seen)


def by_id(tx: sa.Connection, district: str, ids: Iterable[str], account: str) -> list[Record]:
    """The requests of these ids that somebody may see, in their order: by the rule of the lists."""
    wanted = list(dict.fromkeys(ids))
    cases = sa.select(_c.record).where(
        *_may_be_seen(district, account), store.among(_c.record, _names(digital_cases.register.name, wanted))
    )
    own = sa.select(_own.record).where(
        *_is_own(district, account), store.among(_own.record, _names(complaints_register.name, wanted))
    )
    names = [name for query in ([cases, own] if account else [cases]) for name in tx.scalars(query)]
    found = {one.id: one for one in _load_records(tx, district, names)}
    return [found[id_] for id_ in wanted if id_ in found]


def _names(register: str, ids: Iterable[str]) -> list[str]:
    return [f"{register}/{id_}" for id_ in ids]


def _load_records(tx: sa.Connection, district: str, names: list[str]) -> Iterator[Record]:
    bodies: dict[str, Any] = ledger.bodies(tx, district, names)
    for name in names:
        register, _, id_ = name.partition("/")
        yield record.rehydrate(catalogue.REGISTERS[register], id_, bodies[name])
