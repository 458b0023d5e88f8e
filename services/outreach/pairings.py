"""Rules for pairings."""

from contracts.errors import Refused
from contracts.outreach.pairings import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.counterparts import with_counterpart

rules = Rules(register)


class PairedAlready(Refused):
    """A unit is paired with a counterpart once for each programme."""

    slug, zh, field = "paired-already", "该单位在同一活动中已与此对象结对", "programme"


def others(pairing: Record, form: Data, lookup: Lookup) -> list[str]:
    """The unit's other pairings with this counterpart for this programme that are in force."""
    pairings = lookup.rows(
        register.name, counterpart=with_counterpart(form)["counterpart"], programme=form["programme"]
    )
    in_force = (one for one in pairings if one.status() == "active" and one.unit == form["unit"])
    return [one.id for one in in_force if one.id != pairing.id]


@rules.on("pair", others=others)
def pair(_pairing: Record, form: Data, _at: Context, others: list[str]) -> Data:
    """A counterpart is known by one name (M-A5-1); a unit pairs with it once for a programme (F090)."""
    if others:
        raise PairedAlready(*others)
    return with_counterpart(form)
