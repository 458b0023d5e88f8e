"""Which calendar a service counts by: the table of this version, and the years of which it has heard since.

Read in each transaction, since another process may have written it: two small columns of a register of a few records.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import sqlalchemy as sa

from contracts import catalogue
from services.chassis.records.calendar import Calendar, official_calendar
from services.chassis.records.calendars.year_overlay import AnnouncedYear, confirmed_years, overlay
from services.chassis.records.record import Record
from services.chassis.storage.tables import records

_VERSIONS = (
    sa.select(records.c.id, records.c.version).where(records.c.register == catalogue.CALENDAR).order_by(records.c.id)
)
Versions = tuple[tuple[str, int], ...]


class RecordReader(Protocol):
    """Reads records of a transaction."""

    def record(self, register: str, id_: str) -> Record:
        """A record with its history."""


class KnownCalendar:
    """The calendar of a service, put together anew when a year has changed; each process has its own."""

    def __init__(self, base: Calendar | None = None) -> None:
        """`base`: what came with this version."""
        self.base = base or official_calendar()
        self._seen: Versions = ()
        self._years: dict[int, tuple[AnnouncedYear, ...]] = {}
        self._calendar = self.base

    def calendar(self, tx: sa.Connection, lookup: RecordReader) -> Calendar:
        """The calendar that holds now."""
        self._follow(tx, lookup)
        return self._calendar

    def years(self, tx: sa.Connection, lookup: RecordReader) -> Mapping[int, tuple[AnnouncedYear, ...]]:
        """What was confirmed of each year, the last of it holds."""
        self._follow(tx, lookup)
        return self._years

    def _follow(self, tx: sa.Connection, lookup: RecordReader) -> None:
        if (now := tuple((row.id, row.version) for row in tx.execute(_VERSIONS))) == self._seen:
            return
        confirmed = (tuple(confirmed_years(lookup.record(catalogue.CALENDAR, id_))) for id_, _ in now)
        years = {some[-1].year: some for some in confirmed if some}
        self._years, self._calendar = years, overlay(self.base, (some[-1] for some in years.values()))
        self._seen = now

    def before(self, year: int) -> Calendar:
        """The calendar as it was before what holds of a year was confirmed, all other years as they are."""
        others = [some[-1] for other, some in self._years.items() if other != year]
        return overlay(self.base, [*others, *self._years.get(year, ())[-2:-1]])
