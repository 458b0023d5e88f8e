"""What the bureau puts right itself, what it decides anew, and the money that goes back."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases.penalties.execution.refund import NotRefundable
from services.cases.penalties.remedies.revocation import (
    AnewLate,
    GoneAlready,
    NotLighter,
    NotToldAnew,
    RevokedUndiscussed,
)
from tests.services.cases.casework import Casework


@pytest.fixture
def case(work: Casework) -> str:
    """A fine that was paid two days late, with six per cent more, and published."""
    served = work.served_case("2026-03-10")
    work.take(served, "publish", "2026-03-11")
    work.take(served, "pay", "2026-03-27", late_fine="18")
    return served


def test_a_wrong_decision_is_revoked_withdrawn_and_its_money_goes_back(work: Casework, case: str) -> None:
    work.take(case, "revoke", "2026-04-01")
    record = work.record(case)
    assert (record["refund_owed"], record["withdrawal_owed"]) == ("318.00", True)
    assert work.due(case, "withdrawal") == "2026-04-07"
    with pytest.raises(NotRefundable):
        work.take(case, "refund", "2026-04-02", amount="318.01")
    work.take(case, "refund", "2026-04-02", amount="300")
    assert work.record(case)["refund_left"] == "18.00"
    work.take(case, "refund", "2026-04-03", amount="18")
    with pytest.raises(NotRefundable):
        work.take(case, "refund", "2026-04-04", amount="0.01")


def test_of_a_fine_that_became_smaller_the_rest_goes_back(work: Casework, case: str) -> None:
    work.take(case, "sue", "2026-03-30")
    work.take(case, "end_suit", "2026-06-01", outcome="changed", new_fine="120")
    assert work.record(case)["refund_owed"] == "180.00"
    work.take(case, "refund", "2026-06-20", amount="180")
    assert work.record(case)["refund_left"] == "0.00"


def test_what_was_paid_for_delay_is_never_more_than_the_fine_that_is_left(work: Casework, case: str) -> None:
    work.take(case, "revoke", "2026-04-01", revocation="changed", new_fine="10")
    assert work.record(case)["refund_owed"] == "298.00", "290 of the fine, 8 of the 18 for delay"


def test_nothing_goes_back_of_what_stands(work: Casework, case: str) -> None:
    with pytest.raises(NotRefundable):
        work.take(case, "refund", "2026-04-02", amount="1")


@pytest.mark.parametrize(
    "wrong", [{"new_fine": "100"}, {"revocation": "changed"}, {"revocation": "changed", "new_fine": "300"}]
)
def test_what_the_bureau_changes_by_itself_becomes_lighter(work: Casework, case: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotLighter):
        work.take(case, "revoke", "2026-04-01", **wrong)


def test_what_a_court_has_undone_is_not_revoked_again(work: Casework, case: str) -> None:
    work.take(case, "sue", "2026-03-30")
    work.take(case, "end_suit", "2026-06-01", outcome="revoked")
    with pytest.raises(GoneAlready):
        work.take(case, "revoke", "2026-06-02")


def test_a_major_case_is_discussed_before_it_is_revoked(work: Casework) -> None:
    case = work.notified_case(major=True)
    work.take(case, "discuss", "2026-03-06")
    work.take(case, "decide", "2026-03-09")
    with pytest.raises(RevokedUndiscussed):
        work.take(case, "revoke", "2026-03-12")
    work.take(case, "revoke", "2026-03-12", discussed=True)
    with pytest.raises(NotNow):
        work.take(case, "revoke", "2026-03-13", discussed=True)


def test_what_was_to_be_decided_anew_has_its_time(work: Casework, case: str) -> None:
    with pytest.raises(NotToldAnew):
        work.take(case, "settle_anew", "2026-04-01")
    work.take(case, "ask_reconsideration", "2026-03-30")
    work.take(case, "end_reconsideration", "2026-04-20", outcome="redone", redo_by="2026-06-19")
    assert work.due(case, "redo") == "2026-06-19"
    with pytest.raises(AnewLate):
        work.take(case, "settle_anew", "2026-06-22")
    work.take(case, "settle_anew", "2026-06-19")
    assert work.run(case, "redo").in_time


def test_a_penalty_that_is_no_fine_is_made_lighter_without_one(work: Casework) -> None:
    other: dict[str, Any] = {"fine": None, "tier": None, "other": "stop_business"}
    case = work.notified_case(hearing_told=True, **other)
    work.take(case, "waive_hearing", "2026-03-04")
    work.take(case, "decide", "2026-03-09", **other)
    with pytest.raises(NotLighter):
        work.take(case, "revoke", "2026-03-10", revocation="changed", new_fine="100")
    work.take(case, "revoke", "2026-03-10", revocation="changed", reason="改为警告")
    assert work.record(case)["refund_owed"] == "0.00"
