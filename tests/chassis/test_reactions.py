"""What an event of one service causes in another, exactly once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts import envelope
from contracts.envelope import Event
from contracts.errors import Undefined
from services.chassis.handling.reactions import Reactions
from services.chassis.messaging.retry import Later
from services.chassis.records.command import CommandRequest
from services.chassis.records.lookup import Lookup
from services.chassis.storage import journal
from tests.office import Office

REGISTERED = "outreach.matters.registered.v1"
VOLUNTEERS = "outreach.volunteer_events"


def plan_a_visit(event: Event, _find: Lookup) -> CommandRequest | None:
    """Whoever asked at 映月 is visited."""
    if event.data["community"] != "映月":
        return None
    form = {
        "unit": event.unit,
        "title": "走访",
        "kind": "visit",
        "planned_on": "2017-03-01",
        "planned_for": "2017-03-09",
    }
    return CommandRequest(VOLUNTEERS, "plan", form)


REACTIONS = Reactions((REGISTERED, plan_a_visit))


def register_matter(office: Office, community: str = "映月", unit: str = "DT") -> Event:
    events = office.do(
        "outreach.matters", "", "register", unit=unit, community=community, matter="x", requested_on="2017-03-01"
    )
    return events[-1]


def react_to(office: Office, *events: Event) -> None:
    with office.store.begin() as tx:
        REACTIONS.carry_out(tx, office.registers, events)


def visits(office: Office) -> list[str]:
    return [one["id"] for one in office.registers.page(VOLUNTEERS, within={}, after="", most=10)]


def only_event(office: Office, register: str, id_: str) -> Event:
    with office.store.begin_read() as tx:
        ((_, body),) = journal.history(tx, register, [id_])
    return envelope.decode(body.encode())


def test_an_event_causes_a_command_whose_event_names_its_cause(office: Office) -> None:
    cause = register_matter(office)
    react_to(office, cause)
    (visit,) = visits(office)
    event = only_event(office, VOLUNTEERS, visit)
    assert (event.causationid, event.correlationid, event.actor) == (cause.id, cause.correlationid, cause.actor)


def test_an_event_heard_again_causes_nothing_more(office: Office) -> None:
    cause = register_matter(office)
    react_to(office, cause, cause)
    react_to(office, cause)
    assert len(visits(office)) == 1


def test_a_reaction_may_decline(office: Office) -> None:
    react_to(office, register_matter(office, "诺卡"))
    assert visits(office) == []


def test_a_correction_causes_nothing(office: Office) -> None:
    cause = register_matter(office)
    (corrected,) = office.do(
        "outreach.matters", cause.subject, "register", corrects=1,
        unit="DT", community="映月", matter="y", requested_on="2017-03-01",
    )  # fmt: skip
    react_to(office, corrected)
    assert visits(office) == []


def test_what_is_not_known_yet_is_waited_for_and_leaves_nothing_half_done(office: Office) -> None:
    good, early = register_matter(office), replace(register_matter(office), unit="NEW")
    with pytest.raises(Later):
        react_to(office, good, early)
    assert visits(office) == []
    office.unit("NEW")
    react_to(office, good, early)
    assert len(visits(office)) == 2


def test_a_reaction_to_an_event_that_there_is_not_is_refused() -> None:
    with pytest.raises(Undefined):
        Reactions(("outreach.matters.dreamt.v1", plan_a_visit))
