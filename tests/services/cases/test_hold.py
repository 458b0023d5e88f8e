"""Enforcement that stands still, is agreed on, goes on, is over."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, OutOfOrder
from services.cases.penalties.closing import NotPaid
from services.cases.penalties.execution.hold import (
    ENFORCING,
    AgreementNotBroken,
    EnforcementHeld,
    EnforcementOver,
    HarmfulAgreement,
    NotEnforcedAnyMore,
    NothingEnforced,
    StagesDisordered,
    TerminationUnfounded,
    WaiverUnfounded,
)
from services.cases.penalties.execution.on_site import NothingLeftToEnforce
from services.cases.penalties.execution.payment import LateFineTooHigh
from tests.services.cases.casework import Casework


@pytest.fixture
def case(work: Casework) -> str:
    """A fine of 300 that was demanded ten days late, and published."""
    served = work.served_case("2026-03-10")
    work.take(served, "publish", "2026-03-11")
    work.take(served, "demand", "2026-04-04")
    return served


def stages(*dues: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"stages": [{"due_on": on, "duty": "缴纳", "amount": amount} for on, amount in dues]} | more


AGREED = stages(("2026-05-01", "100"), ("2026-06-01", "200"), remedied=True, late_fine_waived="90")


def test_what_is_suspended_runs_no_step_of_enforcement_until_it_is_resumed(work: Casework, case: str) -> None:
    work.take(case, "suspend_enforcement", "2026-04-07")
    with pytest.raises(EnforcementHeld) as refused:
        work.take(case, "demand", "2026-04-08")
    assert refused.value.to_dict()["article"] == "行政强制法 第三十九条、第四十二条"
    assert [one["step"] for one in refused.value.errors] == ["resume_enforcement"]
    with pytest.raises(EnforcementHeld):
        work.take(case, "announce_demolition", "2026-04-08", demolish_by="2026-04-30")
    work.take(case, "pay_part", "2026-04-08", amount="100")
    work.take(case, "resume_enforcement", "2026-04-09")
    work.take(case, "demand", "2026-04-10", amount="200")
    assert work.status(case, "enforcement") == "resumed"


def test_every_step_of_enforcement_is_held(work: Casework, case: str) -> None:
    lines = {step.name for step in work.record(case).register.steps if step.line in ("performance", "demolition")}
    stops = {"stop_performance", "stop_demolition"}
    assert lines - stops | {"demand", "ask_court"} == set(ENFORCING)


def test_nothing_is_suspended_before_anything_is_enforced(work: Casework, case: str) -> None:
    with pytest.raises(NothingEnforced):
        work.take(work.served_case(), "suspend_enforcement", "2026-03-12")
    with pytest.raises(OutOfOrder):
        work.take(case, "suspend_enforcement", "2026-04-03")
    work.take(case, "revoke", "2026-04-07")
    with pytest.raises(NothingLeftToEnforce):
        work.take(case, "suspend_enforcement", "2026-04-08")


def suspended_case(work: Casework, ground: str = "hardship") -> str:
    """What was suspended on 8 April 2022."""
    case = work.decided_case("2022-03-02", "2022-03-05", "2022-03-09")
    work.take(case, "serve", "2022-03-10")
    work.take(case, "publish", "2022-03-11")
    work.take(case, "demand", "2022-04-06")
    work.take(case, "suspend_enforcement", "2022-04-08", suspension_ground=ground)
    return case


def test_a_party_that_cannot_perform_is_let_go_after_three_years(work: Casework) -> None:
    case = suspended_case(work)
    assert work.due(case, "suspension") == "2025-04-08"
    with pytest.raises(TerminationUnfounded):
        work.take(case, "terminate_enforcement", "2025-04-08", termination_ground="three_years")
    with pytest.raises(NotEnforcedAnyMore):
        work.take(case, "resume_enforcement", "2025-04-09")
    work.take(case, "terminate_enforcement", "2025-04-09", termination_ground="three_years")
    work.take(case, "close", "2025-04-10")


@pytest.mark.parametrize(
    ("ground", "on", "able"),
    [("hardship", "2025-04-08", None), ("hardship", "2025-04-09", True), ("loss", "2025-04-09", None)],
)
def test_it_is_resumed_in_three_years_or_where_the_party_is_able(
    work: Casework, ground: str, on: str, *, able: bool | None
) -> None:
    case = suspended_case(work, ground)
    assert ("suspension" in work.running(case)) == (ground == "hardship")
    work.take(case, "resume_enforcement", on, able=able)


def test_three_years_end_no_other_suspension(work: Casework) -> None:
    case = suspended_case(work, "loss")
    with pytest.raises(TerminationUnfounded):
        work.take(case, "terminate_enforcement", "2025-04-09", termination_ground="three_years")


def test_an_agreement_that_is_kept_waives_and_holds_enforcement_up(work: Casework, case: str) -> None:
    work.take(case, "agree_on_enforcement", "2026-04-04", **AGREED)
    assert work.due(case, "agreement") == "2026-06-01"
    with pytest.raises(EnforcementHeld) as refused:
        work.take(case, "demand", "2026-04-08")
    assert [one["step"] for one in refused.value.errors] == ["resume_enforcement", "fulfil_agreement"]
    with pytest.raises(EnforcementHeld):
        work.take(case, "close", "2026-04-08")
    with pytest.raises(LateFineTooHigh):
        work.take(case, "pay", "2026-04-14", late_fine="90.01")
    work.take(case, "pay", "2026-04-14", late_fine="90")
    assert work.record(case)["late_fine_most"] == "90.00", "twenty days are 180, 90 of them were waived"
    work.take(case, "fulfil_agreement", "2026-04-14")
    work.take(case, "close", "2026-04-15")


def test_an_agreement_that_is_not_kept_is_enforced_again_and_waives_nothing(work: Casework, case: str) -> None:
    work.take(case, "agree_on_enforcement", "2026-04-04", **AGREED)
    with pytest.raises(AgreementNotBroken):
        work.take(case, "resume_enforcement", "2026-05-01")
    work.take(case, "resume_enforcement", "2026-05-02")
    assert "agreement" not in work.running(case)
    work.take(case, "demand", "2026-05-02", amount="600")
    work.take(case, "pay", "2026-05-04", late_fine="300")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (stages(("2026-04-04", "300")), StagesDisordered),
        (stages(("2026-06-01", "100"), ("2026-05-01", "200")), StagesDisordered),
        (stages(("2026-05-01", "390.01")), StagesDisordered),
        (stages(("2026-05-01", "300"), remedied=True, late_fine_waived="90.01"), WaiverUnfounded),
        (stages(("2026-05-01", "300"), late_fine_waived="1"), WaiverUnfounded),
        (stages(("2026-05-01", "300"), harmless=False), HarmfulAgreement),
    ],
)
def test_what_an_agreement_may_not_say(
    work: Casework, case: str, wrong: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        work.take(case, "agree_on_enforcement", "2026-04-04", **wrong)


def test_what_is_over_is_closed_though_nobody_paid_and_is_not_enforced(work: Casework, case: str) -> None:
    with pytest.raises(NotPaid):
        work.take(case, "close", "2026-04-08")
    with pytest.raises(OutOfOrder):
        work.take(case, "terminate_enforcement", "2026-03-09")
    with pytest.raises(TerminationUnfounded):
        work.take(case, "terminate_enforcement", "2026-04-07", termination_ground="revoked")
    work.take(case, "terminate_enforcement", "2026-04-07")
    assert work.running(case) == set()
    with pytest.raises(EnforcementOver):
        work.take(case, "demand", "2026-04-08")
    with pytest.raises(NotNow):
        work.take(case, "resume_enforcement", "2026-04-08")
    work.take(case, "close", "2026-04-08")
