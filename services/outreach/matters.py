"""Rules for practical matters."""

from contracts.errors import Refused
from contracts.outreach.matters import register
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules

rules = Rules(register)


class DoneBeforeRequested(Refused):
    """A matter cannot be done before it was asked for."""

    slug, zh, field = "done-before-requested", "办结日期早于诉求日期", "done_on"


class SameUnit(Refused):
    """A matter is transferred to another unit than the one that has it."""

    slug, zh, field = "same-unit", "接收单位与现承办单位相同", "unit"


@rules.on("finish")
def finish(matter: Record, form: Data, _at: Moment) -> Data:
    """A matter is finished after it was asked for; the days it took are counted (M-A6-6)."""
    if form["done_on"] < matter["requested_on"]:
        raise DoneBeforeRequested(matter.id)
    return form | {"took_days": (form["done_on"] - matter["requested_on"]).days}


@rules.on("transfer")
def transfer(matter: Record, form: Data, _at: Moment) -> Data:
    """A transfer changes the unit; what was done before counts where it was done."""
    if form["unit"] == matter.unit:
        raise SameUnit(matter.unit)
    return form
