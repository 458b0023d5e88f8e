"""Rules for performance by others 代履行 (Coercion Law art. 50 to 52)."""

from __future__ import annotations

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties.execution.demand import require_heard
from services.cases.penalties.execution.on_site import check_execution, require_standing
from services.cases.penalties.officers import ON_SITE, people
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
BEFORE = "3 workdays"
"""The demand comes three working days before (art. 51, 69)."""
IMMEDIATE = "immediate"
ORDERS = ("order_correction", "serve")
"""Which steps tell the party what to do."""


class NotUrged(Refused):
    """The party was urged after its time was over, and before others are to perform."""

    slug, zh, field = "not-urged", "应在义务履行期限届满后催告，经催告仍不履行方可决定代履行", "urged_on"
    article = "行政强制法 第五十条"


class NoDutyDecided(Refused):
    """Others perform what a decision or an order, served before, told the party to do; at once only by art. 52."""

    slug, zh, field = "no-duty-decided", "代履行应以已送达的处罚决定、责令改正通知为依据，且在其之后", "duty_by"
    article = "行政强制法 第五十条"


class Interested(Refused):
    """Who performs has no interest in the case."""

    slug, zh, field = "interested", "应当委托没有利害关系的第三人代履行", "disinterested"
    article = "行政强制法 第五十条"


class PerformedTooSoon(Refused):
    """Others perform three working days after the demand, or at once where it is urgent by law."""

    slug, zh, field = "performed-too-soon", "代履行应在催告三日（工作日）后实施", "performed_on"
    article = "行政强制法 第五十一条、第五十二条"


class PartyUntold(Refused):
    """A party that was not there is told at once afterwards."""

    slug, zh, field = "party-untold", "当事人不在场的，应当在事后立即通知当事人", "party_told_on"
    article = "行政强制法 第五十二条"


@rules.on("decide_performance")
def decide_performance(case: Record, form: Data, at: Context) -> Data:
    """The party's time began when it was told what to do (art. 50)."""
    decided = decide_performance_of_any_duty(case, form, at)
    if form["performance_ground"] != IMMEDIATE:
        told = [entry.on for entry in case.effective if entry.step.name in ORDERS]
        if not told or form["duty_by"] < min(told):
            raise NoDutyDecided(form["duty_by"], *told[:1])
    return decided


@rules.on("decide_performance", upto=1)
def decide_performance_of_any_duty(case: Record, form: Data, _at: Context) -> Data:
    """As it was: a demand that did not help, an answer that was looked into; at once where the law says so."""
    on, immediate = form["performance_decided_on"], form["performance_ground"] == IMMEDIATE
    if not form["disinterested"]:
        raise Interested(form["performer"])
    if not immediate:
        require_standing(case)
        require_heard(case)
        due, urged = form["duty_by"], form["urged_on"]
        if due is None or urged is None or not due < urged < on:
            raise NotUrged(urged, due)
    require_not_before(form["planned_for"], on, "planned_for")
    return form


@rules.on("demand_performance")
def demand_performance(case: Record, form: Data, at: Context) -> Data:
    """The party is urged once more, three working days before (art. 51)."""
    on = form["performance_demanded_on"]
    require_not_before(on, case["performance_decided_on"], "performance_demanded_on")
    return form | {"perform_from": at.calendar.after(on, BEFORE)}


@rules.on("perform", officers=people(ON_SITE))
def perform(case: Record, form: Data, at: Context, officers: dict[str, Record]) -> Data:
    """Officers look on while others perform, after the demand's time (art. 51), or at once (art. 52)."""
    on = form["performed_on"]
    check_execution(form, on, at, officers)
    require_not_before(on, case["performance_decided_on"], "performed_on")
    if not is_immediate(case):
        require_standing(case)
        require_heard(case)
        if case.status("performance") != "demanded" or on < case["perform_from"]:
            raise PerformedTooSoon(on)
    if not form["party_present"] and (form["party_told_on"] is None or form["party_told_on"] < on):
        raise PartyUntold(on)
    return form


def is_immediate(case: Record) -> bool:
    """Whether others perform at once, by the last decision that they do (art. 52)."""
    ground: str = case.all("decide_performance")[-1]["performance_ground"]
    return ground == IMMEDIATE


@rules.on("stop_performance")
def stop_performance(case: Record, form: Data, _at: Context) -> Data:
    """The party has done it after all (art. 51), or there is nothing to be done (art. 40)."""
    require_not_before(form["performance_stopped_on"], case["performance_decided_on"], "performance_stopped_on")
    return form
