"""Rules for kit definitions."""

from contracts.equipment.kit_definitions import SLOTS, register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class NotNumbered(Refused):
    """The slots are numbered from 1 to 10, each number once."""

    slug, zh, field = "not-numbered", "槽位应为 1 至 10，各一次", "slots"


@rules.on("publish")
def publish(_definition: Record, form: Data, _at: Context) -> Data:
    """A kit has ten small items, each in a slot of its own (F044)."""
    numbers = sorted(one["slot"] for one in form["slots"])
    if numbers != list(range(1, SLOTS + 1)):
        raise NotNumbered(numbers)
    return form
