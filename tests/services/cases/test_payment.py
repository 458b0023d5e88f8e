"""Cash on the spot, late fines; payment in parts and later."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import Invalid, OutOfOrder
from services.cases.penalties.execution.demand import NotOverdue
from services.cases.penalties.execution.enforcement import DemandedInPart
from services.cases.penalties.execution.lateness import late_fine_most
from services.cases.penalties.execution.payment import (
    BankedLate,
    CashTooMuch,
    DeferredToThePast,
    ElectronicTooEarly,
    HandedInLate,
    LateFineTooHigh,
    NothingCollected,
    NothingToPay,
    NotOnTheSpot,
    WrongAmount,
    WrongInstalments,
)
from tests.services.cases.casework import Casework

REMOTE = {"ground": "remote"}


def test_a_fine_is_paid_within_fifteen_days_of_the_calendar(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    assert work.due(case, "payment") == "2026-03-25"
    work.take(case, "pay", "2026-03-25")
    assert (work.run(case, "payment").in_time, work.record(case)["late_days"]) == (True, 0)


def test_a_last_day_off_rolls_over_for_the_party(work: Casework) -> None:
    case = work.decided_case("2026-09-01", until="2026-09-04", day="2026-09-18")
    work.take(case, "serve", "2026-09-20")
    assert work.due(case, "payment") == "2026-10-08", "as chinesecalendar computes it"


def test_all_that_is_left_is_paid_or_a_part_of_it(work: Casework) -> None:
    case = work.served_case()
    for wrong in ("299.99", "300.01"):
        with pytest.raises(WrongAmount):
            work.take(case, "pay", "2026-03-11", amount=wrong)
    for wrong in ("300", "0"):
        with pytest.raises(WrongAmount):
            work.take(case, "pay_part", "2026-03-11", amount=wrong)
    work.take(case, "pay_part", "2026-03-11", amount="100.10")
    assert work.record(case)["outstanding"] == "199.90"
    work.take(case, "pay", "2026-03-12", amount="199.9")
    assert (work.status(case, "payment"), work.record(case)["outstanding"]) == ("paid", "0.00")


@pytest.mark.parametrize("wrong", ["-1", "1.234", "1e3", "", "1,000", "３¹"])
def test_an_amount_is_yuan_with_two_decimals(work: Casework, wrong: str) -> None:
    with pytest.raises(Invalid):
        work.take(work.served_case(), "pay", "2026-03-11", amount=wrong)


def test_a_late_fine_is_three_per_cent_a_day(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    with pytest.raises(LateFineTooHigh) as refused:
        work.take(case, "pay", "2026-03-27", late_fine="18.01")
    assert refused.value.to_dict()["article"] == "行政处罚法 第七十二条、第七十三条"
    work.take(case, "pay", "2026-03-27", late_fine="18")
    record = work.record(case)
    assert (record["late_days"], record["late_fine_most"]) == (2, "18.00")


def test_a_late_fine_is_never_more_than_the_fine(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    with pytest.raises(LateFineTooHigh):
        work.take(case, "pay", "2026-11-01", late_fine="300.01")
    work.take(case, "pay", "2026-11-01", late_fine="300")


@pytest.mark.parametrize(("asks", "ends"), [("ask_reconsideration", "end_reconsideration"), ("sue", "end_suit")])
def test_a_late_fine_stands_still_while_a_remedy_is_pending(work: Casework, asks: str, ends: str) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, asks, "2026-03-27")
    work.take(case, ends, "2026-05-20", outcome="upheld")
    with pytest.raises(LateFineTooHigh):
        work.take(case, "pay", "2026-05-22", late_fine="27.01")
    work.take(case, "pay", "2026-05-22", late_fine="27")
    assert work.record(case)["late_days"] == 3, "26 March, 21 and 22 May"


@given(st.decimals("0.01", "1000000", places=2), st.integers(0, 400))
def test_the_greatest_late_fine_is_capped_and_never_exceeds_its_rate(fine: Decimal, days: int) -> None:
    most = late_fine_most(fine, days)
    assert 0 <= most <= fine
    assert most <= fine * Decimal("0.03") * days
    assert fine - most < Decimal("0.01") or fine * Decimal("0.03") * days - most < Decimal("0.01")


def test_payment_may_be_put_off(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    more = {"applied_on": "2026-03-12"}
    with pytest.raises(DeferredToThePast):
        work.take(case, "defer", "2026-03-13", until="2026-03-25", **more)
    work.take(case, "defer", "2026-03-13", until="2026-06-30", **more)
    assert work.due(case, "payment") == "2026-06-30"
    work.take(case, "pay", "2026-06-30")
    assert (work.record(case)["late_days"], work.run(case, "payment").in_time) == (0, True)


def parts(*dues: tuple[str, str]) -> dict[str, Any]:
    return {"applied_on": "2026-03-12", "instalments": [{"due_on": on, "amount": amount} for on, amount in dues]}


def test_instalments_follow_one_another_and_add_up(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    for wrong in (
        parts(("2026-04-01", "100"), ("2026-05-01", "199.99")),
        parts(("2026-05-01", "100"), ("2026-04-01", "200")),
        parts(("2026-03-13", "100"), ("2026-04-01", "200")),
    ):
        with pytest.raises(WrongInstalments):
            work.take(case, "allow_instalments", "2026-03-13", **wrong)
    work.take(case, "allow_instalments", "2026-03-13", **parts(("2026-04-01", "100"), ("2026-05-01", "200")))
    assert work.due(case, "payment") == "2026-04-01", "the first part"
    work.take(case, "pay_part", "2026-03-30", amount="60")
    assert work.due(case, "payment") == "2026-04-01", "which is not paid whole"
    work.take(case, "pay_part", "2026-04-01", amount="40")
    assert work.due(case, "payment") == "2026-05-01"
    work.take(case, "pay", "2026-05-01", amount="200")
    assert work.record(case)["late_days"] == 0


def test_a_party_that_misses_a_part_may_be_urged(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "allow_instalments", "2026-03-13", **parts(("2026-04-01", "100"), ("2026-05-01", "200")))
    with pytest.raises(NotOverdue):
        work.take(case, "demand", "2026-04-01", amount="100")
    for more in ("300", "103.01"):
        with pytest.raises(WrongAmount):
            work.take(case, "demand", "2026-04-02", amount=more)
    work.take(case, "demand", "2026-04-02", amount="103")


def test_a_part_that_is_paid_after_a_deferral_moves_nothing(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "allow_instalments", "2026-03-13", **parts(("2026-04-01", "100"), ("2026-05-01", "200")))
    work.take(case, "defer", "2026-03-20", until="2026-08-31", applied_on="2026-03-19")
    work.take(case, "pay_part", "2026-04-01", amount="100")
    assert work.due(case, "payment") == "2026-08-31"


@pytest.mark.parametrize(("on", "refused"), [("2021-07-14", True), ("2021-07-15", False), ("2021-07-16", False)])
def test_fines_are_paid_electronically_since_the_new_law(on: str, *, refused: bool) -> None:
    work = Casework.on("2022-06-01")
    case = work.decided_case("2021-07-01", until="2021-07-05", day="2021-07-08")
    work.take(case, "serve", "2021-07-09")
    if refused:
        with pytest.raises(ElectronicTooEarly):
            work.take(case, "pay", on, manner="electronic")
    work.take(case, "pay", on, manner="bank" if refused else "electronic")


def test_a_small_fine_decided_on_the_spot_is_collected_there(work: Casework) -> None:
    case = work.on_spot_case(fine="100.00", other=None)
    work.take(case, "collect", "2026-03-02", amount="100")
    assert work.status(case, "payment") == "paid"
    bigger = work.on_spot_case(fine="100.01", other=None)
    with pytest.raises(CashTooMuch) as refused:
        work.take(bigger, "collect", "2026-03-02", amount="100.01")
    assert refused.value.to_dict()["article"] == "行政处罚法 第六十八条"
    work.take(bigger, "collect", "2026-03-02", amount="100.01", ground="hard_later")


def test_a_fine_of_the_general_procedure_is_collected_only_far_from_a_bank(work: Casework) -> None:
    case = work.served_case()
    for ground in ("small", "hard_later"):
        with pytest.raises(NotOnTheSpot):
            work.take(case, "collect", "2026-03-11", amount="300", ground=ground)
    work.take(case, "collect", "2026-03-11", amount="300", **REMOTE)


def test_cash_reaches_the_agency_and_then_the_bank_in_two_working_days_each(work: Casework) -> None:
    case = work.on_spot_case("2026-02-13", fine="100", other=None)
    with pytest.raises(NothingCollected):
        work.take(case, "hand_in", "2026-02-14")
    work.take(case, "collect", "2026-02-13", amount="100")
    assert work.due(case, "cash_hand_in") == "2026-02-24", "as chinesecalendar computes it"
    with pytest.raises(HandedInLate) as refused:
        work.take(case, "hand_in", "2026-02-25")
    assert refused.value.to_dict()["article"] == "行政处罚法 第七十一条"
    work.take(case, "hand_in", "2026-02-24")
    assert work.due(case, "cash_banking") == "2026-02-26"
    with pytest.raises(BankedLate):
        work.take(case, "bank", "2026-02-27")
    work.take(case, "bank", "2026-02-27", late_reason="银行停业")
    assert (work.run(case, "cash_hand_in").in_time, work.run(case, "cash_banking").in_time) == (True, False)


def test_a_fine_that_was_changed_or_revoked_is_owed_as_it_stands(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "ask_reconsideration", "2026-03-12")
    work.take(case, "end_reconsideration", "2026-03-20", outcome="changed", new_fine="120")
    with pytest.raises(WrongAmount):
        work.take(case, "pay", "2026-03-23")
    work.take(case, "pay", "2026-03-23", amount="120")
    gone = work.served_case()
    work.take(gone, "sue", "2026-03-12")
    work.take(gone, "end_suit", "2026-03-20", outcome="revoked")
    with pytest.raises(NothingToPay):
        work.take(gone, "pay", "2026-03-23")


def test_nobody_is_overdue_in_a_case_that_was_closed_since_its_fine_was_revoked(work: Casework) -> None:
    case = work.served_case()
    work.take(case, "publish", "2026-03-11")
    work.take(case, "sue", "2026-03-12")
    work.take(case, "end_suit", "2026-03-20", outcome="revoked")
    assert work.running(case) == {"payment", "withdrawal"}
    work.take(case, "withdraw_publication", "2026-03-23")
    work.take(case, "close", "2026-03-24")
    assert work.running(case) == set()


def test_a_part_that_comes_late_counts_from_its_own_day_and_stays_visible(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "allow_instalments", "2026-03-13", **parts(("2026-04-01", "100"), ("2026-05-01", "200")))
    work.take(case, "pay_part", "2026-04-11", amount="100")
    record = work.record(case)
    assert (record["late_days"], record["late_fine_most"]) == (10, "30.00"), "three per cent of 100 for ten days"
    assert work.due(case, "payment") == "2026-05-01"
    with pytest.raises(LateFineTooHigh):
        work.take(case, "pay", "2026-05-03", amount="200", late_fine="42.01")
    work.take(case, "pay", "2026-05-03", amount="200", late_fine="42")
    record = work.record(case)
    assert (record["late_days"], record["late_fine_most"]) == (2, "42.00"), "30 of the first part, 12 of the second"


def test_two_parts_that_are_missed_are_late_for_their_own_days_each(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "allow_instalments", "2026-03-13", **parts(("2026-04-01", "100"), ("2026-04-11", "200")))
    with pytest.raises(LateFineTooHigh):
        work.take(case, "pay", "2026-04-13", late_fine="48.01")
    work.take(case, "pay", "2026-04-13", late_fine="48")
    assert work.record(case)["late_days"] == 12


def test_the_court_is_asked_for_what_was_demanded_whole(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "allow_instalments", "2026-03-13", **parts(("2026-04-01", "100"), ("2026-05-01", "200")))
    work.take(case, "demand", "2026-04-02", amount="100")
    with pytest.raises(DemandedInPart) as refused:
        work.take(case, "ask_court", "2026-09-11")
    assert [one["step"] for one in refused.value.errors] == ["demand"]
    work.take(case, "demand", "2026-09-11", amount="300")
    work.take(case, "ask_court", "2026-09-26")


@pytest.mark.parametrize(
    ("on", "wrong"),
    [
        ("2026-04-13", {"until": "2026-04-13"}),
        ("2026-04-13", {"until": "2026-04-01"}),
        ("2026-04-13", {"until": "2026-03-25"}),
    ],
)
def test_a_deferral_leads_to_a_day_after_its_approval_and_after_the_limit(
    work: Casework, on: str, wrong: dict[str, Any]
) -> None:
    case = work.served_case("2026-03-10")
    with pytest.raises(DeferredToThePast):
        work.take(case, "defer", on, applied_on="2026-04-10", **wrong)


def test_nothing_is_put_off_before_it_was_asked_for_or_served(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    with pytest.raises(OutOfOrder):
        work.take(case, "defer", "2026-03-13", applied_on="2026-03-14", until="2026-06-30")
    with pytest.raises(OutOfOrder):
        work.take(case, "defer", "2026-03-09", applied_on="2026-03-09", until="2026-06-30")
    early = parts(("2026-04-01", "100"), ("2026-05-01", "200")) | {"applied_on": "2026-03-09"}
    with pytest.raises(OutOfOrder):
        work.take(case, "allow_instalments", "2026-03-13", **early)


def test_parts_take_nothing_from_the_time_that_the_party_has(work: Casework) -> None:
    case = work.served_case("2026-03-10")
    work.take(case, "defer", "2026-03-13", applied_on="2026-03-12", until="2026-06-30")
    with pytest.raises(DeferredToThePast):
        work.take(case, "allow_instalments", "2026-03-16", **parts(("2026-06-29", "100"), ("2026-07-31", "200")))
    work.take(case, "allow_instalments", "2026-03-16", **parts(("2026-06-30", "100"), ("2026-07-31", "200")))
    assert work.due(case, "payment") == "2026-06-30"
