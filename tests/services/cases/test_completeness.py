"""A decision with a gap in what it must say cannot be made, and every gap says what fills it (art. 52, 59)."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.cases.penalties import register
from services.cases.penalties.charge import WrongCreditCode
from services.cases.penalties.completeness import DecisionIncomplete, OnSpotIncomplete
from services.cases.penalties.filing import NotOfThisParty
from services.cases.penalties.proposal import FactsMissing
from services.cases.penalties.review import NotDiscussed
from services.chassis.records.command import Actor, Command
from tests.office import PROOF, clerk_of
from tests.services.cases.casework import FORMS, C, Casework

BARE: dict[str, Any] = {"party_address": None, "person_address": None}
CITIZEN = BARE | {"party_kind": "person", "party": None, "person_name": "某", "person_age": 40}


def case_without(work: Casework, *, evidence: list[str], **charge: Any) -> str:
    """A case that could be decided, but for what its charge and its inquiry leave out."""
    case = work.filed_case(**charge)
    work.take(case, "close_inquiry", "2026-03-02", evidence=evidence)
    work.take(case, "propose", "2026-03-02")
    work.take(case, "notify", "2026-03-02", defence_until="2026-03-05")
    return case


def agency(work: Casework) -> str:
    return next(one.subject for one in work.office.events if one.type == "cases.agencies.established.v1")


def test_every_gap_is_named_with_the_step_that_fills_it(work: Casework) -> None:
    case = case_without(work, evidence=[], **BARE)
    work.office.do("cases.agencies", agency(work), "end", reason="撤销", ended_on="2026-03-01")
    with pytest.raises(DecisionIncomplete) as refusal:
        work.take(case, "decide", "2026-03-09")
    told = refusal.value.to_dict()
    assert told["article"] == "行政处罚法 第五十九条"
    assert [(one["field"], one["register"], one["step"]) for one in told["errors"]] == [
        ("party_address", "cases.penalties", "complete_party"),
        ("inspected_on", "cases.penalties", "inspect"),
        ("body", "cases.agencies", "establish"),
    ]
    assert all(one["zh"] and one["en"] for one in told["errors"])


@pytest.mark.parametrize(
    ("charge", "filled"),
    [(BARE, {"party_address": "某路1号"}), (CITIZEN, {"person_address": "某路2号"})],
)
def test_an_address_is_added_later_and_the_filing_stays_as_it_was(
    work: Casework, charge: dict[str, Any], filled: dict[str, str]
) -> None:
    case = case_without(work, evidence=["a" * 64], **charge)
    with pytest.raises(DecisionIncomplete) as refusal:
        work.take(case, "decide", "2026-03-09")
    assert [one["field"] for one in refusal.value.errors] == list(filled)
    work.take(case, "complete_party", "2026-03-06", **filled)
    work.take(case, "decide", "2026-03-09")
    assert work.status(case) == "decided"


def test_what_is_added_fits_the_kind_of_party(work: Casework) -> None:
    case = work.filed_case(**BARE)
    with pytest.raises(NotOfThisParty) as refusal:
        work.take(case, "complete_party", "2026-03-06", person_address="某路2号")
    assert [one["field"] for one in refusal.value.errors] == ["person_address"]
    with pytest.raises(WrongCreditCode):
        work.take(case, "complete_party", "2026-03-06", party_code="91320205MA1ABCDE40")


def test_a_fine_needs_an_agency_with_somewhere_to_pay_on_that_day(work: Casework) -> None:
    case = work.notified_case()
    work.office.do("cases.agencies", agency(work), "end", reason="撤销", ended_on="2026-03-09")
    with pytest.raises(DecisionIncomplete):
        work.take(case, "decide", "2026-03-09")
    work.take(case, "decide", "2026-03-08")


def test_on_the_spot_the_place_and_the_agency_are_said(work: Casework) -> None:
    form = {"act_on": "2026-03-02", "place": None, "party_address": None}
    with pytest.raises(OnSpotIncomplete) as refusal:
        work.take(work.clue(), "decide_on_spot", "2026-03-02", **form)
    assert (refusal.value.to_dict()["article"], [one["field"] for one in refusal.value.errors]) == (
        "行政处罚法 第五十二条",
        ["place"],
    )
    assert work.take(work.clue(place="某路"), "decide_on_spot", "2026-03-02", **form), "the clue says where"


def test_one_report_may_end_the_inquiry_and_propose(work: Casework) -> None:
    case = work.filed_case()
    work.take(case, "inspect", "2026-03-02")
    with pytest.raises(FactsMissing):
        work.take(case, "propose", "2026-03-03")
    work.take(case, "propose", "2026-03-03", findings="占道经营属实")
    work.take(case, "notify", "2026-03-03", defence_until="2026-03-05")
    work.take(case, "decide", "2026-03-09")
    assert work.status(case) == "decided"


def test_a_paper_without_a_number_is_recorded_all_the_same(work: Casework) -> None:
    case = work.notified_case()
    work.take(case, "decide", "2026-03-09", number=None)
    assert work.status(case) == "decided"


def test_what_a_sheet_says_was_decided_elsewhere_is_taken_with_its_gaps_and_corrected_with_them(work: Casework) -> None:
    case = case_without(work, evidence=[], **BARE)
    form = FORMS["decide"] | {"decided_on": "2026-03-09"}
    sheet = Command("sheet", C, "decide", form, Actor("H1", "leader"), case, imported=True)
    work.office.command(sheet)
    assert work.status(case) == "decided"
    work.take(case, "notify", "2026-03-02", defence_until="2026-03-06", corrects=5)
    assert work.status(case) == "decided"
    place = next(one.place for one in work.record(case).effective if one.step.name == "decide")
    for reason in ("认错一次", "认错两次"):
        work.take(case, "decide", "2026-03-09", tier_reason=reason, corrects=place)
    work.take(case, "notify", "2026-03-02", defence_until="2026-03-05", corrects=5)
    assert work.record(case)["tier_reason"] == "认错两次"


@pytest.mark.parametrize("step", ["file", "propose", "notify", "decide"])
def test_an_approval_and_a_notice_are_no_evidence_of_the_act(work: Casework, step: str) -> None:
    papers: dict[str, Any] = {"evidence": ["a" * 64]}
    case = work.filed_case(**papers if step == "file" else {})
    work.take(case, "propose", "2026-03-02", findings="属实", **papers if step == "propose" else {})
    work.take(
        case,
        "notify",
        "2026-03-02",
        defence_until="2026-03-05",
        hearing_told=False,
        **papers if step == "notify" else {},
    )
    with pytest.raises(DecisionIncomplete) as refusal:
        work.take(case, "decide", "2026-03-09", **papers if step == "decide" else {})
    assert [one["field"] for one in refusal.value.errors] == ["inspected_on"]


@pytest.mark.parametrize("step", ["find", "add_papers", "hear_party"])
def test_what_was_handed_in_on_the_facts_is_evidence(work: Casework, step: str) -> None:
    papers: dict[str, Any] = {"evidence": ["a" * 64]}
    case = work.clue("2026-03-02", **papers if step == "find" else {})
    work.take(case, "file", "2026-03-02", act_on="2026-03-02")
    if step == "add_papers":
        work.take(case, step, "2026-03-02", note="照片", **papers)
    work.take(case, "propose", "2026-03-02", findings="属实")
    work.take(case, "notify", "2026-03-02", defence_until="2026-03-05", hearing_told=False)
    if step == "hear_party":
        work.take(case, step, "2026-03-03", **papers)
        work.take(case, "recheck", "2026-03-04")
    work.take(case, "decide", "2026-03-09")


def by_sheet(work: Casework, case: str, step: str, on: str, **more: Any) -> None:
    """A sheet tells of a step, as its own actor enters it."""
    day = str(register.step(step).form.business_day_field())
    form = FORMS[step] | {day: on} | more
    work.office.command(Command(f"{step}-{case}", C, step, form, clerk_of(C, step, form), case, imported=True))


def case_of_a_day(work: Casework, on: str, **charge: Any) -> str:
    """A case that waits for its decision on the day on which it began."""
    case = work.filed_case(on, **charge)
    work.take(case, "propose", on, findings="属实")
    work.take(case, "notify", on, defence_until="2026-12-31")
    work.take(case, "waive_defence", on)
    return case


@pytest.mark.parametrize(("on", "taken_over"), [("2026-11-30", True), ("2026-12-01", False)])
def test_a_sheet_is_asked_what_a_form_is_from_the_day_on_which_the_agency_was_entered(
    work: Casework, on: str, *, taken_over: bool
) -> None:
    case = case_of_a_day(work, on, **BARE)
    if not taken_over:
        with pytest.raises(DecisionIncomplete) as refusal:
            by_sheet(work, case, "decide", on)
        assert [one["field"] for one in refusal.value.errors] == ["party_address", "inspected_on"]
        work.take(case, "complete_party", on, party_address="某路1号")
        work.take(case, "add_papers", on, note="现场照片", evidence=PROOF)
    by_sheet(work, case, "decide", on)
    assert work.record(case).all("decide")[-1]["taken_over"] is taken_over


@pytest.mark.parametrize(("on", "taken_over"), [("2026-11-30", True), ("2026-12-01", False)])
def test_on_the_spot_too(work: Casework, on: str, *, taken_over: bool) -> None:
    case = work.clue(on)
    if not taken_over:
        with pytest.raises(OnSpotIncomplete):
            by_sheet(work, case, "decide_on_spot", on, act_on=on, place=None)
        by_sheet(work, work.clue(on), "decide_on_spot", on, act_on=on)
        return
    by_sheet(work, case, "decide_on_spot", on, act_on=on, place=None)
    assert work.record(case)["taken_over"] is True


def test_what_is_decided_by_a_form_is_taken_over_from_nowhere(work: Casework) -> None:
    assert work.record(work.decided_case()).all("decide")[-1]["taken_over"] is False


def test_where_no_agency_was_entered_a_sheet_is_of_before(work: Casework) -> None:
    work.office.do("cases.agencies", agency(work), "void", reason="误录")
    case = case_of_a_day(work, "2026-12-01", **BARE)
    by_sheet(work, case, "decide", "2026-12-01")
    assert work.record(case)["taken_over"] is True


def test_a_discussion_of_nobody_by_name_carries_no_decision_that_is_made_here(work: Casework) -> None:
    case = work.filed_case("2026-12-01")
    work.take(case, "inspect", "2026-12-01")
    work.take(case, "propose", "2026-12-01", findings="属实", major=True)
    work.take(case, "notify", "2026-12-01", defence_until="2026-12-31")
    work.take(case, "waive_defence", "2026-12-01")
    by_sheet(work, case, "discuss", "2026-12-01", opinions=[], attendance=5)
    with pytest.raises(NotDiscussed):
        by_sheet(work, case, "decide", "2026-12-01")
    work.take(case, "discuss", "2026-12-01")
    by_sheet(work, case, "decide", "2026-12-01")
