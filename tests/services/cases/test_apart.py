"""Inquiry, review, hearing and decision are different persons' (Penalty Law art. 57, 58, 64)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.cases.penalties import register
from contracts.errors import Forbidden
from services.cases.penalties.hearing import ChairInvestigated
from services.cases.penalties.review import (
    ChairAbsent,
    DiscussantInvestigated,
    DiscussedAlone,
    NotAHead,
    NotDiscussed,
    ReviewerInvestigated,
)
from services.cases.penalties.separation import ChairReviewed, DeciderInvolved, ReviewerChaired
from services.chassis.handling.event_size import EventTooLarge
from services.chassis.records.command import Actor
from services.chassis.records.separation import NotApart
from tests.services.cases.casework import FORMS, C, Casework

GRANT: dict[str, Any] = {
    "delegator": "H2",
    "delegate": "L1",
    "granted_on": "2026-03-05",
    "from_on": "2026-03-07",
    "until": "2026-03-07",
}
EXTRA: dict[str, dict[str, Any]] = {"order_correction": {"correct_by": "2026-03-06"}}


def heard_case(work: Casework) -> str:
    """A case whose hearing was notified, chaired by L2."""
    case = work.notified_case(until="2026-03-09", hearing_told=True, hearing_ground="heavy")
    work.take(case, "request_hearing", "2026-03-04")
    work.take(case, "notify_hearing", "2026-03-05", hearing_on="2026-03-17")
    return case


@pytest.mark.parametrize("step", ["decide", "clear", "exempt", "recuse", "approve_transfer", "discuss"])
def test_the_person_in_charge_decides_and_no_captain_does(step: str) -> None:
    assert register.step(step).roles == {"leader"}


def test_a_captain_who_decides_is_refused(work: Casework) -> None:
    case = work.notified_case()
    form = FORMS["decide"] | {"decided_by": "H2", "decided_on": "2026-03-09"}
    with pytest.raises(Forbidden):
        work.office.do_as(Actor("H2", "captain"), C, case, "decide", **form)


def test_who_signed_in_for_the_proposal_does_not_decide(work: Casework) -> None:
    case = work.filed_case()
    work.take(case, "close_inquiry", "2026-03-02")
    work.office.do_as(Actor("H2", "captain"), C, case, "propose", **FORMS["propose"], proposed_on="2026-03-02")
    work.take(case, "notify", "2026-03-02", defence_until="2026-03-05")
    with pytest.raises(NotApart):
        work.take(case, "decide", "2026-03-09", decided_by="H2")
    work.take(case, "decide", "2026-03-09", decided_by="H1")


@pytest.mark.parametrize("who", ["O1", "O2", "L1", "L2"])
def test_nor_who_had_the_case_reviewed_it_or_heard_it_by_the_forms(work: Casework, who: str) -> None:
    case = heard_case(work)
    work.take(case, "hold_hearing", "2026-03-17")
    work.take(case, "request_review", "2026-03-18")
    work.take(case, "pass_review", "2026-03-19")
    with pytest.raises(DeciderInvolved) as refusal:
        work.take(case, "decide", "2026-03-20", decided_by=who)
    assert refusal.value.field == "decided_by"
    work.take(case, "decide", "2026-03-20")


@pytest.mark.parametrize("step", ["clear", "exempt"])
def test_nor_does_an_investigator_clear_or_spare(work: Casework, step: str) -> None:
    case = work.filed_case()
    work.take(case, "close_inquiry", "2026-03-03")
    with pytest.raises(DeciderInvolved):
        work.take(case, step, "2026-03-04", decided_by="O2")


def test_chair_and_reviewer_are_two(work: Casework) -> None:
    case = heard_case(work)
    work.take(case, "hold_hearing", "2026-03-17")
    work.take(case, "request_review", "2026-03-18")
    for step in ("pass_review", "return_review"):
        with pytest.raises(ReviewerChaired):
            work.take(case, step, "2026-03-19", reviewer="L2")
    again = work.notified_case(until="2026-03-09", hearing_told=True, hearing_ground="heavy")
    work.take(again, "request_review", "2026-03-03")
    work.take(again, "return_review", "2026-03-04")
    work.take(again, "request_hearing", "2026-03-04")
    with pytest.raises(ChairReviewed):
        work.take(again, "notify_hearing", "2026-03-05", hearing_on="2026-03-17", chair="L1")


def test_who_was_given_the_case_since_the_notice_does_not_hold_the_hearing(work: Casework) -> None:
    case = work.notified_case(until="2026-03-09", hearing_told=True, hearing_ground="heavy")
    work.take(case, "request_hearing", "2026-03-04")
    work.take(case, "notify_hearing", "2026-03-05", hearing_on="2026-03-17", chair="O3")
    work.take(case, "assign", "2026-03-06", assisting_officer="O3")
    with pytest.raises(ChairInvestigated):
        work.take(case, "hold_hearing", "2026-03-17")


def opinions(*people: str) -> dict[str, Any]:
    return {"opinions": [{"person": one, "opinion": "同意"} for one in people]}


def test_a_discussion_names_its_heads_and_what_each_said(work: Casework) -> None:
    case = work.notified_case(major=True)
    with pytest.raises(NotDiscussed):
        work.take(case, "decide", "2026-03-09")
    with pytest.raises(ChairAbsent):
        work.take(case, "discuss", "2026-03-06", **opinions("H2", "L1"))
    with pytest.raises(ChairAbsent):
        work.take(case, "discuss", "2026-03-06", **opinions("H1", "H1"))
    with pytest.raises(DiscussantInvestigated):
        work.take(case, "discuss", "2026-03-06", **opinions("H1", "O2"))
    work.take(case, "discuss", "2026-03-06")
    assert work.record(case)["attendance"] == 2
    work.take(case, "decide", "2026-03-09")


def test_a_discussion_takes_two_heads_at_least(work: Casework) -> None:
    case = work.notified_case(major=True)
    for few in ((), ("H1",)):
        with pytest.raises(DiscussedAlone):
            work.take(case, "discuss", "2026-03-06", **opinions(*few))


def test_only_heads_of_that_day_discuss_or_who_acts_for_one(work: Casework) -> None:
    case, office = work.notified_case(major=True), work.office
    with pytest.raises(NotAHead) as refusal:
        work.take(case, "discuss", "2026-03-06", **opinions("H1", "L1"))
    assert [one["field"] for one in refusal.value.errors] == ["opinions.1.person"]
    office.do_as(Actor("H2", "leader"), "training.delegations", "", "grant", **GRANT)
    with pytest.raises(NotAHead):
        work.take(case, "discuss", "2026-03-06", **opinions("H1", "L1"))
    work.take(case, "discuss", "2026-03-07", **opinions("H1", "L1"))


def test_a_discussion_that_is_too_large_to_publish_is_refused_at_its_opinions(work: Casework) -> None:
    case, office = work.notified_case(major=True), work.office
    heads = ["H2", *(f"H{number}" for number in range(100, 149))]
    for head in heads[1:]:
        office.person(head, "DT", role="leader")

    def said(length: int) -> dict[str, Any]:
        return {"chair": "H2", "opinions": [{"person": one, "opinion": "议" * length} for one in heads]}

    with pytest.raises(EventTooLarge) as refusal:
        work.take(case, "discuss", "2026-03-06", **said(2000))
    assert [one["field"] for one in refusal.value.errors] == ["opinions"]
    work.take(case, "discuss", "2026-03-06", **said(1500))
    assert work.record(case)["attendance"] == len(heads)


def test_a_post_makes_a_head_for_its_time_and_another_role_ends_it(work: Casework) -> None:
    case, office = work.notified_case(major=True), work.office
    post: dict[str, Any] = {"person": "O3", "role": "leader", "appointed_on": "2026-03-06", "from_on": "2026-03-06"}
    office.do("training.posts", "", "appoint", until="2026-03-06", **post)
    office.do("training.people", "H2", "appoint", role="captain", appointed_on="2026-03-07")
    work.take(case, "discuss", "2026-03-06", **opinions("H1", "H2", "O3"))
    for who in ("H2", "O3"):
        with pytest.raises(NotAHead):
            work.take(case, "discuss", "2026-03-07", **opinions("H1", who))


def as_captain(work: Casework, case: str, step: str, on: str) -> None:
    """H2 enters a step for the officers whom its form names."""
    day = str(register.step(step).form.business_day_field())
    work.office.do_as(Actor("H2", "captain"), C, case, step, **FORMS[step], **{day: on, **EXTRA.get(step, {})})


@pytest.mark.parametrize("step", ["verify", "inspect", "order_correction", "close_inquiry"])
def test_who_entered_a_step_of_the_inquiry_neither_chairs_the_hearing_nor_discusses(work: Casework, step: str) -> None:
    case = work.clue("2026-03-02")
    if step != "close_inquiry":
        as_captain(work, case, step, "2026-03-02")
    work.take(case, "file", "2026-03-02", act_on="2026-03-02")
    as_captain(work, case, step, "2026-03-02") if step == "close_inquiry" else work.take(
        case, "close_inquiry", "2026-03-02"
    )
    work.take(case, "propose", "2026-03-02", hearing_ground="heavy", major=True)
    work.take(case, "notify", "2026-03-02", defence_until="2026-03-09", hearing_told=True)
    work.take(case, "request_hearing", "2026-03-04")
    with pytest.raises(ChairInvestigated):
        work.take(case, "notify_hearing", "2026-03-05", hearing_on="2026-03-17", chair="H2")
    with pytest.raises(DiscussantInvestigated):
        work.take(case, "discuss", "2026-03-06")


def test_who_entered_one_since_the_notice_does_not_hold_the_hearing(work: Casework) -> None:
    case = work.notified_case(until="2026-03-09", hearing_told=True, hearing_ground="heavy")
    work.take(case, "request_hearing", "2026-03-04")
    work.take(case, "notify_hearing", "2026-03-05", hearing_on="2026-03-17", chair="H2")
    as_captain(work, case, "order_correction", "2026-03-06")
    with pytest.raises(ChairInvestigated):
        work.take(case, "hold_hearing", "2026-03-17")


def test_nor_does_who_entered_one_review_or_decide(work: Casework) -> None:
    case = work.notified_case()
    as_captain(work, case, "order_correction", "2026-03-03")
    work.take(case, "reinspect", "2026-03-04")
    work.take(case, "request_review", "2026-03-04")
    with pytest.raises(ReviewerInvestigated):
        work.take(case, "pass_review", "2026-03-05", reviewer="H2")
    with pytest.raises(DeciderInvolved):
        work.take(case, "decide", "2026-03-09", decided_by="H2")
    work.take(case, "decide", "2026-03-09", decided_by="H1")


def test_who_approved_evidence_as_head_may_decide(work: Casework) -> None:
    case = work.filed_case()
    work.take(case, "register_evidence", "2026-03-02")
    work.take(case, "dispose_evidence", "2026-03-03")
    work.take(case, "propose", "2026-03-03", findings="属实")
    work.take(case, "notify", "2026-03-03", defence_until="2026-03-05")
    work.take(case, "decide", "2026-03-09", decided_by="H1")
