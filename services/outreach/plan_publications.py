"""Rules for publications of solution plans."""

from contracts.errors import Refused
from contracts.outreach.plan_publications import register
from contracts.refusals import UnitOfBasis
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
GIVEN_UP = "cancelled"


class BeforeThePlan(Refused):
    """A plan is published when it is made, or later."""

    slug, zh, field = "published-before-planned", "公开日期早于方案制定日期", "published_on"


class PlanGivenUp(Refused):
    """A plan that was given up is not published."""

    slug, zh, field = "plan-given-up", "方案已撤销，不再公开", "plan"


class PublishedAlready(Refused):
    """A plan is published once at a time; what is shown is withdrawn first."""

    slug, zh, field = "plan-published-already", "该方案正在公开，须先撤下", "plan"


def plan(_publication: Record, form: Data, lookup: Lookup) -> Record:
    """The plan that is published."""
    return lookup.record("outreach.solution_plans", form["plan"])


def others(publication: Record, form: Data, lookup: Lookup) -> list[str]:
    """The other publications of the same plan that are on display."""
    some = lookup.rows(register.name, plan=form["plan"])
    return [one.id for one in some if one.id != publication.id and one.status() == "published"]


@rules.on("publish", plan=plan, others=others)
def publish(_publication: Record, form: Data, _at: Context, plan: Record, others: list[str]) -> Data:
    """A plan that stands is published once, by the unit whose plan it is."""
    if form["unit"] != plan.unit:
        raise UnitOfBasis(plan.unit)
    if plan.status() == GIVEN_UP:
        raise PlanGivenUp(plan.id)
    if form["published_on"] < plan["planned_on"]:
        raise BeforeThePlan(form["published_on"])
    if others:
        raise PublishedAlready(*others)
    return form
