"""What waits for somebody is told them by kind, in the units of their post, from all owners together."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts import catalogue
from contracts.tasks import KINDS
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient

Json = dict[str, Any]
MATTERS, COMPLAINTS, TRANSFERS = "outreach.matters", "cases.complaints", "cases.transfers"


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[GatewayClient]:
    """A gateway over an office where matters of two squadrons were done, and one applied with a feature."""
    office = Office()
    for unit, number in itertools.product(("DT", "ZS"), range(3)):
        office.matter(unit, "2017-12-01", f"2017-12-1{number}", evidence=["a" * 64])
    office.do(MATTERS, "", "register", unit="DT", community="映月", matter="井盖", requested_on="2017-12-20")
    office.feature("DT")
    yield GatewayClient(tmp_path, office)
    office.store.close()


def ask(gateway: GatewayClient, query: str = "", role: str = "captain", unit: str | None = "DT", who: str = "") -> Json:
    headers = {"Authorization": f"Bearer {gateway.token(role, unit, who)}"}
    answer = gateway.client.get(f"/v1/work{query}", headers=headers)
    body: Json = answer.get_json()
    return body | {"code": answer.status_code}


def items(body: Json, section: str) -> list[Json]:
    return next((one["items"] for one in body["sections"] if one["id"] == section), [])


def section_of(body: Json, name: str) -> Json:
    found: Json = next(one for one in body["sections"] if one["id"] == name)
    return found


def test_a_captain_is_told_what_waits_in_their_unit_with_what_it_is_about_and_what_is_next(
    gateway: GatewayClient,
) -> None:
    body = ask(gateway)
    assert [one["id"] for one in body["sections"]] == ["due", *(kind for kind in KINDS if kind in told_kinds(body))]
    assert body["silent"] == []
    confirm = items(body, "confirm")
    assert {one["unit"] for one in confirm} == {"DT"}
    assert len(confirm) == 3 == section_of(body, "confirm")["total"]
    assert confirm[0]["about"] == "映月 · 路灯"
    assert confirm[0]["title"] == {"zh": "为民办实事", "en": "Practical matters"}
    assert confirm[0]["steps"] == [{"id": "confirm", "title": {"zh": "确认", "en": "Confirm"}}]
    assert [one["since"] for one in confirm] == ["2017-12-10", "2017-12-11", "2017-12-12"]
    assert [one["about"] for one in items(body, "accept")] == ["映月 · 井盖"]


def told_kinds(body: Json) -> set[str]:
    return {one["id"] for one in body["sections"]}


def test_somebody_elses_unit_is_never_told(gateway: GatewayClient) -> None:
    gateway.office.do(MATTERS, "", "register", unit="ZS", community="映月", matter="井盖", requested_on="2017-12-20")
    gateway.project_events()
    assert items(ask(gateway, unit="ZS"), "due") != []
    assert {one["unit"] for one in items(ask(gateway, unit="ZS"), "confirm")} == {"ZS"}
    assert items(ask(gateway, "?unit=ZS"), "confirm") == []
    assert items(ask(gateway, "?unit=ZS"), "due") == []
    assert ask(gateway, "?unit=nowhere")["code"] == 404
    assert {one["unit"] for one in items(ask(gateway, unit=None), "confirm")} == {"DT", "ZS"}
    assert {one["unit"] for one in items(ask(gateway, "?unit=ZS", unit=None), "confirm")} == {"ZS"}


def test_who_took_the_earlier_step_is_not_told_of_the_later_one(gateway: GatewayClient) -> None:
    assert items(ask(gateway, who="SYN-finish"), "confirm") == []
    assert len(items(ask(gateway, who="SYN-accept"), "confirm")) == 3


def test_each_role_is_told_of_its_own_steps_alone(gateway: GatewayClient) -> None:
    leader = ask(gateway, role="leader", unit=None)
    assert [one["steps"][0]["id"] for one in items(leader, "approve")] == ["approve"]
    assert items(leader, "confirm") == []
    assert items(ask(gateway, role="publicist", unit=None), "approve") != []
    assert items(ask(gateway), "approve") == []
    auditor = ask(gateway, role="auditor", unit=None)
    assert [one["items"] for one in auditor["sections"] if one["id"] != "due"] == [[]]


def test_what_somebody_opened_and_left_is_told_them_alone(gateway: GatewayClient) -> None:
    left = items(ask(gateway, who="SYN-register", role="clerk"), "left")
    assert [(one["about"], one["steps"]) for one in left] == [("映月 · 井盖", [])]
    assert items(ask(gateway), "left") == []


def test_what_is_due_says_what_it_is_about_and_which_step_ends_it(gateway: GatewayClient) -> None:
    (row,) = items(ask(gateway), "due")
    assert (row["about"], row["due"], row["days_left"] < 0) == ("映月 · 井盖", "2017-12-27", True)
    assert [step["id"] for step in row["steps"]] == ["accept", "reject"]
    assert row["clock"]["zh"] == "受理答复"


def steps_due(gateway: GatewayClient, register: str, **who: Any) -> list[list[str]]:
    rows = [one for one in items(ask(gateway, **who), "due") if one["register"] == register]
    return [[step["id"] for step in row["steps"]] for row in rows]


def test_a_step_that_ends_a_clock_is_offered_once_the_record_allows_it(gateway: GatewayClient) -> None:
    receipt: Json = {
        "unit": "DT",
        "channel": "telephone",
        "kind": "street_order",
        "matter": "夜间摆摊",
        "received_on": "2017-11-01",
    }
    where: Json = {"community": "映月", "place": "映月路12号门前"}
    complaint = gateway.office.do(COMPLAINTS, "", "receive", **receipt, **where)[-1].subject
    gateway.office.do(COMPLAINTS, complaint, "accept", accepted_on="2017-11-02", reply_by="2017-11-09")
    gateway.project_events()
    assert steps_due(gateway, COMPLAINTS, role="clerk") == [[]], "what was not handled is not answered yet"
    gateway.office.do(COMPLAINTS, complaint, "handle", handled_on="2017-11-03", outcome="已劝离")
    gateway.project_events()
    assert steps_due(gateway, COMPLAINTS, role="clerk") == [["reply"]]
    assert steps_due(gateway, COMPLAINTS, role="auditor", unit=None) == [[]], "nor is what one's role does not do"
    gateway.rpc_client.away = {"cases"}
    assert steps_due(gateway, COMPLAINTS, role="clerk") == [[]], "nobody says what may be done now"


def test_who_took_the_earlier_step_is_not_offered_the_one_that_ends_the_clock(gateway: GatewayClient) -> None:
    papers: Json = {"reason": "涉嫌犯罪", "evidence": ["a" * 64], "prepared_on": "2017-12-20"}
    about: Json = {"unit": "DT", "matter": "涉嫌妨害公务", "to": "police", "receiver": "锡山公安分局"}
    gateway.office.do(TRANSFERS, "", "prepare", **about, **papers)
    gateway.project_events()
    assert steps_due(gateway, TRANSFERS, role="leader", unit=None) == [["approve", "reject"]]
    assert steps_due(gateway, TRANSFERS, role="leader", unit=None, who="SYN-prepare") == [[]]


@pytest.mark.parametrize("limit", [1, 2])
def test_a_section_goes_on_by_its_cursor_in_both_directions(gateway: GatewayClient, limit: int) -> None:
    whole = [one["record"] for one in items(ask(gateway, unit=None), "confirm")]
    met, first = [], ask(gateway, f"?limit={limit}", unit=None)
    page = section_of(first, "confirm")
    while True:
        met += [one["record"] for one in page["items"]]
        if page["next"] is None:
            break
        page = section_of(ask(gateway, f"?section=confirm&limit={limit}&cursor={page['next']}", unit=None), "confirm")
    assert met == whole
    back = [one["record"] for one in page["items"]]
    while page["previous"]:
        page = section_of(
            ask(gateway, f"?section=confirm&limit={limit}&cursor={page['previous']}", unit=None), "confirm"
        )
        back = [one["record"] for one in page["items"]] + back
    assert back == whole


def test_a_cursor_of_another_section_is_refused_and_so_is_a_section_that_there_is_not(gateway: GatewayClient) -> None:
    cursor = section_of(ask(gateway, "?limit=1", unit=None), "confirm")["next"]
    assert ask(gateway, f"?section=accept&cursor={cursor}", unit=None)["code"] == 422
    assert ask(gateway, f"?cursor={cursor}", unit=None)["code"] == 422
    wrong = ask(gateway, "?section=praise")
    assert (wrong["code"], wrong["errors"][0]["field"]) == (422, "section")


def test_an_owner_that_does_not_answer_is_named_and_the_others_are_told(gateway: GatewayClient) -> None:
    gateway.rpc_client.away = {"cases"}
    body = ask(gateway)
    assert body["silent"] == ["cases"]
    assert len(items(body, "confirm")) == 3
    assert section_of(body, "confirm")["total_is_exact"] is False
    gateway.rpc_client.away = set(catalogue.SERVICES)
    assert [one["id"] for one in ask(gateway)["sections"]] == ["due"]


def test_no_private_text_is_told(gateway: GatewayClient) -> None:
    who: Json = {"requester_name": "王小明", "telephone": "13800138000"}
    form: Json = {"unit": "DT", "community": "映月", "matter": "漏水", "requested_on": "2017-12-21"}
    gateway.office.do(MATTERS, "", "register", **form, **who)
    headers = {"Authorization": f"Bearer {gateway.token('captain', 'DT')}"}
    text = gateway.client.get("/v1/work", headers=headers).text
    assert "漏水" in text
    assert "13800138000" not in text
    assert "王小明" not in text
