"""What a proposed penalty needs before it is decided: a right to a hearing, a review, a discussion, a tier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases import agencies, provisions, violation_types
from services.cases.law import law_on
from services.cases.penalties.charge import require_of_age
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
LARGE = {
    "fine": {"person": "hearing_fine_person", "organisation": "hearing_fine_organisation"},
    "confiscation": {"person": "hearing_confiscation", "organisation": "hearing_confiscation"},
}


class NoPenalty(Refused):
    """A penalty is a fine, a confiscation or something else: nothing was said."""

    slug, zh, field = "no-penalty", "应填写罚款、没收或者其他处罚", "fine"
    article = "行政处罚法 第九条"


class OutsideTier(Refused):
    """The fine lies outside its tier of the published benchmark; say why."""

    slug, zh, field = "outside-tier", "罚款不在已公布的裁量档次之内，应说明理由", "tier_reason"
    article = "行政处罚法 第三十四条"


class TierNotNamed(Refused):
    """A benchmark was public: name the tier, or say why there is none."""

    slug, zh, field = "tier-not-named", "已公布裁量基准，应选择裁量档次或者说明理由", "tier"
    article = "行政处罚法 第三十四条"


class FactsMissing(Refused):
    """A penalty is proposed on facts: where the inquiry was not closed before, the proposal says them."""

    slug, zh, field = "facts-missing", "未办理调查终结的，应当在拟定处罚时填写查明事实", "findings"
    article = "行政处罚法 第四十条、第五十七条"


@dataclass(frozen=True)
class PenaltyBasis:
    """What a penalty is measured by: the violation with its benchmark, and the provisions on large amounts."""

    violation: Record
    large: Mapping[str, Decimal]


def penalty_basis(case: Record, form: Data, lookup: Lookup) -> PenaltyBasis:
    """The violation of the case (or of the form), and which amounts count as large on the day of the step."""
    kind, day = form.get("party_kind") or case["party_kind"], form.get("proposed_on") or form["decided_on"]
    body = form.get("body") or case.get("body")
    agency = agencies.agency_on(lookup, body, day) if body else None
    division, business = agency["division"] if agency else None, _in_business(case, form)
    amounts = {
        field: provisions.amount_on(lookup, kinds[kind], day, division, in_business=business)
        for field, kinds in LARGE.items()
    }
    violation = lookup.record("cases.violation_types", form.get("violation") or case["violation"])
    return PenaltyBasis(violation, {field: one for field, one in amounts.items() if one is not None})


def _in_business(case: Record, form: Data) -> bool | None:
    """Whether the act was one in business, as the charge says; None: it does not say."""
    said: bool | None = form.get("business")
    return case.get("business") if said is None else said


def require_penalty(form: Data) -> None:
    """A penalty is something (art. 9). Raises NoPenalty."""
    if not any(amount(form, field) for field in LARGE) and not form["other"]:
        raise NoPenalty(form.get("number"))


def amount(form: Data, field: str) -> Decimal:
    """An amount of a form, yuan; 0 where none was given."""
    return Decimal(form[field] or 0)


def within_tier(form: Data, violation: Record, day: dt.date) -> None:
    """The fine lies in a tier of the public benchmark, or it is said why not (art. 34)."""
    if form["tier_reason"] or not form["fine"] or not violation_types.has_benchmark(violation, day):
        return
    tier = violation_types.tier_on(violation, form["tier"], day) if form["tier"] else None
    if tier is None:
        raise TierNotNamed(form["tier"])
    if not Decimal(tier["least"]) <= amount(form, "fine") <= Decimal(tier["most"]):
        raise OutsideTier(form["fine"], tier["least"], tier["most"])


def hearing_required(form: Data, basis: PenaltyBasis, day: dt.date) -> bool:
    """Whether the penalty is of a kind that gives a right to a hearing (art. 63; old law art. 42)."""
    large = any(amount(form, field) >= least for field, least in basis.large.items())
    return large or form["other"] in law_on(day).hearing_penalties or bool(form["hearing_ground"])


def facts_of(case: Record) -> str | None:
    """The facts as they were found: by the last proposal that says any, else at the end of the inquiry."""
    found = [one["findings"] for step in ("close_inquiry", "propose") for one in case.all(step) if one.get("findings")]
    return found[-1] if found else None


@rules.on("propose", basis=penalty_basis)
def propose(case: Record, form: Data, _at: Context, basis: PenaltyBasis) -> Data:
    """A proposal says what the penalty will need (art. 57, 58, 63); nobody under fourteen gets one."""
    require_penalty(form)
    require_of_age(case.get("person_age"))
    if not (form["findings"] or facts_of(case)):
        raise FactsMissing(case.id)
    within_tier(form, basis.violation, form["proposed_on"])
    return form | {
        "hearing_required": hearing_required(form, basis, form["proposed_on"]),
        "review_required": bool(form["review_ground"]),
    }
