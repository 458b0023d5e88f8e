"""A city's requests over its Open311: taken in once each, nothing of who made them, bounded, and told at the end."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner
from werkzeug.serving import make_server
from werkzeug.test import Client as WsgiClient

from contracts import envelope
from contracts.exchange.city_services import CityServices, read_services
from contracts.exchange.mapping import WrongMapping
from operations.cli import app
from operations.client import sheets
from operations.client.client import Client
from operations.client.exchange import city as city_module
from operations.client.exchange.city import City, CityAway, CityStrange, NoCity
from operations.client.exchange.city_cases import NotACase, Taking, form_of, key_of
from services.chassis.base import clock
from services.chassis.storage import journal
from services.gateway.api.records import Records
from services.gateway.evidence import Evidence
from services.gateway.http import routing
from services.gateway.http.app import App
from services.gateway.owner_client import OwnerClient
from services.gateway.record_client import RecordClient
from tests.services.cases.city import CASES
from tests.services.gateway.gateway_client import KEY
from tests.services.gateway.open311_client import V2, WHO, Open311Client
from tests.tokens import bearer_of

SERVICES = CityServices({"E-0501": "E-0501", "C-0102": "C-0102"}, frozenset({"X"}))
ENTRY = {
    "service_request_id": "R-1",
    "status": "open",
    "service_code": "E-0501",
    "description": "占道经营",
    "requested_datetime": "2017-03-01T09:00:00+08:00",
}
DAY = dt.timedelta(days=1)


def serve(app: Any) -> tuple[Any, str]:
    server = make_server("127.0.0.1", 0, app)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.port}"


class OurSide(Open311Client):
    """The bureau's own gateway, with its interface for steps."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        client = RecordClient(
            OwnerClient(self.rpc_client), self.read_model, Evidence(self.store, f"file://{home}/evidence"), map
        )
        self.app = App(routing.bind([Records(client)]), KEY, bearer_of)

    def cases(self) -> list[dict[str, Any]]:
        """The first form of every case."""
        with self.office.store.begin_read() as tx:
            events = [envelope.decode(body.encode()) for _, body in journal.page(tx, 0, 10_000)]
        return [dict(one.data) for one in events if one.type == f"{CASES}.reported.v1"]


@pytest.fixture(name="sides")
def two_gateways(tmp_path: Path) -> Iterator[tuple[Open311Client, str, OurSide, OwnSuite]]:
    """A city and its address; the bureau, and who asks it."""
    homes = [tmp_path / "city", tmp_path / "bureau"]
    for home in homes:
        home.mkdir()
    city, ours = Open311Client(homes[0]), OurSide(homes[1])
    ours.office.now = clock.now() + DAY
    server, theirs = serve(city.app)
    yield city, f"{theirs}{V2}", ours, OwnSuite(ours)
    server.shutdown()
    server.server_close()
    for side in (city, ours):
        side.store.close()


class OwnSuite(Client):
    """Asks the bureau's gateway in this thread, to which its database belongs."""

    def __init__(self, ours: OurSide) -> None:
        super().__init__("", "")
        self.ours: OurSide
        object.__setattr__(self, "ours", ours)

    def post(self, path: str, body: bytes = b"", media_type: str = "application/json", **_query: str | None) -> Any:
        headers = {"Authorization": f"Bearer {self.ours.key(role='clerk', account='key:open311')}"}
        answer = WsgiClient(self.ours.app).post(path, data=body, content_type=media_type, headers=headers)
        assert answer.status_code in (200, 207), answer.text
        return answer.get_json()


def take(address: str, suite: Client, services: CityServices = SERVICES) -> Taking:
    city = City(address)
    taking = Taking(suite, city.address, "ZX", services)
    taking.take(city.requests(clock.now() - 3 * DAY, clock.now() + DAY))
    return taking


def test_what_another_gateway_has_becomes_cases_here_and_again_changes_nothing(sides: Any) -> None:
    city, address, ours, suite = sides
    first = city.create_request(**WHO, media_url="https://example.org/a.jpg")
    second = city.create_request(service_code="C-0102", description="井盖松动")
    closed = city.create_request(description="已办结")
    hidden = city.create_request(description="未受理")
    city.take(first, "verify", "accept")
    city.take(second, "verify", "accept")
    city.take(closed, "verify", "accept", "file", "dispatch", "receive", "dispose", "check", "close")
    assert dict(take(address, suite).counts) == {"taken": 2, "closed": 1}
    cases = {one["source_record"]: one for one in ours.cases()}
    assert cases.keys() == {first, second}
    assert hidden not in cases
    expected = {"source": "public", "unit": "ZX", "case_class": "E-0501", "problem": "占道经营", "datum": "WGS84"}
    assert expected.items() <= cases[first].items()
    assert cases[first]["media_url"] == "https://example.org/a.jpg"
    assert (cases[first].get("reporter_name"), cases[first].get("reporter_contact")) == (None, None)
    assert dict(take(address, suite).counts) == {"known": 2, "closed": 1}
    assert len(ours.cases()) == 2


def test_what_has_no_class_or_is_refused_is_told_and_the_others_are_taken(sides: Any) -> None:
    city, address, ours, suite = sides
    for more in ({"service_code": "E-0501"}, {"service_code": "C-0102"}):
        city.take(city.create_request(**more), "verify", "accept")
    taking = take(address, suite, CityServices({"E-0501": "E-0501"}, frozenset()))
    assert dict(taking.counts) == {"taken": 1, "unmapped": 1}
    taking = take(address, suite, CityServices({"C-0102": "GONE"}, frozenset({"E-0501"})))
    assert dict(taking.counts) == {"ignored": 1, "refused": 1}
    (wrong,) = taking.unfit
    assert wrong.zh
    assert wrong.en
    assert len(ours.cases()) == 1


def test_the_command_tells_counts_writes_its_report_and_says_by_its_code_whether_all_was_taken(
    sides: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city, address, _, suite = sides
    city.take(city.create_request(), "verify", "accept")
    city.take(city.create_request(service_code="C-0102"), "verify", "accept")
    monkeypatch.setattr(sheets, "bearer", lambda _environment: suite)
    mapping, report = tmp_path / "services.yaml", tmp_path / "report.csv"
    mapping.write_text('title: {zh: 市, en: City}\nservices: {"E-0501": E-0501}\n', "utf-8")
    words = ["open311", "take", address, "--unit", "ZX", "--mapping", str(mapping), "--report", str(report)]
    present = clock.now
    monkeypatch.setattr(clock, "now", lambda: present() + DAY)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1, done.output
    assert "1 taken in 新登记" in done.output
    (line,) = csv.DictReader(io.StringIO(report.read_text("utf-8-sig"), newline=""))
    assert (line["service_code"], line["原因"]) == ("C-0102", "事项代码没有对应的案件类别")
    mapping.write_text('title: {zh: 市, en: City}\nservices: {"E-0501": E-0501}\nignored: ["C-0102"]\n', "utf-8")
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, "1 there already 已有" in done.output) == (0, True)


# --- what a request says ----------------------------------------------------------------------------------------------


def test_nothing_of_who_made_a_request_is_taken_and_no_picture_but_by_its_address() -> None:
    said = ENTRY | {"first_name": "三", "last_name": "张", "phone": "13812345678", "email": "z@example.org"}
    form = form_of(said | {"media_url": "javascript:alert(1)", "lat": "31.59", "long": 120.35}, "ZX", "E-0501")
    assert form == {
        "unit": "ZX",
        "source": "public",
        "source_record": "R-1",
        "case_class": "E-0501",
        "problem": "占道经营",
        "reported_at": "2017-03-01T09:00:00+08:00",
        "longitude": 120.35,
        "latitude": 31.59,
        "datum": "WGS84",
    }


@pytest.mark.parametrize(
    "more",
    [
        {"service_request_id": None},
        {"service_request_id": {"a": 1}},
        {"description": None},
        {"requested_datetime": None},
        {"requested_datetime": "yesterday"},
        {"lat": "31.5"},
        {"lat": "x", "long": "y"},
        {"lat": "nan", "long": "0"},
    ],
)
def test_what_lacks_what_a_case_needs_is_none(more: dict[str, Any]) -> None:
    with pytest.raises(NotACase) as wrong:
        form_of(ENTRY | more, "ZX", "E-0501")
    assert wrong.value.zh
    assert wrong.value.en


def test_a_key_is_a_citys_and_a_requests() -> None:
    keys = {key_of(city, one) for city in ("http://a", "http://b") for one in ("1", "2")}
    assert len(keys) == 4
    assert key_of("http://a", "1") in keys


@pytest.mark.parametrize(
    "text", ["", "title: {zh: a, en: b}", "title: {zh: a, en: b}\nservices: {x: 'no code!'}", "a: &b 1\nc: *b"]
)
def test_services_that_cannot_be_used_are_refused(text: str) -> None:
    with pytest.raises(WrongMapping):
        read_services(text)


def test_a_service_is_mapped_or_ignored_and_the_example_is_right() -> None:
    with pytest.raises(WrongMapping):
        read_services("title: {zh: a, en: b}\nservices: {x: E-1}\nignored: [x]")
    assert read_services(Path("deploy/exchange/open311-example.yaml").read_text("utf-8")).classes == {"001": "E-0501"}


# --- a city that is a stranger ----------------------------------------------------------------------------------------

Answer = Callable[[BaseHTTPRequestHandler, dict[str, list[str]]], None]


@pytest.fixture
def stranger() -> Iterator[Callable[[Answer], str]]:
    """A city that answers as a test says; its address."""
    servers: list[ThreadingHTTPServer] = []

    def begin(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self, parse_qs(urlsplit(self.path).query))

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield begin
    for one in servers:
        one.shutdown()
        one.server_close()


def say(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def read(address: str, days: int = 20) -> list[Any]:
    until = dt.datetime(2017, 4, 1, tzinfo=dt.UTC)
    return list(City(address).requests(until - days * DAY, until))


def test_a_period_is_asked_for_week_by_week_and_a_city_without_pages_is_read_once(stranger: Any) -> None:
    asked: list[tuple[str, str]] = []

    def answer(handler: Any, query: dict[str, list[str]]) -> None:
        asked.append((query["start_date"][0][:10], query["page"][0]))
        say(handler, json.dumps([ENTRY, ENTRY | {"service_request_id": query["start_date"][0]}]).encode())

    assert len(read(stranger(answer))) == 4
    assert asked == [(day, page) for day in ("2017-03-12", "2017-03-19", "2017-03-26") for page in ("1", "2")]


def test_requests_without_an_id_are_each_told(stranger: Any) -> None:
    nameless = [{"description": one} for one in ("a", "b")]
    assert len(read(stranger(lambda handler, _query: say(handler, json.dumps(nameless).encode())), 5)) == 2


@pytest.mark.parametrize("body", [b"{}", b"[1]", b"no json", b"\xff"])
def test_what_is_no_list_of_requests_is_told(stranger: Any, body: bytes) -> None:
    with pytest.raises(CityStrange):
        read(stranger(lambda handler, _query: say(handler, body)))


def test_no_answer_leads_to_another_host_or_to_a_file(stranger: Any) -> None:
    elsewhere = stranger(lambda handler, _query: say(handler, b"[]"))
    for place in (elsewhere, "file:///etc/passwd", "ftp://127.0.0.1/"):
        with pytest.raises((CityStrange, CityAway)):
            read(stranger(lambda handler, _query, to=place: say(handler, b"", 302, Location=to)))


def test_a_redirection_within_the_city_is_followed(stranger: Any) -> None:
    def answer(handler: Any, _query: Any) -> None:
        moved = handler.path.startswith("/new")
        say(handler, b"[]", 200 if moved else 302, **({} if moved else {"Location": f"/new{handler.path}"}))

    assert read(stranger(answer)) == []


def test_an_answer_without_end_is_broken_off(stranger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city_module, "MOST_BYTES", 100)
    with pytest.raises(CityStrange):
        read(stranger(lambda handler, _query: say(handler, b"[" + b" " * 200 + b"]")))


def test_more_requests_than_are_taken_at_once_are_told(stranger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city_module, "MOST_REQUESTS", 3)
    many = json.dumps([ENTRY | {"service_request_id": str(number)} for number in range(5)]).encode()
    with pytest.raises(CityStrange):
        read(stranger(lambda handler, _query: say(handler, many)))


def test_a_city_that_is_away_or_refuses_is_told(stranger: Any) -> None:
    with pytest.raises(CityAway):
        read(stranger(lambda handler, _query: say(handler, b"", 403)))
    with pytest.raises(CityAway):
        read("http://127.0.0.1:9")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/y", "http://a b", "http://x/y?z=1", "x", ""])
def test_what_is_no_address_of_a_city_is_asked_nothing(address: str) -> None:
    with pytest.raises(NoCity):
        City(address)
