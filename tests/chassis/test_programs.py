"""A program registers what happened; who is employed, what is approved and what is true, a person says."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.records.command import Actor, Command
from services.chassis.records.separation import InPerson
from tests.office import Office

PORTAL, HR = Actor("key:portal", "captain", frozenset({"DT"}), "DT"), Actor("key:hr", "trainer")
JOINING: dict[str, Any] = {
    "code": "PUP-01",
    "name": "某",
    "unit": "DT",
    "kind": "established",
    "role": "captain",
    "party_member": False,
    "joined_on": "2017-01-02",
}
CONFIRMED: dict[str, Any] = {"confirmed_on": "2017-03-10", "satisfied": True}


def test_a_program_registers_and_finishes_and_confirms_nothing(office: Office) -> None:
    form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "路灯", "requested_on": "2017-03-01"}
    record = office.do_as(PORTAL, "outreach.matters", "", "register", **form)[-1].subject
    office.do_as(PORTAL, "outreach.matters", record, "accept", accepted_on="2017-03-02")
    office.do_as(PORTAL, "outreach.matters", record, "finish", done_on="2017-03-08", outcome="修好")
    with pytest.raises(InPerson):
        office.do_as(PORTAL, "outreach.matters", record, "confirm", **CONFIRMED)


def test_what_a_program_s_sheet_says_of_others_awaits_a_person(office: Office) -> None:
    record = office.matter("DT")
    sheet = Command("k", "outreach.matters", "confirm", CONFIRMED, PORTAL, record, imported=True)
    assert office.command(sheet)[-1].evidencelevel == "E1"
    with pytest.raises(InPerson):
        office.command(Command("r", "outreach.matters", "confirm", {}, PORTAL, record, releases=office.events[-1].id))


@pytest.mark.parametrize("imported", [False, True])
def test_no_program_makes_a_person_or_gives_a_post(office: Office, *, imported: bool) -> None:
    office.person("EH-01", "ZS")
    post = {"person": "EH-01", "role": "leader", "appointed_on": "2017-01-02", "from_on": "2017-01-02"}
    for register, step, form in (("people", "join", JOINING), ("posts", "appoint", post)):
        with pytest.raises(InPerson):
            office.command(Command(step, f"training.{register}", step, form, HR, imported=imported))


def test_no_program_decides_what_somebody_did(office: Office) -> None:
    office.person("EH-01", "ZS")
    with pytest.raises(InPerson):
        office.do_as(Actor("key:office", "leader"), "training.breaches", "any", "clear", reason="x")
