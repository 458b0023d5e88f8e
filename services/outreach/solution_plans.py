"""Rules for solution plans."""

from contracts.errors import Refused
from contracts.outreach.solution_plans import register
from contracts.refusals import DueBeforePlanned
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class PlannedBeforeReceived(Refused):
    """A plan follows the opinion that it answers."""

    slug, zh, field = "planned-before-received", "制定日期早于意见收到日期", "planned_on"


class PlanDueBeforePlanned(DueBeforePlanned):
    """A plan is due on the day it is made at the earliest."""

    zh = "完成期限早于制定日期"


class NoLonger(Refused):
    """An extension ends later than the plan did."""

    slug, zh, field = "no-longer", "新的完成期限未晚于原期限", "until"


class PlannedAlready(Refused):
    """An opinion has one plan at a time; the earlier one is given up first."""

    slug, zh, field = "planned-already", "该意见已有解决方案，须先撤销原方案", "opinion"


def opinion(_plan: Record, form: Data, lookup: Lookup) -> Record:
    """The opinion that it answers."""
    return lookup.record("outreach.opinions", form["opinion"])


def others(plan: Record, form: Data, lookup: Lookup) -> list[str]:
    """The other plans for the same opinion that were not given up."""
    plans = lookup.rows(register.name, opinion=form["opinion"])
    return [one.id for one in plans if one.id != plan.id and one.status() != "cancelled"]


@rules.on("make", opinion=opinion, others=others)
def make(_plan: Record, form: Data, at: Context, opinion: Record, others: list[str]) -> Data:
    """A plan says what, who and by when (F093); the working days since the collection are counted (M-A5-6)."""
    received = opinion["received_on"]
    if form["planned_on"] < received:
        raise PlannedBeforeReceived(form["planned_on"])
    if form["due_on"] < form["planned_on"]:
        raise PlanDueBeforePlanned(form["due_on"])
    if others:
        raise PlannedAlready(*others)
    took = at.calendar.workdays(received, form["planned_on"])
    return form | {"channel": opinion["channel"], "took_days": took}


@rules.on("extend")
def extend(plan: Record, form: Data, _at: Context) -> Data:
    """A plan may need longer, with a reason."""
    due = plan.due("due")
    if due and form["until"] <= due:
        raise NoLonger(form["until"])
    return form


@rules.on("reopen")
def reopen(_plan: Record, form: Data, _at: Context) -> Data:
    """What is taken up again has a new day."""
    if form["due_on"] < form["reopened_on"]:
        raise PlanDueBeforePlanned(form["due_on"])
    return form
