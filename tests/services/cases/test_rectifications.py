from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow, Problem
from services.cases.rectifications import (
    NoProof,
    NoRecurrence,
    OwnVerifier,
    RectificationDueBeforePlanned,
    RectificationNotLonger,
)
from services.chassis.records.personal_numbers.guard import NamesSomebody
from services.gateway.read_model import queries
from services.gateway.read_model.programme import campaign
from tests.office import PROOF, Office, build_view, make_as_of, measure_value

R = "cases.rectifications"
FORMS: dict[str, dict[str, Any]] = {
    "plan": {"planned_on": "2017-04-03", "measure": "限期改正", "responsible_person": "a", "due_on": "2017-05-03"},
    "start": {"started_on": "2017-04-05"},
    "submit": {"submitted_on": "2017-04-20", "result": "已改", "proof": PROOF},
    "verify": {"verified_on": "2017-04-21", "verifier": "b"},
    "return": {"returned_on": "2017-04-21", "reason": "未改到位"},
    "extend": {"extended_on": "2017-04-22", "until": "2017-06-30", "reason": "需协调"},
    "close": {"closed_on": "2017-04-25", "outcome": "已整改到位"},
    "cancel": {"cancelled_on": "2017-04-25", "reason": "重复登记"},
}


@pytest.fixture(name="staffed")
def with_people(office: Office) -> Office:
    office.person("a", "DT")
    office.person("b", "ZS")
    return office


def raised_item(office: Office, **more: Any) -> str:
    form = {
        "unit": "DT",
        "category": "slow",
        "problem": "办理缓慢",
        "source_kind": "self_found",
        "raised_on": "2017-04-01",
    }
    return office.do(R, "", "raise", **form | more)[-1].subject


def take_steps(office: Office, item: str, *steps: str, **last: Any) -> Any:
    for step in steps:
        events = office.do(R, item, step, **FORMS[step] | (last if step == steps[-1] else {}))
    return events


def closed_item(office: Office, on: str = "2017-04-25", **more: Any) -> str:
    item = raised_item(office, **more)
    take_steps(office, item, "plan", "submit", "verify", "close", closed_on=on)
    return item


@pytest.mark.parametrize("lacking", ["measure", "responsible_person", "due_on"])
def test_measure_person_and_date_are_all_three_needed_for_a_plan(staffed: Office, lacking: str) -> None:
    item = raised_item(staffed)
    form = {name: value for name, value in FORMS["plan"].items() if name != lacking}
    with pytest.raises(Problem) as refused:
        staffed.do(R, item, "plan", **form)
    assert [one["field"] for one in refused.value.errors] == [lacking]


def test_work_without_a_plan_is_not_submitted(staffed: Office) -> None:
    with pytest.raises(NotNow):
        take_steps(staffed, raised_item(staffed), "submit")


def test_a_plan_is_not_due_before_it_is_made(staffed: Office) -> None:
    with pytest.raises(RectificationDueBeforePlanned):
        take_steps(staffed, raised_item(staffed), "plan", due_on="2017-04-02")
    take_steps(staffed, raised_item(staffed), "plan", due_on="2017-04-03")


def test_nothing_is_submitted_without_proof(staffed: Office) -> None:
    with pytest.raises(NoProof):
        take_steps(staffed, raised_item(staffed), "plan", "submit", proof=[])


def test_whoever_was_to_rectify_does_not_verify(staffed: Office) -> None:
    with pytest.raises(OwnVerifier):
        take_steps(staffed, raised_item(staffed), "plan", "submit", "verify", verifier="a")


def test_what_was_returned_is_worked_on_and_submitted_again(staffed: Office) -> None:
    item = raised_item(staffed)
    take_steps(staffed, item, "plan", "start", "submit", "return")
    staffed.do(R, item, "start", started_on="2017-04-22")
    staffed.do(R, item, "submit", **FORMS["submit"] | {"submitted_on": "2017-04-24"})
    assert staffed.record(R, item).status() == "submitted"


def test_an_extension_moves_the_due_date_later_only(staffed: Office) -> None:
    item = raised_item(staffed)
    take_steps(staffed, item, "plan", "extend")
    assert str(staffed.record(R, item).due("rectify")) == "2017-06-30"
    with pytest.raises(RectificationNotLonger):
        take_steps(staffed, item, "extend", until="2017-06-30")


def test_an_item_recurs_only_after_its_like_was_closed_within_ninety_days(staffed: Office) -> None:
    first = closed_item(staffed)
    (event,) = staffed.do(
        R, "", "raise", unit="DT", category="slow", problem="又慢", source_kind="self_found", raised_on="2017-07-24"
    )
    assert event.data["alike"] == [first]
    assert staffed.record(R, raised_item(staffed, raised_on="2017-07-25")).get("alike") == []
    for other in ({"unit": "ZS"}, {"category": "unfair"}, {"raised_on": "2017-07-25"}):
        with pytest.raises(NoRecurrence):
            raised_item(staffed, **{"recurs": first, "raised_on": "2017-07-24"} | other)


def test_an_item_is_not_its_own_recurrence_when_it_is_corrected(staffed: Office) -> None:
    form = {"unit": "DT", "category": "slow", "source_kind": "self_found", "raised_on": "2017-04-25"}
    item = raised_item(staffed, raised_on="2017-04-25")
    take_steps(staffed, item, "plan", planned_on="2017-04-25")
    for step, day in (("submit", "submitted_on"), ("verify", "verified_on"), ("close", "closed_on")):
        take_steps(staffed, item, step, **{day: "2017-04-25"})
    (event,) = staffed.do(R, item, "raise", corrects=1, problem="办理很慢", **form)
    assert event.data["alike"] == []


@pytest.mark.parametrize(("to", "step"), [("plan", "cancel"), ("close", "void")])
def test_why_nothing_is_rectified_goes_back_without_names(staffed: Office, to: str, step: str) -> None:
    item = raised_item(staffed)
    take_steps(staffed, item, *{"plan": ("plan",), "close": ("plan", "submit", "verify", "close")}[to])
    form: dict[str, Any] = {"reason": "已电话13812345678告知"}
    form |= {"cancelled_on": "2017-04-25"} if step == "cancel" else {}
    with pytest.raises(NamesSomebody):
        staffed.do(R, item, step, **form)


def test_plans_overdue_items_punctuality_and_recurrence_are_counted(staffed: Office) -> None:
    punctual, late = closed_item(staffed), closed_item(staffed, on="2017-05-10")
    bare, open_ = raised_item(staffed), raised_item(staffed)
    take_steps(staffed, open_, "plan")
    take_steps(staffed, raised_item(staffed), "cancel")
    raised_item(staffed, recurs=punctual, raised_on="2017-06-01")
    read_model = build_view(staffed.events, campaign())
    planned = measure_value(read_model, "A1.rectification_planned")
    assert (planned.claimed, planned.verified) == (3 / 5, 2 / 5), "the proof of the rectification verifies its plan"
    assert measure_value(read_model, "A1.overdue", "2017-05-03").claimed == 2
    assert measure_value(read_model, "A1.overdue", "2017-05-31").claimed == 1
    assert measure_value(read_model, "A1.rectified_in_time", "2017-05-31").claimed == 1 / 3
    assert measure_value(read_model, "A1.recurrence").claimed == 1 / 2
    with read_model.store.begin_read() as tx:
        missing = queries.gaps(tx, read_model.programme.measures["A1.rectification_planned"], make_as_of("2017-05-31"))
    assert [row.subject for row in missing] == [bare]
    assert late


def test_an_extended_item_is_not_overdue_before_its_new_date(staffed: Office) -> None:
    item = raised_item(staffed)
    take_steps(staffed, item, "plan", "extend")
    read_model = build_view(staffed.events, campaign())
    assert [measure_value(read_model, "A1.overdue", one).claimed for one in ("2017-05-31", "2017-06-30")] == [None, 1]


def test_a_void_takes_everything_back(staffed: Office) -> None:
    item = closed_item(staffed)
    staffed.do(R, item, "void", reason="误录")
    assert measure_value(build_view(staffed.events, campaign()), "A1.rectification_planned").n == 0
