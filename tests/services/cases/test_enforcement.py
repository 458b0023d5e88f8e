"""When nobody pays: the demand, the time for remedies, the court."""

from __future__ import annotations

import pytest

from contracts.errors import NotNow
from services.cases.penalties.execution.demand import DemandRefuted, NotOverdue
from services.cases.penalties.execution.enforcement import TooLateForCourt, TooSoonForCourt
from services.cases.penalties.execution.payment import WrongAmount
from services.cases.penalties.remedies.pending import RemedyPending
from tests.services.cases.casework import Casework


@pytest.fixture
def case(work: Casework) -> str:
    return work.served_case("2026-03-10")


def test_nobody_is_urged_before_the_time_for_payment_is_over(work: Casework, case: str) -> None:
    with pytest.raises(NotOverdue) as refused:
        work.take(case, "demand", "2026-03-25")
    assert "行政强制法" in refused.value.to_dict()["article"]
    with pytest.raises(WrongAmount):
        work.take(case, "demand", "2026-03-26", amount="309.01")
    work.take(case, "demand", "2026-03-26", amount="309")
    assert work.due(case, "court") == "2026-12-10", "suit until 10 September, then three months"


def test_the_court_is_asked_when_the_remedies_are_over_and_ten_working_days_after_the_demand(
    work: Casework, case: str
) -> None:
    work.take(case, "demand", "2026-09-07")
    for early in ("2026-09-10", "2026-09-20"):
        with pytest.raises(TooSoonForCourt) as refused:
            work.take(case, "ask_court", early)
    assert refused.value.to_dict()["article"] == "行政强制法 第五十三条、第五十四条"
    work.take(case, "ask_court", "2026-09-21")
    assert work.run(case, "court").in_time


def test_the_court_is_not_asked_while_a_suit_is_pending_nor_while_its_judgement_may_be_appealed(
    work: Casework, case: str
) -> None:
    work.take(case, "sue", "2026-03-27")
    work.take(case, "demand", "2026-04-01")
    with pytest.raises(RemedyPending):
        work.take(case, "ask_court", "2026-10-01")
    work.take(case, "end_suit", "2026-06-01", outcome="dismissed")
    with pytest.raises(TooSoonForCourt):
        work.take(case, "ask_court", "2026-06-16")
    work.take(case, "ask_court", "2026-06-17")
    work.take(case, "enforce", "2026-07-01", amount="300")
    assert work.status(case, "payment") == "paid"


def test_the_court_is_asked_within_three_months_or_it_is_said_why_not() -> None:
    work = Casework.on("2027-06-01")
    case = work.served_case("2026-03-10")
    work.take(case, "demand", "2026-03-26")
    with pytest.raises(TooLateForCourt):
        work.take(case, "ask_court", "2026-12-11")
    work.take(case, "ask_court", "2026-12-11", late_reason="法院要求补正")


def test_after_a_deferral_the_time_for_the_court_begins_when_it_ends(work: Casework, case: str) -> None:
    work.take(case, "defer", "2026-03-13", until="2026-10-31", applied_on="2026-03-12")
    work.take(case, "demand", "2026-11-02")
    assert work.due(case, "court") == "2027-01-31"


def test_a_party_that_pays_after_all_ends_it(work: Casework, case: str) -> None:
    work.take(case, "demand", "2026-03-26")
    work.take(case, "pay", "2026-04-01")
    assert work.run(case, "court").lapsed


def test_a_demand_whose_answer_was_adopted_is_followed_by_another(work: Casework, case: str) -> None:
    work.take(case, "demand", "2026-03-26", amount="309")
    work.take(case, "hear_on_demand", "2026-03-30")
    work.take(case, "recheck_demand", "2026-03-31", demand_result="adopted")
    with pytest.raises(DemandRefuted):
        work.take(case, "ask_court", "2026-10-12")
    work.take(case, "demand", "2026-10-12", amount="300")
    assert work.due(case, "court") == "2026-12-10", "the time for the court is the same"
    with pytest.raises(TooSoonForCourt):
        work.take(case, "ask_court", "2026-10-26")
    work.take(case, "ask_court", "2026-10-27")


@pytest.mark.parametrize("step", ["defer", "allow_instalments"])
def test_payment_is_put_off_after_a_demand_too_and_then_another_demand_is_needed(
    work: Casework, case: str, step: str
) -> None:
    parts = [{"due_on": "2026-05-06", "amount": "100"}, {"due_on": "2026-10-12", "amount": "200"}]
    more = {"until": "2026-10-12"} if step == "defer" else {"instalments": parts}
    work.take(case, "demand", "2026-03-26")
    work.take(case, step, "2026-04-01", applied_on="2026-03-30", **more)
    assert "court" not in work.running(case)
    with pytest.raises(NotNow):
        work.take(case, "ask_court", "2026-10-13")
    work.take(case, "demand", "2026-10-13")
    assert work.due(case, "court") == "2027-01-12"


def test_a_suit_that_a_retrial_sent_back_is_pending_again(work: Casework, case: str) -> None:
    work.take(case, "demand", "2026-03-26")
    work.take(case, "sue", "2026-03-27")
    work.take(case, "end_suit", "2026-06-01", outcome="dismissed")
    work.take(case, "retry", "2026-07-01")
    assert "court" in work.running(case)
    work.take(case, "remand", "2026-08-03")
    assert "court" not in work.running(case)
    work.take(case, "end_suit", "2026-10-12", outcome="dismissed")
    assert work.due(case, "court") == "2027-01-27"
