"""Rules for units: a tree with dated parents."""

from contracts.errors import Refused
from contracts.training.units import register
from services.chassis.desk import Find
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules

rules = Rules(register)


class Circle(Refused):
    """A unit cannot come under itself or under one of its own units."""

    slug, zh, field = "circle", "单位不能隶属于自身或其下级", "parents"


def ancestors(unit: Record, form: Data, find: Find) -> set[str]:
    """Every unit above the parents that the form names, and these themselves."""
    above: set[str] = set()
    waiting = list(form["parents"])
    while waiting:
        code = waiting.pop()
        if code not in above:
            above.add(code)
            waiting += find.record(unit.register.name, code).get("parents", [])
    return above


@rules.on("open", "move", above=ancestors)
def come_under(unit: Record, form: Data, _at: Moment, above: set[str]) -> Data:
    """A unit comes under units that exist, never under itself; its events belong to itself."""
    code = form.get("code") or unit.id
    if code in above:
        raise Circle(code)
    return form | {"unit": code} if "code" in form else form
