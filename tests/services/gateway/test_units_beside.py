"""Units beside each other: the matrix of units and items, rankings and indicators as pages."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from typing import Any
from urllib.parse import parse_qs

import pytest

from services.gateway.read_model import units
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.test_pages import Site, check, site

__all__ = ["site"]
DAY = "as_of=2017-06-30"


def ask(site: Site, address: str, role: str = "leader") -> dict[str, Any]:
    response = site.get(address, role=role, Accept="application/json")
    assert response.status_code == 200, response.text
    return dict(response.json or {})


def squadrons_at_work(site: Site) -> None:
    """DT did three matters, DBT one; both have people, of whom one took the rotation's training in DT alone."""
    office = site.office
    for _ in range(3):
        office.matter(requested="2017-05-02", done="2017-05-09")
    office.confirm(office.matter("DBT", requested="2017-05-02", done="2017-05-09"), "2017-05-12")
    for code, unit in (("A-1", "DT"), ("B-1", "DBT")):
        office.person(code, unit)
    site.hear()


def cells(answer: dict[str, Any], unit: str) -> dict[str, Any]:
    row = next(one for one in answer["rows"] if one["unit"] == unit)
    return dict(zip((one["id"] for one in answer["items"]), row["cells"], strict=True))


def test_a_unit_is_judged_only_by_a_target_that_means_everybody_or_is_its_own(site: Site) -> None:
    squadrons_at_work(site)
    answer = ask(site, f"/v1/matrix?{DAY}")
    assert len(answer["items"]) == 13
    assert [one["unit"] for one in answer["rows"]] == ["DBT", "DT", "ZS"]
    own, other = cells(answer, "DT")["A6"], cells(answer, "DBT")["A6"]
    assert (own["measure"], own["claimed"], own["status"]) == ("A6.matters_done", 3, "behind"), "28 are DT's own target"
    assert other["status"] is None, "nobody set a target for DBT"
    assert other["measure"] != "A6.matters_done"
    trained = cells(answer, "DT")["S1"]
    assert (trained["unit"], trained["status"]) == ("%", "not_started"), "a share means everybody"
    assert cells(answer, "ZS")["S1"] is None, "nobody is there who is to be trained"


def test_each_cell_says_what_the_measure_says_of_the_unit(site: Site) -> None:
    squadrons_at_work(site)
    answer = ask(site, f"/v1/matrix?{DAY}")
    some = 0
    for row in answer["rows"][:2]:
        for cell in filter(None, row["cells"]):
            shown = ask(site, f"/v1/measures/{cell['measure']}?{DAY}&unit={row['unit']}")
            assert {name: cell[name] for name in ("claimed", "verified", "status")} == {
                name: shown[name] if name != "status" or cell["status"] else None
                for name in ("claimed", "verified", "status")
            }
            some += 1
            if some % 20 == 0:
                return
    assert some > 3


def test_the_matrix_is_sorted_by_an_item_the_weakest_first_and_who_has_no_number_last(site: Site) -> None:
    squadrons_at_work(site)
    by_item = [one["unit"] for one in ask(site, f"/v1/matrix?{DAY}&sort=A6")["rows"]]
    reverse = [one["unit"] for one in ask(site, f"/v1/matrix?{DAY}&sort=-A6")["rows"]]
    assert (by_item, reverse) == (["DT", "DBT", "ZS"], ["DBT", "DT", "ZS"])
    assert site.get(f"/v1/matrix?{DAY}&sort=A7", Accept="application/json").status_code == 422
    assert site.get(f"/v1/matrix?{DAY}&kind=crowd", Accept="application/json").status_code == 422


def test_what_was_due_and_not_begun_stands_with_what_is_behind(site: Site) -> None:
    squadrons_at_work(site)
    page = site.get(f"/matrix?{DAY}").text
    begun = [
        one for one in re.findall(r"<td class=.*?</td>", page, re.DOTALL) if "未启动" in one and "/measures/S1." in one
    ]
    assert len(begun) > 1, "the mark says what is so"
    assert all(one.startswith('<td class="behind">') for one in begun)


def test_a_unit_of_the_matrix_opens_its_own_overview(site: Site) -> None:
    squadrons_at_work(site)
    assert '<th scope="row"><a href="/?as_of=2017-06-30&amp;unit=DT">' in site.get(f"/matrix?{DAY}").text


def test_a_day_that_is_none_is_named_as_it_was_asked_for(site: Site) -> None:
    page = site.get("/indicators?as_of=banana")
    assert page.status_code == 422
    assert "as_of" in page.text[page.text.index("<main") :]


def test_each_view_says_when_the_year_of_the_programme_was_over(site: Site) -> None:
    squadrons_at_work(site)
    for view in ("/", "/comparison", "/comparison/S1.rotation_coverage", "/matrix", "/measures/A6.matters_done"):
        assert "方案年度已于 2017-12-31 结束" in site.get(f"{view}?as_of=2018-06-30").text, view
        assert f'href="{view}?as_of=2017-12-31"' in site.get(f"{view}?as_of=2018-06-30").text, view
        assert "方案年度已于" not in site.get(f"{view}?as_of=2017-12-31").text, view


def test_private_numbers_stand_in_no_cell(site: Site) -> None:
    squadrons_at_work(site)
    programme = site.read_model.programme
    answer = ask(site, f"/v1/matrix?{DAY}")
    shown = {cell["measure"] for row in answer["rows"] for cell in row["cells"] if cell}
    assert shown
    assert not [name for name in shown if programme.by_name[name].private]


def test_the_page_of_the_matrix_opens_each_cell_and_sorts_by_links(site: Site) -> None:
    squadrons_at_work(site)
    page = site.get(f"/matrix?{DAY}").text
    assert 'href="/measures/A6.matters_done?as_of=2017-06-30&amp;unit=DT"' in page
    assert 'href="/matrix?as_of=2017-06-30&amp;sort=A6"' in page
    assert 'class="behind"' in page
    sorted_page = site.get(f"/matrix?{DAY}&sort=A6").text
    assert 'aria-sort="ascending"' in sorted_page
    assert "sort=-A6" in sorted_page
    assert "这一天没有此类单位" in site.get(f"/matrix?{DAY}&kind=town").text


def test_a_unit_that_was_not_there_on_a_day_has_no_row(site: Site, office: Office) -> None:
    office.unit("NEW", opened_on="2017-08-01")
    site.hear()
    assert "NEW" not in {one["unit"] for one in ask(site, f"/v1/matrix?{DAY}")["rows"]}
    assert "NEW" in {one["unit"] for one in ask(site, "/v1/matrix?as_of=2017-08-01")["rows"]}
    new = site.read_model.unit_tree()["NEW"]
    assert [units.stands_on(new, dt.date(2017, month, 1)) for month in (7, 8)] == [False, True]


def test_a_ranking_shows_those_with_too_few_apart_and_opens_each_unit(site: Site) -> None:
    squadrons_at_work(site)
    index = site.get(f"/rankings?{DAY}").text
    assert 'href="/rankings/A6.confirmed?as_of=2017-06-30"' in index
    assert "/rankings/A6.matters_done" not in index, "it is one unit's"
    assert "/rankings/S3.breaches" not in index, "it is about people"
    assert index.count("<summary>") == index.count('<ul class="plainly">') > 5, "each item is folded"
    page = site.get(f"/rankings/A6.confirmed?{DAY}&minimum_n=2").text
    ranked, few = page.split('id="few"')
    assert "unit=DT#facts" in ranked
    assert "unit=DBT#facts" not in ranked
    assert "unit=DBT#facts" in few
    assert site.get(f"/rankings/S3.breaches?{DAY}").status_code == 403


def test_the_page_of_indicators_shows_a_rate_by_group_beside_another_period(site: Site) -> None:
    page = site.get("/indicators?from=2017-06-01&to=2017-06-30&compare=pop&rate=filing_rate").text
    assert "与 2017-05-01 至 2017-05-31 对照" in page
    assert 'href="/registers/cases/digital_cases?opened_from=2017-06-01&amp;opened_to=2017-06-30"' in page
    assert re.search(r'<option value="filing_rate" selected>', page)
    assert "此期间没有案件" in page
    assert site.get("/indicators?from=2017-07-01&to=2017-06-30").status_code == 422
    assert site.get("/indicators?rate=none").status_code == 422
    assert 'value="2017-06-30"' in site.get(f"/indicators?{DAY}").text


def test_what_compares_answers_as_the_document_says(site: Site) -> None:
    squadrons_at_work(site)
    document = json.loads(site.get("/openapi.json").text)
    month = "month=2017-05&as_of=2017-06-30"
    for address, shape in (
        (f"/v1/comparison?{month}", "MonthComparison"),
        (f"/v1/comparison/A6.matters_done?{month}", "MeasureComparison"),
        (f"/v1/comparison/S1.rotation_coverage?{month}&with=year", "MeasureComparison"),
        (f"/v1/comparison/S3.breaches?{month}", "MeasureComparison"),
        (f"/v1/comparison/A6.confirmed?{month}", "MeasureComparison"),
        (f"/v1/matrix?{DAY}", "UnitMatrix"),
        (f"/v1/rankings/A6.confirmed?{DAY}", "Ranking"),
        ("/v1/indicators?from=2017-06-01&to=2017-06-30&by=unit&compare=pop", "Indicators"),
    ):
        check(document, {"$ref": f"#/components/schemas/{shape}"})(ask(site, address))


def test_every_view_leads_to_every_other_and_says_where_one_is(site: Site) -> None:
    for address in ("/", "/comparison", "/matrix", "/rankings", "/indicators"):
        page = site.get(f"{address}?{DAY}").text
        views = page.split('class="views"')[1].split("</nav>")[0]
        assert views.count("<li>") >= 5
        assert f'href="{address}?as_of=2017-06-30" aria-current="page"' in views, address


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("address", "part"),
    [
        (f"/rankings/A6.confirmed?{DAY}&minimum_n=1&kind=squadron", "/ranking.xlsx?"),
        ("/indicators?from=2017-06-01&to=2017-06-30&by=unit&compare=pop", "/v1/indicators.xlsx?"),
        (f"/comparison?{DAY}&month=2017-05", "/v1/changes.xlsx?"),
        (f"/comparison?{DAY}&month=2017-05&unit=DT", "/v1/changes.xlsx?"),
        (f"/comparison/A6.matters_done?{DAY}&month=2017-05", "/facts.xlsx?"),
    ],
)
def test_what_a_page_shows_is_had_as_a_workbook(gateway: GatewayClient, address: str, part: str) -> None:
    """The link stands on the page, and what it leads to is a workbook of the same question."""
    for _ in range(2):
        gateway.office.matter(requested="2017-05-02", done="2017-05-09")
    gateway.project_events()
    token = {"Authorization": f"Bearer {gateway.token('leader', None)}"}
    page = gateway.client.get(address, headers=token | {"Accept": "text/html"})
    (link,) = [html.unescape(one) for one in re.findall(r'href="([^"]*)"', page.text) if part in one]
    book = gateway.client.get(link, headers=token)
    assert (book.status_code, book.content_type) == (200, WORKBOOK), book.text[:300]
    asked, linked = parse_qs(address.partition("?")[2]), parse_qs(link.partition("?")[2])
    same = {"by", "compare", "kind", "minimum_n", "unit", "to"} & asked.keys() - (
        {"kind"} if "rank" not in part else set()
    )
    assert {name: linked.get(name) for name in same} == {name: asked[name] for name in same}


def test_a_ranking_is_drawn_and_each_of_its_numbers_opens(site: Site) -> None:
    squadrons_at_work(site)
    page = site.get(f"/rankings/A6.confirmed?{DAY}&minimum_n=1").text
    (picture,) = re.findall(r'<svg class="picture".*?</svg>', page, re.DOTALL)
    assert 'role="img"' in picture
    told = ask(site, f"/v1/rankings/A6.confirmed?{DAY}&minimum_n=1")["ranked"]
    assert [one for one in told if one["title"] in picture] == told != []
    row = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert row is not None
    for one in re.findall(r"<tr>.*?</tr>", row[1], re.DOTALL):
        assert one.count("#facts") == 4
