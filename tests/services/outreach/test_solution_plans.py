from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import Invalid, NotNow, OutOfOrder
from services.chassis.records import deadlines
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.chassis.records.references import UnknownReference
from services.outreach.solution_plans import (
    NoLonger,
    PlanDueBeforePlanned,
    PlannedAlready,
    PlannedBeforeReceived,
)
from tests.office import PROOF, Office
from tests.services.outreach.public_contact import (
    PLANS,
    claimed_value,
    gaps,
    opinion,
    plan,
    read_model,
    value,
    visited_opinion,
)

DONE: dict[str, Any] = {"done_on": "2017-05-05", "result": "已清理", "evidence": PROOF}
CONFIRMED: dict[str, Any] = {"confirmed_on": "2017-05-08", "satisfied": True}


@pytest.fixture
def staffed_office(office: Office) -> Office:
    """An office with somebody who can own a plan."""
    office.person("o", "DT")
    return office


def test_a_plan_is_done_and_confirmed_by_who_raised_the_opinion(staffed_office: Office) -> None:
    record = plan(staffed_office, visited_opinion(staffed_office))
    staffed_office.do(PLANS, record, "finish", **DONE)
    (event,) = staffed_office.do(PLANS, record, "confirm", **CONFIRMED)
    assert (staffed_office.record(PLANS, record).status(), event.evidencelevel) == ("confirmed", "E2")


def test_a_plan_says_what_who_and_until_when(staffed_office: Office) -> None:
    about = visited_opinion(staffed_office)
    for missing in ("plan", "owner", "due_on"):
        with pytest.raises(Invalid) as refused:
            plan(staffed_office, about, **{missing: None})
        assert refused.value.errors[0]["field"] == missing
    with pytest.raises(UnknownReference):
        plan(staffed_office, about, owner="nobody")


def test_a_plan_answers_an_opinion_that_stands(staffed_office: Office) -> None:
    about = opinion(staffed_office)
    staffed_office.do("outreach.opinions", about, "void", reason="重复")
    with pytest.raises(UnknownReference):
        plan(staffed_office, about)


def test_a_plan_follows_its_opinion_and_is_not_due_before_it_was_made(staffed_office: Office) -> None:
    about = visited_opinion(staffed_office)
    with pytest.raises(PlannedBeforeReceived):
        plan(staffed_office, about, planned_on="2017-04-04")
    with pytest.raises(PlanDueBeforePlanned):
        plan(staffed_office, about, due_on="2017-04-09")
    assert plan(staffed_office, about, planned_on="2017-04-05", due_on="2017-04-05")


def test_an_opinion_has_one_plan_at_a_time(staffed_office: Office) -> None:
    about = visited_opinion(staffed_office)
    first = plan(staffed_office, about)
    with pytest.raises(PlannedAlready):
        plan(staffed_office, about)
    staffed_office.do(PLANS, first, "cancel", reason="换方案", cancelled_on="2017-04-12")
    assert plan(staffed_office, about, planned_on="2017-04-12")


def test_a_plan_is_corrected_without_meeting_itself(staffed_office: Office) -> None:
    about = visited_opinion(staffed_office)
    record = plan(staffed_office, about)
    form: dict[str, Any] = {"unit": "DT", "opinion": about, "plan": "整治", "owner": "o", "due_on": "2017-05-10"}
    (event,) = staffed_office.do(PLANS, record, "make", corrects=1, **form, planned_on="2017-04-11")
    assert event.data["took_days"] == 4


def test_an_extension_ends_later_and_moves_the_due_day(staffed_office: Office) -> None:
    record = plan(staffed_office, visited_opinion(staffed_office))
    for until in ("2017-05-09", "2017-05-10"):
        with pytest.raises(NoLonger):
            staffed_office.do(PLANS, record, "extend", reason="汛期", extended_on="2017-05-01", until=until)
    staffed_office.do(PLANS, record, "extend", reason="汛期", extended_on="2017-05-01", until="2017-05-20")
    (due,) = deadlines.running(staffed_office.record(PLANS, record))
    assert due.due.isoformat() == "2017-05-20"


def test_what_is_reopened_has_a_new_day_that_lies_ahead(staffed_office: Office) -> None:
    record = plan(staffed_office, visited_opinion(staffed_office))
    staffed_office.do(PLANS, record, "finish", **DONE)
    assert deadlines.running(staffed_office.record(PLANS, record)) == []
    form: dict[str, Any] = {"reason": "反弹", "reopened_on": "2017-05-20"}
    with pytest.raises(PlanDueBeforePlanned):
        staffed_office.do(PLANS, record, "reopen", **form, due_on="2017-05-19")
    staffed_office.do(PLANS, record, "reopen", **form, due_on="2017-06-01")
    (due,) = deadlines.running(staffed_office.record(PLANS, record))
    assert due.due.isoformat() == "2017-06-01"


def test_a_plan_is_confirmed_after_it_was_done(staffed_office: Office) -> None:
    record = plan(staffed_office, visited_opinion(staffed_office))
    with pytest.raises(NotNow):
        staffed_office.do(PLANS, record, "confirm", **CONFIRMED)
    staffed_office.do(PLANS, record, "finish", **DONE)
    with pytest.raises(OutOfOrder):
        staffed_office.do(PLANS, record, "confirm", **CONFIRMED | {"confirmed_on": "2017-05-04"})


@pytest.mark.parametrize(
    ("received", "planned", "days"),
    [
        ("2017-01-20", "2017-01-26", 5),  # the make-up Sunday of 22 January counts
        ("2017-05-25", "2017-06-06", 7),  # so does the make-up Saturday of 27 May, and the Dragon Boat days do not
        ("2017-04-05", "2017-04-05", 0),
        ("2017-04-07", "2017-04-09", 0),
    ],
)
def test_days_to_the_plan_are_working_days(staffed_office: Office, received: str, planned: str, days: int) -> None:
    about = opinion(staffed_office, received_at=f"{received}T10:00:00+08:00")
    record = plan(staffed_office, about, planned_on=planned, due_on="2017-12-01")
    assert staffed_office.record(PLANS, record)["took_days"] == days


def test_a_plan_and_what_was_done_name_nobody(staffed_office: Office) -> None:
    about = visited_opinion(staffed_office)
    for field in ("plan", "note"):
        with pytest.raises(NamesSomebody):
            plan(staffed_office, about, **{field: "联系13812345678"})
    record = plan(staffed_office, about)
    with pytest.raises(NamesSomebody):
        staffed_office.do(PLANS, record, "finish", **DONE | {"result": "联系13812345678"})


def test_the_plan_as_a_paper_verifies_that_the_opinion_was_collected(staffed_office: Office) -> None:
    plan(staffed_office, visited_opinion(staffed_office), evidence=PROOF)
    plan(staffed_office, visited_opinion(staffed_office))
    assert value(read_model(staffed_office), "A5.opinions") == (2, 1)


def test_opinions_without_a_plan_are_gaps(staffed_office: Office) -> None:
    planned, bare = visited_opinion(staffed_office), visited_opinion(staffed_office)
    opinion(staffed_office)
    record = plan(staffed_office, planned)
    model = read_model(staffed_office)
    assert value(model, "A5.opinions")[0] == 2, "what came by weibo was not collected on a visit"
    assert value(model, "A5.opinions_planned")[0] == 0.5
    assert value(model, "A5.opinions_planned", "2017-04-09")[0] == 0
    assert gaps(staffed_office, "A5.opinions_planned") == [bare]
    staffed_office.do(PLANS, record, "cancel", reason="换方案", cancelled_on="2017-04-12")
    assert gaps(staffed_office, "A5.opinions_planned") == sorted([planned, bare])


def test_a_cancelled_plan_does_not_take_a_later_one_with_it(staffed_office: Office) -> None:
    about = visited_opinion(staffed_office)
    staffed_office.do(PLANS, plan(staffed_office, about), "cancel", reason="换方案", cancelled_on="2017-04-12")
    plan(staffed_office, about, planned_on="2017-04-12")
    assert claimed_value(staffed_office, "A5.opinions_planned") == 1


def test_solved_is_what_the_host_confirmed_and_was_not_reopened(staffed_office: Office) -> None:
    record, other = (
        plan(staffed_office, visited_opinion(staffed_office)),
        plan(staffed_office, visited_opinion(staffed_office)),
    )
    for one in (record, other):
        staffed_office.do(PLANS, one, "finish", **DONE)
    assert claimed_value(staffed_office, "A5.solved_confirmed") == 0
    staffed_office.do(PLANS, record, "confirm", **CONFIRMED)
    staffed_office.do(PLANS, other, "confirm", **CONFIRMED | {"satisfied": False})
    assert value(read_model(staffed_office), "A5.solved_confirmed") == (0.5, 0.5)
    staffed_office.do(PLANS, record, "reopen", reason="反弹", reopened_on="2017-06-01", due_on="2017-07-01")
    assert claimed_value(staffed_office, "A5.solved_confirmed") == 0
    assert claimed_value(staffed_office, "A5.solved_confirmed", "2017-05-31") == 0.5


def test_days_to_the_plan_are_those_of_visits(staffed_office: Office) -> None:
    plan(staffed_office, visited_opinion(staffed_office), planned_on="2017-04-07")
    plan(staffed_office, visited_opinion(staffed_office), planned_on="2017-04-12")
    plan(staffed_office, opinion(staffed_office), planned_on="2017-04-10")
    assert claimed_value(staffed_office, "A5.days_to_plan") == 5
    assert claimed_value(Office(), "A5.days_to_plan") is None
