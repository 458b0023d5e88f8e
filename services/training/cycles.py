"""Rules for rotation cycles."""

from contracts.errors import Refused
from contracts.training.cycles import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training import units

rules = Rules(register)


class Backwards(Refused):
    """A cycle ends after it has begun."""

    slug, zh, field = "backwards", "截止日期应晚于起始日期", "until"


class Overlap(Refused):
    """A day lies in one cycle; this one overlaps another."""

    slug, zh, field = "cycles-overlap", "与另一轮训周期重叠", "starts_on"


def all_cycles(_record: Record, _form: Data, lookup: Lookup) -> list[Record]:
    """Every cycle that the bureau has set."""
    bureau = units.bureau(_record, _form, lookup)
    return lookup.where(register.name, unit=bureau) if bureau else []


@rules.on("set", cycles=all_cycles, bureau=units.bureau)
def set_cycle(cycle: Record, form: Data, _at: Context, cycles: list[Record], bureau: str | None) -> Data:
    """The bureau sets from when until when everybody is to be trained once (M-S1-5)."""
    if form["until"] <= form["starts_on"]:
        raise Backwards(form["starts_on"], form["until"])
    for other in cycles:
        if other.id != cycle.id and form["starts_on"] <= other["until"] and other["starts_on"] <= form["until"]:
            raise Overlap(other.id)
    return units.assign_to_bureau(form, bureau)
