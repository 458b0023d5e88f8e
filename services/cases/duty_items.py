"""Rules for responsibility items."""

from contracts.cases.duty_items import register
from contracts.errors import Refused
from services.cases.power_items import VERSIONS, in_force
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class NoSuchPower(Refused):
    """A responsibility goes with power items that are in force on that day."""

    slug, zh, field = "no-such-power", "对应的权力事项当日不是现行有效", "power_items"


def powers(duty: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The power items that this version names."""
    return [lookup.record("cases.power_items", code) for code in form.get("power_items") or duty.get("power_items", [])]


@rules.on("enact", "amend", powers=powers)
def count_the_version(duty: Record, form: Data, _at: Context, powers: list[Record]) -> Data:
    """What comes into force is a version, the first is 1; it goes with powers that the bureau has (F022)."""
    day = form.get("in_force_on") or form["amended_on"]
    if gone := [one.id for one in powers if not in_force(one, day)]:
        raise NoSuchPower(*gone)
    return form | {"version_number": 1 + sum(len(duty.all(step)) for step in VERSIONS)}
