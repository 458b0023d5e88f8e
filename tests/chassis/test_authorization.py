"""The owner asks again whether a role may take a step: who comes by another way than the gateway gains nothing."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from contracts import catalogue
from contracts.errors import Forbidden
from contracts.register import Step
from contracts.roles import OUTSIDERS, ROLES
from contracts.rpc import Caller, CommandMessage, GroupReceipt, GroupRefusal, JobMessage
from services.chassis.records import authorization
from services.chassis.records.command import Actor, Command
from services.chassis.storage import tables
from services.gateway.http import permissions
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.owner_client import OwnerClient
from tests.office import Office
from tests.services.gateway.local_rpc import LocalRpcClient

MATTERS = catalogue.REGISTERS["outreach.matters"]
MATTER: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
STEPS = [
    pytest.param(step, id=f"{register.name}.{step.name}")
    for register in catalogue.REGISTERS.values()
    for step in register.steps
]


def count_events(office: Office) -> int:
    with office.store.begin_read() as tx:
        return tx.scalar(sa.select(sa.func.count()).select_from(tables.journal)) or 0


@pytest.mark.parametrize("role", ["auditor", "outsider", "anonymous", "", "captain,clerk"])
def test_a_forged_role_is_refused_by_the_side_door_and_leaves_nothing(office: Office, role: str) -> None:
    before = count_events(office)
    job = JobMessage(((CommandMessage("k", MATTERS.name, "register", MATTER),),), Caller("x", role, None))
    (result,) = OwnerClient(LocalRpcClient(office)).carry_out(MATTERS, job)
    assert isinstance(result, GroupRefusal)
    with pytest.raises(Forbidden) as at_the_gateway:
        permissions.admit_step(MATTERS.opening, Bearer("x", role, None))
    assert result.problem == at_the_gateway.value.to_dict()
    assert count_events(office) == before
    assert office.registers.page(MATTERS.name, within={}, after="", most=9) == []


@pytest.mark.parametrize("role", ["reaction", "root"])
def test_nobody_calls_under_a_role_that_no_account_bears(office: Office, role: str) -> None:
    before = count_events(office)
    job = JobMessage(((CommandMessage("k", MATTERS.name, "register", MATTER),),), Caller("x", role, None))
    (result,) = OwnerClient(LocalRpcClient(office)).carry_out(MATTERS, job)
    assert isinstance(result, GroupRefusal)
    assert result.problem["slug"] == "forbidden"
    assert count_events(office) == before


@pytest.mark.parametrize("role", ["auditor", ""])
def test_who_repeats_a_command_must_be_one_who_could_have_given_it(office: Office, role: str) -> None:
    group = (CommandMessage("k", MATTERS.name, "register", MATTER),)
    client = OwnerClient(LocalRpcClient(office))
    client.carry_out(MATTERS, JobMessage((group,), Caller("x", "clerk", ("DT",))))
    (again,) = client.carry_out(MATTERS, JobMessage((group,), Caller("x", "clerk", ("DT",))))
    assert isinstance(again, GroupReceipt)
    (stolen,) = client.carry_out(MATTERS, JobMessage((group,), Caller("y", role, ("DT",))))
    assert isinstance(stolen, GroupRefusal)


def test_a_right_role_is_let_through_by_the_same_door(office: Office) -> None:
    job = JobMessage(((CommandMessage("k", MATTERS.name, "register", MATTER),),), Caller("x", "clerk", ("DT",)))
    (result,) = OwnerClient(LocalRpcClient(office)).carry_out(MATTERS, job)
    assert isinstance(result, GroupReceipt)


def test_whoever_may_not_take_a_step_does_not_learn_how_the_record_is(office: Office) -> None:
    record = office.matter()
    wrong = Command("k", MATTERS.name, "confirm", {}, Actor("x", "auditor"), record, expected=99)
    with pytest.raises(Forbidden):
        office.command(wrong)


def test_a_group_with_one_step_that_is_for_others_leaves_nothing(office: Office) -> None:
    before = count_events(office)
    group = (
        CommandMessage("k1", MATTERS.name, "register", MATTER),
        CommandMessage("k2", MATTERS.name, "void", {"reason": "误录"}),
    )
    job = JobMessage((group,), Caller("x", "clerk", None))
    (result,) = OwnerClient(LocalRpcClient(office)).carry_out(MATTERS, job)
    assert isinstance(result, GroupRefusal)
    assert (result.step, result.problem["detail"]) == (1, "void for captain")
    assert count_events(office) == before


def founders(step: Step) -> set[str]:
    """Who may take a step while its register is empty."""
    return {authorization.FOUNDER} if step.founding else set()


def test_the_administrator_founds_while_a_register_is_empty_and_never_after() -> None:
    office = Office(units="")
    founder = Actor("founder:first", "administrator")
    unit = {"code": "JU", "name": "局", "kind": "bureau", "parents": [], "opened_on": "2010-01-01"}
    office.command(Command("first", "training.units", "open", unit, founder))
    with pytest.raises(Forbidden):
        office.command(Command("second", "training.units", "open", unit | {"code": "DT"}, founder))
    person = {"code": "A", "name": "合成", "unit": "JU", "role": "leader", "kind": "established", "party_member": False}
    office.command(Command("join", "training.people", "join", person | {"joined_on": "2016-01-01"}, founder))
    with pytest.raises(Forbidden):
        office.command(
            Command("twice", "training.people", "join", person | {"joined_on": "2016-01-01", "code": "B"}, founder)
        )


@pytest.mark.parametrize("step", STEPS)
def test_who_may_take_a_step_is_who_the_register_names(step: Step) -> None:
    admitted = {role for role in {*ROLES, "reaction", "anonymous"} if authorization.may_take(step, role)}
    assert admitted == {*step.roles, "reaction", *(OUTSIDERS if step.outside else ()), *founders(step)}
    correcting = {role for role in {*ROLES, "anonymous"} if authorization.may_take(step, role, corrects=True)}
    assert correcting == set(step.correctors)


def test_a_step_is_corrected_by_those_who_may_correct_it(office: Office) -> None:
    """Who may take a step is not always who may correct it."""
    apart = [
        (register, step)
        for register in catalogue.REGISTERS.values()
        for step in register.steps
        if step.correctors != step.roles and step.roles - step.correctors
    ]
    for register, step in apart:
        role = min(step.roles - step.correctors)
        with pytest.raises(Forbidden):
            office.command(Command("k", register.name, step.name, {}, Actor("x", role), "any", corrects=1))
    assert apart
