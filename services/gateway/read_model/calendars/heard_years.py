"""The calendar by which the gateway counts: the table of this version, and the years that were confirmed since."""

from __future__ import annotations

import sqlalchemy as sa

from contracts.training.calendar_years import register
from services.chassis.records import record
from services.chassis.records.calendar import Calendar, official_calendar
from services.chassis.records.calendars.year_overlay import AnnouncedYear, confirmed_years, overlay
from services.chassis.records.record import Record
from services.gateway.read_model import ledger


def year_records(tx: sa.Connection, district: str) -> list[Record]:
    """The years that were entered in a district, confirmed or not: a few."""
    bodies = ledger.bodies_of_register(tx, district, register.name)
    return [record.rehydrate(register, year, texts) for year, texts in bodies.items()]


def announced_years(tx: sa.Connection, district: str) -> list[AnnouncedYear]:
    """The years that hold since they were confirmed."""
    return [some[-1] for one in year_records(tx, district) if (some := confirmed_years(one))]


def calendar(tx: sa.Connection, district: str) -> Calendar:
    """The calendar that holds in a district now."""
    return overlay(official_calendar(), announced_years(tx, district))
