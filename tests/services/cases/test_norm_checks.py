from __future__ import annotations

from typing import Any

import pytest

from services.chassis.records.references import UnknownReference
from services.gateway.read_model.programme import campaign
from tests.office import Office, build_view, measure_value


def check_norm(office: Office, points: str, focus: str = "procedure", **more: Any) -> Any:
    """A check whose points were passed (+) or failed (-)."""
    findings = [{"point": f"要点 {number}", "passed": one == "+"} for number, one in enumerate(points)]
    return office.do(
        "cases.norm_checks", "", "check", unit="DT", focus=focus, checker="a", checked_on="2017-05-01",
        findings=findings, **more,
    )[-1]  # fmt: skip


@pytest.fixture(name="staffed")
def with_a_checker(office: Office) -> Office:
    office.person("a", "ZS")
    return office


def test_a_check_is_passed_when_every_point_of_it_is(staffed: Office) -> None:
    assert check_norm(staffed, "++").data["passed"] is True
    check = check_norm(staffed, "+--").data
    assert (check["passed"], check["failed"]) == (False, 2)


def test_the_checker_is_somebody_whom_the_people_register_knows(staffed: Office) -> None:
    with pytest.raises(UnknownReference):
        staffed.do(
            "cases.norm_checks", "", "check", unit="DT", focus="conduct", checker="zz", checked_on="2017-05-01",
            findings=[{"point": "x", "passed": True}],
        )  # fmt: skip


def test_each_focus_has_its_own_pass_rate_and_without_checks_none(staffed: Office) -> None:
    check_norm(staffed, "+")
    void = check_norm(staffed, "-")
    check_norm(staffed, "-")
    staffed.do("cases.norm_checks", void.subject, "void", reason="误录")
    read_model = build_view(staffed.events, campaign())
    assert measure_value(read_model, "B3.procedure_pass_rate").claimed == 0.5
    assert measure_value(read_model, "B3.conduct_pass_rate").claimed is None
