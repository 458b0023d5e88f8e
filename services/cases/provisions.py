"""Rules for provisions, and which of them hold on a day."""

import datetime as dt

from contracts.cases.provisions import AMOUNTS, DAYS, register
from contracts.errors import Refused
from services.chassis.desk import Find
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules

rules = Rules(register)


class WrongMeasure(Refused):
    """A provision sets an amount or a number of days, as its kind asks."""

    slug, zh, field = "wrong-measure", "应按规定事项填写金额或天数", "amount"


class InForceAlready(Refused):
    """A provision of this kind is in force already; repeal it first."""

    slug, zh, field = "in-force-already", "同类规定仍然有效，请先办理失效", "kind"


def others(record: Record, form: Data, find: Find) -> list[Record]:
    """The other provisions of the same kind."""
    return [one for one in find.where(register.name, kind=form["kind"]) if one.id != record.id]


@rules.on("adopt", others=others)
def adopt(_provision: Record, form: Data, _at: Moment, others: list[Record]) -> Data:
    """One provision of a kind holds at a time, and it sets what its kind asks for."""
    if bool(form["amount"]) != (form["kind"] in AMOUNTS) or bool(form["days"]) != (form["kind"] in DAYS):
        raise WrongMeasure(form["kind"])
    if any(one.status() == "in_force" or holds(one, form["in_force_on"]) for one in others):
        raise InForceAlready(form["kind"])
    return form


def holds(provision: Record, day: dt.date) -> bool:
    """Whether a provision holds on a day."""
    turns = [entry for entry in provision.standing if entry.step.name in ("adopt", "repeal") and entry.on <= day]
    return bool(turns) and turns[-1].step.name == "adopt"


def on(find: Find, kind: str, day: dt.date) -> Record | None:
    """The provision of a kind that holds on a day; None: there is none, and nothing is assumed in its stead."""
    return next((one for one in find.where(register.name, kind=kind) if holds(one, day)), None)
