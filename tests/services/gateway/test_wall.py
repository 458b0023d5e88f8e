"""The screen on the wall: it renews itself, says what everybody may see, and names nobody."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import catalogue
from services.gateway.web.leader.wall_page import MOST_LINES, MOST_TRENDS, lines_of, newest
from services.gateway.web.work.work_script import SCRIPT
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_page_weight import ANY_PAGE, CODINGS, weigh
from tests.services.gateway.test_pages import parse_page

AS_OF = "2017-07-02"
NAME = "合成人员"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A bureau in which a person came and four matters were done, one after the other."""
    office = Office()
    office.person("DT-01", "DT", name=NAME)
    for _number in range(4):
        office.matter()
    gateway = GatewayClient(tmp_path_factory.mktemp("wall"), office)
    yield gateway
    gateway.store.close()
    office.store.close()


def test_the_wall_shows_every_item_with_its_status_and_why_and_the_worst_trends(gateway: GatewayClient) -> None:
    response = gateway.request(f"/wall?as_of={AS_OF}", role="leader", unit=None)
    text = response.text
    parse_page(response)
    assert text.count('<li class="tile">') == 13
    assert text.count('class="because"') == 13
    assert 0 < text.count('<svg class="picture"') <= MOST_TRENDS
    assert "为民办实事" in text
    assert f"截至 {AS_OF}" in text


def test_it_renews_itself_without_a_script_and_at_once_with_one(gateway: GatewayClient) -> None:
    response = gateway.request("/wall", role="leader", unit=None)
    assert response.headers["Refresh"] == "60"
    assert SCRIPT in response.headers["Content-Security-Policy"]
    assert "data-work" in response.text
    assert "http-equiv" not in response.text, "a page that says so in its head cannot be stopped by who reads it slowly"


def test_nobody_is_named_and_no_record_whoever_signed_in(gateway: GatewayClient) -> None:
    subjects = {event.subject for event in gateway.office.events if event.register == "outreach.matters"}
    for role in ("leader", "administrator", "auditor", "inspector"):
        text = gateway.request("/wall", role=role, unit=None).text
        assert not [one for one in (NAME, "DT-01", *subjects) if one in text], role


def test_registers_that_are_for_some_alone_are_not_among_what_came_last(
    gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {one.register for one in newest(gateway.read_model)} >= {"outreach.matters", "training.units"}
    closed = {name: one for name, one in catalogue.REGISTERS.items() if one.reader_roles}
    assert closed
    assert not {one.register for one in newest(gateway.read_model)} & closed.keys()
    monkeypatch.setitem(catalogue.REGISTERS, "outreach.matters", catalogue.REGISTERS[next(iter(closed))])
    assert "outreach.matters" not in {one.register for one in newest(gateway.read_model)}


def test_what_one_unit_recorded_in_a_row_is_one_line(gateway: GatewayClient) -> None:
    events = [one for one in gateway.office.events if one.type == "outreach.matters.finished.v1"]
    lines = list(lines_of(events, "en"))
    assert [(one.n, one.unit) for one in lines] == [(4, "DT")]
    assert lines[0].title.startswith("Practical matters, ")
    assert len(list(lines_of(newest(gateway.read_model), "zh"))) >= MOST_LINES


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_wall_weighs_less_than_40_kilobytes(gateway: GatewayClient, lang: str) -> None:
    for coding in CODINGS:
        assert weigh(gateway, f"/wall?as_of=2017-12-31&lang={lang}", coding) < ANY_PAGE
