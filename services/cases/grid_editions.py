"""Rules for editions of the grid, and which of them holds for a unit's cases on a day."""

import datetime as dt

from contracts.cases.grid_editions import register
from contracts.errors import Refused
from services.cases.units_above import rising
from services.cases.validity import Validity
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
VALIDITY = Validity(register, "adopt", "withdraw")


class GridInForceAlready(Refused):
    """Another edition of the grid holds for this unit in that time; withdraw it first."""

    slug, zh, field = "grid-in-force-already", "该单位同期已有施行的网格划分版本，请先停用", "unit"


def others(edition: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The other editions of the same unit."""
    unit = form.get("unit") or edition["unit"]
    return [one for one in lookup.where(register.name, unit=unit) if one.id != edition.id]


@rules.on("adopt", others=others, until=VALIDITY.until)
def adopt(_edition: Record, form: Data, _at: Context, others: list[Record], until: dt.date) -> Data:
    """One edition holds for a unit at a time."""
    _check_alone(form["in_force_on"], until, others)
    return form


@rules.on("withdraw", others=others)
def withdraw(edition: Record, form: Data, _at: Context, others: list[Record]) -> Data:
    """It does not hold on into its successor's time."""
    _check_alone(edition["in_force_on"], form["withdrawn_on"], others)
    return form


def _check_alone(begun: dt.date, ended: dt.date, others: list[Record]) -> None:
    if clash := [one.id for one in others if VALIDITY.meets(one, begun, ended)]:
        raise GridInForceAlready(*clash)


def edition_on(lookup: Lookup, unit: str, day: dt.date) -> Record | None:
    """The edition that holds for a unit's cases on a day, its own or the nearest above; None: cells are free."""
    for one in rising(lookup, unit, day):
        for edition in lookup.where(register.name, unit=one):
            if VALIDITY.holds(edition, day):
                return edition
    return None
