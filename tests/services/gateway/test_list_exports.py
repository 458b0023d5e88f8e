"""What is exported is what the list shows: the same records, in the same order, however it is narrowed and sorted."""

from __future__ import annotations

import csv
import io
import itertools
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from services.gateway.spreadsheets import exporting
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient

LIST = "/v1/outreach/matters"
QUERIES: list[dict[str, str]] = [
    {"sort": "opened"},
    {"sort": "-opened"},
    {"sort": "-opened", "own_first": "false"},
    {"sort": "opened", "status": "done"},
    {"sort": "-opened", "unit": "ZS"},
    {"opened_from": "2017-03-02"},
    {"opened_from": "2017-03-01", "opened_to": "2017-03-02", "sort": "opened"},
    {"q": "路灯"},
    {"q": "路灯", "sort": "opened", "unit": "DT", "status": "done"},
    {"q": "没有这样的"},
]


@pytest.fixture
def matters(office: Office) -> list[str]:
    """Seven matters of two units and three days, one of them not done."""
    days = itertools.cycle(("2017-03-01", "2017-03-02", "2017-03-03"))
    done = [office.matter(unit, requested=next(days)) for unit in ("DT", "ZS", "DT", "ZS", "DT", "ZS")]
    form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "井盖", "requested_on": "2017-03-02"}
    return [*done, office.do("outreach.matters", "", "register", **form)[-1].subject]


def get(gateway: GatewayClient, query: dict[str, str], path: str = LIST) -> Any:
    answer = gateway.request(f"{path}?{urlencode(query, quote_via=quote)}", Accept="*/*")
    assert answer.status_code == 200, answer.text
    return answer


def list_ids(gateway: GatewayClient, query: dict[str, str]) -> list[str]:
    ids, asked = list[str](), query | {"limit": "2"}
    while True:
        page = get(gateway, asked).json
        ids += [one["id"] for one in page["items"]]
        if not page["next"]:
            return ids
        asked["cursor"] = page["next"]


def export_ids(gateway: GatewayClient, query: dict[str, str]) -> list[str]:
    text = get(gateway, query | {"format": "csv"}, f"{LIST}/export").data.decode("utf-8-sig")
    return [row[0] for row in csv.reader(io.StringIO(text))][1:]


@pytest.mark.usefixtures("matters")
@pytest.mark.parametrize("query", QUERIES, ids=urlencode)
def test_what_is_exported_is_what_the_list_shows_in_its_order(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch, query: dict[str, str]
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 2)
    shown = list_ids(gateway, query)
    assert export_ids(gateway, query) == shown
    assert bool(shown) == (query.get("q") != "没有这样的")


def test_what_asks_for_no_order_is_exported_whole_in_the_order_of_ids(
    gateway: GatewayClient, matters: list[str]
) -> None:
    assert export_ids(gateway, {}) == sorted(matters)
    assert export_ids(gateway, {"unit": "DT"}) == sorted(list_ids(gateway, {"unit": "DT"}))


def test_a_page_leads_to_the_export_of_what_it_shows(gateway: GatewayClient) -> None:
    page = gateway.request("/registers/outreach/matters?q=x&opened_from=2017-03-01&own_first=false").text
    narrowed = "q=x&amp;own_first=false&amp;opened_from=2017-03-01&amp;sort=-opened&amp;format=csv"
    assert f'href="{LIST}/export?{narrowed}"' in page
    for path in (f"{LIST}/export", LIST):
        assert gateway.request(f"{path}?opened_from=2017-03-01&sort=community", Accept="*/*").status_code == 422
