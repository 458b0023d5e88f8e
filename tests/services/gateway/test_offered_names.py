"""Who left and what is out of use is offered in no new form, stands where it was named, and is meant by its code."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import catalogue
from contracts.errors import Undefined
from contracts.forms import Form
from contracts.register import Register, Step
from services.gateway.web.forms import choices, name_finder
from services.gateway.web.forms.submission import REASON
from tests.services.equipment import equipment_records
from tests.services.gateway.gateway_client import FilledForm, GatewayClient, without_tags

PEOPLE = "/v1/names/training/people"
MATTERS = "/registers/outreach/matters"
NEW = {"community": "映月", "matter": "路灯不亮", "requested_on": "2017-03-01"}
QUARTERMASTER: dict[str, Any] = {"role": "quartermaster", "unit": None}


@pytest.fixture
def counter(gateway: GatewayClient) -> GatewayClient:
    """Somebody on strength, and somebody of the same name who left."""
    for code in ("DT-02", "GONE"):
        gateway.office.person(code, "DT", name="合成甲")
    leave(gateway, "GONE")
    return gateway


def leave(gateway: GatewayClient, code: str) -> None:
    gateway.office.do("training.people", code, "leave", left_on="2017-05-31", reason="调离")
    gateway.project_events()


def new_matter(gateway: GatewayClient) -> str:
    saved = gateway.fill(f"{MATTERS}/new", NEW)
    return str(saved.headers["Location"]).partition("?")[0]


def suggest(gateway: GatewayClient, text: str) -> dict[str, str]:
    return {one["id"]: one["label"] for one in gateway.request(f"{PEOPLE}?q={text}").get_json()["items"]}


def test_who_left_is_in_no_list_and_found_by_the_whole_code_alone(
    counter: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{new_matter(counter)}/accept"
    page = counter.request(path).text
    assert 'value="DT-02"' in page
    assert 'value="GONE"' not in page
    assert suggest(counter, "hcj").keys() == {"DT-02"}
    assert suggest(counter, "GON") == {}
    assert suggest(counter, "GONE") == {"GONE": "合成甲 GONE（已离职）"}
    monkeypatch.setattr(choices, "MOST_OFFERED", 1)
    asked = counter.fill(path, {"accepted_on": "2017-03-02", "handler": "GON"})
    assert "已离职、停用等的只认完整编号" in asked.text
    assert counter.fill(path, {"accepted_on": "2017-03-02", "handler": "gone"}).status_code == 303, "the rule takes it"


def test_those_who_left_take_nobody_s_room(counter: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_finder, "MOST", 2)
    for number in range(4):
        counter.office.person(f"A{number}", "DT", name="合成甲")
        leave(counter, f"A{number}")
    assert suggest(counter, "合成甲").keys() == {"DT-02"}


@pytest.mark.parametrize("most", [40, 1])
def test_a_record_that_names_somebody_who_left_keeps_them_and_is_corrected(
    counter: GatewayClient, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(choices, "MOST_OFFERED", most)
    matter = new_matter(counter)
    taken = counter.fill(f"{matter}/accept", {"accepted_on": "2017-03-02", "handler": "DT-02"})
    assert taken.status_code == 303, without_tags(taken.text)
    leave(counter, "DT-02")
    correction = f"{matter}/accept?corrects=2"

    page = counter.request(correction)

    assert "合成甲 DT-02（已离职）" in page.text
    sent = FilledForm(page.text).fill_in({"accepted_on": "2017-03-03", REASON: "录入有误"})
    assert counter.request(correction, sent).status_code == 303
    record = counter.office.registers.record("outreach.matters", matter.rpartition("/")[2])
    assert (record["handler"], str(record["accepted_on"])) == ("DT-02", "2017-03-03")


def test_a_vehicle_out_of_service_and_a_unit_that_is_closed_are_not_offered(gateway: GatewayClient) -> None:
    office = gateway.office
    for code in ("DT-C1", "DT-C2"):
        equipment_records.vehicle(office, code)
    office.do("equipment.vehicles", "DT-C2", "retire", out_of_service_on="2017-03-01", reason="报废")
    office.unit("OLD", "DBT")
    office.do("training.units", "OLD", "close", closed_on="2017-03-01", reason="撤并")
    gateway.project_events()
    page = gateway.request("/registers/equipment/dashcams/new", **QUARTERMASTER).text
    assert 'value="DT-C1"' in page
    assert 'value="DT-C2"' not in page
    units = gateway.request("/registers/training/people/new", role="trainer", unit=None).text
    assert 'value="ZS"' in units
    assert 'value="OLD"' not in units


def test_what_is_offered_is_a_status_of_the_register_and_mostly_all_but_what_was_voided() -> None:
    people, matters = (catalogue.REGISTERS[name] for name in ("training.people", "outreach.matters"))
    assert people.offered_statuses == {"on_strength", "on_duty"}
    assert matters.offered_statuses == set(matters.words) - {"voided"}
    step = Step("begin", "begun", "开始 / Begin", "new -> begun", Form)
    with pytest.raises(Undefined):
        Register("training.x", "甲", "X", (step,), words={"begun": "已开始"}, offered="ended")
