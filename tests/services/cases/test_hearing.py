"""Who has a right to a hearing, until when, and how it is held."""

from __future__ import annotations

from typing import Any

import pytest

from services.cases.penalties.hearing import (
    ChairInvestigated,
    HearingOpen,
    HearingTooSoon,
    HearingUnsigned,
    NoRightToHearing,
    NotHeard,
    NotTheDay,
    RequestedLate,
)
from services.cases.penalties.notice import HearingNotTold
from services.cases.penalties.review import NotReviewed
from tests.services.cases import agency_records
from tests.services.cases.casework import Casework

CLOSE = {"other": "close_business", "fine": None}


def case_with_hearing_right(work: Casework, on: str = "2026-02-11") -> str:
    """A case whose party was told of its right to a hearing on a day before the Spring Festival."""
    return work.notified_case(on, "2026-02-13", hearing_told=True, **CLOSE)


@pytest.mark.parametrize(
    "kind", ["downgrade", "revoke_licence", "stop_business", "close_business", "restrict_employment"]
)
def test_some_kinds_of_penalty_give_a_right_to_a_hearing(work: Casework, kind: str) -> None:
    case = work.proposed_case(other=kind, fine=None)
    with pytest.raises(HearingNotTold) as refused:
        work.take(case, "notify", "2026-03-03", defence_until="2026-03-05")
    assert "第六十三条" in refused.value.to_dict()["article"]
    work.take(case, "notify", "2026-03-03", defence_until="2026-03-05", hearing_told=True)


@pytest.mark.parametrize("more", [{"hearing_ground": "heavy"}, {"hearing_ground": "large_fine"}])
def test_the_agency_may_say_that_a_penalty_is_heavy(work: Casework, more: dict[str, Any]) -> None:
    with pytest.raises(HearingNotTold):
        work.take(work.proposed_case(**more), "notify", "2026-03-03", defence_until="2026-03-05")


def test_no_amount_counts_as_large_until_a_provision_says_so(work: Casework) -> None:
    heavy: dict[str, Any] = {"fine": "5000", "tier": "heavy"}
    assert not work.record(work.proposed_case(**heavy))["hearing_required"]
    provision = work.provision("hearing_fine_organisation", amount="5000", on="2026-03-02")
    assert work.record(work.proposed_case(**heavy))["hearing_required"]
    assert not work.record(work.proposed_case(**heavy | {"fine": "4999.99"}))["hearing_required"]
    assert not work.record(work.proposed_case("2026-03-01", **heavy))["hearing_required"], "not in force yet"
    work.office.do("cases.provisions", provision, "repeal", repealed_on="2026-03-03", reason="修订")
    assert not work.record(work.proposed_case("2026-03-03", **heavy))["hearing_required"]


def test_an_amount_of_a_province_applies_to_its_agencies_alone(work: Casework) -> None:
    heavy: dict[str, Any] = {"fine": "5000", "tier": "heavy"}
    work.provision("hearing_fine_organisation", amount="5000", on="2026-03-02", division="33")
    assert not work.record(work.proposed_case(**heavy))["hearing_required"], "nothing says that the agency is there"
    agency_records.establish(work.office, on="2026-03-03", division="330101")
    assert not work.record(work.proposed_case(**heavy))["hearing_required"], "nor on that day"
    assert work.record(work.proposed_case("2026-03-03", **heavy))["hearing_required"]


def test_a_hearing_may_be_asked_for_within_five_working_days(work: Casework) -> None:
    case = case_with_hearing_right(work)
    assert work.due(case, "hearing_request") == "2026-02-25", "as chinesecalendar computes it"
    with pytest.raises(RequestedLate) as refused:
        work.take(case, "request_hearing", "2026-02-26")
    assert refused.value.to_dict()["article"] == "行政处罚法 第六十四条第一项"
    work.take(case, "request_hearing", "2026-02-25")
    assert work.run(case, "hearing_request").in_time


def test_no_decision_before_the_five_days_have_passed(work: Casework) -> None:
    case = case_with_hearing_right(work)
    with pytest.raises(HearingOpen):
        work.take(case, "decide", "2026-02-25", **CLOSE)
    work.take(case, "decide", "2026-02-26", **CLOSE)


def test_a_hearing_that_was_waived_holds_nothing_up(work: Casework) -> None:
    case = case_with_hearing_right(work)
    work.take(case, "waive_hearing", "2026-02-13")
    work.take(case, "decide", "2026-02-14", **CLOSE)


def test_without_a_right_there_is_no_hearing(work: Casework) -> None:
    with pytest.raises(NoRightToHearing):
        work.take(work.notified_case(), "request_hearing", "2026-03-03")


def test_a_hearing_is_held_seven_working_days_after_its_notice(work: Casework) -> None:
    case = case_with_hearing_right(work)
    work.take(case, "request_hearing", "2026-02-11")
    with pytest.raises(HearingTooSoon) as refused:
        work.take(case, "notify_hearing", "2026-02-11", hearing_on="2026-02-26")
    assert refused.value.to_dict()["article"] == "行政处罚法 第六十四条第二项"
    work.take(case, "notify_hearing", "2026-02-11", hearing_on="2026-02-27")


def test_no_investigator_chairs_a_hearing(work: Casework) -> None:
    case = case_with_hearing_right(work)
    work.take(case, "request_hearing", "2026-02-11")
    for chair in ("O1", "O2"):
        with pytest.raises(ChairInvestigated):
            work.take(case, "notify_hearing", "2026-02-11", hearing_on="2026-03-02", chair=chair)


def test_who_once_had_the_case_does_not_chair_either(work: Casework) -> None:
    case = work.filed_case("2026-02-11")
    work.take(case, "recuse", "2026-02-11")
    work.take(case, "close_inquiry", "2026-02-11")
    work.take(case, "propose", "2026-02-11", **CLOSE)
    work.take(case, "notify", "2026-02-11", defence_until="2026-02-13", hearing_told=True)
    work.take(case, "request_hearing", "2026-02-11")
    with pytest.raises(ChairInvestigated):
        work.take(case, "notify_hearing", "2026-02-11", hearing_on="2026-03-02", chair="O2")


def test_what_was_asked_for_is_held_on_its_day_recorded_and_reviewed(work: Casework) -> None:
    case = case_with_hearing_right(work)
    work.take(case, "request_hearing", "2026-02-11")
    with pytest.raises(NotHeard):
        work.take(case, "decide", "2026-03-05", **CLOSE)
    work.take(case, "notify_hearing", "2026-02-11", hearing_on="2026-02-27")
    with pytest.raises(NotHeard):
        work.take(case, "decide", "2026-03-05", **CLOSE)
    with pytest.raises(NotTheDay):
        work.take(case, "hold_hearing", "2026-02-28")
    with pytest.raises(HearingUnsigned):
        work.take(case, "hold_hearing", "2026-02-27", signed=False)
    work.take(case, "hold_hearing", "2026-02-27")
    with pytest.raises(NotReviewed):
        work.take(case, "decide", "2026-03-05", **CLOSE)
    work.take(case, "request_review", "2026-03-02")
    work.take(case, "pass_review", "2026-03-03")
    work.take(case, "decide", "2026-03-05", **CLOSE)
    assert work.record(case)["review_required"]


def test_a_party_that_stays_away_has_waived(work: Casework) -> None:
    case = case_with_hearing_right(work)
    work.take(case, "request_hearing", "2026-02-11")
    work.take(case, "notify_hearing", "2026-02-11", hearing_on="2026-02-27")
    work.take(case, "waive_hearing", "2026-02-27", ground="absent")
    work.take(case, "decide", "2026-03-02", **CLOSE)


def test_a_new_proposal_opens_the_right_anew(work: Casework) -> None:
    case = case_with_hearing_right(work)
    work.take(case, "waive_hearing", "2026-02-12")
    work.take(case, "propose", "2026-02-24", **CLOSE)
    work.take(case, "notify", "2026-02-24", defence_until="2026-02-25", hearing_told=True)
    with pytest.raises(HearingOpen):
        work.take(case, "decide", "2026-02-28", **CLOSE)
    work.take(case, "request_hearing", "2026-02-26")
    assert work.status(case, "hearing") == "requested"
