"""Rules for power items, and whether an item was in force on a day."""

import datetime as dt

from contracts.cases.power_items import register
from contracts.errors import Refused
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
VERSIONS = ("enact", "amend")


class NobodyEntrusts(Refused):
    """An entrusted matter names the body that entrusts it, and no other matter does."""

    slug, zh, field = "nobody-entrusts", "受委托事项应写明委托机关，非受委托事项不应填写", "entrusted_by"
    article = "行政处罚法 第二十条"


@rules.on("draft")
def draft(_item: Record, form: Data, _at: Context) -> Data:
    """Entrustment is in writing, from a body that is named (Penalty Law art. 20)."""
    if form["entrusted"] != bool(form["entrusted_by"]):
        raise NobodyEntrusts(form["entrusted_by"])
    return form


@rules.on("enact", "amend")
def count_the_version(item: Record, form: Data, at: Context) -> Data:
    """What comes into force is a version; the first is 1."""
    checked = draft(item, form, at) if "entrusted" in form else form
    return checked | {"version_number": 1 + sum(len(item.all(step)) for step in VERSIONS)}


def in_force(item: Record, day: dt.date) -> bool:
    """Whether an item was in force on a day: it had been brought into force, and was not repealed yet."""
    turns = [entry for entry in item.effective if entry.step.name in ("enact", "repeal") and entry.on <= day]
    return bool(turns) and turns[-1].step.name == "enact" and not item.voided


def version_on(item: Record, day: dt.date) -> int:
    """The number of the version that was in force on a day; 0: none had come into force."""
    return sum(entry.step.name in VERSIONS and entry.on <= day for entry in item.effective)
