"""A step is offered when it makes sense: at each stage of a case those are that are expected, and no other is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import rules
from services.chassis.handling import presenter
from services.chassis.handling.masking import Sight
from services.chassis.records.command import Actor
from tests.office import PROOF
from tests.services.cases.casework import Casework

Stage = Callable[[Casework], str]
TODAY = "2026-11-30"
BASES = {"extend_verification": "verification_extension", "extend": "decision_extension", "suspend": "decision_pause"}
MORE: dict[str, dict[str, Any]] = {
    "extend_verification": {"until": "2026-12-30", "reason": "复杂"},
    "extend": {"until": "2026-12-30"},
    "approve_transfer": {"approved_at": f"{TODAY}T10:00:00+08:00"},
    "notify": {"defence_until": "2026-12-05"},
    "report_seizure": {"reported_at": f"{TODAY}T10:00:00+08:00"},
    "extend_seizure": {"until": "2026-12-30"},
    "defer": {"until": "2026-12-30", "applied_on": "2026-11-29"},
    "allow_instalments": {
        "applied_on": "2026-11-29",
        "instalments": [{"due_on": f"2026-12-{day}", "amount": "150"} for day in (20, 30)],
    },
    "pay_part": {"amount": "100"},
    "refund": {"amount": "1"},
    "collect": {"amount": "300", "ground": "remote"},
    "enforce": {"amount": "300"},
    "decide_performance": {"duty_by": "2026-11-20", "urged_on": "2026-11-21", "planned_for": "2026-12-20"},
    "perform": {"began_at": f"{TODAY}T10:00:00+08:00"},
    "announce_demolition": {"demolish_by": "2026-12-20"},
    "demand_demolition": {"last_term": "2026-12-20"},
    "decide_demolition": {"planned_for": "2026-12-20"},
    "demolish": {"began_at": f"{TODAY}T10:00:00+08:00"},
    "extend_reconsideration": {"until": "2026-12-20", "evidence": PROOF},
    "revoke": {"discussed": True},
    "return_things": {
        "things_of": "K1",
        "restitution": "returned",
        "things": "推车",
        "things_back_on": TODAY,
        "evidence": PROOF,
    },
    "pay_gains": {"gains": "1", "gains_receipt": "票1", "gains_paid_on": TODAY, "evidence": PROOF},
    "agree_on_enforcement": {"stages": [{"due_on": "2026-12-30", "duty": "缴纳"}]},
}


def case_clue(work: Casework) -> str:
    return work.clue()


def case_filed(work: Casework) -> str:
    return work.filed_case()


def case_suspected(work: Casework) -> str:
    case = work.filed_case()
    work.take(case, "suspect_crime", "2026-03-03")
    return case


def case_rejected(work: Casework) -> str:
    case = case_suspected(work)
    work.take(case, "reject_transfer", "2026-03-04")
    return case


def case_returned(work: Casework) -> str:
    case = work.filed_case()
    work.take(case, "hand_over", "2026-03-05", receiver="agency")
    work.take(case, "take_back", "2026-03-10", return_ground="not_theirs")
    return case


def case_suspected_and_returned(work: Casework) -> str:
    case = case_suspected(work)
    work.take(case, "hand_over", "2026-03-05", receiver="agency")
    work.take(case, "take_back", "2026-03-10", return_ground="not_theirs")
    return case


def case_seizing(work: Casework) -> str:
    case = work.filed_case()
    work.take(case, "seize", "2026-03-02", seized_at="2026-03-02T09:00:00+08:00")
    work.take(case, "extend_seizure", "2026-03-20", until="2026-04-20")
    return case


def case_urgent(work: Casework) -> str:
    case = work.filed_case()
    work.take(case, "seize", "2026-03-02", seized_at="2026-03-02T09:00:00+08:00", urgent=True, approved_by=None)
    return case


def case_old(work: Casework) -> str:
    return work.filed_case("2020-03-02")


def case_proposed(work: Casework) -> str:
    return work.proposed_case()


def case_noticed(work: Casework) -> str:
    return work.notified_case()


def case_corrected(work: Casework) -> str:
    case = work.notified_case()
    place = next(one.place for one in work.record(case).effective if one.step.name == "close_inquiry")
    work.take(case, "close_inquiry", "2026-03-02", findings="另有堆物", corrects=place)
    return case


def case_heard(work: Casework) -> str:
    case = work.notified_case()
    work.take(case, "hear_party", "2026-03-03")
    return case


def case_with_hearing(work: Casework) -> str:
    return work.notified_case(until="2026-03-09", hearing_told=True, hearing_ground="heavy")


def case_requested(work: Casework) -> str:
    case = case_with_hearing(work)
    work.take(case, "request_hearing", "2026-03-04")
    return case


def case_decided(work: Casework) -> str:
    return work.decided_case()


def case_served(work: Casework) -> str:
    return work.served_case()


def case_warned(work: Casework) -> str:
    case = work.on_spot_case()
    work.take(case, "record", "2026-03-03")
    return case


def case_demanded(work: Casework) -> str:
    case = work.served_case()
    work.take(case, "demand", "2026-04-01")
    return case


def case_answered(work: Casework) -> str:
    case = case_demanded(work)
    work.take(case, "hear_on_demand", "2026-04-02")
    return case


def case_held(work: Casework) -> str:
    case = case_demanded(work)
    work.take(case, "suspend_enforcement", "2026-04-05")
    return case


def case_over(work: Casework) -> str:
    case = case_demanded(work)
    work.take(case, "terminate_enforcement", "2026-04-05", termination_ground="object_gone")
    return case


def case_paid(work: Casework) -> str:
    case = work.served_case()
    work.take(case, "pay", "2026-03-12")
    return case


def case_revoked(work: Casework) -> str:
    case = case_paid(work)
    work.take(case, "publish", "2026-03-12")
    work.take(case, "revoke", "2026-03-13")
    return case


def case_refunded(work: Casework) -> str:
    case = case_revoked(work)
    work.take(case, "refund", "2026-03-20", amount="300")
    return case


def case_redone(work: Casework) -> str:
    case = work.served_case()
    work.take(case, "ask_reconsideration", "2026-03-12")
    work.take(case, "end_reconsideration", "2026-04-10", outcome="redone", redo_by="2026-06-10")
    return case


def case_reviewing(work: Casework) -> str:
    case = case_demanded(work)
    work.take(case, "ask_reconsideration", "2026-04-02", simple=True)
    return case


def case_suing(work: Casework) -> str:
    case = work.served_case()
    work.take(case, "sue", "2026-03-12")
    return case


def case_sued_in_vain(work: Casework) -> str:
    case = case_suing(work)
    work.take(case, "end_suit", "2026-04-12", outcome="withdrawn")
    return case


def case_performing(work: Casework) -> str:
    case = work.served_case()
    days = {"duty_by": "2026-03-20", "urged_on": "2026-03-21", "planned_for": "2026-04-20"}
    work.take(case, "decide_performance", "2026-04-01", **days)
    return case


def case_demolishing(work: Casework) -> str:
    case = work.served_case()
    work.take(case, "announce_demolition", "2026-03-12", demolish_by="2026-03-20")
    work.take(case, "demand_demolition", "2026-03-21", last_term="2026-03-30")
    work.take(case, "ask_reconsideration", "2026-03-22")
    return case


def case_closed(work: Casework) -> str:
    case = case_paid(work)
    work.take(case, "publish", "2026-03-12")
    work.take(case, "close", "2026-03-20")
    return case


OFFERED: dict[Stage, tuple[set[str], set[str]]] = {
    case_clue: ({"verify", "file", "not_file", "decide_on_spot"}, {"extend_verification"}),
    case_filed: (
        {"extend", "suspend", "suspect_crime", "propose"},
        {"approve_transfer", "reject_transfer", "hear_on_demand"},
    ),
    case_suspected: ({"approve_transfer", "reject_transfer"}, set()),
    case_rejected: ({"suspect_crime"}, {"approve_transfer", "reject_transfer"}),
    case_returned: ({"extend", "suspend", "suspect_crime"}, {"approve_transfer", "reject_transfer"}),
    case_suspected_and_returned: ({"extend", "suspend", "suspect_crime"}, {"approve_transfer", "reject_transfer"}),
    case_seizing: ({"release", "begin_testing"}, {"report_seizure", "extend_seizure"}),
    case_urgent: ({"report_seizure", "extend_seizure"}, set()),
    case_old: ({"propose"}, {"extend", "suspend"}),
    case_proposed: ({"notify", "propose"}, {"decide"}),
    case_noticed: (
        {"decide", "hear_party", "waive_defence"},
        {"notify", "recheck", "request_hearing", "waive_hearing"},
    ),
    case_corrected: ({"notify", "propose"}, set()),
    case_heard: ({"recheck"}, {"notify"}),
    case_with_hearing: ({"request_hearing", "waive_hearing"}, {"notify"}),
    case_requested: ({"waive_hearing", "notify_hearing"}, set()),
    case_decided: ({"serve", "publish", "revoke"}, {"record", "refund", "settle_anew", "hear_on_demand"}),
    case_served: (
        {"pay", "defer", "demand", "sue", "close", "announce_demolition"},
        {
            "record",
            "hand_in",
            "refund",
            "settle_anew",
            "suspend_enforcement",
            "agree_on_enforcement",
            "return_things",
            "pay_gains",
        },
    ),
    case_warned: ({"publish", "close"}, {"pay", "pay_part", "defer", "allow_instalments", "demand", "collect", "sue"}),
    case_demanded: ({"ask_court", "hear_on_demand", "pay", "suspend_enforcement"}, {"refund"}),
    case_held: (
        {"resume_enforcement", "terminate_enforcement", "pay"},
        {"demand", "ask_court", "decide_performance", "announce_demolition"},
    ),
    case_over: ({"close"}, {"demand", "ask_court"}),
    case_answered: ({"recheck_demand"}, {"ask_court"}),
    case_paid: ({"close"}, {"refund", "hand_in"}),
    case_revoked: ({"refund", "withdraw_publication"}, {"settle_anew", "announce_demolition"}),
    case_refunded: ({"close"}, {"refund"}),
    case_redone: ({"settle_anew"}, {"revoke", "publish", "pay", "defer", "demand", "announce_demolition"}),
    case_reviewing: ({"reply_reconsideration", "end_reconsideration"}, {"ask_court", "extend_reconsideration"}),
    case_suing: ({"answer_suit", "end_suit"}, {"ask_reconsideration"}),
    case_sued_in_vain: ({"sue"}, {"appeal", "ask_reconsideration"}),
    case_performing: ({"demand_performance", "stop_performance"}, {"perform"}),
    case_demolishing: ({"stop_demolition"}, {"decide_demolition"}),
    case_closed: ({"archive", "revoke"}, {"refund", "hand_in", "settle_anew"}),
}
"""At each stage some of the steps that are offered, and some that are not, though its lines would allow them."""


@pytest.mark.parametrize("stage", OFFERED, ids=lambda one: one.__name__)
def test_at_each_stage_a_step_is_offered_or_would_be_refused(work: Casework, stage: Stage) -> None:
    case, (offered, hidden) = stage(work), OFFERED[stage]
    record = work.record(case)
    steps = set(rules.next_steps(record))
    without = set(record.possible()) - steps
    assert offered <= steps
    assert hidden <= without
    for step in sorted(without):
        days: dict[str, Any] = {} if step == "suspend" else {"days": 30}
        basis = {"basis": work.provision(BASES[step], **days)} if step in BASES else {}
        with pytest.raises(Refused):
            work.take(case, step, TODAY, **MORE.get(step, {}) | basis)


def test_every_step_that_is_offered_on_occasion_is_seen_not_offered() -> None:
    hidden = {step for stage in OFFERED for step in OFFERED[stage][1]}
    assert hidden >= set(rules.occasional_steps) - {"enforce", "demolish", "demand_demolition", "demand_performance"}


def test_the_answer_of_the_owner_offers_no_other(work: Casework) -> None:
    case, commands = case_noticed(work), work.office.registers
    answer = presenter.record(commands, Actor("SYN-officer", "officer"), case, Sight(register.name))
    assert list(answer.next) == rules.next_steps(work.record(case))
    assert "waive_hearing" not in answer.next
