"""Rules for service kits."""

from contracts.equipment.kits import register
from contracts.errors import Refused
from contracts.register import EVER
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment import custody
from services.equipment.as_of import (
    Move,
    Moves,
    as_of,
    later,
    lookup_by_field,
    moves,
    overlap,
    posting_unit,
    value_spans,
)

rules = Rules(register)
definition_of = lookup_by_field("equipment.kit_definitions", "definition")


class DefinitionNotInForce(Refused):
    """A kit is packed by a definition that is in force on that day."""

    slug, zh, field = "definition-not-in-force", "该工具包定义当日未生效或已停用", "definition"


class NotLookedAt(Refused):
    """Every slot is looked at, each once."""

    slug, zh, field = "slots-not-looked-at", "每个槽位须清点一次", "contents"


class Short(Refused):
    """This kit is not ten of ten."""

    slug, zh, field = "kit-short", "工具包不齐", "contents"


class NothingLacking(Refused):
    """This kit is ten of ten: record it as complete."""

    slug, zh, field = "nothing-lacking", "工具包齐全，请登记为检查齐全", "contents"


class IssuedShort(Refused):
    """A kit is issued with ten of ten items; pack what is lacking first."""

    slug, zh = "kit-issued-short", "工具包不齐不得配发，请先重新组包"


class HoldsAnother(Refused):
    """This person holds another kit on one of those days."""

    slug, zh, field = "holds-another-kit", "该人员在此期间已持有另一工具包", "holder"


class OfAnotherUnit(Refused):
    """A kit goes to a member of the unit for which it was packed."""

    slug, zh, field, article = "holder-of-another-unit", "工具包只配发给配发单位的队员", "holder", "F044"


def others(kit: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The other kits that a person holds or has held."""
    holder = str(form.get("holder") or kit["holder"])
    return [one for one in lookup.where(register.name, **{f"holder{EVER}": holder}) if one.id != kit.id]


def count_contents(form: Data, definition: Record) -> Data:
    """The contents with what they come to: items present, and by name those that are not. Raises NotLookedAt."""
    items = {one["slot"]: one["name"] for one in definition["slots"]}
    states = {one["slot"]: one["state"] for one in form["contents"]}
    if missed := items.keys() - states.keys():
        raise NotLookedAt(*(f"{slot} {items[slot]}" for slot in sorted(missed)))
    lacking = [
        {"slot": slot, "name": items[slot], "state": state}
        for slot, state in sorted(states.items())
        if state != "present"
    ]
    return form | {"present": len(states) - len(lacking), "lacking": lacking}


@rules.on("assemble", definition=definition_of)
def assemble(_kit: Record, form: Data, _at: Context, definition: Record) -> Data:
    """A kit is packed by a definition in force; what is short may lie in the store."""
    if as_of(definition, form["assembled_on"]).status() != "in_force":
        raise DefinitionNotInForce(definition.id)
    return count_contents(form, definition)


@rules.on("repack", definition=definition_of)
def repack(_kit: Record, form: Data, _at: Context, definition: Record) -> Data:
    """What was short or came back is packed again."""
    return count_contents(form, definition)


@rules.on("issue", holder=lookup_by_field("training.people", "holder"), others=others, later=later)
def issue(kit: Record, form: Data, _at: Context, *, holder: Record, others: list[Record], later: Moves) -> Data:
    """Ten of ten items go to one member of the unit, who has no other kit in that time (F044, M-S4-3)."""
    if kit["lacking"]:
        raise IssuedShort(*_names(kit))
    if posting_unit(holder, form["issued_on"], "holder") != kit.unit:
        raise OfAnotherUnit(holder.id, kit.unit)
    _check_sole_holder(holder.id, [*moves(kit), Move(form["issued_on"], "issued", form), *later], others, "holder")
    return custody.hand_over(kit, form, holder)


@rules.on("check", "replenish", definition=definition_of)
def check(_kit: Record, form: Data, _at: Context, definition: Record) -> Data:
    """The kit is ten of ten (M-S4-4)."""
    counted = count_contents(form, definition)
    if counted["lacking"]:
        raise Short(*(f"{one['slot']} {one['name']}" for one in counted["lacking"]))
    return counted


@rules.on("find_short", definition=definition_of)
def find_short(_kit: Record, form: Data, _at: Context, definition: Record) -> Data:
    """At least one slot is not as it should be; which ones, the answer names (M-S4-4)."""
    counted = count_contents(form, definition)
    if not counted["lacking"]:
        raise NothingLacking
    return counted


@rules.on("give_back", others=others)
def give_back(kit: Record, form: Data, _at: Context, others: list[Record]) -> Data:
    """The holder gives the kit back; a correction to a later day finds no other kit in between."""
    history = [*moves(kit), Move(form["returned_on"], "returned", form)]
    _check_sole_holder(kit["holder"], history, others, "returned_on")
    return custody.take_back(kit, form)


def _check_sole_holder(holder: str, history: Moves, others: list[Record], field: str) -> None:
    """A person holds one kit on a day, whenever it was entered. Raises HoldsAnother, at the field."""
    mine = value_spans(history, "holder", holder, "returned")
    for one in others:
        if overlap(mine, value_spans(moves(one), "holder", holder, "returned")):
            raise HoldsAnother(holder, one.id, errors=[HoldsAnother.fault(field)])


def _names(kit: Record) -> list[str]:
    return [f"{one['slot']} {one['name']}" for one in kit["lacking"]]
