"""Over a real broker: what people say becomes a rectification or a case elsewhere, and what came of it comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.suite import Suite, until

OPINIONS, REPORTS = "outreach/opinions", "outreach/supervision_reports"
ITEMS, CASES = "cases/rectifications", "cases/digital_cases"
CATEGORIES = {ITEMS: ("rectification", "slow"), CASES: ("case", "street_order")}
PERSON = {"name": "某", "kind": "established", "party_member": False, "joined_on": "2016-01-01"}
CLASS: dict[str, Any] = {
    "code": "E-0502",
    "unit": "ZX",
    "division": "320205",
    "name": "占道经营",
    "condition": "占用道路设摊经营",
    "closing_condition": "劝离并清理",
    "limits": [{"grade": "B", "kind": "workhours", "value": 8}],
    "source": "示例（合成）",
    "in_force_on": "2016-01-01",
}
SUPERVISOR = {"number": "JD-1", "unit": "ZX", "kind": "supervisor", "name": "某监督员", "nominated_on": "2017-01-03"}
Steps = tuple[tuple[str, dict[str, Any]], ...]
SEEN: Steps = (
    ("verify", {"verified_at": "2017-03-13T09:00:00+08:00", "finding": "exist"}),
    ("accept", {"accepted_on": "2017-03-13", "case_class": "E-0502", "grid": "G-01", "place": "路口"}),
    ("file", {"filed_at": "2017-03-13T10:00:00+08:00", "grade": "B"}),
    ("dispatch", {"dispatched_at": "2017-03-13T10:30:00+08:00", "unit": "DBT"}),
    ("receive", {"received_on": "2017-03-13"}),
    ("dispose", {"disposed_at": "2017-03-13T16:00:00+08:00", "outcome": "已劝离"}),
    ("check", {"checked_at": "2017-03-13T17:00:00+08:00", "result": "pass"}),
    ("close", {"closed_at": "2017-03-13T17:30:00+08:00", "outcome": "已劝离并清理"}),
)
UNFOUNDED: Steps = (
    ("verify", {"verified_at": "2017-03-13T09:00:00+08:00", "finding": "not_exist"}),
    ("reject", {"rejected_on": "2017-03-13", "reason": "到场未见占道"}),
)
PLANNED = {"planned_on": "2017-03-13", "measure": "限时到场", "responsible_person": "p-DBT", "due_on": "2017-04-01"}
RECTIFIED: Steps = (
    ("plan", PLANNED),
    ("submit", {"submitted_on": "2017-03-20", "result": "已改"}),
    ("verify", {"verified_on": "2017-03-21", "verifier": "p-ZX"}),
    ("close", {"closed_on": "2017-03-22", "outcome": "已限时到场"}),
)
CANCELLED: Steps = (("cancel", {"cancelled_on": "2017-03-14", "reason": "另有整改项涵盖"}),)


@pytest.fixture(scope="module")
def bureau(suite: Suite) -> Suite:
    """A squadron and a centre with a person each, a class of cases, a supervisor in office."""
    suite.unit("DBT")
    suite.unit("ZX", kind="section")
    for unit, role in (("DBT", "officer"), ("ZX", "other")):
        post_form(suite, "training/people", {"code": f"p-{unit}", "unit": unit, "role": role} | PERSON)
    until(lambda: suite.post("/v1/cases/case_classes", CLASS).status == 201, "cases knows the units")
    until(lambda: suite.post("/v1/outreach/supervisors", SUPERVISOR).status == 201, "outreach knows the units")
    post_form(suite, "outreach/supervisors/JD-1/appoint", {"appointed_on": "2017-01-10", "term_to": "2018-12-31"})
    return suite


def post_form(suite: Suite, path: str, form: dict[str, Any]) -> dict[str, Any]:
    """A step; what was answered."""
    response = suite.post(f"/v1/{path}", form)
    assert response.status in (200, 201), response.body.decode()
    answer: dict[str, Any] = response.json
    return answer


def create_source(suite: Suite, register: str) -> str:
    """What somebody said, ready to be handled; its id."""
    if register == REPORTS:
        form = {"supervisor": "JD-1", "unit": "DBT", "matter": "多日无人到场", "received_on": "2017-03-10"}
        return str(post_form(suite, register, form)["record"]["id"])
    opinion_form = {
        "unit": "DBT",
        "channel": "weibo",
        "matter": "多日无人到场",
        "received_at": "2017-03-10T09:00:00+08:00",
    }
    opinion = str(post_form(suite, register, opinion_form)["record"]["id"])
    post_form(suite, f"{register}/{opinion}/triage", {"triaged_on": "2017-03-10", "topic": "other"})
    return opinion


def convert_source(suite: Suite, register: str, into: str) -> tuple[str, str]:
    """What was said, and the record that came of it in the other service."""
    source, before = create_source(suite, register), ids(suite, into)
    target, category = CATEGORIES[into]
    form = {"converted_on": "2017-03-11", "target": target, "category": category, "summary": "多日无人到场"}
    post_form(suite, f"{register}/{source}/convert", form)
    until(lambda: ids(suite, into) > before, f"{register} became {into}")
    (record,) = ids(suite, into) - before
    return source, record


def ids(suite: Suite, register: str) -> set[str]:
    return {one["id"] for one in suite.get(f"/v1/{register}").json["items"]}


def run_steps(suite: Suite, register: str, record: str, steps: Steps) -> None:
    proof = suite.hand_in(b"proof", ITEMS.replace("/", "."), "submit", kind="image/png")
    for step, form in steps:
        post_form(suite, f"{register}/{record}/{step}", form | ({"proof": [proof]} if step == "submit" else {}))


@pytest.mark.parametrize("register", [OPINIONS, REPORTS])
@pytest.mark.parametrize(
    ("into", "steps", "result", "text"),
    [
        (ITEMS, RECTIFIED, "done", "已限时到场"),
        (ITEMS, CANCELLED, "declined", "另有整改项涵盖"),
        (CASES, SEEN, "done", "已劝离并清理"),
        (CASES, UNFOUNDED, "unfounded", "到场未见占道"),
    ],
)
def test_what_was_said_becomes_a_record_elsewhere_whose_end_comes_back(  # noqa: PLR0913, PLR0917 -- its table
    bureau: Suite, register: str, into: str, steps: Steps, result: str, text: str
) -> None:
    source, record = convert_source(bureau, register, into)
    answer = bureau.get(f"/v1/{into}/{record}").json
    named = answer["fields"]["source" if into == ITEMS else "source_record"]
    assert (named, answer["unit"], answer["status"]) == (source, "DBT", "raised" if into == ITEMS else "reported")

    run_steps(bureau, into, record, steps)

    ended = "handled" if register == REPORTS else "resolved"
    until(lambda: bureau.get(f"/v1/{register}/{source}").json["status"] == ended, "what came of it came back")
    fields = bureau.get(f"/v1/{register}/{source}").json["fields"]
    assert (fields["result"], fields["outcome_text"], fields["handled_as"]) == (result, text, record)


def test_the_way_there_and_back_can_be_followed_by_its_causes(bureau: Suite) -> None:
    opinion, item = convert_source(bureau, OPINIONS, ITEMS)
    run_steps(bureau, ITEMS, item, CANCELLED)
    until(lambda: bureau.get(f"/v1/{OPINIONS}/{opinion}").json["status"] == "resolved", "it came back")
    histories = (bureau.get(f"/v1/{path}").json["history"] for path in (f"{OPINIONS}/{opinion}", f"{ITEMS}/{item}"))
    events = {one["step"]: event(bureau, one["event"]) for history in histories for one in history}
    assert events["raise"]["causationid"] == events["convert"]["id"]
    assert events["resolve"]["causationid"] == events["cancel"]["id"]


def event(suite: Suite, id_: str) -> dict[str, Any]:
    """An event as the view has it, once it has."""
    until(lambda: suite.get(f"/v1/facts/{id_}").status == 200, "the view heard of it")
    envelope: dict[str, Any] = suite.get(f"/v1/facts/{id_}").json["event"]
    return envelope
