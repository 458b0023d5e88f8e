"""Numbers as workbooks: every fact and gap a row, texts stay texts, what is personal covered or withheld."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from services.gateway.api.tables import fact_rows
from services.gateway.api.tables.fact_rows import RowSource
from services.gateway.display.messages import pages
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model import tallies
from services.gateway.read_model.programme import campaign
from services.gateway.reading_rights import ReadingRights
from tests.services.gateway.gateway_client import GatewayClient

DONE, CONFIRMED = "A6.matters_done", "A6.confirmed"


def rows_of(
    gateway: GatewayClient, path: str, role: str = "leader", sheet: int = 0, status: int = 200
) -> list[tuple[Any, ...]]:
    response = gateway.client.get(path, headers={"Authorization": f"Bearer {gateway.token(role, None)}"})
    assert response.status_code == status, response.text
    if status != 200:
        return []
    book = openpyxl.load_workbook(BytesIO(response.data))
    return list(book.worksheets[sheet].iter_rows(values_only=True))


def test_every_fact_is_a_row(gateway: GatewayClient, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [gateway.office.matter(requested=f"2017-03-{day:02}", done=f"2017-03-{day:02}") for day in range(1, 8)]
    gateway.project_events()
    monkeypatch.setattr(fact_rows, "AT_ONCE", 2)
    head, *rows = rows_of(gateway, f"/v1/measures/{DONE}/facts.xlsx?as_of=2017-06-30")
    assert head[0] == "事项"
    assert [row[11] for row in rows] == [f"outreach.matters/{one}" for one in records]
    assert {row[0] for row in rows} == {"为民办实事 办结"}
    assert [row[3] for row in rows] == [f"2017-03-{day:02}" for day in range(1, 8)]
    assert rows_of(gateway, f"/v1/measures/{DONE}/facts.xlsx?as_of=2017-03-03&lang=en")[0][0] == "What"
    assert len(rows_of(gateway, f"/v1/measures/{DONE}/facts.xlsx?as_of=2017-03-03")) == 4
    assert len(rows_of(gateway, f"/v1/measures/{DONE}/facts.xlsx?as_of=2017-06-30&unit=ZS")) == 1


def test_what_looks_like_a_formula_stays_a_text(gateway: GatewayClient) -> None:
    office = gateway.office
    office.do("outreach.matters", "", "register", unit="DT", community="=1+1", matter="x", requested_on="2017-03-01")
    record = office.events[-1].subject
    office.do("outreach.matters", record, "accept", accepted_on="2017-03-01")
    office.do("outreach.matters", record, "finish", done_on="2017-03-02", outcome="好")
    gateway.project_events()
    response = gateway.client.get(
        f"/v1/measures/{DONE}/facts.xlsx?as_of=2017-06-30",
        headers={"Authorization": f"Bearer {gateway.token('leader', None)}"},
    )
    cell = openpyxl.load_workbook(BytesIO(response.data)).worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_who_is_missing_from_a_ratio_is_a_row_with_the_name_covered(gateway: GatewayClient) -> None:
    gateway.office.person("DT-77", "DT", name="欧阳甲乙")
    gateway.project_events()
    measure = next(one for one in campaign().measures.values() if one.compares and one.item == "S1" and not one.private)
    rows = rows_of(gateway, f"/v1/measures/{measure.name}/gaps.xlsx?as_of=2017-06-30")
    assert rows[0][0] == "对象"
    assert any("DT-77" in str(row[0]) for row in rows[1:])
    assert not any("欧阳甲乙" in str(cell) for row in rows for cell in row)
    rows_of(gateway, f"/v1/measures/{DONE}/gaps.xlsx", status=422)


def test_a_private_measure_has_no_workbook(gateway: GatewayClient) -> None:
    private = next(one for one in campaign().measures.values() if one.private)
    rows_of(gateway, f"/v1/measures/{private.name}/facts.xlsx", status=403)
    rows_of(gateway, f"/v1/rankings/{private.name}/ranking.xlsx", status=403)


def test_rankings_indicators_and_changes_are_workbooks(gateway: GatewayClient) -> None:
    for _ in range(2):
        gateway.office.matter()
    gateway.office.matter("ZS")
    gateway.project_events()
    ranked = rows_of(gateway, f"/v1/rankings/{DONE}/ranking.xlsx?minimum_n=2&as_of=2017-06-30")
    assert [row[:3] for row in ranked] == [("名次", "单位", "已记录"), (1, "单位DT", 2), (None, "单位ZS", 1)]
    indicators = rows_of(gateway, "/v1/indicators.xlsx?from=2017-01-01&to=2017-06-30&by=unit&lang=en")
    assert (indicators[0][0], len(indicators[0]) > 10, len(indicators)) == ("Group", True, 2)
    since = "2017-12-31T00:00:00Z"
    moved = rows_of(gateway, f"/v1/changes.xlsx?since={since}&as_of=2017-06-30")
    assert DONE in [row[1] for row in moved]
    events = rows_of(gateway, f"/v1/changes.xlsx?since={since}&as_of=2017-06-30", sheet=1)
    assert len(events) > 9
    assert events[0][0] == "事件"


def test_what_is_handed_out_is_on_record_and_linked_from_the_page(gateway: GatewayClient) -> None:
    gateway.office.matter()
    gateway.project_events()
    page = gateway.request(f"/measures/{DONE}?as_of=2017-06-30", role="leader", unit=None).text
    assert f"/v1/measures/{DONE}/facts.xlsx?as_of=2017-06-30" in page


def test_facts_are_read_some_at_a_time_however_many_there_are(gateway: GatewayClient) -> None:
    """The second page is read when the first was taken, and no sooner."""
    for day in range(1, 6):
        gateway.office.matter(requested=f"2017-03-{day:02}", done=f"2017-03-{day:02}")
    gateway.project_events()
    read_model = gateway.read_model
    bearer = Bearer("L", "leader", None)
    rights = ReadingRights(bearer, read_model)
    question = read_model.question(dt.date(2017, 6, 30))
    source = RowSource(read_model, read_model.measure(DONE), question, None, rights, pages.ZH)
    read, find = list[int](), tallies.facts

    def counted(*arguments: Any) -> Any:
        page = find(*arguments)
        read.append(len(page.rows))
        return page

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fact_rows, "AT_ONCE", 2)
        patch.setattr(tallies, "facts", counted)
        rows = source.facts()
        next(rows)
        assert read == [2]
        assert len(list(rows)) == 4
    assert read == [2, 2, 1]
