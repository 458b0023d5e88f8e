"""The decision, in the general procedure and on the spot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases import power_items
from services.cases.law import law_on
from services.cases.penalties import time_limits
from services.cases.penalties.charge import ChargeBasis, charge_basis, check, require_of_age
from services.cases.penalties.completeness import agency_of, require_complete, require_complete_on_spot
from services.cases.penalties.fines import fine
from services.cases.penalties.grounds.hand_over import decision_run, require_crime_settled
from services.cases.penalties.grounds.takeover import decides_here_since, is_taken_over
from services.cases.penalties.grounds.told_charge import (
    is_decided_again,
    require_told,
    spoken_to_now,
    told_proposal,
    whole_case,
)
from services.cases.penalties.hearing import require_hearing
from services.cases.penalties.notice import HeavierThanNoticed, proposal_told, require_awaited, require_notice
from services.cases.penalties.officers import PAIR, NotShown, people, two_certified
from services.cases.penalties.proposal import PenaltyBasis, amount, penalty_basis, require_penalty, within_tier
from services.cases.penalties.review import needs_review, require_discussion, require_heads_named, require_review
from services.cases.penalties.separation import require_apart, require_uninvolved
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
PARTY = ("party_code", "party", "person_number", "person_name")
PRIVATE = ("person_number", "person_name")


class DecidedLate(Refused):
    """A case is decided within ninety days of its filing; if not, say why."""

    slug, zh, field = "decided-late", "应当自立案之日起九十日内作出处罚决定；逾期须说明", "late_reason"
    article = "行政处罚法 第六十条"


class FinedTwice(Refused):
    """This party was fined for the same act already."""

    slug, zh, field = "fined-twice", "对当事人的同一个违法行为，不得给予两次以上罚款", "fine"
    article = "行政处罚法 第二十九条"


class NoLongerPenalised(Refused):
    """The power item was repealed before the decision: the new rule is the lighter one."""

    slug, zh, article = "no-longer-penalised", "决定时该权力事项已废止，应适用较轻的新规定", "行政处罚法 第三十七条"


class RuleNotChosen(Refused):
    """The power item was amended after the act: say whether the old or the lighter new rule applies."""

    slug, zh, field = "rule-not-chosen", "行为后权力事项已修订，应说明适用旧规定还是较轻的新规定", "rule_applied"
    article = "行政处罚法 第三十七条"


class OverSimpleLimit(Refused):
    """On the spot a citizen is fined 200 yuan at most, an organisation 3,000, or warned."""

    slug, zh = "over-simple-limit", "超出当场处罚限额：公民二百元、单位三千元（旧法五十元、一千元）以下或者警告"
    field, article = "fine", "行政处罚法 第五十一条"


class NotTold(Refused):
    """On the spot too the party is told and heard first."""

    slug, zh, field = "not-told", "当场处罚前应当告知并听取陈述申辩", "told"
    article = "行政处罚法 第四十四条、第四十五条"


Party = Data | Record | RecordRow
Alike = Callable[[Party, Sequence[RecordRow], Lookup], list[RecordRow]]
"""Which of some cases name the same party."""


@dataclass(frozen=True)
class DecisionBasis:
    """What else a decision depends on: its charge, its measures, and the other cases about the same act and party."""

    charge: ChargeBasis
    background: PenaltyBasis
    others: Sequence[Record]


def decision_basis(case: Record, form: Data, lookup: Lookup) -> DecisionBasis:
    """The charge, its measures, and the party's other cases that bear the same clue number, however it is written."""
    return _basis(case, form, lookup, same_party)


def decision_basis_to_the_letter(case: Record, form: Data, lookup: Lookup) -> DecisionBasis:
    """The same as it was asked before: two writings of one number were two."""

    def same_to_the_letter(party: Party, others: Sequence[RecordRow], _lookup: Lookup) -> list[RecordRow]:
        return [one for one in others if one["act"] == case["act"] and _agree(party, one, lambda _field, value: value)]

    return _basis(case, form, lookup, same_to_the_letter)


def _basis(case: Record, form: Data, lookup: Lookup, same: Alike) -> DecisionBasis:
    # Who is not fined now is fined for the first time: then nobody is looked for.
    cases = lookup.rows(register.name, act=case["act"]) if amount(form, "fine") else []
    others = [one for one in cases if one.id != case.id and any(one.get(name) for name in ("fine", "new_fine"))]
    same_ones = same(form if form.get("party_kind") else case, others, lookup) if others else []
    alike = [lookup.record(register.name, one.id) for one in same_ones]
    charge = {"violation": case.get("violation")} | form
    return DecisionBasis(charge_basis(case, charge, lookup), penalty_basis(case, form, lookup), alike)


def same_party(party: Party, others: Sequence[RecordRow], lookup: Lookup) -> list[RecordRow]:
    """Which cases name the same party by a number or, without one, by name, however they write them."""
    # Tokens of two writings of one number differ: the owner of the texts knows what they are compared by.
    tokens = {
        field: lookup.comparable(register.sorts[field], {one.get(field, "") for one in (party, *others)})
        for field in PRIVATE
    }

    def key(field: str, value: str) -> str:
        return tokens[field].get(value, value) if field in PRIVATE else register.key_of(field, value)

    return [one for one in others if _agree(party, one, key)]


def _agree(one: Party, other: Party, key: Callable[[str, str], str]) -> bool:
    # A number is surer than a name, which several people bear: the first field that both have decides.
    pairs = ((field, one.get(field), other.get(field)) for field in PARTY)
    return next((key(field, mine) == key(field, theirs) for field, mine, theirs in pairs if mine and theirs), False)


def fined_once(form: Data, others: Sequence[Record]) -> None:
    """One act, one fine (art. 29). Raises FinedTwice."""
    if before := [one.id for one in others if fine(one)] if amount(form, "fine") else []:
        raise FinedTwice(*before)


def by_the_lighter_rule(case: Record, form: Data, item: Record) -> None:
    """The rule of the act applies, or the lighter one of the decision (art. 37)."""
    day = form["decided_on"]
    if not power_items.in_force(item, day):
        raise NoLongerPenalised(item.id, day)
    changed = power_items.version_on(item, day) != power_items.version_on(item, case["act_on"])
    # Which of two rules is the lighter one is for a person to judge; the register asks only that it was judged.
    if changed and not form["rule_applied"]:
        raise RuleNotChosen(item.id)


def not_heavier(case: Record, form: Data, proposal: Data) -> None:
    """The penalty is not heavier than the one that was told (art. 44, 45). Raises HeavierThanNoticed."""
    more = [field for field in ("fine", "confiscation") if amount(form, field) > amount(proposal, field)]
    if more or (form["other"] and form["other"] != proposal["other"]):
        raise HeavierThanNoticed(case.id)


@dataclass(frozen=True)
class GeneralBasis:
    """What else a decision of the general procedure depends on.

    whole   the case with all that was ever entered
    agency  what is entered of the penalising body
    since   the day from which on that body decides here; None: it does not yet
    """

    decision: DecisionBasis
    whole: Record
    agency: Data | None
    since: dt.date | None


def general_basis(case: Record, form: Data, lookup: Lookup) -> GeneralBasis:
    """All of it."""
    whole, agency = whole_case(case, form, lookup), agency_of(case, form, lookup)
    since = decides_here_since(case, form, lookup)
    return GeneralBasis(decision_basis(case, form, lookup), whole, agency, since)


@rules.on("decide", basis=general_basis)
def decide(case: Record, form: Data, at: Context, basis: GeneralBasis) -> Data:
    """What is decided is what the party was told, by who had no hand in the case (art. 44, 57 to 59, 62)."""
    require_apart(case, form["decided_by"])
    spoken = case
    # Who corrects the charge of a decided case says why, and decides nothing: what the party was told is known by then.
    if not is_decided_again(case, basis.whole):
        require_told(case)
        spoken = spoken_to_now(case)
    taken_over = is_taken_over(at, form["decided_on"], basis.since)
    decided = _decide_as_told(spoken, form, at, basis.decision, told_proposal(basis.whole))
    if not taken_over:
        require_heads_named(spoken)
        require_complete(case, form, basis.agency)
    return decided | {"taken_over": taken_over}


@rules.on("decide", upto=3, basis=general_basis)
def decide_as_proposed(case: Record, form: Data, at: Context, basis: GeneralBasis) -> Data:
    """As it was: any sheet had gaps, and nobody asked whether the charge is what the party was told (art. 57 to 59)."""
    require_uninvolved(case, form["decided_by"])
    decided = _decide_as_told(case, form, at, basis.decision, proposal_told(case, basis.whole))
    if not at.elsewhere:
        require_complete(case, form, basis.agency)
    return decided


def _decide_as_told(case: Record, form: Data, at: Context, basis: DecisionBasis, told: Data | None) -> Data:
    """No heavier than the party was told, after what it waits for."""
    decided = decide_by_procedure(case, form, at, basis)
    require_awaited(case, form)
    require_crime_settled(case, form["decided_on"])
    if told:
        not_heavier(case, form, told)
    return decided


@rules.on("decide", upto=1, basis=decision_basis_to_the_letter)
@rules.on("decide", upto=2, basis=decision_basis)
def decide_by_procedure(case: Record, form: Data, _at: Context, basis: DecisionBasis) -> Data:
    """A penalty is decided after notice, hearing, review and discussion, in time, once for one act."""
    require_penalty(form)
    require_of_age(case.get("person_age"))
    require_notice(case, form)
    require_hearing(case, form)
    require_review(case, form["decided_on"])
    require_discussion(case)
    not_heavier(case, form, case.all("propose")[-1])
    by_the_lighter_rule(case, form, basis.charge.item)
    within_tier(form, basis.background.violation, form["decided_on"])
    fined_once(form, basis.others)
    # What stands above are conditions, which no reason replaces; a period of the agency's own may be missed with one.
    limit = time_limits.due_of(decision_run(case))
    time_limits.require_in_time(form["decided_on"], limit, form, DecidedLate)
    return form | {
        "took_days": (form["decided_on"] - case["filed_on"]).days,
        "late": bool(limit and form["decided_on"] > limit),
        "review_required": needs_review(case),
    }


def simple(form: Data) -> None:
    """Within what may be decided on the spot (art. 51; old law art. 33). Raises OverSimpleLimit."""
    most = law_on(form["decided_on"]).spot_limit[form["party_kind"]]
    if amount(form, "fine") > most or form["confiscation"] or form["other"] not in (None, "warning"):
        raise OverSimpleLimit(form["fine"], most)


@dataclass(frozen=True)
class OnSpotBasis:
    """What else a decision on the spot depends on: as any decision, and on its officers and its agency."""

    decision: DecisionBasis
    officers: dict[str, Record]
    agency: Data | None
    since: dt.date | None


def on_spot_basis(case: Record, form: Data, lookup: Lookup) -> OnSpotBasis:
    """All of it."""
    officers: dict[str, Record] = people(PAIR)(case, form, lookup)
    agency, since = agency_of(case, form, lookup), decides_here_since(case, form, lookup)
    return OnSpotBasis(decision_basis(case, form, lookup), officers, agency, since)


@rules.on("decide_on_spot", basis=on_spot_basis)
def decide_on_spot(case: Record, form: Data, at: Context, basis: OnSpotBasis) -> Data:
    """The form can say its items, unless the decision is taken over (art. 52)."""
    decided = decide_small(case, form, at, basis.decision, basis.officers)
    taken_over = is_taken_over(at, form["decided_on"], basis.since)
    if not taken_over:
        require_complete_on_spot(case, form, basis.agency)
    return decided | {"taken_over": taken_over}


@rules.on("decide_on_spot", upto=3, basis=on_spot_basis)
def decide_on_spot_or_elsewhere(case: Record, form: Data, at: Context, basis: OnSpotBasis) -> Data:
    """As it was: any sheet had gaps (art. 52)."""
    decided = decide_small(case, form, at, basis.decision, basis.officers)
    if not at.elsewhere:
        require_complete_on_spot(case, form, basis.agency)
    return decided


@rules.on("decide_on_spot", upto=1, basis=decision_basis_to_the_letter, officers=people(PAIR))
@rules.on("decide_on_spot", upto=2, basis=decision_basis, officers=people(PAIR))
def decide_small(case: Record, form: Data, at: Context, basis: DecisionBasis, officers: dict[str, Record]) -> Data:
    """A small penalty on the spot, by two officers who show their certificates and listen (art. 51, 52)."""
    two_certified(officers, form["decided_on"])
    if not form["shown"]:
        raise NotShown(case.id)
    if not form["told"]:
        raise NotTold(case.id)
    added = check(case, form, at, form["decided_on"], basis.charge)
    require_penalty(form)
    require_of_age(form["person_age"])
    simple(form)
    within_tier(form, basis.background.violation, form["decided_on"])
    fined_once(form, basis.others)
    return form | added | {"review_required": False}
