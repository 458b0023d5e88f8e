"""Seizures under the Coercion Law: approval, list, 24 hours, thirty days, thirty more, tests not counted."""

from __future__ import annotations

import pytest

from services.cases.penalties.seizures import (
    AnotherDay,
    ExtendedTooFar,
    ExtendedTwice,
    HeldTooLong,
    NoListHanded,
    NotApproved,
    NotUrgent,
    ReportedLate,
    StillSeized,
    UntoldTest,
)
from tests.services.cases.casework import Casework

AT = "2026-09-30T17:00:00+08:00"


@pytest.fixture
def case(work: Casework) -> str:
    return work.filed_case("2026-09-29")


def seize(work: Casework, case: str) -> str:
    work.take(case, "seize", "2026-09-30", seized_at=AT)
    return case


def test_a_seizure_is_approved_first_and_its_list_handed_over(work: Casework, case: str) -> None:
    with pytest.raises(NotApproved) as refused:
        work.take(case, "seize", "2026-09-30", seized_at=AT, approved_by=None)
    assert refused.value.to_dict()["article"] == "行政强制法 第十八条、第十九条"
    with pytest.raises(NoListHanded):
        work.take(case, "seize", "2026-09-30", seized_at=AT, list_handed=False)
    with pytest.raises(AnotherDay):
        work.take(case, "seize", "2026-09-29", seized_at=AT)
    seize(work, case)
    assert work.due(case, "seizure", "S1") == "2026-10-30"
    assert "seizure_report" not in work.running(case)


def test_an_urgent_seizure_is_reported_in_twenty_four_hours_holidays_or_not(work: Casework, case: str) -> None:
    work.take(case, "seize", "2026-09-30", seized_at=AT, urgent=True, approved_by=None)
    assert work.due(case, "seizure_report", "S1") == "2026-10-01"
    late = {"reported_at": "2026-10-01T17:00:01+08:00"}
    with pytest.raises(ReportedLate) as refused:
        work.take(case, "report_seizure", "2026-10-01", **late)
    assert refused.value.to_dict()["article"] == "行政强制法 第十九条"
    work.take(case, "report_seizure", "2026-10-01", reported_at="2026-10-01T17:00:00+08:00")
    assert work.run(case, "seizure_report", "S1").in_time


def test_a_late_report_says_why_and_a_planned_seizure_needs_none(work: Casework, case: str) -> None:
    work.take(case, "seize", "2026-09-30", seized_at=AT, urgent=True, approved_by=None)
    work.take(case, "report_seizure", "2026-10-02", reported_at="2026-10-02T09:00:00+08:00", late_reason="通信中断")
    seize(work, other := work.filed_case("2026-09-29"))
    with pytest.raises(NotUrgent):
        work.take(other, "report_seizure", "2026-10-01", reported_at="2026-10-01T09:00:00+08:00")


def test_thirty_days_may_be_followed_by_thirty_more_once(work: Casework, case: str) -> None:
    seize(work, case)
    for until in ("2026-10-30", "2026-11-30"):
        with pytest.raises(ExtendedTooFar):
            work.take(case, "extend_seizure", "2026-10-29", until=until)
    with pytest.raises(ExtendedTooFar):
        work.take(case, "extend_seizure", "2026-10-31", until="2026-11-10")
    work.take(case, "extend_seizure", "2026-10-30", until="2026-11-29")
    assert work.due(case, "seizure", "S1") == "2026-11-29"
    assert len(work.run(case, "seizure", "S1").moved) == 1
    with pytest.raises(ExtendedTwice) as refused:
        work.take(case, "extend_seizure", "2026-11-20", until="2026-11-30")
    assert refused.value.to_dict()["article"] == "行政强制法 第二十五条"


def test_the_time_of_a_test_does_not_count(work: Casework, case: str) -> None:
    seize(work, case)
    with pytest.raises(UntoldTest):
        work.take(case, "begin_testing", "2026-10-10", told=False)
    work.take(case, "begin_testing", "2026-10-10")
    assert "seizure" not in work.running(case)
    assert str(work.run(case, "seizure", "S1").paused) == "2026-10-10"
    work.take(case, "end_testing", "2026-10-20")
    assert work.due(case, "seizure", "S1") == "2026-11-09", "ten days later than 30 October"


def test_what_is_seized_is_released_in_its_period(work: Casework, case: str) -> None:
    seize(work, case)
    with pytest.raises(HeldTooLong) as refused:
        work.take(case, "release", "2026-10-31")
    assert refused.value.to_dict()["article"] == "行政强制法 第二十五条、第二十八条"
    work.take(case, "release", "2026-10-30")
    assert (work.status(case, "seizure", "S1"), work.run(case, "seizure", "S1").in_time) == ("released", True)


def test_two_seizures_run_side_by_side(work: Casework, case: str) -> None:
    seize(work, case)
    work.take(case, "seize", "2026-10-09", seized_at="2026-10-09T09:00:00+08:00", seizure="S2")
    work.take(case, "release", "2026-10-12")
    assert work.status(case, "seizure", "S2") == "held"
    assert work.running(case) == {"decision", "seizure"}


def test_no_case_ends_while_something_is_seized(work: Casework, case: str) -> None:
    seize(work, case)
    with pytest.raises(StillSeized):
        work.take(case, "withdraw", "2026-10-09")
    work.take(case, "release", "2026-10-09", things_went="handed_over")
    work.take(case, "withdraw", "2026-10-09")


def test_things_are_confiscated_by_a_decision(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    work.take(case, "seize", "2026-03-02", seized_at="2026-03-02T09:00:00+08:00")
    work.take(case, "close_inquiry", "2026-03-03")
    work.take(case, "propose", "2026-03-03")
    work.take(case, "notify", "2026-03-03", defence_until="2026-03-04")
    work.take(case, "decide", "2026-03-05")
    with pytest.raises(HeldTooLong):
        work.take(case, "confiscate", "2026-04-02")
    work.take(case, "confiscate", "2026-04-01")
    assert work.status(case, "seizure", "S1") == "confiscated"
