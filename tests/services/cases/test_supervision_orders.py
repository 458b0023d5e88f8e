from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases import supervision
from services.cases.supervision_orders import DueBeforeIssued
from services.chassis.handling import presenter
from services.chassis.handling.masking import Sight
from services.chassis.records.references import UnknownReference
from services.gateway.read_model.programme import campaign
from tests.office import READER, Office, build_view, measure_value

S = "cases.supervision_orders"
STEPS: dict[str, dict[str, Any]] = {
    "acknowledge": {"acknowledged_on": "2017-04-04"},
    "reply": {"replied_on": "2017-04-06", "reply": "已办"},
    "return": {"returned_on": "2017-04-07", "reason": "未说明原因"},
    "resolve": {"resolved_on": "2017-04-10", "verdict": "同意办结"},
    "escalate": {"escalated_on": "2017-04-11", "to": "分管副局长", "reason": "逾期未复"},
}


@pytest.fixture(name="staffed")
def with_somebody_to_sign(office: Office) -> Office:
    office.person("a", "ZS")
    return office


def item(office: Office) -> str:
    form = {"unit": "DT", "category": "slow", "problem": "慢", "source_kind": "self_found", "raised_on": "2017-04-01"}
    return office.do("cases.rectifications", "", "raise", None, **form)[-1].subject


def issued_order(office: Office, **more: Any) -> str:
    form: dict[str, Any] = {
        "unit": "DT",
        "kind": "overdue",
        "register": "cases.rectifications",
        "issued_by": "a",
        "requirement": "限期办结",
        "issued_on": "2017-04-03",
        "reply_due": "2017-04-07",
        "due_on": "2017-04-14",
    }
    return office.do(S, "", "issue", **form | {"case": more.get("case") or item(office)} | more)[-1].subject


def take_steps(office: Office, order: str, *steps: str, **last: Any) -> None:
    for step in steps:
        office.do(S, order, step, **STEPS[step] | (last if step == steps[-1] else {}))


def test_an_order_lies_over_a_case_that_there_is(staffed: Office) -> None:
    with pytest.raises(UnknownReference) as refused:
        issued_order(staffed, case="nothing")
    assert refused.value.errors[0]["field"] == "case"


def test_whoever_reads_a_case_sees_the_orders_over_it_as_they_stand(staffed: Office) -> None:
    case, other = item(staffed), item(staffed)
    first, second = issued_order(staffed, case=case), issued_order(staffed, case=case, kind="leader")
    take_steps(staffed, first, "acknowledge", "reply", "resolve")
    staffed.do(S, issued_order(staffed, case=case), "void", reason="误签")
    answers = {
        one: presenter.record(staffed.registers, READER, one, Sight("cases.rectifications")) for one in (case, other)
    }
    overlays = {one: supervision.with_supervision(staffed.registers, answer) for one, answer in answers.items()}
    orders = {one.id: (one.status, one.fields["kind"], len(one.due)) for one in overlays[case].supervision or ()}
    assert orders == {first: ("resolved", "overdue", 0), second: ("issued", "leader", 2)}
    assert overlays[other].supervision == ()


def test_an_order_over_a_case_of_another_register_is_not_shown(staffed: Office) -> None:
    issued_order(staffed, case=(case := item(staffed)))
    record = presenter.record(staffed.registers, READER, case, Sight("cases.rectifications"))
    namesake = replace(record, register="cases.complaints")
    assert supervision.with_supervision(staffed.registers, namesake).supervision == ()
    order = replace(record, register=S)
    assert supervision.with_supervision(staffed.registers, order) == order


@pytest.mark.parametrize("more", [{"reply_due": "2017-04-02"}, {"due_on": "2017-04-06"}])
def test_what_is_demanded_is_due_after_the_order(staffed: Office, more: dict[str, Any]) -> None:
    with pytest.raises(DueBeforeIssued):
        issued_order(staffed, **more)


def test_a_reply_that_will_not_do_comes_back(staffed: Office) -> None:
    order = issued_order(staffed)
    take_steps(staffed, order, "acknowledge", "reply", "return")
    assert staffed.record(S, order).status() == "acknowledged"
    with pytest.raises(NotNow):
        take_steps(staffed, order, "resolve")


def test_an_escalated_order_is_answered_and_resolved(staffed: Office) -> None:
    order = issued_order(staffed)
    take_steps(staffed, order, "escalate")
    staffed.do(S, order, "reply", replied_on="2017-04-12", reply="已办")
    staffed.do(S, order, "resolve", resolved_on="2017-04-13", verdict="同意")
    assert staffed.record(S, order).status() == "resolved"


def test_orders_resolved_by_their_day_of_those_that_have_come_due(staffed: Office) -> None:
    for resolved in ("2017-04-14", "2017-04-15"):
        take_steps(staffed, issued_order(staffed), "acknowledge", "reply", "resolve", resolved_on=resolved)
    issued_order(staffed)
    issued_order(staffed, due_on="2017-12-31")
    assert measure_value(build_view(staffed.events, campaign()), "B2.orders_in_time", "2017-05-31").claimed == 1 / 3
