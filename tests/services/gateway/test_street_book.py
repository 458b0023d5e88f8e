"""The street's book: what a device keeps for one person, bounded, without what they may not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from services.gateway.street import book, book_lists
from tests.office import Office
from tests.services.cases.city import FORMS, City
from tests.services.cases.grid_records import adopt, define
from tests.services.gateway.gateway_client import GatewayClient

BOOK, CASE = "/v1/street/book", "cases.digital_cases"
SHOP: dict[str, Any] = {
    "unit": "DT",
    "kind": "shop",
    "name": "面馆（合成）",
    "street": "映月路",
    "keeper": "欧阳甲乙丙",
    "telephone": "10000000077",
    "registered_on": "2017-01-01",
}


@pytest.fixture
def site(tmp_path: Path) -> GatewayClient:
    office = Office()
    city = City(office)
    office.unit("JU", kind="bureau")
    adopt(office)
    define(office, street="东亭街道")
    define(office, "320205001001002", unit="ZS", community="前桥")
    office.do("outreach.managed_objects", "", "register", code="S1", **SHOP)
    city.case_after("dispatch")
    city.case_after("dispatch", unit="ZS")
    city.case_after("close")
    return GatewayClient(tmp_path, office)


def book_of(site: GatewayClient, role: str = "officer", unit: str | None = "DT") -> dict[str, Any]:
    answer = site.request(BOOK, role=role, unit=unit)
    assert answer.status_code == 200
    told: dict[str, Any] = orjson.loads(answer.data)
    return told


def labels(told: dict[str, Any], name: str) -> list[str]:
    return [one["label"] for one in told["lists"][name]["items"]]


def test_an_officer_has_their_units_records_and_the_classes(site: GatewayClient) -> None:
    told = book_of(site)
    assert told["person"] == {"id": "officer@DT", "role": "officer", "unit": "DT"}
    (case,) = told["lists"]["cases"]["items"]
    assert (case["status"], case["unit"], case["problem"]) == ("dispatched", "DT", "占道经营")
    assert {one["id"] for one in told["lists"]["classes"]["items"]} == {"E-0501", "C-0102"}
    assert [one["id"] for one in told["lists"]["grids"]["items"]] == ["320205001001001"]
    assert labels(told, "streets") == ["东亭街道"]
    assert labels(told, "communities") == ["映月"]
    assert told["lists"]["units"] == {"items": [{"id": "DT", "label": "单位DT"}], "whole": True}
    assert told["silent"] == []


def test_who_is_of_no_unit_has_all_units_to_choose_from(site: GatewayClient) -> None:
    told = book_of(site, "clerk", None)
    assert {"DT", "ZS"} <= {one["id"] for one in told["lists"]["units"]["items"]}
    assert len(told["lists"]["cases"]["items"]) == 2


def test_no_private_text_is_in_it_whoever_reads(site: GatewayClient) -> None:
    for role in ("officer", "captain"):
        text = site.request(BOOK, role=role).text
        assert "面馆（合成）" in text
        assert "欧阳" not in text
        assert "10000000077" not in text


def test_lists_that_no_job_of_the_role_needs_are_not_asked_for(site: GatewayClient) -> None:
    told = book_of(site, "trainer")
    assert [one["id"] for one in told["jobs"]] == ["roll"]
    assert told["lists"].keys() == {"people", "sessions", "units"}


def test_what_has_not_changed_is_not_sent_again(site: GatewayClient) -> None:
    first = site.request(BOOK, role="officer")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = site.request(BOOK, role="officer", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    site.office.do(CASE, "", "report", **FORMS["report"])
    assert site.request(BOOK, role="officer", If_None_Match=first.headers["ETag"]).status_code == 304
    site.office.do(
        "cases.grids", "320205001001001", "amend", edition="WG-1", street="安镇街道", in_force_on="2017-02-01"
    )
    assert site.request(BOOK, role="officer", If_None_Match=first.headers["ETag"]).status_code == 200


def test_a_list_is_bounded_and_says_so(site: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    few = tuple(
        book_lists.BookList(one.name, one.register, one.statuses, 1, one.shows, own=one.own) for one in book_lists.LISTS
    )
    monkeypatch.setattr(book, "LISTS", few)
    told = book_of(site)
    assert (len(told["lists"]["classes"]["items"]), told["lists"]["classes"]["whole"]) == (1, False)
    assert told["lists"]["grids"]["whole"]


def test_an_owner_that_is_silent_leaves_the_rest(site: GatewayClient) -> None:
    site.rpc_client.away = {"equipment"}
    told = book_of(site)
    assert told["silent"] == ["kit_definitions", "kits"]
    assert "classes" in told["lists"]
    assert "kits" not in told["lists"]


def test_it_asks_one_page_of_a_list_however_many_there_are(site: GatewayClient) -> None:
    def calls() -> int:
        site.rpc_client.calls.clear()
        book_of(site)
        return len(site.rpc_client.calls)

    few = calls()
    for _ in range(20):
        site.office.do(CASE, "", "report", **FORMS["report"])
    assert calls() == few < 20


def test_programs_of_citizens_have_no_book(site: GatewayClient) -> None:
    assert site.request(BOOK, role="outsider").status_code == 403
    assert site.request(BOOK, role="auditor").status_code == 403
