"""A case that was handed over and comes back: where it goes on, and how much time is left for its decision."""

from __future__ import annotations

import pytest

from contracts.errors import NotNow
from services.cases.penalties.decision import DecidedLate
from services.cases.penalties.grounds.hand_over import (
    CrimeUnsettled,
    NoCrimeHandedOver,
    NoticeNotOver,
    ReturnUnproven,
    TransferNotApproved,
)
from tests.services.cases.casework import Casework

POLICE = {"receiver": "police", "receiver_name": "公安分局", "reason": "涉嫌犯罪"}


def hand_to_the_police(work: Casework, case: str, on: str) -> str:
    """It was suspected, approved and handed over on one day."""
    work.take(case, "suspect_crime", on)
    work.take(case, "approve_transfer", on, approved_at=f"{on}T09:00:00+08:00")
    work.take(case, "hand_over", on, **POLICE)
    return case


def test_a_case_that_the_police_do_not_take_up_goes_on_with_the_time_that_was_left(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    assert work.due(case, "decision") == "2026-05-31"
    hand_to_the_police(work, case, "2026-03-12")
    with pytest.raises(NotNow):
        work.take(case, "propose", "2026-03-20")
    work.take(case, "take_back", "2026-04-01")
    assert work.status(case) == "filed"
    assert work.due(case, "decision_after_return") == "2026-06-20", "twenty days outside do not count"
    work.take(case, "close_inquiry", "2026-04-02")
    work.take(case, "propose", "2026-04-02")
    work.take(case, "notify", "2026-04-02", defence_until="2026-04-07", hearing_told=False)
    with pytest.raises(DecidedLate):
        work.take(case, "decide", "2026-06-22")
    work.take(case, "decide", "2026-06-19")
    assert (work.run(case, "decision_after_return").in_time, work.record(case)["late"]) == (True, False)


def test_time_that_stood_still_when_it_went_out_is_not_lost(work: Casework) -> None:
    pause = work.provision("decision_pause")
    case = work.filed_case("2026-03-02")
    work.take(case, "suspend", "2026-03-06", basis=pause)
    hand_to_the_police(work, case, "2026-03-12")
    work.take(case, "take_back", "2026-04-01")
    assert work.due(case, "decision_after_return") == "2026-06-26", "86 days were left on 6 March"


def test_the_time_after_a_return_is_extended_and_stands_still_like_the_first(work: Casework) -> None:
    more, pause = work.provision("decision_extension", days=30), work.provision("decision_pause")
    case = hand_to_the_police(work, work.filed_case("2026-03-02"), "2026-03-12")
    work.take(case, "take_back", "2026-04-01")
    work.take(case, "extend", "2026-04-02", basis=more, until="2026-07-20")
    assert work.due(case, "decision_after_return") == "2026-07-20"
    work.take(case, "suspend", "2026-04-03", basis=pause)
    work.take(case, "resume", "2026-04-13")
    assert work.due(case, "decision_after_return") == "2026-07-30"


def test_a_party_that_was_told_and_had_its_time_is_not_told_twice(work: Casework) -> None:
    case = hand_to_the_police(work, work.notified_case("2026-03-02", "2026-03-05"), "2026-03-12")
    work.take(case, "take_back_noticed", "2026-04-01")
    work.take(case, "decide", "2026-04-02")
    assert work.status(case) == "decided"


@pytest.mark.parametrize("told", [False, True])
def test_who_was_not_told_or_had_time_left_is_told_again(work: Casework, *, told: bool) -> None:
    case = work.notified_case("2026-03-02", "2026-03-12") if told else work.proposed_case("2026-03-02")
    hand_to_the_police(work, case, "2026-03-12")
    with pytest.raises(NoticeNotOver) as refused:
        work.take(case, "take_back_noticed", "2026-04-01")
    assert [one["step"] for one in refused.value.errors] == ["take_back"]
    work.take(case, "take_back", "2026-04-01")


def test_a_return_has_the_receivers_paper_and_a_ground_that_fits(work: Casework) -> None:
    case = hand_to_the_police(work, work.filed_case("2026-03-02"), "2026-03-12")
    with pytest.raises(ReturnUnproven) as refused:
        work.take(case, "take_back", "2026-04-01", evidence=[])
    assert refused.value.to_dict()["article"] == "行政执法机关移送涉嫌犯罪案件的规定 第八条、第十条"
    other = work.filed_case("2026-03-02")
    work.take(other, "hand_over", "2026-03-12")
    with pytest.raises(NoCrimeHandedOver):
        work.take(other, "take_back", "2026-04-01")
    work.take(other, "take_back", "2026-04-01", return_ground="not_theirs")


def test_what_came_back_may_be_suspected_and_handed_over_again(work: Casework) -> None:
    case = hand_to_the_police(work, work.notified_case("2026-03-02", "2026-03-05"), "2026-03-12")
    work.take(case, "take_back_noticed", "2026-04-01")
    with pytest.raises(TransferNotApproved):
        work.take(case, "hand_over", "2026-04-02", **POLICE)
    work.take(case, "suspect_crime", "2026-04-02")
    with pytest.raises(CrimeUnsettled):
        work.take(case, "decide", "2026-04-03")
    work.take(case, "approve_transfer", "2026-04-03", approved_at="2026-04-03T09:00:00+08:00")
    work.take(case, "hand_over", "2026-04-03", **POLICE)
    work.take(case, "take_back", "2026-04-13")
    assert work.due(case, "decision_after_return") == "2026-06-30", "twenty days outside, then ten"


def test_before_the_new_law_there_was_no_time_that_could_be_left() -> None:
    work = Casework.on("2021-07-01")
    case = hand_to_the_police(work, work.filed_case("2021-03-02"), "2021-03-12")
    work.take(case, "take_back", "2021-04-01")
    assert work.running(case) == set()
