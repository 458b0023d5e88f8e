"""The calendar with the years that the bureau entered and confirmed laid over the table that came with this version.

A year that was confirmed holds whole: of the table nothing of it is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from contracts.training.calendar_years import HOLIDAY, NAMES, WORKDAY
from services.chassis.records.calendar import Calendar, Holiday
from services.chassis.records.record import Data, Record

CONFIRM = "confirm"


@dataclass(frozen=True)
class AnnouncedYear:
    """A year as it was confirmed.

    event   the confirmation; empty: it is only looked at
    source  who announced it, and by which paper
    """

    year: int
    holidays: tuple[Holiday, ...]
    makeups: tuple[Holiday, ...]
    source: str
    event: str = ""


def confirmed_years(record: Record) -> list[AnnouncedYear]:
    """What was confirmed of a year and stands, the last of it holds; none before a second person confirmed it."""
    if record.voided:
        return []
    confirmed = (one for one in record.effective if one.step.name == CONFIRM)
    return [
        year_of(one.data["announced_year"], one.data["announced_days"], one.data["announced_by"], one.event)
        for one in confirmed
    ]


def year_of(year: str, days: Iterable[Data], source: str, event: str = "") -> AnnouncedYear:
    """A year of which these days were said."""
    listed = list(days)
    holidays, makeups = (tuple(_holiday(one) for one in listed if one["kind"] == kind) for kind in (HOLIDAY, WORKDAY))
    return AnnouncedYear(int(year), holidays, makeups, source, event)


def _holiday(one: Data) -> Holiday:
    return Holiday(one["day"], NAMES[one["name"]], NAMES.en[one["name"]])


def overlay(base: Calendar, years: Iterable[AnnouncedYear]) -> Calendar:
    """The calendar in which these years are as they were announced, and all others as they were."""
    for one in years:
        base = replace(
            base,
            holidays=_without(base.holidays, one.year) | {holiday.day: holiday for holiday in one.holidays},
            makeups=_without(base.makeups, one.year) | {makeup.day: makeup for makeup in one.makeups},
            years=base.years | {one.year},
            source=f"{base.source}; {one.year}: {one.source}",
        )
    return base


def _without(days: Mapping[dt.date, Holiday], year: int) -> dict[dt.date, Holiday]:
    return {day: holiday for day, holiday in days.items() if day.year != year}
