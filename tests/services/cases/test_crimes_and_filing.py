"""A suspected crime: three days to decide, 24 hours to hand it over; and a province's days for filing."""

from __future__ import annotations

import pytest

from services.cases.penalties.grounds.hand_over import (
    ApprovedAnotherDay,
    CrimeUnsettled,
    NothingSuspected,
    TransferNotApproved,
)
from services.chassis.records.command import Actor
from services.chassis.records.separation import NotApart
from tests.services.cases.casework import FORMS, C, Casework

POLICE = {"receiver": "police", "receiver_name": "公安分局", "reason": "涉嫌犯罪"}


def suspected_case(work: Casework) -> str:
    case = work.filed_case("2026-03-02")
    work.take(case, "suspect_crime", "2026-03-03")
    return case


def test_the_person_in_charge_has_three_days_and_the_case_24_hours(work: Casework) -> None:
    case = suspected_case(work)
    assert work.due(case, "crime_transfer") == "2026-03-06"
    work.take(case, "approve_transfer", "2026-03-06", approved_at="2026-03-06T15:00:00+08:00")
    assert work.run(case, "crime_transfer").in_time
    assert work.due(case, "crime_hand_over") == "2026-03-07"
    assert work.run(case, "crime_hand_over").article == "行政执法机关移送涉嫌犯罪案件的规定 第五条"
    work.take(case, "hand_over", "2026-03-07", **POLICE)
    assert (work.status(case), work.run(case, "crime_hand_over").in_time) == ("handed_over", True)


def test_a_day_later_is_late(work: Casework) -> None:
    case = suspected_case(work)
    work.take(case, "approve_transfer", "2026-03-07", approved_at="2026-03-07T15:00:00+08:00")
    assert not work.run(case, "crime_transfer").in_time
    work.take(case, "hand_over", "2026-03-09", **POLICE)
    assert not work.run(case, "crime_hand_over").in_time


@pytest.mark.parametrize("receiver", ["police", "procuratorate"])
def test_nothing_goes_to_the_police_without_an_approval(work: Casework, receiver: str) -> None:
    case = suspected_case(work)
    with pytest.raises(TransferNotApproved):
        work.take(case, "hand_over", "2026-03-04", **POLICE | {"receiver": receiver})
    work.take(case, "reject_transfer", "2026-03-04")
    assert "crime_transfer" not in work.running(case)
    with pytest.raises(TransferNotApproved):
        work.take(case, "hand_over", "2026-03-05", **POLICE | {"receiver": receiver})
    work.take(case, "hand_over", "2026-03-05")


def test_only_a_report_is_decided_on_and_once(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    for step in ("approve_transfer", "reject_transfer"):
        with pytest.raises(NothingSuspected):
            work.take(case, step, "2026-03-03", **_at("2026-03-03", step))
    work.take(case, "suspect_crime", "2026-03-03")
    with pytest.raises(ApprovedAnotherDay):
        work.take(case, "approve_transfer", "2026-03-04", **_at("2026-03-03", "approve_transfer"))
    work.take(case, "reject_transfer", "2026-03-04")
    with pytest.raises(NothingSuspected):
        work.take(case, "approve_transfer", "2026-03-04", **_at("2026-03-04", "approve_transfer"))


def test_who_reported_does_not_approve(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    suspicion = FORMS["suspect_crime"] | {"suspected_on": "2026-03-03"}
    work.office.do_as(Actor("H1", "captain"), C, case, "suspect_crime", **suspicion)
    with pytest.raises(NotApart):
        work.take(case, "approve_transfer", "2026-03-04", **_at("2026-03-04", "approve_transfer"))


def _at(day: str, step: str) -> dict[str, str]:
    return {"approved_at": f"{day}T10:00:00+08:00"} if step == "approve_transfer" else {}


def test_a_case_is_filed_in_the_days_that_a_provision_sets_and_else_in_none(work: Casework) -> None:
    assert "filing" not in work.running(work.clue("2026-03-02"))
    work.provision("filing", on="2026-03-10", days=15)
    before, since = work.clue("2026-03-09"), work.clue("2026-03-10")
    assert "filing" not in work.running(before), "the provision was not in force yet"
    assert work.due(since, "filing") == "2026-03-25"
    work.take(since, "file", "2026-03-26", act_on="2026-03-10")
    assert not work.run(since, "filing").in_time


def test_a_clue_that_becomes_no_case_or_a_decision_on_the_spot_waits_for_no_filing(work: Casework) -> None:
    work.provision("filing", on="2026-03-01", days=15)
    dropped, spot = work.clue("2026-03-02"), work.on_spot_case("2026-03-02")
    work.take(dropped, "not_file", "2026-03-03")
    assert "filing" not in work.running(dropped) | work.running(spot)


@pytest.mark.parametrize("approved", [False, True])
def test_no_penalty_stands_in_for_handing_a_crime_over(work: Casework, *, approved: bool) -> None:
    case = work.notified_case()
    work.take(case, "suspect_crime", "2026-03-09")
    if approved:
        work.take(case, "approve_transfer", "2026-03-09", **_at("2026-03-09", "approve_transfer"))
    for step in ("decide", "exempt"):
        with pytest.raises(CrimeUnsettled) as refused:
            work.take(case, step, "2026-03-09")
    assert refused.value.to_dict()["article"].startswith("行政处罚法 第二十七条")
    work.take(case, "decide", "2026-03-08")


def test_a_case_whose_transfer_was_rejected_is_decided(work: Casework) -> None:
    case = work.notified_case()
    work.take(case, "suspect_crime", "2026-03-06")
    work.take(case, "reject_transfer", "2026-03-08")
    work.take(case, "decide", "2026-03-09")
