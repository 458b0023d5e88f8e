"""Rules for units: a tree with dated parents."""

import datetime as dt

from contracts.errors import Refused
from contracts.training.units import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record, Revision
from services.chassis.records.rules import Rules

rules = Rules(register)


class NoBureau(Refused):
    """What belongs to the bureau is recorded once the register of units has a bureau."""

    slug, zh = "no-bureau", "单位名册中尚无局机关"


class Circle(Refused):
    """A unit cannot come under itself or under one of its own units."""

    slug, zh, field = "circle", "单位不能隶属于自身或其下级", "parents"


def ancestors(unit: Record, form: Data, lookup: Lookup) -> set[str]:
    """Every unit above the parents that the form names, and these themselves."""
    above: set[str] = set()
    waiting = list(form["parents"])
    while waiting:
        code = waiting.pop()
        # A unit may have two parents, so that one above it is met twice.
        if code not in above:
            above.add(code)
            waiting += lookup.record(unit.register.name, code).get("parents", [])
    return above


@rules.on("open", "move", above=ancestors)
def come_under(unit: Record, form: Data, _at: Context, above: set[str]) -> Data:
    """A unit comes under units that exist, never under itself; its events belong to itself."""
    code = form.get("code") or unit.id
    if code in above:
        raise Circle(code)
    return form | {"unit": code} if "code" in form else form


def parents_on(unit: Record, day: dt.date) -> list[str]:
    """The units to which a unit answered on a day."""
    parents: list[list[str]] = [
        entry.data["parents"] for entry in unit.effective if entry.on <= day and _sets_parents(entry)
    ]
    return parents[-1] if parents else []


def _sets_parents(entry: Revision) -> bool:
    return entry.step.name in ("open", "move")


def chain(code: str, day: dt.date, lookup: Lookup) -> set[str]:
    """A unit and every unit above it on a day."""
    above: set[str] = set()
    waiting = [code]
    while waiting:
        above.add(one := waiting.pop())
        waiting += set(parents_on(lookup.record(register.name, one), day)) - above
    return above


def bureau(_record: Record, _form: Data, lookup: Lookup) -> str | None:
    """The code of the bureau; None: there is none."""
    return next((unit.id for unit in lookup.where("training.units", kind="bureau")), None)


def assign_to_bureau(form: Data, code: str | None) -> Data:
    """A form whose record belongs to the bureau. Raises NoBureau."""
    if code is None:
        raise NoBureau
    return form | {"unit": code}


def squadrons(_record: Record, _form: Data, lookup: Lookup) -> list[Record]:
    """Every squadron that there ever was."""
    return lookup.where("training.units", kind="squadron")


def is_open_on(unit: Record, day: dt.date) -> bool:
    """Whether a unit had been set up and not been dissolved on a day."""
    return unit["opened_on"] <= day and not any(closing["closed_on"] <= day for closing in unit.all("close"))
