"""Performance by others: demand, decision, demand again three working days before, officers who look on."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases.penalties.execution.demand import DemandRefuted, DemandUnheard, NothingDemanded
from services.cases.penalties.execution.on_site import AtNight, NothingLeftToEnforce, OnHoliday, Unsigned, UtilitiesCut
from services.cases.penalties.execution.performance import (
    Interested,
    NoDutyDecided,
    NotUrged,
    PartyUntold,
    PerformedTooSoon,
)
from services.cases.penalties.officers import OneOfficer
from services.cases.penalties.seizures import AnotherDay
from tests.services.cases.casework import Casework

URGED: dict[str, Any] = {"duty_by": "2026-04-01", "urged_on": "2026-04-02", "planned_for": "2026-04-20"}


def at(day: str, hour: str = "09:30") -> dict[str, Any]:
    """When it began."""
    return {"began_at": f"{day}T{hour}:00+08:00"}


@pytest.fixture
def case(work: Casework) -> str:
    served = work.served_case("2026-03-10")
    work.take(served, "decide_performance", "2026-04-13", **URGED)
    return served


def test_others_perform_three_working_days_after_the_demand(work: Casework, case: str) -> None:
    with pytest.raises(PerformedTooSoon):
        work.take(case, "perform", "2026-04-14", **at("2026-04-14"))
    work.take(case, "demand_performance", "2026-04-15")
    assert work.record(case)["perform_from"].isoformat() == "2026-04-20"
    for early in ("2026-04-17", "2026-04-18"):
        with pytest.raises(PerformedTooSoon) as refused:
            work.take(case, "perform", early, **at(early))
    assert refused.value.to_dict()["article"] == "行政强制法 第五十一条、第五十二条"
    work.take(case, "perform", "2026-04-20", **at("2026-04-20"))
    assert work.status(case, "performance") == "performed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"urged_on": None},
        {"duty_by": None},
        {"urged_on": "2026-04-01"},
        {"urged_on": "2026-04-13"},
    ],
)
def test_it_is_decided_after_a_demand_that_did_not_help(work: Casework, wrong: dict[str, Any]) -> None:
    case = work.served_case("2026-03-10")
    with pytest.raises(NotUrged):
        work.take(case, "decide_performance", "2026-04-13", **URGED | wrong)


def test_who_performs_has_no_interest_in_it(work: Casework) -> None:
    with pytest.raises(Interested):
        work.take(work.served_case("2026-03-10"), "decide_performance", "2026-04-13", disinterested=False, **URGED)


@pytest.mark.parametrize(
    ("began_at", "refusal"),
    [
        ("2026-04-30T05:59:00+08:00", AtNight),
        ("2026-04-30T22:00:00+08:00", AtNight),
        ("2026-05-01T09:30:00+08:00", OnHoliday),
        ("2026-04-30T06:00:00+08:00", None),
        ("2026-04-30T21:59:00+08:00", None),
        ("2026-05-09T09:30:00+08:00", None),
    ],
)
def test_nothing_is_enforced_at_night_or_on_a_holiday(
    work: Casework, case: str, began_at: str, refusal: type[Exception] | None
) -> None:
    on = began_at[:10]
    work.take(case, "demand_performance", "2026-04-15")
    if refusal:
        with pytest.raises(refusal):
            work.take(case, "perform", on, began_at=began_at)
    work.take(case, "perform", on, began_at=began_at, urgency="道路塌陷危及行人（示例）" if refusal else None)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"utilities_kept": False}, UtilitiesCut),
        ({"signed": False}, Unsigned),
        ({"second_officer": "O1"}, OneOfficer),
        ({"party_present": False}, PartyUntold),
        ({"began_at": "2026-04-21T09:30:00+08:00"}, AnotherDay),
    ],
)
def test_officers_look_on_all_sign_and_nobody_is_cut_off(
    work: Casework, case: str, wrong: dict[str, Any], refusal: type[Exception]
) -> None:
    work.take(case, "demand_performance", "2026-04-15")
    with pytest.raises(refusal):
        work.take(case, "perform", "2026-04-20", **at("2026-04-20") | wrong)


def test_a_road_is_cleared_at_once_and_the_party_told_afterwards(work: Casework) -> None:
    case = work.filed_case("2026-03-02")
    more = {"performance_ground": "immediate", "planned_for": "2026-03-02"}
    work.take(case, "decide_performance", "2026-03-02", **more)
    absent = at("2026-03-02") | {"party_present": False}
    with pytest.raises(PartyUntold):
        work.take(case, "perform", "2026-03-02", **absent)
    work.take(case, "perform", "2026-03-02", party_told_on="2026-03-02", **absent)


def test_a_party_that_does_it_after_all_stops_it(work: Casework, case: str) -> None:
    work.take(case, "demand_performance", "2026-04-15")
    work.take(case, "stop_performance", "2026-04-17")
    with pytest.raises(NotNow):
        work.take(case, "perform", "2026-04-20", **at("2026-04-20"))


def test_the_party_is_heard_before_others_perform(work: Casework, case: str) -> None:
    work.take(case, "demand_performance", "2026-04-15")
    work.take(case, "hear_on_demand", "2026-04-16")
    with pytest.raises(DemandUnheard):
        work.take(case, "perform", "2026-04-20", **at("2026-04-20"))
    work.take(case, "recheck_demand", "2026-04-17", demand_result="adopted")
    with pytest.raises(DemandRefuted):
        work.take(case, "perform", "2026-04-20", **at("2026-04-20"))
    work.take(case, "hear_on_demand", "2026-04-20")
    work.take(case, "recheck_demand", "2026-04-20", demand_result="partly")
    work.take(case, "perform", "2026-04-20", **at("2026-04-20"))


def test_nobody_answers_what_was_not_demanded(work: Casework) -> None:
    with pytest.raises(NothingDemanded):
        work.take(work.served_case("2026-03-10"), "hear_on_demand", "2026-03-12")


def test_a_decision_that_is_gone_is_not_performed(work: Casework, case: str) -> None:
    work.take(case, "demand_performance", "2026-04-15")
    work.take(case, "revoke", "2026-04-16")
    with pytest.raises(NothingLeftToEnforce):
        work.take(case, "perform", "2026-04-20", **at("2026-04-20"))


def test_others_perform_what_the_party_was_told_to_do_and_not_before(work: Casework) -> None:
    filed = work.filed_case("2026-03-02")
    with pytest.raises(NoDutyDecided):
        work.take(filed, "decide_performance", "2026-04-13", **URGED)
    work.take(filed, "order_correction", "2026-04-02", correct_by="2026-04-10")
    with pytest.raises(NoDutyDecided):
        work.take(filed, "decide_performance", "2026-04-13", **URGED)
    work.take(filed, "decide_performance", "2026-04-13", **URGED | {"duty_by": "2026-04-10", "urged_on": "2026-04-11"})
    served = work.served_case("2026-03-10")
    early = URGED | {"duty_by": "2026-03-09", "urged_on": "2026-03-11"}
    with pytest.raises(NoDutyDecided):
        work.take(served, "decide_performance", "2026-04-13", **early)
    at_once = URGED | {"performance_ground": "immediate", "duty_by": None, "urged_on": None}
    work.take(work.filed_case("2026-03-02"), "decide_performance", "2026-04-13", **at_once)
