"""Rules for equipment norms: what a unit has is counted in the registers as they stood on the day."""

import datetime as dt

from contracts.equipment.equipment_norms import register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment.as_of import Move, Moves, as_of, later, moves, overlap, status_spans

rules = Rules(register)
GONE = ("new", "lost", "retired")


class SetAlready(Refused):
    """There is a norm for this unit and kind in that time; revise it."""

    slug, zh, field = "norm-set-already", "该单位该类装备在此期间已有标准，请调整该记录", "kind"


def alike(norm: Record, form: Data, lookup: Lookup) -> list[Record]:
    """Other norms for the same unit and kind."""
    norms = lookup.where(register.name, unit=form["unit"], kind=form["kind"])
    return [one for one in norms if one.id != norm.id]


def pieces(norm: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The pieces of the kind that the unit keeps by now; each says itself whether it was there on a day."""
    unit, kind = form.get("unit") or norm["unit"], form.get("kind") or norm["kind"]
    if kind == "vehicle":
        return lookup.where("equipment.vehicles", unit=unit)
    return lookup.where("equipment.assets", unit=unit, kind=kind)


def compare(norm: Record, form: Data, day: dt.date, pieces: list[Record]) -> Data:
    """Every piece that the unit should have, or should no longer have, and whether it has it (M-S4-7)."""
    unit, kind = form.get("unit") or norm["unit"], form.get("kind") or norm["kind"]
    required = form.get("quantity", norm.get("quantity"))
    present = sum(_had(one, unit, day) for one in pieces)
    # Pieces have no names of their own here: a number stands for each, so that the ratio counts pieces and not norms.
    items = [
        {"item": f"{unit}/{kind}/{number}", "required": number <= required, "held": number <= present}
        for number in range(1, max(required, *_wanted_before(norm)) + 1)
    ]
    return form | {"held": present, "items": items}


def _wanted_before(norm: Record) -> list[int]:
    """Every number that the norm has laid down: each of those pieces was published once, so each is published again."""
    return [0, *(entry.data["quantity"] for entry in norm.effective if "quantity" in entry.data)]


def _had(piece: Record, unit: str, day: dt.date) -> bool:
    then = as_of(piece, day)
    return then.status() not in GONE and then.unit == unit


@rules.on("set", alike=alike, pieces=pieces, later=later)
def lay_down(
    norm: Record, form: Data, _at: Context, *, alike: list[Record], pieces: list[Record], later: Moves
) -> Data:
    """One norm at a time for a unit and a kind; the gap is known at once (F041)."""
    mine = status_spans([Move(form["set_on"], "in_force", form), *later], "in_force")
    if same := [one.id for one in alike if overlap(mine, status_spans(moves(one), "in_force"))]:
        raise SetAlready(*same)
    return compare(norm, form, form["set_on"], pieces)


@rules.on("assess", pieces=pieces)
def assess(norm: Record, form: Data, _at: Context, pieces: list[Record]) -> Data:
    """What the unit has is counted once more."""
    return compare(norm, form, form["assessed_on"], pieces)


@rules.on("revise", pieces=pieces)
def revise(norm: Record, form: Data, _at: Context, pieces: list[Record]) -> Data:
    """It should have more, or fewer."""
    return compare(norm, form, form["revised_on"], pieces)


@rules.on("withdraw", pieces=pieces)
def withdraw(norm: Record, form: Data, _at: Context, pieces: list[Record]) -> Data:
    """Nothing is required any longer."""
    compared = compare(norm, form, form["withdrawn_on"], pieces)
    return compared | {"items": [one | {"required": False} for one in compared["items"]]}
