"""What a step causes in another register of its service: in the same transaction, once, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contracts.envelope import Event
from contracts.errors import Invalid, Undefined
from services.chassis.handling.command_service import Job
from services.chassis.records.command import Actor, Command, CommandRequest
from services.chassis.records.lookup import Lookup
from services.chassis.records.rules import Reaction, Rules
from services.outreach.matters import rules as matter_rules
from tests.office import Office

MATTERS, VOLUNTEERS = "outreach.matters", "outreach.volunteer_events"
FORM = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
VISIT = {"unit": "DT", "title": "走访", "kind": "visit", "planned_on": "2017-03-01", "planned_for": "2017-03-09"}


def plan_a_visit(event: Event, _lookup: Lookup) -> CommandRequest | None:
    """Whoever asked at 映月 is visited."""
    return CommandRequest(VOLUNTEERS, "plan", VISIT) if event.data["community"] == "映月" else None


def plan_badly(_event: Event, _lookup: Lookup) -> CommandRequest:
    """A form that the other register refuses."""
    return CommandRequest(VOLUNTEERS, "plan", {"unit": "DT"})


def office_with(office: Office, reaction: Reaction) -> Office:
    rules = Rules(matter_rules.register, matter_rules)
    rules.causes("register")(reaction)
    office.registers.rules[MATTERS] = rules
    return office


def register_matter(office: Office, id_: str = "m1", **more: str) -> str:
    command = Command(id_, MATTERS, "register", FORM | more, Actor("SYN-a", "clerk"))
    return office.command(command)[-1].subject if id_ else ""


def count(office: Office, register: str) -> int:
    return len(office.registers.page(register, within={}, after="", most=100))


def test_a_step_causes_another_whose_event_names_it(office: Office) -> None:
    matter = register_matter(office_with(office, plan_a_visit))
    cause, caused = office.events[-2:]
    assert (cause.subject, caused.register) == (matter, VOLUNTEERS)
    assert (caused.causationid, caused.correlationid, caused.actor) == (cause.id, cause.correlationid, cause.actor)


def test_a_command_that_comes_again_causes_nothing_more(office: Office) -> None:
    office_with(office, plan_a_visit)
    register_matter(office)
    office.registers.execute(Command("m1", MATTERS, "register", FORM, Actor("SYN-a", "clerk")))
    assert count(office, VOLUNTEERS) == 1


def test_a_step_may_cause_nothing(office: Office) -> None:
    register_matter(office_with(office, plan_a_visit), community="诺卡")
    assert count(office, VOLUNTEERS) == 0


def test_a_correction_causes_nothing(office: Office) -> None:
    matter = register_matter(office_with(office, plan_a_visit))
    office.do(MATTERS, matter, "register", corrects=1, **FORM | {"matter": "路灯两盏"})
    assert count(office, VOLUNTEERS) == 1


def test_where_what_is_caused_is_refused_nothing_stands(office: Office) -> None:
    office_with(office, plan_badly)
    with pytest.raises(Invalid):
        register_matter(office)
    assert count(office, MATTERS) == 0


def test_what_is_tried_only_causes_nothing_that_stands(office: Office) -> None:
    office_with(office, plan_a_visit)
    command = Command("m1", MATTERS, "register", FORM, Actor("SYN-a", "clerk"))
    office.registers.carry_out(Job(((command,),), dry=True))
    assert (count(office, MATTERS), count(office, VOLUNTEERS)) == (0, 0)


def test_of_several_commands_only_the_one_that_is_refused_takes_its_own_back(office: Office) -> None:
    calls: list[Callable[[Event, Lookup], CommandRequest]] = [plan_badly]

    def sometimes(event: Event, lookup: Lookup) -> CommandRequest | None:
        bad = event.data["community"] == "诺卡"
        return calls[0](event, lookup) if bad else plan_a_visit(event, lookup)

    office_with(office, sometimes)
    commands = [
        Command(f"m{number}", MATTERS, "register", FORM | {"community": one}, Actor("SYN-a", "clerk"))
        for number, one in enumerate(("映月", "诺卡", "映月"))
    ]
    office.registers.carry_out(Job(tuple((one,) for one in commands)))
    assert (count(office, MATTERS), count(office, VOLUNTEERS)) == (2, 2)


def test_a_cause_of_a_step_that_there_is_not_is_refused() -> None:
    with pytest.raises(Undefined):
        Rules(matter_rules.register).causes("dream")(plan_badly)
