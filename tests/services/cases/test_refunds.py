"""What the bureau puts right itself, what it decides anew, and the money that goes back."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, OutOfOrder
from services.cases.penalties.closing import ServedNotVoided
from services.cases.penalties.decision import FinedTwice
from services.cases.penalties.execution.payment import MoreThanConfiscated
from services.cases.penalties.execution.refund import (
    CompensationUnsaid,
    ConfiscationStands,
    NotConfiscated,
    NotRefundable,
    StillOwed,
)
from services.cases.penalties.remedies.consequences import FineUnchanged
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


def test_nothing_goes_back_before_it_is_owed(work: Casework, case: str) -> None:
    work.take(case, "revoke", "2026-04-01")
    with pytest.raises(OutOfOrder):
        work.take(case, "refund", "2026-03-31", amount="318")


def confiscating_case(work: Casework) -> str:
    """500 of gains were confiscated, and two carts: one was kept as evidence, one seized."""
    filed = work.filed_case()
    work.take(filed, "register_evidence", "2026-03-02")
    work.take(filed, "seize", "2026-03-02", seized_at="2026-03-02T09:00:00+08:00")
    work.take(filed, "close_inquiry", "2026-03-02")
    taken = {"confiscation": "500"}
    work.take(filed, "propose", "2026-03-02", **taken)
    work.take(filed, "notify", "2026-03-02", defence_until="2026-03-05", hearing_told=False)
    work.take(filed, "dispose_evidence", "2026-03-06", disposal="confiscated")
    work.take(filed, "decide", "2026-03-09", **taken)
    work.take(filed, "serve", "2026-03-10")
    work.take(filed, "publish", "2026-03-11")
    return filed


def test_gains_are_paid_in_up_to_what_was_confiscated(work: Casework) -> None:
    case = confiscating_case(work)
    gains = {"gains_receipt": "G1"}
    with pytest.raises(OutOfOrder):
        work.take(case, "pay_gains", "2026-03-09", gains="500", **gains)
    for wrong in ("0", "500.01"):
        with pytest.raises(MoreThanConfiscated):
            work.take(case, "pay_gains", "2026-03-12", gains=wrong, **gains)
    work.take(case, "pay_gains", "2026-03-12", gains="200", **gains)
    with pytest.raises(MoreThanConfiscated):
        work.take(case, "pay_gains", "2026-03-13", gains="300.01", **gains)
    work.take(case, "pay_gains", "2026-03-13", gains="300", **gains)


def test_what_was_confiscated_goes_back_with_the_fine_before_the_case_is_closed(work: Casework) -> None:
    case = confiscating_case(work)
    with pytest.raises(OutOfOrder):
        work.take(case, "confiscate", "2026-03-08")
    work.take(case, "confiscate", "2026-03-12")
    work.take(case, "pay_gains", "2026-03-12", gains="500", gains_receipt="G1")
    work.take(case, "pay", "2026-03-12")
    back = {"things": "推车", "restitution": "returned"}
    with pytest.raises(ConfiscationStands):
        work.take(case, "return_things", "2026-03-13", things_of="S1", **back)
    work.take(case, "sue", "2026-03-16")
    work.take(case, "end_suit", "2026-05-06", outcome="revoked")
    assert work.record(case)["refund_owed"] == "800.00", "300 of the fine, 500 of the gains"
    with pytest.raises(StillOwed) as refused:
        work.take(case, "close", "2026-05-08")
    steps = [one["step"] for one in refused.value.errors]
    assert steps == ["refund", "return_things", "return_things", "withdraw_publication"]
    work.take(case, "refund", "2026-05-07", amount="800")
    with pytest.raises(NotConfiscated):
        work.take(case, "return_things", "2026-05-07", things_of="S2", **back)
    with pytest.raises(CompensationUnsaid):
        work.take(case, "return_things", "2026-05-07", things_of="S1", **back | {"restitution": "compensated"})
    with pytest.raises(OutOfOrder):
        work.take(case, "return_things", "2026-05-05", things_of="S1", **back)
    work.take(case, "return_things", "2026-05-07", things_of="S1", **back)
    paid_for = {"restitution": "compensated", "compensation": "200"}
    work.take(case, "return_things", "2026-05-07", things_of="B1", **back | paid_for)
    with pytest.raises(NotNow):
        work.take(case, "return_things", "2026-05-08", things_of="S1", **back)
    work.take(case, "withdraw_publication", "2026-05-07")
    work.take(case, "close", "2026-05-08")


def test_a_confiscation_alone_is_changed_and_the_rest_goes_back(work: Casework) -> None:
    case = confiscating_case(work)
    work.take(case, "confiscate", "2026-03-12")
    work.take(case, "pay_gains", "2026-03-12", gains="500", gains_receipt="G1")
    for wrong in ({"new_confiscation": "500"}, {"new_confiscation": "100", "revocation": "revoked"}):
        with pytest.raises(NotLighter):
            work.take(case, "revoke", "2026-03-16", **{"revocation": "changed"} | wrong)
    work.take(case, "sue", "2026-03-16")
    with pytest.raises(FineUnchanged):
        work.take(case, "end_suit", "2026-05-06", outcome="dismissed", new_confiscation="100")
    work.take(case, "end_suit", "2026-05-06", outcome="changed", new_confiscation="100")
    assert work.record(case)["refund_owed"] == "400.00"
    with pytest.raises(ConfiscationStands):
        work.take(case, "return_things", "2026-05-07", things_of="S1", things="推车", restitution="returned")
    work.take(case, "revoke", "2026-05-07", revocation="changed", new_confiscation="0")
    work.take(case, "return_things", "2026-05-07", things_of="S1", things="推车", restitution="returned")


def test_a_served_penalty_is_revoked_and_not_voided_or_the_act_would_be_fined_twice(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    act = work.record(case)["act"]
    with pytest.raises(ServedNotVoided) as refused:
        work.take(case, "void", "2026-03-11")
    assert [one["step"] for one in refused.value.errors] == ["revoke"]
    again = work.clue("2026-03-12", act=act)
    work.take(again, "file", "2026-03-12", act_on="2026-03-02")
    work.take(again, "close_inquiry", "2026-03-12")
    work.take(again, "propose", "2026-03-12")
    work.take(again, "notify", "2026-03-12", defence_until="2026-03-16", hearing_told=False)
    with pytest.raises(FinedTwice):
        work.take(again, "decide", "2026-03-17")
    work.take(case, "revoke", "2026-03-17")
    work.take(again, "decide", "2026-03-17")


def test_what_was_not_served_is_voided_as_an_entry_by_mistake(work: Casework) -> None:
    case = work.decided_case()
    work.take(case, "void", "2026-03-11")
    assert work.status(case) == "voided"
