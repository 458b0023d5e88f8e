"""Rules for what holds enforcement up or ends it (Coercion Law art. 39, 40, 42).

The law does not say that late fines stand still meanwhile: they do in a remedy alone (Penalty Law art. 73). An
agreement may waive of them what was due by then, as long as it is kept. What the party pays is always taken.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise

from contracts.cases.penalties import register
from contracts.errors import Refused
from contracts.register import Step
from services.cases.penalties.execution.lateness import AGREED, late_fine_most_on
from services.cases.penalties.execution.on_site import require_standing
from services.cases.penalties.fines import outstanding
from services.cases.penalties.grounds.gaps import gap
from services.cases.penalties.remedies.standing import leaves_nothing
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
LINE, OVER = "enforcement", "terminated"
SUSPENDED = "suspended"
HELD = (SUSPENDED, AGREED)
ENFORCING = (
    "demand",
    "ask_court",
    "decide_performance",
    "demand_performance",
    "perform",
    "announce_demolition",
    "demand_demolition",
    "decide_demolition",
    "demolish",
)
"""The steps of the agency's enforcement; what the court does on its application is the court's."""
THREE_YEARS = "3 years"
HARDSHIP = "hardship"


class EnforcementHeld(Refused):
    """Nothing is enforced while enforcement is suspended or an agreement is kept: resume it first."""

    slug, zh = "enforcement-held", "已中止执行或者正在履行执行协议，恢复执行后方可办理"
    article = "行政强制法 第三十九条、第四十二条"


class EnforcementOver(Refused):
    """Nothing is enforced once enforcement was ended."""

    slug, zh, article = "enforcement-over", "已终结执行", "行政强制法 第四十条"


class NothingEnforced(Refused):
    """Nothing is being enforced yet that could be suspended or agreed on: the party was not even urged."""

    slug, zh, article = "nothing-enforced", "尚未催告或者作出强制执行决定", "行政强制法 第三十九条、第四十二条"


class StagesDisordered(Refused):
    """Stages come one after another, from the agreement on, and ask for no more than is owed."""

    slug, zh, field = "stages-disordered", "分阶段履行应按日期先后排列，且金额合计不超过未缴数额", "stages"
    article = "行政强制法 第四十二条"


class HarmfulAgreement(Refused):
    """An agreement harms neither the public interest nor the rights of others."""

    slug, zh, field = "harmful-agreement", "执行协议不得损害公共利益和他人合法权益", "harmless"
    article = "行政强制法 第四十二条"


class WaiverUnfounded(Refused):
    """Of a late fine no more is waived than could be imposed, and only for who has made good what it did."""

    slug, zh, field = "waiver-unfounded", "当事人采取补救措施的方可减免，且不超过已加处的罚款", "late_fine_waived"
    article = "行政强制法 第四十二条"


class AgreementNotBroken(Refused):
    """An agreement is kept until a stage is missed."""

    slug, zh, field = "agreement-not-broken", "执行协议首期尚未到期，不得恢复强制执行", "enforcement_resumed_on"
    article = "行政强制法 第四十二条"


class NotEnforcedAnyMore(Refused):
    """After three years nothing is resumed against who cannot perform, unless it does obvious harm."""

    slug, zh, field = "not-enforced-any-more", "中止执行满三年，没有明显社会危害且当事人确无能力的，不再执行", "able"
    article = "行政强制法 第三十九条"


class TerminationUnfounded(Refused):
    """The ground is not there: the decision stands, or no three years of suspension for hardship have passed."""

    slug, zh, field = "termination-unfounded", "终结情形不成立", "termination_ground"
    article = "行政强制法 第三十九条、第四十条"


@rules.on_every_step
def enforce_unless_held(step: Step, case: Record, form: Data, _lookup: Lookup) -> Data:
    """What is suspended, agreed on or ended runs no step of enforcement. Raises EnforcementHeld, EnforcementOver."""
    if step.name in ENFORCING:
        require_not_held(case)
        require_not_over(case)
    return form


def ways_on(case: Record) -> list[dict[str, str]]:
    """By which steps a case goes on that is held up."""
    resume = gap("enforcement_resumed_on", "请办理“恢复执行”", "Resume enforcement", "resume_enforcement")
    done = gap(
        "fulfilled_on", "已履行的，请办理“执行协议履行完毕”", "Or the agreement is fulfilled", "fulfil_agreement"
    )
    return [resume, done] if case.status(LINE) == AGREED else [resume]


def require_not_held(case: Record) -> None:
    """Enforcement neither stands still nor waits for an agreement. Raises EnforcementHeld."""
    if case.status(LINE) in HELD:
        raise EnforcementHeld(case.id, errors=ways_on(case))


def require_not_over(case: Record) -> None:
    """Enforcement was not ended for good. Raises EnforcementOver."""
    if is_over(case):
        raise EnforcementOver(case.id)


def is_over(case: Record) -> bool:
    """Whether enforcement was ended for good."""
    return case.status(LINE) == OVER


@rules.on("suspend_enforcement")
def suspend_enforcement(case: Record, form: Data, _at: Context) -> Data:
    """Enforcement that has begun stands still, on a ground of the law (art. 39)."""
    _require_begun(case, form["enforcement_suspended_on"], "enforcement_suspended_on")
    return form | {"unable": form["suspension_ground"] == HARDSHIP}


@rules.on("agree_on_enforcement")
def agree_on_enforcement(case: Record, form: Data, _at: Context) -> Data:
    """Stages after the agreement; a late fine is waived for who has made good what it did (art. 42)."""
    on = form["agreed_on"]
    _require_begun(case, on, "agreed_on")
    if not form["harmless"]:
        raise HarmfulAgreement(case.id)
    days = [on, *(one["due_on"] for one in form["stages"])]
    total = sum((Decimal(one["amount"]) for one in form["stages"] if one["amount"]), Decimal(0))
    most = late_fine_most_on(case, on)
    waived = Decimal(form["late_fine_waived"] or 0)
    if waived > most or (waived and not form["remedied"]):
        raise WaiverUnfounded(waived, most)
    if any(earlier >= later for earlier, later in pairwise(days)) or total > outstanding(case) + most - waived:
        raise StagesDisordered(total, outstanding(case))
    return form | {"agreed_until": days[-1]}


@rules.on("resume_enforcement")
def resume_enforcement(case: Record, form: Data, at: Context) -> Data:
    """The ground is gone, or a stage was missed (art. 39, 42)."""
    on = form["enforcement_resumed_on"]
    if case.status(LINE) == AGREED:
        first = case.all("agree_on_enforcement")[-1]["stages"][0]["due_on"]
        if on <= first:
            raise AgreementNotBroken(on, first)
    elif _three_years_over(case, on, at) and not form["able"]:
        raise NotEnforcedAnyMore(on)
    return form


@rules.on("terminate_enforcement")
def terminate_enforcement(case: Record, form: Data, at: Context) -> Data:
    """On a ground of the law that is there (art. 39, 40)."""
    on, ground = form["enforcement_terminated_on"], form["termination_ground"]
    # Also before anybody was urged: who has died without an estate is not urged first.
    require_not_before(on, case["served_on"], "enforcement_terminated_on")
    if ground == "revoked" and not leaves_nothing(case):
        raise TerminationUnfounded(ground)
    if ground == "three_years" and not (case.status(LINE) == SUSPENDED and _three_years_over(case, on, at)):
        raise TerminationUnfounded(ground)
    return form


def _three_years_over(case: Record, on: dt.date, at: Context) -> bool:
    """Whether it has stood still for three years since the party cannot perform."""
    last = case.all("suspend_enforcement")[-1]
    return last["unable"] and on > at.calendar.after(last["enforcement_suspended_on"], THREE_YEARS)


def _require_begun(case: Record, on: dt.date, field: str) -> None:
    """Something is enforced by that day, and stands. Raises NothingEnforced, OutOfOrder, NothingLeftToEnforce."""
    require_standing(case)
    require_begun(case)
    require_not_before(on, min(entry.on for entry in case.effective if entry.step.name in ENFORCING), field)


def require_begun(case: Record) -> None:
    """Something is enforced. Raises NothingEnforced."""
    if not any(entry.step.name in ENFORCING for entry in case.effective):
        raise NothingEnforced(case.id)
