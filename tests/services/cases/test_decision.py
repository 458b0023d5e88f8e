"""The decision in time, on the spot, once, in its tier, of nobody under fourteen."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import OutOfOrder
from services.cases.penalties.charge import UnderFourteen
from services.cases.penalties.decision import (
    DecidedLate,
    FinedTwice,
    NoLongerPenalised,
    NotTold,
    OverSimpleLimit,
    RuleNotChosen,
)
from services.cases.penalties.notice import HeavierThanNoticed, NotRechecked
from services.cases.penalties.proposal import NoPenalty, OutsideTier, TierNotNamed
from tests.services.cases.casework import Casework

CHILD: dict[str, Any] = {"party_kind": "person", "party": None, "person_name": "某", "person_age": 13}
ADULT = CHILD | {"person_age": 40}


def test_a_case_is_decided_within_ninety_days_of_its_filing(work: Casework) -> None:
    case = work.notified_case("2026-03-02")
    assert work.due(case, "decision") == "2026-05-31"
    with pytest.raises(DecidedLate) as refused:
        work.take(case, "decide", "2026-06-01")
    assert (refused.value.to_dict()["article"], refused.value.field) == ("行政处罚法 第六十条", "late_reason")
    work.take(case, "decide", "2026-05-31")
    assert (work.run(case, "decision").in_time, work.record(case)["late"]) == (True, False)


def test_a_late_decision_is_told_with_its_reason_and_stays_late(work: Casework) -> None:
    case = work.notified_case("2026-03-02")
    work.take(case, "decide", "2026-06-01", late_reason="当事人失联")
    assert (work.run(case, "decision").in_time, work.record(case)["late"]) == (False, True)


@pytest.mark.parametrize(("party", "most", "over"), [(ADULT, "200", "200.01"), ({}, "3000", "3000.01")])
def test_a_small_fine_may_be_decided_on_the_spot(work: Casework, party: dict[str, Any], most: str, over: str) -> None:
    case = work.clue()
    form: dict[str, Any] = {"act_on": "2026-03-02", "other": None, "tier_reason": "示例", **party}
    with pytest.raises(OverSimpleLimit) as refused:
        work.take(case, "decide_on_spot", "2026-03-02", fine=over, **form)
    assert refused.value.to_dict()["article"] == "行政处罚法 第五十一条"
    assert work.take(case, "decide_on_spot", "2026-03-02", fine=most, **form)


@pytest.mark.parametrize("more", [{"other": "criticism"}, {"confiscation": "1"}, {"other": "close_business"}])
def test_nothing_but_a_fine_or_a_warning_is_decided_on_the_spot(work: Casework, more: dict[str, Any]) -> None:
    with pytest.raises(OverSimpleLimit):
        work.take(work.clue(), "decide_on_spot", "2026-03-02", act_on="2026-03-02", **more)


def test_the_party_is_heard_on_the_spot_too(work: Casework) -> None:
    with pytest.raises(NotTold):
        work.take(work.clue(), "decide_on_spot", "2026-03-02", act_on="2026-03-02", told=False)


def test_nobody_under_fourteen_is_penalised_but_may_be_exempted(work: Casework) -> None:
    case = work.filed_case(**CHILD)
    work.take(case, "close_inquiry", "2026-03-03")
    with pytest.raises(UnderFourteen) as refused:
        work.take(case, "propose", "2026-03-03")
    assert refused.value.to_dict()["article"] == "行政处罚法 第三十条"
    work.take(case, "exempt", "2026-03-03", ground="under_fourteen")
    with pytest.raises(UnderFourteen):
        work.take(work.clue(), "decide_on_spot", "2026-03-02", act_on="2026-03-02", **CHILD)


def test_a_penalty_is_something(work: Casework) -> None:
    case = work.filed_case()
    work.take(case, "close_inquiry", "2026-03-03")
    for nothing in ({"fine": None}, {"fine": "0"}):
        with pytest.raises(NoPenalty):
            work.take(case, "propose", "2026-03-03", **nothing)


def second_case(work: Casework, act: str, **more: Any) -> str:
    case = work.clue("2026-03-20", act=act)
    work.take(case, "file", "2026-03-20", act_on="2026-03-02", **more)
    work.take(case, "close_inquiry", "2026-03-20")
    work.take(case, "propose", "2026-03-20")
    work.take(case, "notify", "2026-03-20", defence_until="2026-03-23")
    return case


def test_one_act_is_fined_once(work: Casework) -> None:
    first = work.decided_case()
    case = second_case(work, work.record(first)["act"])
    with pytest.raises(FinedTwice) as refused:
        work.take(case, "decide", "2026-03-25")
    assert refused.value.to_dict()["article"] == "行政处罚法 第二十九条"
    assert refused.value.about == (first,)
    work.take(case, "propose", "2026-03-25", fine=None, other="warning")
    work.take(case, "notify", "2026-03-25", defence_until="2026-03-26")
    assert work.take(case, "decide", "2026-03-27", fine=None, other="warning"), "a warning is no second fine"


ORGANISATION = {"party_kind": "organisation", "party": "商贸（无锡）有限公司"}
CITIZEN = {**ADULT, "person_name": "某甲", "person_number": "32020519850101004X"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ORGANISATION | {"party": "商贸（无锡）"}, ORGANISATION | {"party": "商贸(无锡)"}),
        (
            ORGANISATION | {"party_code": "91320205MA1ABCDE46"},
            ORGANISATION | {"party_code": "91320205ma1abcde46", "party": "另写"},
        ),
        (CITIZEN, CITIZEN | {"person_number": "32020519850101004x"}),
        (CITIZEN, CITIZEN | {"person_number": "320205 19850101 004Ｘ", "person_name": "某 甲"}),
    ],
)
def test_one_party_is_fined_once_however_it_is_written(
    work: Casework, first: dict[str, Any], second: dict[str, Any]
) -> None:
    spot = {"act_on": "2026-03-02", "fine": "100", "other": None}
    work.take(work.clue(act="XS-1"), "decide_on_spot", "2026-03-02", **first, **spot)
    for act in ("XS-1", "xs-1"):
        with pytest.raises(FinedTwice):
            work.take(work.clue(act=act), "decide_on_spot", "2026-03-02", **second, **spot)
    assert work.take(work.clue(act="XS-2"), "decide_on_spot", "2026-03-02", **second, **spot)


def test_another_party_to_the_act_may_be_fined_as_well(work: Casework) -> None:
    first = work.decided_case()
    case = second_case(work, work.record(first)["act"], party="另一商店")
    assert work.take(case, "decide", "2026-03-25")


def test_a_fine_that_was_revoked_or_voided_stands_in_nobodys_way(work: Casework) -> None:
    first = work.served_case()
    act = work.record(first)["act"]
    work.take(first, "ask_reconsideration", "2026-03-12")
    work.take(first, "end_reconsideration", "2026-03-18", outcome="revoked")
    again = second_case(work, act)
    assert work.take(again, "decide", "2026-03-25")
    work.take(again, "void", "2026-03-26")
    assert work.take(second_case(work, act), "decide", "2026-03-25")


def test_a_citizen_is_recognised_by_what_stands_for_the_name(work: Casework) -> None:
    first = work.on_spot_case(**ADULT, fine="100", other=None)
    with pytest.raises(FinedTwice):
        work.take(
            work.clue(act=work.record(first)["act"]),
            "decide_on_spot",
            "2026-03-02",
            **ADULT,
            act_on="2026-03-02",
            fine="100",
            other=None,
        )


def test_a_fine_lies_in_its_tier_or_it_is_said_why_not(work: Casework) -> None:
    case = work.filed_case()
    work.take(case, "close_inquiry", "2026-03-03")
    for wrong, refusal in (
        ({"fine": "99.99"}, OutsideTier),
        ({"fine": "500.01"}, OutsideTier),
        ({"tier": None}, TierNotNamed),
        ({"tier": "unknown"}, TierNotNamed),
    ):
        with pytest.raises(refusal) as refused:
            work.take(case, "propose", "2026-03-03", **wrong)
        assert refused.value.to_dict()["article"] == "行政处罚法 第三十四条"
    work.take(case, "propose", "2026-03-03", fine="50", tier=None, tier_reason="主动消除危害后果，减轻处罚")
    work.take(case, "notify", "2026-03-03", defence_until="2026-03-04")
    with pytest.raises(TierNotNamed):
        work.take(case, "decide", "2026-03-09", fine="50", tier=None)
    work.take(case, "decide", "2026-03-09", fine="50", tier=None, tier_reason="减轻处罚")


def test_without_a_public_benchmark_no_tier_is_asked_for(work: Casework) -> None:
    work.power_item("QL-009")
    work.office.do(
        "cases.violation_types",
        "",
        "define",
        code="V-9",
        unit="JU",
        name="某",
        power_item="QL-009",
        forbidden_by="一",
        penalised_by="二",
        defined_on="2015-01-02",
    )
    work.office.do("cases.violation_types", "V-9", "map_body", body="JU", mapped_on="2015-01-03")
    case = work.filed_case(violation="V-9")
    work.take(case, "close_inquiry", "2026-03-03")
    assert work.take(case, "propose", "2026-03-03", tier=None, fine="99999")


def amend(work: Casework, on: str) -> None:
    form: dict[str, Any] = {"name": "权力事项", "kind": "penalty", "basis": "第二条", "body": "JU", "entrusted": False}
    work.office.do("cases.power_items", "QL-001", "amend", amended_on=on, **form)


def test_when_the_item_was_amended_after_the_act_the_lighter_rule_is_chosen(work: Casework) -> None:
    case = work.notified_case("2026-03-02")
    amend(work, "2026-03-05")
    with pytest.raises(RuleNotChosen) as refused:
        work.take(case, "decide", "2026-03-09")
    assert refused.value.to_dict()["article"] == "行政处罚法 第三十七条"
    work.take(case, "decide", "2026-03-09", rule_applied="of_the_decision")


def test_what_was_repealed_before_the_decision_is_penalised_no_longer(work: Casework) -> None:
    case = work.notified_case("2026-03-02")
    work.office.do("cases.power_items", "QL-001", "repeal", repealed_on="2026-03-09", reason="修法")
    with pytest.raises(NoLongerPenalised):
        work.take(case, "decide", "2026-03-09", rule_applied="of_the_act")
    work.take(case, "decide", "2026-03-08")


Deeds = list[tuple[str, str, dict[str, Any]]]
HEARD: Deeds = [
    ("request_hearing", "2026-03-04", {}),
    ("notify_hearing", "2026-03-05", {"hearing_on": "2026-03-20"}),
    ("hold_hearing", "2026-03-20", {}),
]
REVIEWED: Deeds = [("request_review", "2026-03-09", {}), ("pass_review", "2026-03-20", {})]


@pytest.mark.parametrize(
    ("proposed", "deeds", "refusal"),
    [
        ({}, [("waive_defence", "2026-03-20", {})], OutOfOrder),
        ({"hearing_ground": "heavy"}, [("waive_hearing", "2026-03-20", {})], OutOfOrder),
        ({"hearing_ground": "heavy"}, [*HEARD, ("request_review", "2026-03-20", {}), REVIEWED[1]], OutOfOrder),
        ({"review_ground": "complex"}, REVIEWED, OutOfOrder),
        ({"major": True}, [("discuss", "2026-03-20", {})], OutOfOrder),
        ({}, [("hear_party", "2026-03-04", {}), ("recheck", "2026-03-20", {})], NotRechecked),
    ],
    ids=["defence waived", "hearing waived", "heard", "reviewed", "discussed", "rechecked"],
)
def test_a_decision_is_not_dated_before_what_it_waits_for(
    work: Casework, proposed: dict[str, Any], deeds: Deeds, refusal: type[Exception]
) -> None:
    case = work.notified_case(hearing_told="hearing_ground" in proposed, **proposed)
    for step, on, more in deeds:
        work.take(case, step, on, **more)
    with pytest.raises(refusal):
        work.take(case, "decide", "2026-03-19")
    work.take(case, "decide", "2026-03-20")


def test_what_the_party_said_after_the_decision_does_not_hinder_its_late_entry(work: Casework) -> None:
    case = work.notified_case()
    work.take(case, "hear_party", "2026-03-10")
    work.take(case, "recheck", "2026-03-11")
    work.take(case, "decide", "2026-03-09")


def test_a_proposal_that_was_corrected_to_a_heavier_one_is_told_anew(work: Casework) -> None:
    case = work.notified_case()
    place = next(one.place for one in work.record(case).effective if one.step.name == "propose")
    work.take(case, "propose", "2026-03-02", fine="500", tier="heavy", corrects=place)
    with pytest.raises(HeavierThanNoticed):
        work.take(case, "decide", "2026-03-09", fine="500", tier="heavy")
    work.take(case, "decide", "2026-03-09")
    other = work.notified_case()
    work.take(other, "propose", "2026-03-06", fine="500", tier="heavy")
    work.take(other, "notify", "2026-03-06", defence_until="2026-03-11", hearing_told=False)
    work.take(other, "decide", "2026-03-12", fine="500", tier="heavy", number="罚字2号")
