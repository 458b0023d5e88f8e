"""Who approves, decides or checks is who signs in, or the person for whom they act; a sheet says what others did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts import catalogue
from contracts.forms import own_fields
from services.chassis.records.command import Actor, Command
from services.chassis.records.separation import NotYou
from tests.office import Office

T, LEADER = "cases.transfers", Actor("EH-01", "leader")
APPROVAL: dict[str, Any] = {"approved_on": "2017-03-02", "approver": "EH-01"}
TRANSFER: dict[str, Any] = {
    "unit": "DT",
    "matter": "占道",
    "to": "agency",
    "receiver": "交警大队",
    "reason": "不属本局职权",
    "prepared_on": "2017-03-01",
}


@pytest.fixture(name="transfer")
def prepare_transfer(office: Office) -> str:
    for code in ("EH-01", "EH-02"):
        office.person(code, "ZS")
    return office.do(T, "", "prepare", **TRANSFER)[-1].subject


@pytest.mark.parametrize("who", [Actor("EH-02", "leader"), Actor("EH-03", "leader")])
def test_nobody_approves_in_another_s_name(office: Office, transfer: str, who: Actor) -> None:
    with pytest.raises(NotYou) as refused:
        office.do_as(who, T, transfer, "approve", **APPROVAL)
    assert [one["field"] for one in refused.value.to_dict()["errors"]] == ["approver"]
    assert refused.value.to_dict()["status"] == 422


@pytest.mark.parametrize("who", [LEADER, replace(LEADER, id="EH-02", on_behalf_of="EH-01")])
def test_one_s_own_name_or_that_of_the_person_for_whom_one_acts(office: Office, transfer: str, who: Actor) -> None:
    assert office.do_as(who, T, transfer, "approve", **APPROVAL)[-1].data["approver"] == "EH-01"


def test_a_correction_leaves_the_name_or_puts_one_s_own(office: Office, transfer: str) -> None:
    office.do_as(LEADER, T, transfer, "approve", **APPROVAL)
    other, later = Actor("EH-02", "leader"), {"approved_on": "2017-03-03"}
    assert office.do_as(other, T, transfer, "approve", corrects=2, **APPROVAL | later)[-1].data["approver"] == "EH-01"
    office.do_as(other, T, transfer, "approve", corrects=2, **APPROVAL | {"approver": "EH-02"})
    with pytest.raises(NotYou):
        office.do_as(other, T, transfer, "approve", corrects=2, **APPROVAL)


def test_a_sheet_writes_down_who_approved(office: Office, transfer: str) -> None:
    sheet = Command("k", T, "approve", APPROVAL, Actor("EH-02", "leader"), transfer, imported=True)
    assert office.command(sheet)[-1].data["approver"] == "EH-01"


@pytest.mark.parametrize(("role", "well"), [("officer", False), ("captain", False), ("leader", True)])
def test_who_approves_a_seizure_is_a_head(role: str, *, well: bool) -> None:
    step = catalogue.REGISTERS["cases.penalties"].step("seize")
    assert (role in own_fields(step.form)["approved_by"]) is well


def test_every_field_for_one_s_own_name_is_in_a_step_that_says_who_is_apart() -> None:
    steps = [(register, step) for register in catalogue.REGISTERS.values() for step in register.steps]
    named = [f"{register.name}.{step.name}" for register, step in steps if own_fields(step.form)]
    assert len(named) > 25
    assert [f"{r.name}.{s.name}" for r, s in steps if own_fields(s.form) and not (s.apart or s.apart_reason)] == []
