"""How measures went by month-ends: one call, one statement, the worst first, each picture beside its numbers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import sqlalchemy as sa

from services.gateway.api.measures.trends import worst_first
from services.gateway.read_model import status
from services.gateway.read_model.programme import campaign
from services.gateway.reading_rights import exact_measures
from tests.office import Office, make_as_of
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_page_weight import ANY_PAGE, CODINGS, weigh
from tests.services.gateway.test_pages import parse_page

AS_OF = "2017-07-02"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Matters done in four months, some of them confirmed, and one of the year after."""
    office = Office(start="2026-11-01")
    for done in ("2017-01-20", "2017-03-05", "2017-03-06", "2017-06-30"):
        matter = office.matter(requested="2017-01-01", done=done, evidence=["a" * 64])
        if done != "2017-06-30":
            office.confirm(matter)
    office.matter(requested="2017-12-01", done="2018-02-01")
    gateway = GatewayClient(tmp_path_factory.mktemp("trends"), office)
    yield gateway
    gateway.store.close()
    office.store.close()


def answer_of(gateway: GatewayClient, path: str, role: str = "leader") -> Any:
    """What the interface answers."""
    response = gateway.request(path, role=role, unit=None, who=path[-30:], Accept="application/json")
    assert response.status_code == 200, response.text
    return response.get_json()


def test_each_measure_with_a_target_stands_with_its_months_as_its_own_address_answers_them(
    gateway: GatewayClient,
) -> None:
    told = answer_of(gateway, f"/v1/trends?as_of={AS_OF}")
    measures = [one for item in told["items"] for one in item["measures"]]
    assert {one["id"] for one in measures} == {one.id for one in campaign().by_name.values() if one.target}
    for one in measures:
        with gateway.read_model.reader(make_as_of(AS_OF), None, exact_measures(campaign(), "leader")) as reader:
            assert one["by_month"] == reader.by_month(reader.programme.by_name[one["id"]]), one["id"]
    matters = next(one for one in measures if one["id"] == "A6.matters_done")
    assert [one["claimed"] for one in matters["by_month"]] == [1, 1, 3, 3, 3, 4, 4]
    assert [one["as_of"] for one in matters["by_month"]][-2:] == ["2017-06-30", AS_OF]


def test_a_year_is_read_by_as_many_statements_as_two_months_whatever_the_number_of_measures(
    gateway: GatewayClient,
) -> None:
    statements: list[str] = []
    sa.event.listen(gateway.store._engine, "before_cursor_execute", lambda _c, _u, text, *_: statements.append(text))
    counts = []
    for on in ("2017-02-20", "2017-12-20"):
        for path in ("/v1/progress", "/v1/trends"):
            answer_of(gateway, f"{path}?as_of={on}")
            counts.append(len(statements))
            statements.clear()
    assert counts[1] == counts[3] <= 4, "the months that are over, and the day itself"


def test_an_item_alone_has_all_its_measures_and_one_that_there_is_not_is_refused(gateway: GatewayClient) -> None:
    told = answer_of(gateway, f"/v1/trends?item=A6&as_of={AS_OF}")
    assert [one["id"] for one in told["items"]] == ["A6"]
    assert len(told["items"][0]["measures"]) == told["items"][0]["total"] > 7
    for path in ("/v1/trends?item=Z9", "/trends?item=Z9", "/trends?unit=nowhere"):
        assert gateway.request(path, role="leader", unit=None).status_code == 404


def test_the_worst_stands_first_and_what_has_no_status_last() -> None:
    def item(name: str, standing: str, *measures: str | None) -> dict[str, Any]:
        made: list[dict[str, Any]] = [
            {"id": f"{name}.{at}", "status": one, "target": one and {"op": ">="}} for at, one in enumerate(measures)
        ]
        return {"id": name, "title": {}, "status": standing, "reason": {}, "measures": made}

    standing = {
        "pillars": [
            {"items": [item("S1", status.ACHIEVED, None, status.ACHIEVED)]},
            {"items": [item("S2", status.BEHIND, status.ON_TRACK, status.NOT_STARTED, status.BEHIND)]},
            {"items": [item("A1", status.ON_TRACK, None)]},
        ]
    }
    ordered = worst_first(standing)
    assert [one["id"] for one in ordered] == ["S2", "S1"], "of A1 nothing has a target"
    assert [one["id"] for one in ordered[0]["measures"]] == ["S2.2", "S2.1", "S2.0"]
    (alone,) = worst_first(standing, "S1")
    assert [one["id"] for one in alone["measures"]] == ["S1.1", "S1.0"]


def test_the_page_draws_what_has_numbers_and_each_opens_to_its_measure_and_its_months(gateway: GatewayClient) -> None:
    page = gateway.request(f"/trends?as_of={AS_OF}&lang=en", role="leader", unit=None)
    text = page.text
    parse_page(page)
    card = text[text.index('<li id="A6.matters_done">') :].partition("</li>")[0]
    assert '<svg class="picture"' in card
    assert f'href="/measures/A6.matters_done?as_of={AS_OF}&amp;lang=en"' in card
    assert 'href="/measures/A6.matters_done?as_of=2017-03-31&amp;lang=en"' in card
    assert "As of 2017-07-02 recorded 4 matters, verified 3 matters" in card
    names = re.findall(r'id="(t-[^"]+)"', text)
    assert len(names) == len(set(names)) > 2
    untold = text[text.index('<li id="A3.applied">') :].partition("</li>")[0]
    assert "<svg" in untold or "There is no number yet" in untold


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_of_trends_weigh_less_than_40_kilobytes(gateway: GatewayClient, lang: str) -> None:
    largest = max(campaign().items(), key=lambda one: len(one.measures))
    for path in ("/trends", f"/trends?item={largest.id}", "/trends?item=A6"):
        for coding in CODINGS:
            assert weigh(gateway, f"{path}{'&' if '?' in path else '?'}as_of=2017-12-31&lang={lang}", coding) < ANY_PAGE


@pytest.mark.parametrize("path", ["/trends", "/wall"])
def test_pictures_of_a_year_that_is_over_say_so(gateway: GatewayClient, path: str) -> None:
    later = gateway.request(f"{path}?as_of=2018-06-30", role="leader", unit=None).text
    assert "方案年度已于 2017-12-31 结束" in later
    assert f'href="{path}?as_of=2017-12-31"' in later
    assert "方案年度已于" not in gateway.request(f"{path}?as_of=2017-12-31", role="leader", unit=None).text


def test_the_page_of_a_measure_has_the_picture_and_its_months_open(gateway: GatewayClient) -> None:
    text = gateway.request(f"/measures/A6.matters_done?as_of={AS_OF}", role="leader", unit=None).text
    assert text.count('<svg class="picture"') == 1
    assert 'href="/measures/A6.matters_done?as_of=2017-03-31"' in text
    assert "按进度应达" in text


def test_what_counts_within_a_year_ends_with_it_whenever_its_months_are_asked_for(gateway: GatewayClient) -> None:
    last_day = answer_of(gateway, "/v1/trends?item=A6&as_of=2017-12-31")["items"][0]["measures"]
    later = answer_of(gateway, "/v1/trends?item=A6&as_of=2018-06-30")["items"][0]["measures"]
    by_id = {one["id"]: one for one in later}
    year = [one for one in campaign().by_name.values() if one.until]
    assert len(year) >= 7
    for measure in (one for one in last_day if campaign().by_name[one["id"]].until):
        assert by_id[measure["id"]] == measure, measure["id"]
        assert measure["as_of"] == str(dt.date(2017, 12, 31))
    assert by_id["A6.matters_done"]["claimed"] == 4, "the matter of the year after is none of this year's"
    facts = answer_of(gateway, "/v1/measures/A6.matters_done/facts?as_of=2018-06-30")
    assert facts["n"] == 4
    assert all(one["happened"] < "2018" for one in facts["facts"])
