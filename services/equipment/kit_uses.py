"""Rules for help given with a service kit."""

from contracts.equipment.kit_uses import register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment.as_of import as_of, lookup_by_field

rules = Rules(register)


class KitOfAnother(Refused):
    """This person did not hold this kit on that day."""

    slug, zh, field = "kit-of-another", "该队员当日未领用该工具包", "officer"


def definition_of(_use: Record, form: Data, lookup: Lookup) -> Record:
    """The definition by which the kit is packed."""
    kit = lookup.record("equipment.kits", form["kit"])
    return lookup.record("equipment.kit_definitions", kit["definition"])


@rules.on("record", kit=lookup_by_field("equipment.kits", "kit"), definition=definition_of)
def record(_use: Record, form: Data, _at: Context, kit: Record, definition: Record) -> Data:
    """Who holds a kit helps with what is in it; the item is called as the kit's definition calls it (F044)."""
    then = as_of(kit, form["used_on"])
    if then.status() not in ("issued", "short") or then["holder"] != form["officer"]:
        raise KitOfAnother(form["officer"], kit.id)
    names = {one["slot"]: one["name"] for one in definition["slots"]}
    return form | {"unit": kit.unit, "item": names[form["slot"]]}
