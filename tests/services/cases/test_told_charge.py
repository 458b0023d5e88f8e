"""What is decided is what the party was told: what was corrected since is told anew (Penalty Law art. 44, 45, 62)."""

from __future__ import annotations

from typing import Any

import pytest

from services.cases.penalties.grounds.told_charge import NoticeOutdated, NoticeStands
from services.cases.penalties.hearing import NotHeard
from services.cases.penalties.notice import DefenceOpen, HeavierThanNoticed
from services.cases.penalties.review import NotDiscussed, NotReviewed
from services.chassis.records.record import Record
from tests.office import PROOF
from tests.services.cases.casework import FORMS, Casework

ACT = {"act_on": "2026-03-02"}


def correct(work: Casework, case: str, step: str, on: str, **more: Any) -> None:
    place = next(one.place for one in work.record(case).latest_revisions if one.step.name == step)
    work.take(case, step, on, corrects=place, **more)


def decides(work: Casework, case: str, day: str = "2026-03-20") -> str:
    work.take(case, "decide", day)
    return work.status(case)


@pytest.mark.parametrize(
    ("step", "more", "field"),
    [
        ("file", {"act_on": "2026-03-01"}, "act_on"),
        ("file", ACT | {"act_ended_on": "2026-03-02"}, "act_ended_on"),
        ("file", ACT | {"party": "另一商店"}, "party"),
        ("file", ACT | {"violation": "V-2"}, "violation"),
        ("close_inquiry", {"findings": "另有占道堆物"}, "findings"),
        ("propose", {"tier_reason": "多次"}, "tier_reason"),
    ],
)
def test_what_was_corrected_since_the_notice_is_told_anew_before_it_is_decided(
    work: Casework, step: str, more: dict[str, Any], field: str
) -> None:
    work.violation("V-2", "QL-001")
    case = work.notified_case(until="2026-03-05")
    correct(work, case, step, "2026-03-02", **more)
    with pytest.raises(NoticeOutdated) as refusal:
        decides(work, case)
    told = refusal.value.to_dict()
    assert told["article"] == "行政处罚法 第四十四条、第六十二条"
    assert [(one["field"], one["step"], one["register"]) for one in told["errors"]] == [
        (field, "notify", "cases.penalties")
    ]
    assert all(one["zh"] and one["en"] for one in told["errors"])
    work.take(case, "notify", "2026-03-10", defence_until="2026-03-13")
    with pytest.raises(DefenceOpen):
        decides(work, case, "2026-03-13")
    assert decides(work, case, "2026-03-14") == "decided"


def test_what_says_nothing_of_the_charge_is_corrected_as_before(work: Casework) -> None:
    case = work.notified_case(until="2026-03-05")
    correct(work, case, "file", "2026-03-02", party_address="某路9号", **ACT)
    correct(work, case, "close_inquiry", "2026-03-02", advice="罚款")
    assert decides(work, case) == "decided"


def test_two_writings_of_one_name_are_one(work: Casework) -> None:
    case = work.filed_case(party="某(东)商店")
    work.take(case, "inspect", "2026-03-02")
    work.take(case, "propose", "2026-03-02", findings="属实")
    work.take(case, "notify", "2026-03-02", defence_until="2026-03-05")
    correct(work, case, "file", "2026-03-02", **ACT, party="某（东）商店")
    assert decides(work, case) == "decided"


def test_who_corrects_the_notice_has_not_told_the_party_of_the_correction(work: Casework) -> None:
    case = work.notified_case(until="2026-03-05")
    correct(work, case, "close_inquiry", "2026-03-02", findings="另有占道堆物")
    correct(work, case, "notify", "2026-03-02", defence_until="2026-03-05", number="告字2号")
    with pytest.raises(NoticeOutdated):
        decides(work, case)
    correct(work, case, "propose", "2026-03-02", fine="400")
    correct(work, case, "notify", "2026-03-02", defence_until="2026-03-05", number="告字3号")
    correct(work, case, "close_inquiry", "2026-03-02", findings=FORMS["close_inquiry"]["findings"])
    with pytest.raises(HeavierThanNoticed):
        work.take(case, "decide", "2026-03-20", fine="400")
    assert decides(work, case) == "decided"


def test_a_notice_is_not_given_twice_of_the_same(work: Casework) -> None:
    case = work.notified_case(until="2026-03-05")
    with pytest.raises(NoticeStands):
        work.take(case, "notify", "2026-03-03", defence_until="2026-03-06")
    correct(work, case, "propose", "2026-03-02", fine="400")
    work.take(case, "notify", "2026-03-03", defence_until="2026-03-06")
    work.take(case, "decide", "2026-03-09", fine="400")
    assert [one["noticed_on"].isoformat() for one in work.record(case).all("notify")] == ["2026-03-02", "2026-03-03"]


def test_a_waiver_of_before_gives_up_nothing_of_what_is_told_anew(work: Casework) -> None:
    case = work.notified_case(until="2026-03-05")
    work.take(case, "waive_defence", "2026-03-03")
    correct(work, case, "close_inquiry", "2026-03-02", findings="另有占道堆物")
    work.take(case, "notify", "2026-03-10", defence_until="2026-03-15")
    with pytest.raises(DefenceOpen):
        decides(work, case, "2026-03-11")
    work.take(case, "waive_defence", "2026-03-11")
    assert decides(work, case, "2026-03-11") == "decided"


def test_a_hearing_a_review_and_a_discussion_of_before_are_of_another_charge(work: Casework) -> None:
    case = work.notified_case(until="2026-03-09", hearing_told=True, hearing_ground="heavy", major=True)
    work.take(case, "request_hearing", "2026-03-04")
    work.take(case, "notify_hearing", "2026-03-05", hearing_on="2026-03-17")
    work.take(case, "hold_hearing", "2026-03-17")
    for again in range(2):
        work.take(case, "request_review", f"2026-03-{18 + again * 10}")
        work.take(case, "pass_review", f"2026-03-{18 + again * 10}")
        work.take(case, "discuss", f"2026-03-{18 + again * 10}")
        if not again:
            correct(work, case, "close_inquiry", "2026-03-02", findings="另有占道堆物")
            work.take(case, "notify", "2026-03-19", defence_until="2026-03-22", hearing_told=True)
            with pytest.raises(NotHeard):
                decides(work, case, "2026-03-30")
            work.take(case, "waive_hearing", "2026-03-20")
    assert decides(work, case, "2026-03-30") == "decided"


@pytest.mark.parametrize(
    ("needs", "refusal"), [({"review_ground": "complex"}, NotReviewed), ({"major": True}, NotDiscussed)]
)
def test_what_was_reviewed_or_discussed_is_what_is_decided(
    work: Casework, needs: dict[str, Any], refusal: type[Exception]
) -> None:
    case = work.proposed_case(**needs)
    work.take(case, "request_review", "2026-03-03")
    work.take(case, "pass_review", "2026-03-03")
    work.take(case, "discuss", "2026-03-03")
    correct(work, case, "close_inquiry", "2026-03-02", findings="另有占道堆物")
    work.take(case, "notify", "2026-03-04", defence_until="2026-03-06")
    with pytest.raises(refusal):
        decides(work, case)
    work.take(case, "request_review", "2026-03-07")
    work.take(case, "pass_review", "2026-03-07")
    work.take(case, "discuss", "2026-03-07")
    assert decides(work, case) == "decided"


def test_a_decided_case_is_corrected_as_before(work: Casework) -> None:
    case = work.decided_case()
    correct(work, case, "file", "2026-03-02", act_on="2026-03-01")
    correct(work, case, "decide", "2026-03-09", number="罚字2号")
    assert (record := work.record(case)).status() == "decided"
    assert content(record) == ("2026-03-01", "罚字2号")


def content(record: Record) -> tuple[str, str]:
    return record["act_on"].isoformat(), record.all("decide")[-1]["number"]


def test_a_notice_given_anew_is_corrected_like_any_other(work: Casework) -> None:
    case = work.notified_case(until="2026-03-05")
    correct(work, case, "close_inquiry", "2026-03-02", findings="另有占道堆物", evidence=PROOF)
    work.take(case, "notify", "2026-03-10", defence_until="2026-03-13")
    correct(work, case, "notify", "2026-03-02", defence_until="2026-03-06")
    last = work.record(case).latest_revisions[-1]
    work.take(case, "notify", "2026-03-10", defence_until="2026-03-12", corrects=last.place)
    assert decides(work, case, "2026-03-13") == "decided"
