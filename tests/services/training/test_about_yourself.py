"""Whom a record is about does not decide on it: in person, for another, by a correction, a release, a sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.chassis.handling import presenter
from services.chassis.records import authorization
from services.chassis.records.command import Actor, Command
from services.chassis.records.separation import AboutYourself
from tests.office import Office
from tests.services.training.norm_records import published_norm
from tests.services.training.test_breaches import BREACHES, FORM, ROAD, reported_breach

CHECKS, PEOPLE, POSTS = (f"training.{name}" for name in ("conduct_checks", "people", "posts"))
ACCUSED = Actor("a", "leader")
CHECKED = Actor("a", "inspector")
OWN_DECISIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("report", "confirm", {"confirmed_on": "2017-03-10"}),
    ("inquire", "clear", {"cleared_on": "2017-03-05", "reason": "没有"}),
    ("confirm", "handle", {"handled_on": "2017-03-12", "handling": "talk"}),
    ("appeal", "change", {"changed_on": "2017-04-01", "reason": "没有", "outcome": "no_breach"}),
    ("appeal", "uphold", {"upheld_on": "2017-04-01", "reason": "没有"}),
    ("handle", "close", {"closed_on": "2017-04-01"}),
    ("report", "void", {"reason": "没有"}),
]
APPOINTMENT: dict[str, Any] = {"role": "captain", "appointed_on": "2017-05-01"}
POST: dict[str, Any] = {"person": "a", "role": "trainer", "appointed_on": "2017-05-01", "from_on": "2017-05-01"}


@pytest.fixture
def staffed_office(office: Office) -> Office:
    for code in "abc":
        office.person(code, "DT", joined="2017-01-01")
    published_norm(office)
    return office


def check(person: str, by: Actor, *, sheet: bool = False) -> Command:
    persons = [{"person": person, "dressed": True}]
    form: dict[str, Any] = {"unit": "DT", "inspector": "c" if sheet else by.id, "checked_on": "2017-03-01"}
    form |= {"persons": persons, "findings": []}
    return Command(f"check {person} {by}", CHECKS, "check", form, by, imported=sheet)


@pytest.mark.parametrize(("to", "step", "form"), OWN_DECISIONS)
@pytest.mark.parametrize("who", [ACCUSED, Actor("c", "leader", on_behalf_of="a")])
def test_the_accused_decides_nothing_in_their_own_breach(
    staffed_office: Office, who: Actor, to: str, step: str, form: dict[str, Any]
) -> None:
    record = reported_breach(staffed_office, "inquire" if step == "confirm" else to)
    before = staffed_office.record(BREACHES, record).version
    with pytest.raises(AboutYourself):
        staffed_office.do_as(who, BREACHES, record, step, **form)
    assert staffed_office.record(BREACHES, record).version == before
    staffed_office.do_as(Actor("c", "leader"), BREACHES, record, step, **form)


def test_the_accused_may_appeal(staffed_office: Office) -> None:
    record = reported_breach(staffed_office, "handle")
    staffed_office.do_as(ACCUSED, BREACHES, record, "appeal", **ROAD["appeal"])


def test_nor_by_a_correction_that_names_another_nor_by_a_sheet(staffed_office: Office) -> None:
    record = reported_breach(staffed_office, "inquire")
    with pytest.raises(AboutYourself):
        staffed_office.do_as(
            ACCUSED, BREACHES, record, "report", 1, **FORM | {"reported_on": "2017-03-02", "person": "c"}
        )
    clearing = {"cleared_on": "2017-03-05", "reason": "没有"}
    with pytest.raises(AboutYourself):
        staffed_office.command(Command("sheet", BREACHES, "clear", clearing, ACCUSED, record, imported=True))


def test_what_an_event_causes_is_nobodys_choice(staffed_office: Office) -> None:
    record = reported_breach(staffed_office, "handle")
    caused = Actor("a", authorization.CAUSED)
    staffed_office.do_as(caused, BREACHES, record, "close", closed_on="2017-04-01")


@pytest.mark.parametrize(
    "own", [check("a", CHECKED, sheet=True), check("a", replace(CHECKED, id="c", on_behalf_of="a"))]
)
def test_who_is_checked_does_not_record_the_check(staffed_office: Office, own: Command) -> None:
    with pytest.raises(AboutYourself):
        staffed_office.command(own)
    staffed_office.command(check("b", CHECKED))


def test_nobody_changes_their_own_line_of_the_personnel_register(staffed_office: Office) -> None:
    trainer = Actor("a", "trainer")
    with pytest.raises(AboutYourself):
        staffed_office.do_as(trainer, PEOPLE, "a", "appoint", **APPOINTMENT)
    with pytest.raises(AboutYourself):
        staffed_office.do_as(trainer, PEOPLE, "a", "leave", left_on="2017-05-01", reason="调离")
    staffed_office.do_as(trainer, PEOPLE, "b", "appoint", **APPOINTMENT)
    with pytest.raises(AboutYourself):
        staffed_office.do_as(Actor("b", "trainer"), PEOPLE, "b", "appoint", 2, **APPOINTMENT | {"role": "leader"})


def test_nobody_ends_or_prolongs_a_post_of_their_own(staffed_office: Office) -> None:
    post = staffed_office.do(POSTS, "", "appoint", **POST)[-1].subject
    with pytest.raises(AboutYourself):
        staffed_office.do_as(Actor("a", "trainer"), POSTS, post, "end", ended_on="2017-06-01", reason="届满")


def test_who_held_a_thing_before_hands_it_to_the_next(staffed_office: Office) -> None:
    asset, keeper = "equipment.assets", Actor("a", "quartermaster")
    form: dict[str, Any] = {"code": "R-1", "unit": "DT", "kind": "radio", "model": "x", "registered_on": "2017-01-02"}
    staffed_office.do(asset, "", "register", **form)
    staffed_office.do(asset, "R-1", "stock", stocked_on="2017-01-03")
    with pytest.raises(AboutYourself):
        staffed_office.do_as(keeper, asset, "R-1", "issue", holder="a", issued_on="2017-02-01", signed=True)
    staffed_office.do(asset, "R-1", "issue", holder="a", issued_on="2017-02-01", signed=True)
    back: dict[str, Any] = {"returned_by": "a", "returned_on": "2017-03-01", "signed": True, "condition": "good"}
    with pytest.raises(AboutYourself):
        staffed_office.do_as(keeper, asset, "R-1", "give_back", **back)
    staffed_office.do(asset, "R-1", "give_back", **back)
    staffed_office.do_as(keeper, asset, "R-1", "issue", holder="b", issued_on="2017-03-02", signed=True)
    with pytest.raises(AboutYourself):
        staffed_office.do_as(keeper, asset, "R-1", "give_back", 4, **back | {"condition": "worn"})


def test_a_record_says_which_steps_are_not_for_whom_it_is_about(staffed_office: Office) -> None:
    record = staffed_office.record(BREACHES, reported_breach(staffed_office, "inquire"))
    told = presenter.full(record, staffed_office.registers.masker_for(ACCUSED, ()))
    assert told.apart == {"confirm": [], "clear": [], "void": []}
