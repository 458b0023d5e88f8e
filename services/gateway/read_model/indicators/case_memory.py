"""A district's city cases in memory, as far as the database says at that moment: what changed since is read, no more.

Kept are the cases of which any day is in this year or the two before, and those to come; who asks of an earlier period
has its cases read for that one answer.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from services.chassis.base import clock, real_threads
from services.gateway.read_model.indicators import case_places, counting
from services.gateway.read_model.indicators.case_columns import NAMES, CaseColumns
from services.gateway.read_model.indicators.case_places import CaseState
from services.gateway.read_model.indicators.city_cases import city_cases
from services.gateway.read_model.indicators.counting import CountedCases, Longs, Members
from services.gateway.read_model.indicators.periods import Period

YEARS_KEPT = 3
READ_AT_ONCE = 250
_c, _p = city_cases.c, case_places.case_places.c
_COLUMNS = (_p.place, *(_c[name] for name in NAMES))
_SAME = sa.and_(_c.record == _p.record, _c.source_district == _p.district)
_IN_PERIOD = (
    sa.select(*_COLUMNS)
    .join_from(city_cases, case_places.case_places, _SAME)
    .where(
        _c.source_district == sa.bindparam("district"),
        _c.last_on >= sa.bindparam("first"),
        _c.reported_on <= sa.bindparam("last"),
    )
)
_SINCE = (
    sa.select(*_COLUMNS)
    .outerjoin_from(case_places.case_places, city_cases, _SAME)
    .where(_p.district == sa.bindparam("district"), _p.turn > sa.bindparam("turn"))
)
"""Also those that are no more: without a row, they say nothing."""


@dataclass
class CaseMemory:
    """Counts the cases of a district."""

    district: str
    today: Callable[[], dt.date]
    _columns: CaseColumns = field(default_factory=CaseColumns)
    _state: CaseState = field(default_factory=CaseState)
    _from: dt.date = dt.date.max
    """The first day of which the columns have every case."""
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def count(self, tx: sa.Connection, period: Period, by: str | None) -> tuple[CountedCases, CountedCases]:
        """All cases of a period together, and those of each group by a column. Others have their turn meanwhile."""
        if period.first < self._first_day():
            return real_threads.run(counting.count, _of_period(tx, self.district, period), period, by)
        with self._turn:
            self._catch_up(tx)
            return real_threads.run(counting.count, self._columns, period, by)

    def places(self, tx: sa.Connection, asked: Members) -> Longs:
        """Where the cases stand that a count counts, in the order in which they first came."""
        if asked.period.first < self._first_day():
            return real_threads.run(counting.places_of, _of_period(tx, self.district, asked.period), asked)
        with self._turn:
            self._catch_up(tx)
            return real_threads.run(counting.places_of, self._columns, asked)

    def warm(self, tx: sa.Connection) -> None:
        """Read what is to be kept, so that nobody has to wait for that."""
        with self._turn:
            self._catch_up(tx)

    def _first_day(self) -> dt.date:
        return dt.date(self.today().year - YEARS_KEPT + 1, 1, 1)

    def _catch_up(self, tx: sa.Connection) -> None:
        now, first = case_places.state(tx, self.district), self._first_day()
        if now.epoch != self._state.epoch or first != self._from:
            # Until all is read nothing is known: whoever is broken off leaves no half of it.
            self._columns, self._state, self._from = CaseColumns(), CaseState(), dt.date.max
            self._columns = _of_period(tx, self.district, Period(first, dt.date.max))
        elif now.turn > self._state.turn:
            _read(tx, _SINCE, {"district": self.district, "turn": self._state.turn}, self._columns)
        else:
            return
        self._state, self._from = now, first


def _of_period(tx: sa.Connection, district: str, period: Period) -> CaseColumns:
    """Columns of the cases near a period."""
    columns = CaseColumns()
    bound = {"district": district, "first": period.first.isoformat(), "last": period.last.isoformat()}
    _read(tx, _IN_PERIOD, bound, columns)
    return columns


def _read(tx: sa.Connection, chosen: sa.Select[Any], bound: dict[str, Any], columns: CaseColumns) -> None:
    """Write rows into columns, some at a time: the loop has its turn in between."""
    for rows in tx.execute(chosen.execution_options(yield_per=READ_AT_ONCE), bound).partitions():
        columns.put([row[0] for row in rows], [row[1:] for row in rows])
        clock.pause(0)
