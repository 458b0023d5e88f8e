"""Which due dates a year would move, of all owners one after the other, some at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts import catalogue
from contracts.errors import Unavailable
from contracts.register import Register
from contracts.rpc import MovingClock, YearMessage
from services.chassis.base import clock
from services.gateway.display.paging import BadCursor
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.owner_client import OwnerClient

ENOUGH, SECONDS, PATIENCE = 50, 2.0, 8.0
"""Rows after which an answer is given, seconds after which it is given however few there are, and if there are none."""


@dataclass(frozen=True)
class MovingPage:
    """A part of what would move.

    hidden          clocks of registers that whoever asks may not read
    silent          the owner that does not answer: it is asked again from there; empty: none
    position, upto  how much of this service's journal was looked through; next: where it goes on, None: that was all
    """

    rows: tuple[MovingClock, ...]
    hidden: int
    silent: str
    service: str
    position: int
    upto: int
    next: str | None


@dataclass(frozen=True)
class MovingDates:
    """Asks the owners, in their order, each from the beginning of its journal to its end."""

    owners: OwnerClient

    def page(self, bearer: Bearer, year: YearMessage, cursor: str) -> MovingPage:
        """What would move from a place on. Raises BadCursor."""
        service, after = _place(cursor)
        rows, hidden, since = list[MovingClock](), 0, clock.ticks()
        while True:
            try:
                reply = self.owners.calendar_preview(service, year, after)
            except Unavailable:
                return MovingPage(tuple(rows), hidden, service, service, after, after, f"{service}.{after}")
            own = [one for one in reply.rows if register_of(one).service == service]
            readable = [one for one in own if permissions.may_read(register_of(one), bearer)]
            rows, hidden, after = [*rows, *readable], hidden + len(own) - len(readable), reply.position
            following = f"{service}.{after}" if after < reply.upto else _next_service(service)
            waits = SECONDS if rows or hidden else PATIENCE
            if following is None or len(rows) >= ENOUGH or clock.ticks() - since > waits:
                return MovingPage(tuple(rows), hidden, "", service, after, reply.upto, following)
            service, after = _place(following)


def register_of(row: MovingClock) -> Register:
    """The register of a clock."""
    return catalogue.REGISTERS[row.register]


def _next_service(service: str) -> str | None:
    following = catalogue.SERVICES[catalogue.SERVICES.index(service) + 1 :][:1]
    return f"{following[0]}.0" if following else None


def _place(cursor: str) -> tuple[str, int]:
    service, _, position = (cursor or f"{catalogue.SERVICES[0]}.0").partition(".")
    if service not in catalogue.SERVICES or not (position.isascii() and position.isdecimal()):
        raise BadCursor
    return service, int(position)


def moving_item(row: MovingClock, today: dt.date) -> Mapping[str, Any]:
    """A clock as programs and pages have it."""
    register = register_of(row)
    rule = register.clock(row.clock, dt.date.fromisoformat(row.start))
    due, would_be = dt.date.fromisoformat(row.due), dt.date.fromisoformat(row.would_be)
    return {
        "register": register.name,
        "title": {"zh": register.zh, "en": register.en},
        "record": row.id,
        "unit": row.unit,
        "clock": row.clock,
        "clock_title": {"zh": rule.zh, "en": rule.en},
        "article": rule.article,
        "start": row.start,
        "due": row.due,
        "would_be": row.would_be,
        "days": (would_be - due).days,
        "newly_overdue": would_be < today <= due,
    }
