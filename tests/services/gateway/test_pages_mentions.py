"""What names a record stands on its page and in the interface: by register, counted, for who may read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts import catalogue
from services.chassis.storage.lists import mention_reading
from services.gateway.owner_client import OwnerClient
from tests.office import PROOF
from tests.services.equipment import equipment_records
from tests.services.gateway.gateway_client import GatewayClient, without_tags
from tests.services.outreach.service_brand import card, hand_over, shop
from tests.services.training import question_bank, training_records

SHOP = "outreach/managed_objects/S1"
PERSON = "training/people/DT-01"


@pytest.fixture
def street(gateway: GatewayClient) -> GatewayClient:
    """A shop with a card that a person gave it, and a call about it."""
    gateway.office.person("p1", "ZS")
    shop(gateway.office, "S1")
    card(gateway.office)
    hand_over(gateway.office, "ZS-1", "S1")
    return gateway


def answer_of(gateway: GatewayClient, path: str, status: int = 200, **who: Any) -> Any:
    token = gateway.token(who.get("role", "clerk"), who.get("unit", "DT"))
    answer = gateway.client.get(path, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == status, answer.text
    return answer.json


def section(page: str) -> str:
    return page.partition('id="naming"')[2].partition('id="history"')[0]


def test_a_shop_shows_the_cards_that_name_it_and_leads_to_their_list(street: GatewayClient) -> None:
    part = section(street.request(f"/registers/{SHOP}").text)
    assert "联系卡" in without_tags(part)
    assert 'href="/registers/outreach/contact_cards/ZS-1"' in part
    assert "作为：管理对象" in part
    assert "1 条" in part
    list_ = "/registers/outreach/contact_cards?names=outreach.managed_objects%2FS1"
    assert f'href="{list_}"' in part
    page = street.request(list_).text
    assert 'href="/registers/outreach/contact_cards/ZS-1"' in page
    assert '<input type="hidden" name="names" value="outreach.managed_objects/S1">' in page
    assert f'href="/registers/{SHOP}"' in page, "back to what is named"


def test_a_shop_shows_its_city_cases_and_clues(street: GatewayClient) -> None:
    report: dict[str, Any] = {
        "unit": "ZS",
        "source": "patrol",
        "problem": "店外经营（合成）",
        "reported_at": "2017-06-01T09:00:00+08:00",
    }
    case = street.office.do("cases.digital_cases", "", "report", object="S1", **report)[-1].subject
    found: dict[str, Any] = {
        "act": "SYN-1",
        "unit": "ZS",
        "source": "patrol",
        "matter": "店外经营（合成）",
        "found_on": "2017-06-01",
    }
    clue = street.office.do("cases.penalties", "", "find", object="S1", online=False, evidence=PROOF, **found)[
        -1
    ].subject
    part = section(street.request(f"/registers/{SHOP}", role="legal").text)
    assert f'href="/registers/cases/digital_cases/{case}"' in part
    assert f'href="/registers/cases/penalties/{clue}"' in part


def test_the_interface_answers_the_same(street: GatewayClient) -> None:
    told = answer_of(street, f"/v1/{SHOP}/mentions")
    (group,) = told["registers"]
    assert (group["register"], group["total"], group["total_is_exact"]) == ("outreach.contact_cards", 1, True)
    (row,) = group["items"]
    assert (row["record"], [one["id"] for one in row["fields"]], row["earlier"]) == ("ZS-1", ["object"], [])
    items = answer_of(street, "/v1/outreach/contact_cards?names=outreach.managed_objects/S1")["items"]
    assert [one["id"] for one in items] == ["ZS-1"]
    assert answer_of(street, "/v1/outreach/contact_cards?names=outreach.managed_objects/S2")["items"] == []
    answer_of(street, "/v1/outreach/managed_objects/S9/mentions", 404)


@pytest.mark.parametrize(
    "names", ["outreach.managed_objects", "training.norms/N", "nothing.at_all/x", "training.units/DT"]
)
def test_what_no_record_of_a_register_can_name_is_refused(street: GatewayClient, names: str) -> None:
    refused = answer_of(street, f"/v1/outreach/contact_cards?names={names}", 422)
    assert refused["errors"][0]["field"] == "names"


def test_an_export_and_the_pages_of_a_list_are_narrowed_alike(street: GatewayClient) -> None:
    card(street.office, "DT-1", "DT")
    street.project_events()
    narrowed = "names=outreach.managed_objects/S1"
    token = street.token("clerk", "DT")
    export = street.client.get(
        f"/v1/outreach/contact_cards/export?format=csv&{narrowed}", headers={"Authorization": f"Bearer {token}"}
    ).text
    assert "ZS-1" in export
    assert "DT-1" not in export
    assert "names=outreach.managed_objects%2FS1" in street.request(f"/registers/outreach/contact_cards?{narrowed}").text


def test_a_register_that_somebody_may_not_read_tells_nothing_of_what_names_a_record(gateway: GatewayClient) -> None:
    training_records.course(gateway.office)
    training_records.closed_session(gateway.office, "DT-01")
    record = catalogue.REGISTERS["training.sessions"]
    told = answer_of(gateway, f"/v1/{PERSON}/mentions")
    assert record.name in [one["register"] for one in told["registers"]]
    pages = [gateway.request(f"/registers/{PERSON}", role=role, unit=None).text for role in ("auditor", "trainer")]
    assert all(record.zh in section(page) for page in pages)


def test_what_names_a_person_in_a_register_of_few_readers_is_for_these_alone(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    training_records.course(gateway.office)
    training_records.closed_session(gateway.office, "DT-01")
    sessions = catalogue.REGISTERS["training.sessions"]
    monkeypatch.setitem(catalogue.REGISTERS, sessions.name, replace(sessions, readers="trainer"))
    assert sessions.zh not in section(gateway.request(f"/registers/{PERSON}").text)
    assert sessions.zh in section(gateway.request(f"/registers/{PERSON}", role="trainer", unit=None).text)
    answer_of(gateway, "/v1/training/sessions?names=training.people/DT-01", 403)


def test_an_owner_that_does_not_answer_is_named_and_the_rest_is_shown(gateway: GatewayClient) -> None:
    equipment_records.asset(gateway.office)
    gateway.office.do("equipment.assets", "R-1", "issue", holder="DT-01", issued_on="2017-02-01", signed=True)
    gateway.rpc_client.away.add("cases")
    page = gateway.request(f"/registers/{PERSON}").text
    assert "暂时无法取得：执法与办案" in section(page)
    assert "R-1" in section(page)
    assert answer_of(gateway, f"/v1/{PERSON}/mentions")["silent"] == ["cases"]


def test_an_older_owner_counts_as_one_that_does_not_answer(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OwnerClient, "pulse", lambda _self, _service: None)  # it says nothing newer of itself
    gateway.rpc_client.peers.note("cases", {"protocol": 5})
    told = answer_of(gateway, f"/v1/{PERSON}/mentions")
    assert told["silent"] == ["cases"]
    answer_of(gateway, "/v1/cases/digital_cases?names=training.people/DT-01", 503)
    answer_of(gateway, "/v1/cases/digital_cases")


def test_more_than_are_counted_are_at_least_so_many(gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mention_reading, "EXACT_UP_TO", 6)
    for number in range(7):
        equipment_records.asset(gateway.office, f"R-{number}")
        form: dict[str, Any] = {"holder": "DT-01", "issued_on": "2017-02-01", "signed": True}
        gateway.office.do("equipment.assets", f"R-{number}", "issue", **form)
    part = section(gateway.request(f"/registers/{PERSON}").text)
    assert "至少 6 条" in part
    assert part.count("/registers/equipment/assets/R-") == 5
    assert "查看全部" in part


def test_a_unit_says_why_its_records_are_not_listed(gateway: GatewayClient) -> None:
    part = section(gateway.request("/registers/training/units/DT").text)
    assert "按单位筛选" in part
    assert answer_of(gateway, "/v1/training/units/DT/mentions") == {"registers": [], "silent": []}


def test_what_nothing_names_says_so_and_a_record_of_a_kind_that_nothing_can_name_has_no_heading(
    gateway: GatewayClient,
) -> None:
    shop(gateway.office, "S1")
    assert "没有记录提及本记录" in section(gateway.request(f"/registers/{SHOP}").text)
    training_records.course(gateway.office)
    code = question_bank.question(gateway.office, "Q1")
    page = gateway.request(f"/registers/training/questions/{code}", role="trainer", unit=None).text
    assert 'id="naming"' not in page
