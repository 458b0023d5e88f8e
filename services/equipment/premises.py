"""Rules for premises: what is there is read in the register of facilities as it stood on the day."""

import datetime as dt
from collections.abc import Collection, Sequence

from contracts.equipment import facilities
from contracts.equipment.premises import register
from services.chassis.records.finding.newest import Window
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
DAYS = ("used_from", "revised_on", "combed_on", "used_until")
MORE = 10
"""So many times as many are read where all that were read are removed."""


def kinds_there(premises: Record, form: Data, lookup: Lookup) -> frozenset[str]:
    """The kinds of which a facility was in use in these premises on the day that the form says."""
    place = form.get("code") or premises.id
    day = next(form[name] for name in DAYS if form.get(name))
    return frozenset(kind for kind in facilities.KINDS if _is_there(place, kind, day, lookup))


def _is_there(premises: str, kind: str, day: dt.date, lookup: Lookup) -> bool:
    """Whether one of a kind was in use there: the newest is looked at first, those before where it is removed."""
    place = {"premises": premises, "kind": kind}
    # Asked first, since whoever decides by the newest decides alone.
    if not lookup.exists(facilities.register.name, **place):
        return False
    most = 1
    while True:
        found = lookup.newest(facilities.register.name, Window(dt.date.min, day, most=most), **place)
        if any(not one.text or dt.date.fromisoformat(one.text) > day for one in found):
            return True
        if len(found) < most:
            return False
        most *= MORE


def compare(needs: Sequence[str], there: Collection[str]) -> list[Data]:
    """Every kind of facility: whether it is needed, and whether one of it was in use on the day (F043)."""
    return [{"kind": kind, "required": kind in needs, "held": kind in there} for kind in facilities.KINDS]


@rules.on("register", there=kinds_there)
def register_(_premises: Record, form: Data, _at: Context, there: frozenset[str]) -> Data:
    """From their first day it is known what is lacking."""
    return form | {"items": compare(form["needs"], there)}


@rules.on("revise", there=kinds_there)
def revise(_premises: Record, form: Data, _at: Context, there: frozenset[str]) -> Data:
    """They need other kinds from that day on."""
    return form | {"items": compare(form["needs"], there)}


@rules.on("comb", there=kinds_there)
def comb(premises: Record, form: Data, _at: Context, there: frozenset[str]) -> Data:
    """All kinds are gone through, whatever is needed."""
    return form | {"items": compare(premises["needs"], there)}


@rules.on("leave", there=kinds_there)
def leave(_premises: Record, form: Data, _at: Context, there: frozenset[str]) -> Data:
    """Nothing is needed there any longer."""
    return form | {"items": compare((), there)}
