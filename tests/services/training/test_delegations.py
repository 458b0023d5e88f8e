from __future__ import annotations

from typing import Any

import pytest

from contracts.envelope import Event
from contracts.refusals import NotOnStrength
from services.chassis.records.command import Actor, Command
from services.training.delegations import LentAlready, NotTheDelegator, OwnDelegate
from services.training.posts import EndsBeforeItBegins
from tests.office import Office

DELEGATIONS = "training.delegations"
CAPTAIN = Actor("A", "captain", frozenset({"DT"}), "DT")
FORM = {
    "delegator": "A",
    "delegate": "B",
    "granted_on": "2017-01-02",
    "from_on": "2017-01-03",
    "until": "2017-01-10",
}


@pytest.fixture
def staffed_office(office: Office) -> Office:
    """A captain and an officer of a squadron."""
    office.person("A", "DT", role="captain")
    office.person("B", "DT")
    return office


def grant(office: Office, actor: Actor = CAPTAIN, **more: Any) -> Event:
    """A delegation as an actor grants it."""
    key = f"d{len(office.events)}"
    return office.command(Command(key, DELEGATIONS, "grant", FORM | more, actor))[-1]


def test_the_post_in_which_somebody_acts_is_lent(staffed_office: Office) -> None:
    event = grant(staffed_office)
    assert (event.data["role"], event.data["post_unit"], event.unit) == ("captain", "DT", "DT")
    assert (event.actor, event.post) == ("A", "captain@DT")


def test_nobody_lends_what_is_not_theirs(staffed_office: Office) -> None:
    with pytest.raises(NotTheDelegator):
        grant(staffed_office, Actor("B", "officer", frozenset({"DT"}), "DT"))
    with pytest.raises(LentAlready):
        grant(staffed_office, Actor("B", "captain", frozenset({"DT"}), "DT", "A"))
    with pytest.raises(OwnDelegate):
        grant(staffed_office, delegate="A")


def test_a_delegation_has_an_end_and_a_delegate_on_strength(staffed_office: Office) -> None:
    with pytest.raises(EndsBeforeItBegins):
        grant(staffed_office, until="2017-01-02")
    staffed_office.do("training.people", "B", "leave", left_on="2017-01-01", reason="离职")
    with pytest.raises(NotOnStrength):
        grant(staffed_office)


def test_a_post_is_asked_back_by_its_holder(staffed_office: Office) -> None:
    record = grant(staffed_office).subject
    recall = {"recalled_on": "2017-01-05", "reason": "已返岗"}
    with pytest.raises(NotTheDelegator):
        staffed_office.command(
            Command("r1", DELEGATIONS, "recall", recall, Actor("B", "captain", frozenset({"DT"}), "DT"), record)
        )
    staffed_office.command(Command("r2", DELEGATIONS, "recall", recall, CAPTAIN, record))
    assert staffed_office.record(DELEGATIONS, record).status() == "recalled"
