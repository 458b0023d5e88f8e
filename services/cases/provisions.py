"""Rules for provisions, and which of them hold on a day."""

import datetime as dt

from contracts.cases.provisions import AMOUNTS, DAYS, register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class WrongMeasure(Refused):
    """A provision sets an amount or a number of days, as its kind asks."""

    slug, zh, field = "wrong-measure", "应按规定事项填写金额或天数", "amount"


class InForceAlready(Refused):
    """A provision of this kind is in force already; repeal it first."""

    slug, zh, field = "in-force-already", "同类规定仍然有效，请先办理失效", "kind"


def others(record: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The other provisions of the same kind."""
    kind = form.get("kind") or record["kind"]
    return [one for one in lookup.where(register.name, kind=kind) if one.id != record.id]


def until(record: Record, _form: Data, lookup: Lookup) -> dt.date:
    """The first day without this provision, where its adoption is corrected after its repeal."""
    return span(lookup.record(register.name, record.id))[1]


@rules.on("adopt", others=others, until=until)
def adopt(_provision: Record, form: Data, _at: Context, others: list[Record], until: dt.date) -> Data:
    """One provision of a kind holds at a time, and it sets what its kind asks for."""
    if bool(form["amount"]) != (form["kind"] in AMOUNTS) or bool(form["days"]) != (form["kind"] in DAYS):
        raise WrongMeasure(form["kind"])
    check_overlap(form["kind"], form["in_force_on"], until, others)
    return form


@rules.on("repeal", others=others)
def repeal(provision: Record, form: Data, _at: Context, others: list[Record]) -> Data:
    """It does not hold on into its successor's time."""
    check_overlap(provision["kind"], provision["in_force_on"], form["repealed_on"], others)
    return form


def check_overlap(kind: str, begun: dt.date, ended: dt.date, others: list[Record]) -> None:
    """No other provision holds on any day from the first up to the last. Raises InForceAlready."""
    if any(first < ended and begun < last for first, last in map(span, others)):
        raise InForceAlready(kind)


def span(provision: Record) -> tuple[dt.date, dt.date]:
    """The first day of a provision, and the first day without it."""
    days = {entry.step.name: entry.on for entry in provision.effective}
    return days.get("adopt", dt.date.max), days.get("repeal", dt.date.max)


def holds(provision: Record, day: dt.date) -> bool:
    """Whether a provision holds on a day."""
    turns = [entry for entry in provision.effective if entry.step.name in ("adopt", "repeal") and entry.on <= day]
    return bool(turns) and turns[-1].step.name == "adopt"


def provision_on(lookup: Lookup, kind: str, day: dt.date) -> Record | None:
    """The provision of a kind that holds on a day; None: there is none, and nothing is assumed in its stead."""
    return next((one for one in lookup.where(register.name, kind=kind) if holds(one, day)), None)
