from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import NotNow
from services.cases.supervision_orders import DueBeforeIssued
from services.chassis.references import UnknownReference
from services.gateway.view.programme import campaign
from tests.office import Office, ask, viewed

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


def ordered(office: Office, **more: Any) -> str:
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


def taken(office: Office, order: str, *steps: str, **last: Any) -> None:
    for step in steps:
        office.do(S, order, step, **STEPS[step] | (last if step == steps[-1] else {}))


def test_an_order_lies_over_a_case_that_there_is(staffed: Office) -> None:
    with pytest.raises(UnknownReference) as refused:
        ordered(staffed, case="nothing")
    assert refused.value.errors[0]["field"] == "case"


@pytest.mark.parametrize("more", [{"reply_due": "2017-04-02"}, {"due_on": "2017-04-06"}])
def test_what_is_demanded_is_due_after_the_order(staffed: Office, more: dict[str, Any]) -> None:
    with pytest.raises(DueBeforeIssued):
        ordered(staffed, **more)


def test_a_reply_that_will_not_do_comes_back(staffed: Office) -> None:
    order = ordered(staffed)
    taken(staffed, order, "acknowledge", "reply", "return")
    assert staffed.record(S, order).status() == "acknowledged"
    with pytest.raises(NotNow):
        taken(staffed, order, "resolve")


def test_an_escalated_order_is_answered_and_resolved(staffed: Office) -> None:
    order = ordered(staffed)
    taken(staffed, order, "escalate")
    staffed.do(S, order, "reply", replied_on="2017-04-12", reply="已办")
    staffed.do(S, order, "resolve", resolved_on="2017-04-13", verdict="同意")
    assert staffed.record(S, order).status() == "resolved"


def test_orders_resolved_by_their_day_of_those_that_have_come_due(staffed: Office) -> None:
    for resolved in ("2017-04-14", "2017-04-15"):
        taken(staffed, ordered(staffed), "acknowledge", "reply", "resolve", resolved_on=resolved)
    ordered(staffed)
    ordered(staffed, due_on="2017-12-31")
    assert ask(viewed(staffed.events, campaign()), "B2.orders_in_time", "2017-05-31").claimed == 1 / 3
