"""Files for the platform above: which rows they hold, which are rejected and why, and that it is all or nothing."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
import sqlalchemy as sa
import yaml
from werkzeug.test import TestResponse

from contracts import catalogue
from contracts.cases.datums import GCJ02, Point, from_wgs84
from contracts.errors import Unauthenticated, Unavailable
from contracts.exchange.mapping import MappedTable, read_mapping
from contracts.rpc import PageRow
from services.chassis.base import clock, ids
from services.chassis.storage.store import Store
from services.gateway.accounts.jobs.kept_jobs import JobOwner
from services.gateway.accounts.sealed_parts import CHUNK
from services.gateway.accounts.tables import exchange_orders, exchange_parts
from services.gateway.exchange import desk, making
from services.gateway.exchange.file_orders import ARCHIVE, MOST_WAITING, PLACES, REPORT, FileOrder, FileOrders
from services.gateway.exchange.file_worker import MOST_TRIES, OrderPieces
from services.gateway.exchange.kept_mappings import KeptMappings
from services.gateway.exchange.making import MonthArchive, MonthRows, RejectedRow, TooManyRows, guard_text
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.jobs.rights import JobRights
from services.gateway.read_model.calendars.month import read_month
from services.gateway.spreadsheets.current_values import StepData
from tests.acts import JournalledActs
from tests.office import Office
from tests.people import account_store
from tests.services.cases.city import City
from tests.services.gateway.gateway_client import PUBLIC, GatewayClient, without_tags
from tests.services.gateway.test_pages_reports import hidden

CLOSED = next(one for one in catalogue.REGISTERS.values() if one.reader_roles and "leader" not in one.reader_roles)
EXAMPLE = Path("deploy/exchange/example.yaml").read_text("utf-8")
MARCH = read_month("2017-03")
COLUMNS = [
    {"heading": "编号", "from": "@id", "required": True},
    {"heading": "来源", "from": "report.source", "required": True, "codes": {"collector": "01", "patrol": "02"}},
    {"heading": "地点", "from": "report.place", "longest": 12},
    {"heading": "经度", "from": "report.longitude", "datum": "GCJ02", "decimals": 5},
    {"heading": "上报", "from": "report.reported_at", "date": "%Y%m%d%H%M"},
    {"heading": "按期", "from": "dispose.disposed_in_time", "codes": {"true": "是", "false": "否"}},
    {"heading": "单位", "from": "@unit_name"},
    {"heading": "区划", "constant": "320205"},
]


class Bureau:
    """A gateway over a city with cases, and mappings in its home."""

    def __init__(self, gateway: GatewayClient, home: Path) -> None:
        self.gateway, self.city, self.folder = gateway, City(gateway.office), home / "exchange"
        self.folder.mkdir()

    def keep(self, name: str, text: str = "", **more: Any) -> None:
        table = {"name": "cases", "register": "cases.digital_cases", "columns": COLUMNS} | more.pop("table", {})
        said = {"title": {"zh": "案件", "en": "Cases"}, "tables": [table]} | more
        self.folder.joinpath(f"{name}.yaml").write_text(text or yaml.safe_dump(said, allow_unicode=True), "utf-8")

    def ask(self, path: str, body: Any = None, role: str = "leader", unit: str | None = None) -> TestResponse:
        self.gateway.project_events()
        headers = {"Authorization": f"Bearer {self.gateway.token(role, unit)}"}
        ask = self.gateway.client
        return ask.get(path, headers=headers) if body is None else ask.post(path, json=body, headers=headers)

    def order(self, name: str, month: str = "2017-03", **who: Any) -> str:
        """The id of an order that was accepted."""
        answer = self.ask("/v1/exchange-orders", {"mapping": name, "month": month}, **who)
        assert answer.status_code == 202, answer.text
        return str(answer.get_json()["id"])

    def stands(self, id_: str) -> dict[str, Any]:
        """How an order stands."""
        answer: dict[str, Any] = self.ask(f"/v1/exchange-orders/{id_}").get_json()
        return answer

    def make(self, name: str, month: str = "2017-03") -> dict[str, bytes]:
        id_ = self.order(name, month)
        assert self.gateway.file_worker.step()
        assert self.stands(id_)["state"] == "done", self.stands(id_)
        return self.fetch(id_)

    def fetch(self, id_: str) -> dict[str, bytes]:
        """The files of an order that was made."""
        answer = self.ask(f"/v1/exchange-orders/{id_}/files.zip")
        assert answer.status_code == 200, answer.text
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert answer.headers["ETag"].strip('"') == hashlib.sha256(answer.data).hexdigest()
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            assert archive.testzip() is None
            return {one: archive.read(one) for one in archive.namelist()}


@pytest.fixture
def bureau(gateway: GatewayClient, tmp_path: Path) -> Bureau:
    return Bureau(gateway, tmp_path)


def rows_of(body: bytes) -> list[dict[str, str]]:
    """The rows of a csv by their headings."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_good_rows_go_into_the_file_and_the_others_into_the_report_with_all_their_reasons(bureau: Bureau) -> None:
    point = {"longitude": 120.3532, "latitude": 31.5901, "datum": "WGS84"}
    good = bureau.city.case_after("dispose")
    placed = bureau.city.reported_case(place="映月路", **point)
    bad = bureau.city.reported_case(source="patrol", place="映月路一百二十三号门前的人行道上")
    worse = bureau.city.reported_case(source="hotline", place="映月路一百二十三号门前的人行道上")
    bureau.keep("upward")
    files = bureau.make("upward")
    assert list(files) == ["cases.csv", "rejected.csv", "manifest.json"]
    rows = {one["编号"]: one for one in rows_of(files["cases.csv"])}
    assert rows.keys() == {good, placed}
    expected = {"来源": "01", "上报": "201703010900", "按期": "是", "区划": "320205", "经度": ""}
    assert expected.items() <= rows[good].items()
    assert rows[placed]["经度"] == f"{from_wgs84(Point(120.3532, 31.5901), GCJ02).longitude:.5f}"
    rejected = rows_of(files["rejected.csv"])
    told = [(one["记录编号 / record"], one["列 / column"]) for one in rejected]
    assert sorted(told) == sorted([(bad, "地点"), (worse, "来源"), (worse, "地点")])
    assert all(one["问题"] and one["what is wrong"] for one in rejected)
    assert rejected[0]["记录网址 / link"] == f"{PUBLIC}/registers/cases/digital_cases/{told[0][0]}"


def test_the_manifest_has_counts_and_hashes_of_what_is_there_and_of_the_mapping(bureau: Bureau) -> None:
    bureau.city.reported_case()
    bureau.city.reported_case(source="hotline")
    bureau.keep("upward")
    files = bureau.make("upward")
    manifest = json.loads(files["manifest.json"])
    (one,), report = manifest["files"], manifest["rejected"]
    assert (one["name"], one["rows"], one["rejected"], report["rows"]) == ("cases.csv", 1, 1, 1)
    for about in (one, report):
        body = files[about["name"]]
        assert (about["bytes"], about["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    text = bureau.folder.joinpath("upward.yaml").read_bytes()
    assert manifest["mapping"]["sha256"] == hashlib.sha256(text).hexdigest()
    said = ("month", "first", "last", "made_by", "made_as", "district")
    assert [manifest[name] for name in said] == [
        "2017-03",
        "2017-03-01",
        "2017-03-31",
        "leader@bureau",
        "leader",
        "320205",
    ]


def test_a_month_holds_what_was_opened_in_it_or_what_its_field_says(bureau: Bureau) -> None:
    closed = bureau.city.case_after("close")
    bureau.city.reported_case()
    bureau.keep("opened")
    bureau.keep("closed", table={"period": "close.closed_at"})
    bureau.keep("standing", table={"statuses": ["reported"]})
    assert len(rows_of(bureau.make("opened")["cases.csv"])) == 2
    assert len(rows_of(bureau.make("opened", "2017-02")["cases.csv"])) == 0
    assert [one["编号"] for one in rows_of(bureau.make("closed")["cases.csv"])] == [closed]
    assert closed not in {one["编号"] for one in rows_of(bureau.make("standing")["cases.csv"])}


def test_no_private_text_is_asked_for_on_the_way(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau.city.reported_case(source="public", reporter_name="王小明", reporter_contact="13800000000")
    bureau.keep("upward", table={"columns": [{"heading": "编号", "from": "@id"}]})

    def never(*_: Any) -> None:
        raise AssertionError("private texts were asked for")

    monkeypatch.setattr("services.gateway.owner_client.OwnerClient.texts", never)
    files = bureau.make("upward")
    assert len(rows_of(files["cases.csv"])) == 1
    assert "王小明".encode() not in b"".join(files.values())


def test_a_workbook_holds_the_same_rows(bureau: Bureau) -> None:
    case = bureau.city.reported_case()
    bureau.city.reported_case(source="hotline")
    bureau.keep("upward", form="xlsx")
    files = bureau.make("upward")
    sheet = openpyxl.load_workbook(io.BytesIO(files["cases.xlsx"])).active
    assert sheet is not None
    assert [one[0] for one in sheet.iter_rows(values_only=True)] == ["编号", case]
    assert len(rows_of(files["rejected.csv"])) == 1


def test_a_text_that_a_spreadsheet_would_run_is_guarded_unless_the_mapping_wants_it_to_the_letter(
    bureau: Bureau,
) -> None:
    bureau.city.reported_case(place="=1+1")
    columns = {"columns": [{"heading": "地点", "from": "report.place"}]}
    bureau.keep("guarded", table=columns)
    bureau.keep("plain", table=columns, guard=False, bom=False)
    assert bureau.make("guarded")["cases.csv"] == "\ufeff地点\r\n'=1+1\r\n".encode()
    assert bureau.make("plain")["cases.csv"] == "地点\r\n=1+1\r\n".encode()
    assert [guard_text(one) for one in ("-3.5", "-x", "12")] == ["-3.5", "'-x", "12"]


def test_the_example_makes_a_file_of_a_whole_case(bureau: Bureau) -> None:
    case = bureau.city.case_after("close")
    bureau.keep("example", EXAMPLE)
    files = bureau.make("example")
    (row,) = rows_of(files["cases.csv"])
    assert row["案卷编号"] == bureau.city.case(case)["number"]
    assert (row["阶段"], row["按期处置"], row["处置日期"]) == ("核查结案", "1", "20170301")


def test_a_broken_mapping_is_named_with_its_places_and_stops_nothing(bureau: Bureau) -> None:
    bureau.city.reported_case()
    bureau.keep("good")
    bureau.keep("bad", table={"register": "cases.nothing"})
    bureau.keep("worse", "title: [")
    bureau.folder.joinpath("Wrong Name.yaml").write_text("x: 1")
    items = {one["name"]: one for one in bureau.ask("/v1/exchange").get_json()["items"]}
    assert {name: one["usable"] for name, one in items.items()} == {
        "good": True,
        "bad": False,
        "worse": False,
        "Wrong Name": False,
    }
    assert items["bad"]["faults"][0]["place"] == "tables.0.register"
    answer = bureau.ask("/v1/exchange-orders", {"mapping": "bad", "month": "2017-03"})
    assert (answer.status_code, answer.get_json()["slug"]) == (422, "broken-mapping")
    page = without_tags(bureau.ask("/exchange").text)
    assert "tables.0.register" in page
    assert "有误的映射文件" in page
    KeptMappings(bureau.folder).tell_broken()


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"mapping": "nothing", "month": "2017-03"}, 404),
        ({"mapping": "../upward", "month": "2017-03"}, 404),
        ({"mapping": "upward", "month": "2017-3"}, 422),
        ({"mapping": "upward", "month": "2099-01"}, 422),
        ({"mapping": "upward", "id": "1"}, 422),
        ({"mapping": "upward", "rows": "1"}, 422),
        ({}, 422),
    ],
)
def test_what_cannot_be_made_is_refused_before_it_is_accepted(bureau: Bureau, wish: Any, status: int) -> None:
    bureau.keep("upward")
    assert bureau.ask("/v1/exchange-orders", wish).status_code == status
    assert not bureau.gateway.file_worker.step()


def test_leaders_and_operators_make_files_and_nobody_else(bureau: Bureau) -> None:
    bureau.keep("upward")
    for path in ("/v1/exchange", "/v1/exchange-orders"):
        answers = {one: bureau.ask(path, role=one).status_code for one in ("leader", "operator", "clerk", "auditor")}
        assert answers == {"leader": 200, "operator": 200, "clerk": 403, "auditor": 403}


def test_a_mapping_of_a_register_that_somebody_may_not_read_is_refused_whole(bureau: Bureau) -> None:
    bureau.keep("upward", table={"register": CLOSED.name, "columns": [{"heading": "编号", "from": "@id"}]})
    assert bureau.ask("/v1/exchange-orders", {"mapping": "upward", "month": "2017-03"}).status_code == 403


def test_files_are_kept_and_fetched_again_by_whom_they_are_for(bureau: Bureau) -> None:
    """A unit's own order is that unit's, and the bureau's; what the bureau ordered is no unit's."""
    bureau.city.reported_case()
    bureau.keep("upward")
    own, whole = bureau.order("upward", unit="DT"), bureau.order("upward", role="operator")
    while bureau.gateway.file_worker.step():
        pass
    assert bureau.fetch(whole) == bureau.fetch(whole)
    for id_, unit, status in ((own, "DT", 200), (own, "DB", 403), (own, None, 200), (whole, "DT", 403)):
        for file in ("files.zip", "rejected.csv"):
            assert bureau.ask(f"/v1/exchange-orders/{id_}/{file}", unit=unit).status_code == status


def test_an_order_says_who_ordered_it_when_and_up_to_where_the_ledger_reached(bureau: Bureau) -> None:
    bureau.city.reported_case()
    bureau.city.reported_case(source="hotline")
    bureau.keep("upward")
    id_ = bureau.order("upward")
    assert (bureau.stands(id_)["state"], bureau.stands(id_)["known_at"]) == ("waiting", None)
    last = max(bureau.gateway.office.events, key=lambda one: (one.time, one.id))
    bureau.gateway.file_worker.step()
    told = bureau.stands(id_)
    assert (told["event"], told["ordered_by"]) == (last.id, "leader@bureau")
    assert (told["total"], told["read"], told["rows"], told["rejected"]) == (2, 2, 1, 1)
    assert told["first_rejected"][0]["faults"][0]["en"] == "There is no code for hotline"
    assert bureau.ask("/v1/exchange-orders").get_json()["items"][0]["id"] == id_
    manifest = json.loads(bureau.fetch(id_)["manifest.json"])
    assert manifest["ledger"] == {"recorded_at": told["known_at"], "event": last.id}
    report = bureau.ask(f"/v1/exchange-orders/{id_}/rejected.csv")
    assert hashlib.sha256(report.data).hexdigest() == manifest["rejected"]["sha256"] == told["rejected_sha256"]


def test_the_same_order_sent_twice_is_one_and_no_more_than_twenty_wait(bureau: Bureau) -> None:
    bureau.keep("upward")
    wish = {"id": ids.new_id(), "mapping": "upward", "month": "2017-03"}
    assert [bureau.ask("/v1/exchange-orders", wish).get_json()["id"] for _ in range(2)] == [wish["id"]] * 2
    for _ in range(MOST_WAITING - 1):
        bureau.order("upward")
    answer = bureau.ask("/v1/exchange-orders", {"mapping": "upward"})
    assert (answer.status_code, answer.get_json()["slug"]) == (409, "exchange-orders-full")
    assert bureau.ask("/v1/exchange-orders", wish).status_code == 202


def test_an_id_that_comes_again_with_another_month_or_mapping_is_refused(bureau: Bureau) -> None:
    """Somebody went back, changed the month and sent the form again: another month's files would go up unnoticed."""
    bureau.keep("upward")
    bureau.keep("onward")
    wish = {"id": ids.new_id(), "mapping": "upward", "month": "2017-03"}
    assert bureau.ask("/v1/exchange-orders", wish).status_code == 202
    for other in ({"month": "2017-04"}, {"mapping": "onward"}):
        answer = bureau.ask("/v1/exchange-orders", wish | other)
        assert (answer.status_code, answer.get_json()["slug"]) == (409, "ordered-otherwise")


@pytest.mark.parametrize("month", ["0000-01", "0001-01", "1949-09", "2200-01", "9999-12", "2017-13"])
def test_a_month_that_is_none_is_told_as_one(bureau: Bureau, month: str) -> None:
    bureau.keep("upward")
    answer = bureau.ask("/v1/exchange-orders", {"mapping": "upward", "month": month})
    assert (answer.status_code, [one["field"] for one in answer.get_json()["errors"]]) == (422, ["month"])


def test_the_page_takes_an_order_follows_it_and_shows_rejected_rows_first(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.city.reported_case()
    bad = bureau.city.reported_case(source="hotline")
    bureau.keep("upward")
    form = hidden(bureau.ask("/exchange").text) | {"_mapping": "upward", "_month": "2017-03"}
    sent = [bureau.gateway.request("/exchange", form, role="leader", unit=None) for _ in range(2)]
    (path,) = {one.headers["Location"] for one in sent}
    monkeypatch.setattr(clock, "pause", lambda seconds: seconds and bureau.gateway.file_worker.step())
    page = bureau.ask(path).text
    assert "等待生成" in page
    assert page.index("等待生成") < page.index("已生成：合格 1 行，不合格 1 行。")
    assert f"/registers/cases/digital_cases/{bad}" in page
    assert page.index("不合格的行（1 行）") < page.index("各文件")
    assert "There is no code for hotline" in bureau.ask(f"{path}?lang=en").text
    listed = bureau.ask("/exchange").text
    assert "1 / 1" in listed
    assert listed.count("/files.zip") == listed.count("/rejected.csv") == 1


def test_a_form_that_is_refused_says_why(bureau: Bureau) -> None:
    bureau.keep("upward")
    form = hidden(bureau.ask("/exchange").text) | {"_mapping": "gone", "_month": "2017-03"}
    refused = bureau.gateway.request("/exchange", form, role="leader", unit=None)
    assert refused.status_code == 404
    assert "不能生成" in refused.text


# --- kills ------------------------------------------------------------------------------------------------------------


class KilledError(BaseException):
    """kill -9."""


def die(*_: Any, **__: Any) -> Any:
    raise KilledError


@pytest.fixture
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "pause", lambda _seconds: None)


@pytest.mark.parametrize("moment", ["write", "advance", "finish"])
def test_killed_in_the_middle_an_order_has_its_files_once(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    bureau.city.reported_case()
    bureau.keep("upward")
    id_ = bureau.order("upward")
    with monkeypatch.context() as killing:
        killing.setattr(FileOrders, moment, die)
        with pytest.raises(KilledError):
            bureau.gateway.file_worker.step()
    assert bureau.ask(f"/v1/exchange-orders/{id_}/files.zip").status_code == 410
    while bureau.gateway.file_worker.step():
        pass
    assert len(rows_of(bureau.fetch(id_)["cases.csv"])) == 1
    orders = bureau.gateway.file_worker.orders
    assert orders.get(id_).attempt == 2
    with orders.store.begin_read() as tx:
        places = set(tx.scalars(sa.select(exchange_parts.c.place).where(exchange_parts.c.file_order == id_)))
    assert {place // PLACES for place in places} == {2}


def test_what_ends_the_gateway_each_time_is_given_up(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau.keep("upward")
    id_, worker = bureau.order("upward"), bureau.gateway.file_worker
    with monkeypatch.context() as killing:
        killing.setattr(FileOrders, "finish", die)
        for _ in range(MOST_TRIES):
            with pytest.raises(KilledError):
                worker.step()
    worker.step()
    assert (bureau.stands(id_)["state"], bureau.stands(id_)["problem"]["status"]) == ("failed", 500)
    assert "未能生成，没有留下文件" in bureau.ask(f"/exchange/orders/{id_}").text


def test_who_was_thought_dead_and_wrote_on_leaves_nothing(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau.city.reported_case()
    bureau.keep("upward")
    id_, worker = bureau.order("upward"), bureau.gateway.file_worker
    finish, others = FileOrders.finish, list[bool]()

    def while_another_finishes(*about: Any) -> Any:
        if not others:
            others.append(True)
            assert worker.step()
        return finish(*about)

    monkeypatch.setattr(FileOrders, "finish", while_another_finishes)
    assert worker.step()
    order = worker.orders.get(id_)
    assert (order.state, order.attempt) == ("done", 2)
    assert len(rows_of(bureau.fetch(id_)["cases.csv"])) == 1
    with worker.orders.store.begin_read() as tx:
        assert {one // PLACES for one in tx.scalars(sa.select(exchange_parts.c.place))} == {2}


@pytest.mark.usefixtures("without_pauses")
def test_an_owner_that_is_away_leaves_no_half_file_and_is_waited_for(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.city.reported_case()
    bureau.keep("upward")
    id_ = bureau.order("upward")

    def away(*_: Any) -> None:
        raise Unavailable("cases")

    with monkeypatch.context() as broken:
        broken.setattr("services.gateway.owner_client.OwnerClient.list_page", away)
        for _ in range(MOST_TRIES + 2):
            bureau.gateway.file_worker.step()
        assert bureau.stands(id_)["state"] == "waiting"
        assert bureau.ask(f"/v1/exchange-orders/{id_}/files.zip").status_code == 410
    bureau.gateway.file_worker.step()
    assert bureau.stands(id_)["state"] == "done"


def test_who_has_the_post_no_more_has_nothing_made(bureau: Bureau) -> None:
    def nobody(_owner: JobOwner) -> Bearer:
        raise Unauthenticated("account")

    bureau.keep("upward")
    id_ = bureau.order("upward")
    bureau.gateway.file_worker.rights = nobody
    bureau.gateway.file_worker.step()
    assert bureau.stands(id_)["state"] == "failed"


def test_a_machines_own_operator_is_believed_while_its_order_waits() -> None:
    rights = JobRights(cast(Any, None))
    assert rights.bearer(JobOwner("machine:operator", "operator", None)) == Bearer("machine:operator", "operator", None)


@pytest.mark.parametrize("place", [ARCHIVE, REPORT])
def test_a_file_of_which_something_was_changed_or_taken_is_not_given_out(bureau: Bureau, place: int) -> None:
    bureau.city.reported_case(source="hotline")
    bureau.keep("upward")
    id_ = bureau.order("upward")
    bureau.gateway.file_worker.step()
    orders, c = bureau.gateway.file_worker.orders, exchange_parts.c
    with orders.store.begin() as tx:
        tx.execute(exchange_parts.delete().where(c.file_order == id_, c.place == PLACES + place))
    answer = bureau.ask(f"/v1/exchange-orders/{id_}/{('files.zip', 'rejected.csv')[place]}")
    assert (answer.status_code, answer.get_json()["slug"]) == (410, "exchange-file-altered")


def test_files_are_let_go_after_their_time_and_the_order_stays(bureau: Bureau) -> None:
    bureau.keep("upward")
    id_ = bureau.order("upward")
    bureau.gateway.file_worker.step()
    orders = bureau.gateway.file_worker.orders
    with orders.store.begin() as tx:
        tx.execute(exchange_orders.update().values(changed_at="2016-01-01T00:00:00+00:00"))
    bureau.order("upward")
    told = bureau.stands(id_)
    assert (told["state"], told["kept"], len(told["sha256"])) == ("done", False, 64)
    assert bureau.ask(f"/v1/exchange-orders/{id_}/files.zip").get_json()["slug"] == "exchange-file-not-kept"
    assert "文件已过保存期限" in bureau.ask("/exchange").text


def test_each_making_and_each_fetching_is_on_record(tmp_path: Path, office: Office) -> None:
    acts = JournalledActs("gateway", tmp_path)
    bureau = Bureau(GatewayClient(tmp_path, office, trail=acts), tmp_path)
    bureau.city.reported_case()
    bureau.keep("upward")
    bureau.make("upward")
    made, fetched = acts.events("exported")
    assert made.data["about"].startswith("exchange upward 2017-03 made zip:")
    assert (made.data["route"], made.actor) == ("ORDER exchange", "leader@bureau")
    assert (fetched.data["register"], fetched.data["about"]) == (
        "cases.digital_cases",
        "exchange upward 2017-03 zip",
    )


# --- size -------------------------------------------------------------------------------------------------------------


def many(count: int, wrong_every: int = 1000) -> Iterator[tuple[PageRow, StepData]]:
    """So many records, made one by one."""
    for number in range(count):
        source = "hotline" if number % wrong_every == 0 else "collector"
        report = {"source": source, "place": "映月路12号", "reported_at": "2017-03-01T01:00:00Z"}
        yield PageRow("cases.digital_cases", f"{number:07d}", 1, "reported", "ZX", {}), {"report": report}


def month_of(count: int) -> MonthRows:
    table = {"name": "cases", "register": "cases.digital_cases", "columns": COLUMNS}
    said = {"title": {"zh": "案件", "en": "Cases"}, "tables": [table]}
    return MonthRows(read_mapping(yaml.safe_dump(said)), MARCH, {"ZX": "中心"}, lambda _table: many(count))


def link(_table: MappedTable, record: str) -> str:
    return record


def write(month: MonthRows, store: Store) -> tuple[FileOrders, FileOrder, dict[str, Any]]:
    """A month's archive in a database of accounts."""
    orders = FileOrders(store, b"k" * 64)
    kept = orders.keep(ids.new_id(), JobOwner("SYN-1", "leader", None), "cases", "2017-03")
    order = orders.begin(kept, None)
    return orders, order, MonthArchive(month, link, {}).write(OrderPieces(orders, order))


@pytest.mark.at_length
def test_a_hundred_thousand_rows_are_never_held_together(store: Store) -> None:
    """What is held is some pieces, as they are packed and encrypted; the file is longer."""
    accounts = account_store(store)
    tracemalloc.start()
    try:
        orders, order, manifest = write(month_of(100_000), accounts)
        assert sum(map(len, orders.pieces(order, ARCHIVE))) == manifest["archive"]["bytes"]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    (one,) = manifest["files"]
    assert (one["rows"], one["rejected"]) == (99_900, 100)
    assert peak < 7 * CHUNK < one["bytes"], (peak, one["bytes"])


def test_more_rows_than_are_made_are_refused_with_how_many_may_be(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = account_store(store)
    monkeypatch.setattr(making, "MOST_ROWS", 100)
    with pytest.raises(TooManyRows) as refused:
        write(month_of(101), accounts)
    assert refused.value.to_dict()["errors"][0]["zh"] == "最多 100 行"
    assert write(month_of(100), accounts)[2]["files"][0]["rows"] == 99


def test_more_records_than_are_read_are_refused_before_one_is_read(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        bureau.city.reported_case()
    bureau.keep("upward")
    monkeypatch.setattr(desk, "MOST_READ", 1)
    id_ = bureau.order("upward")
    bureau.gateway.file_worker.step()
    told = bureau.stands(id_)
    assert (told["state"], told["problem"]["slug"], told["read"]) == ("failed", "too-many-rows", 0)


def test_a_record_is_rejected_once_however_much_is_wrong_with_it() -> None:
    heard: list[RejectedRow] = []
    month = month_of(1)
    month.note = heard.append
    assert list(month.rows(month.mapping.tables[0])) == []
    assert (len(heard), month.tallies[0].rejected) == (1, 1)
