"""The calendar over HTTP and as pages: a year's file comes in, shows what it moves, and holds once it is confirmed."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pytest

from contracts.documents.endpoints import CSV, XLSX
from services.chassis.records.command import Actor
from services.gateway.api.holidays.year_file import parse
from tests.announced_years import LEADER, LEGAL, SOURCE, YEARS, announce, made_up_days, made_up_year, move_all
from tests.office import Office, day
from tests.services.gateway.gateway_client import GatewayClient

MATTERS = "outreach.matters"
ZH = {"holiday": "放假", "workday": "调休上班"}
NAMES = {"new_year": "元旦", "spring": "春节", "tomb_sweeping": "清明节", "labour": "劳动节", "dragon_boat": "端午节"}
NAMES |= {"mid_autumn": "中秋节", "national": "国庆节"}
TERMS: dict[str, Any] = {"source": SOURCE, "announced_on": "2026-11-04"}


@pytest.fixture
def site(tmp_path: Path) -> GatewayClient:
    office = Office(start="2026-12-31")
    office.unit("JU", kind="bureau")
    form: dict[str, Any] = {"unit": "DT", "community": "映月", "matter": "路灯不亮", "requested_on": "2026-12-30"}
    office.do(MATTERS, "", "register", **form)
    client = GatewayClient(tmp_path, office)
    client.read_model.today = lambda: day("2026-12-31")
    return client


def sheet(days: list[dict[str, str]] | None = None) -> bytes:
    """The year as somebody typed it from the notice."""
    rows = [(one["day"].replace("-", "/"), ZH[one["kind"]], NAMES[one["name"]]) for one in days or made_up_days()]
    lines = ["2027年放假安排（合成）,,", "日期,类别,节日", *(",".join(row) for row in rows)]
    return "\r\n".join(lines).encode("gb18030")


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Kind", "Day"])
    for one in made_up_days():
        book.active.append([one["name"], one["kind"], dt.date.fromisoformat(one["day"])])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(site: GatewayClient, path: str, body: bytes, actor: Actor = LEGAL, media: str = CSV, **query: str) -> Any:
    headers = site.headers_of(actor)
    return site.client.post(path, data=body, headers=headers, content_type=media, query_string=query)


def get(site: GatewayClient, path: str, actor: Actor = LEADER, **query: str) -> Any:
    return site.client.get(path, headers=site.headers_of(actor), query_string=query)


@pytest.mark.parametrize("body", [sheet(), workbook(), orjson.dumps(made_up_year())], ids=["csv", "xlsx", "json"])
def test_the_same_days_come_out_of_each_kind_of_file(body: bytes) -> None:
    file = parse(body)
    assert [dict(one) for one in file.days] == made_up_days()
    assert file.said["year"] == "2027"


def test_a_file_is_entered_previewed_and_moves_what_it_said(site: GatewayClient) -> None:
    entered = send(site, "/v1/calendar/years", sheet(), **TERMS)
    assert (entered.status_code, entered.json["record"]["status"]) == (200, "entered"), entered.text
    take_in(site)
    before = get(site, "/v1/calendar", year="2027").json
    assert (before["state"], before["days"]) == ("provisional", [])
    assert [one["year"] for one in before["waiting"]] == ["2027"]
    moving = every_move(site)
    ((what, due, would_be),) = [(one["register"], one["due"], one["would_be"]) for one in moving]
    assert (what, due, would_be) == (MATTERS, "2027-01-06", "2027-01-07")
    site.office.do_as(LEADER, YEARS, "2027", "confirm", confirmed_on="2026-12-31", compared=True)
    assert move_all(site.office) == 1
    take_in(site)
    after = get(site, "/v1/calendar", year="2027").json
    assert (after["state"], after["source"], after["waiting"], len(after["days"])) == ("confirmed", SOURCE, [], 33)
    assert {one["standing"]["moved"] for one in after["services"]} == {1}
    shown = get(site, f"/v1/outreach/matters/{moving[0]['record']}").json
    assert [one["due"] for one in shown["due"]] == ["2027-01-07"]
    assert SOURCE in shown["history"][-1]["reason"]
    assert "暂定" not in shown["clocks"][0]["words"]["zh"]
    assert get(site, "/v1/calendar/moves", year="2027").status_code == 404


def take_in(site: GatewayClient) -> None:
    """Let the view hear of all that stands in the journals."""
    from contracts import envelope
    from services.chassis.storage import journal

    with site.office.store.begin_read() as tx:
        bodies = [row[1] for row in journal.page(tx, 0, 1000)]
    events = [envelope.decode(body.encode()) for body in bodies]
    site.office.events[:] = [event for event in events if not event.type.startswith("audit")]
    site.project_events()


def every_move(site: GatewayClient) -> list[dict[str, Any]]:
    found, cursor = list[dict[str, Any]](), ""
    while True:
        asked: dict[str, Any] = {"cursor": cursor} if cursor else {}
        answer = get(site, "/v1/calendar/moves", year="2027", **asked).json
        found += answer["items"]
        if (cursor := answer["next"]) is None:
            return found


def test_a_file_is_previewed_before_anything_is_kept(site: GatewayClient) -> None:
    answer = send(site, "/v1/calendar/moves", sheet(), **TERMS).json
    assert [one["would_be"] for one in answer["items"]] == ["2027-01-07"]
    assert site.office.registers.page(YEARS, within={}, after="", most=9) == []


def test_each_fault_of_a_file_names_its_row(site: GatewayClient) -> None:
    days = [one for one in made_up_days() if one["day"] != "2027-05-02"]
    days[0] = days[0] | {"day": "2026-01-01"}
    for path in ("/v1/calendar/years", "/v1/calendar/moves"):
        refused = send(site, path, sheet(days), **TERMS)
        assert refused.status_code == 422, refused.text
        said = [one["zh"] for one in refused.json["errors"]]
        assert "第 3 行：2026-01-01 不在 2027 年内" in said
        assert any(one.startswith("2027-05-02 依法放假") for one in said)
    assert send(site, "/v1/calendar/years", b"a,b,c\r\n1,2,3\r\n", **TERMS).status_code == 422
    strange = sheet().replace("放假,".encode("gb18030"), b"x,")
    assert send(site, "/v1/calendar/years", strange, **TERMS).status_code == 422
    assert send(site, "/v1/calendar/years", b'{"days": 1}', media="application/json", **TERMS).status_code == 422
    assert send(site, "/v1/calendar/years", workbook(), media=XLSX).status_code == 422, "its source is not said"


def test_only_legal_officers_enter_a_year(site: GatewayClient) -> None:
    for role in ("clerk", "leader", "operator", "administrator"):
        assert send(site, "/v1/calendar/years", sheet(), Actor(f"SYN-{role}", role), **TERMS).status_code == 403
    assert get(site, "/v1/calendar/moves", Actor("SYN-a", "administrator"), year="2027").status_code == 403
    assert get(site, "/v1/calendar", Actor("SYN-c", "clerk"), year="2027").status_code == 200


def test_what_holds_is_amended_with_a_reason(site: GatewayClient) -> None:
    announce(site.office)
    take_in(site)
    refused = send(site, "/v1/calendar/years", sheet(), **TERMS)
    assert [one["field"] for one in refused.json["errors"]] == ["reason"], refused.text
    amended = send(site, "/v1/calendar/years", sheet(), **TERMS, reason="通知更正（合成）")
    assert amended.json["record"]["status"] == "amended"


def test_a_cursor_that_is_none_is_refused(site: GatewayClient) -> None:
    for cursor in ("nobody.1", "cases.-1", "cases.", "x"):
        assert send(site, "/v1/calendar/moves", sheet(), **TERMS, cursor=cursor).status_code == 422


def test_an_owner_that_is_away_is_named_and_asked_again(site: GatewayClient) -> None:
    site.rpc_client.away.add("outreach")
    answer = send(site, "/v1/calendar/moves", sheet(), **TERMS).json
    while not answer["silent"]:
        answer = send(site, "/v1/calendar/moves", sheet(), **TERMS, cursor=answer["next"]).json
    assert (answer["silent"], answer["next"]) == ("outreach", "outreach.0")


def test_the_due_list_counts_its_days_by_the_year(site: GatewayClient) -> None:
    def within(days: int) -> int:
        page = site.request(f"/due?within={days}&as_of=2026-12-31").text
        return page.count('href="/registers/outreach/matters/')

    assert (within(3), within(4)) == (0, 1), "6 January is the fourth working day after 31 December"
    announce(site.office)
    move_all(site.office)
    take_in(site)
    assert (within(3), within(4)) == (0, 1), "7 January is, since the first is off"


def test_the_page_shows_the_year_takes_a_file_and_leads_to_what_moves(site: GatewayClient) -> None:
    who: dict[str, Any] = {"role": "legal", "unit": None, "who": LEGAL.id}
    page = site.request("/calendar?year=2027", **who)
    assert "尚未公布" in page.text
    assert page.text.count('class="month"') == 12
    wrong = site.fill("/calendar?year=2027", {"year_file": (io.BytesIO(b"x"), "x.csv")}, **who)
    assert wrong.status_code == 422
    assert "没有一行同时有表头" in wrong.text
    file = (io.BytesIO(sheet()), "2027.csv")
    form = {"year_file": file, "_source": SOURCE, "_announced_on": "2026-11-04"}
    taken = site.fill("/calendar?year=2027", form, **who)
    assert taken.status_code == 303, taken.text
    assert taken.headers["Location"] == "/calendar/moves?year=2027"
    take_in(site)
    moving = site.request(taken.headers["Location"], **who)
    assert "2027-01-06" in moving.text
    while "继续查看" in moving.text:
        cursor = moving.text.partition("cursor=")[2].partition('"')[0]
        moving = site.request(f"/calendar/moves?year=2027&cursor={cursor}", **who)
    assert "均已查看完毕" in moving.text
    waiting = site.request("/calendar?year=2027", role="leader", unit=None, who=LEADER.id).text
    assert "/registers/training/calendar_years/2027/confirm" in waiting
    assert "录入公布的放假安排" not in waiting


def test_the_page_of_a_year_that_holds_shows_days_off_and_how_far_each_service_is(site: GatewayClient) -> None:
    announce(site.office)
    move_all(site.office)
    take_in(site)
    page = site.request("/calendar?year=2027")
    assert page.text.count('class="off"') == 28
    assert page.text.count('class="worked"') == 5
    assert "已完成" in page.text
    assert SOURCE in page.text
    assert len(page.data) < 40_000
    assert "Labour Day" in site.request("/calendar?year=2027&lang=en").text
    named = [page.text.index(f'<th scope="row">{name}</th>') for name in ("元旦", "春节", "清明", "国庆节")]
    assert named == sorted(named), "in the order of their days"
