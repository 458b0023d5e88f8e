"""What one client may ask for, who is counted as one, and which connection goes when there are too many."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
import pytest
from werkzeug.wrappers import Response

from contracts.errors import TooMany
from contracts.roles import EVERYONE
from services.chassis.base import clock
from services.gateway.http import bounds, client, connections
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.bounds import Bounds, Places, RequestRate
from services.gateway.http.client import Client
from services.gateway.http.connections import Connection, ConnectionTable
from services.gateway.http.responses import answer
from services.gateway.http.routing import Route
from tests.tokens import bearer_of, token_of

KEY = b"k" * 64
OFFICER, STRANGER = Client("officer", "10.0.0.1"), Client(None, "10.0.0.1")
PROXIES = (ipaddress.ip_network("10.9.0.0/16"),)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PAUSE", 0.0)


def test_the_more_refusals_of_a_client_wait_the_longer_the_next_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PAUSE", 2.0)
    waits: list[float] = []
    limits = Bounds()

    def refuse_another(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) < 6 * bounds.AT_ONCE:
            limits.pause(OFFICER)

    monkeypatch.setattr(clock, "pause", refuse_another)
    limits.pause(OFFICER)
    assert waits[0] == waits[bounds.AT_ONCE - 1] == 2.0
    assert waits[bounds.AT_ONCE] == 4.0
    assert waits[-1] == bounds.LONGEST_PAUSE
    waits[:] = [0.0] * 6 * bounds.AT_ONCE
    limits.pause(STRANGER)
    assert waits[-1] == 2.0, "one client's refusals are not another's"


def open_many(table: ConnectionTable, address: str, count: int) -> list[Connection]:
    opened = [Connection(address, lambda: None) for _ in range(count)]
    for one in opened:
        table.admit(one)
    return opened


def test_who_opens_many_displaces_their_own_oldest_and_nobody_else() -> None:
    table = ConnectionTable(100)
    (honest,) = open_many(table, "10.0.0.1", 1)
    hostile = open_many(table, "10.0.0.2", 1000)
    (late,) = open_many(table, "10.0.0.3", 1)
    assert len(table) == 100
    assert not honest.over
    assert not late.over
    assert [one.over for one in hostile] == [True] * 902 + [False] * 98


def test_a_connection_that_is_answered_is_not_displaced() -> None:
    table = ConnectionTable(2)
    answered, waiting = open_many(table, "10.0.0.1", 2)
    table.answer(answered)
    open_many(table, "10.0.0.2", 1)
    assert (answered.over, waiting.over) == (False, True)


def test_who_waits_too_long_is_hung_up_on_and_what_is_ours_to_do_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends: list[str] = []
    table = ConnectionTable(10)
    dawdling, reading, working = (Connection("a", partial(ends.append, name)) for name in "drw")
    for one in (dawdling, reading, working):
        table.admit(one)
    table.answer(reading)
    reading.allow(100 * int(connections.RATE))
    table.answer(working)
    begun = clock.ticks()
    for after, expected in ((connections.HEAD - 1, []), (connections.HEAD + 1, ["d"]), (10_000, ["d", "r"])):
        monkeypatch.setattr(clock, "ticks", lambda now=begun + after: now)
        table.sweep()
        assert ends == expected


def test_requests_are_counted_over_a_window_and_come_back_with_time() -> None:
    rate = RequestRate(2)
    left = [dict(rate.take(OFFICER, 100.0))["RateLimit"] for _ in range(20)]
    assert (left[0], left[-1]) == ('"requests";r=19;t=1', '"requests";r=0;t=10')
    with pytest.raises(TooMany) as refused:
        rate.take(OFFICER, 100.0)
    assert refused.value.wait == 1
    rate.take(STRANGER, 100.0)
    rate.take(OFFICER, 100.5)
    with pytest.raises(TooMany):
        rate.take(OFFICER, 100.5)


def test_as_many_clients_as_may_come_take_no_more_memory_than_some() -> None:
    rate = RequestRate(2)
    for number in range(bounds.MOST_CLIENTS * 2):
        rate.take(Client(None, str(number)), 100.0)
    assert len(rate._allowance._whole_at) <= bounds.MOST_CLIENTS


def test_a_place_that_is_given_back_can_be_taken_again_and_leaves_nothing() -> None:
    places = Places("streams", 2, 3)
    releases = [places.take_for_both(OFFICER) for _ in range(2)]
    with pytest.raises(TooMany):
        places.take_for_both(OFFICER)
    releases.append(places.take_for_both(Client("another", "10.0.0.1")))
    with pytest.raises(TooMany):
        places.take_for_both(Client("third", "10.0.0.1"))
    for release in releases:
        release()
    assert not places._taken


@pytest.mark.parametrize(
    ("peer", "said", "address"),
    [
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),  # a stranger says it of itself
        ("10.9.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.9.0.1", "203.0.113.9, 198.51.100.7, 10.9.3.3", "198.51.100.7"),  # the last that no proxy of ours bears
        ("10.9.0.1", "198.51.100.7, nonsense", "10.9.0.1"),
        ("10.9.0.1", "", "10.9.0.1"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("10.9.0.1", "2001:db8:1:2:9::9", "2001:db8:1:2::/64"),
        ("::1", "", "::1"),
    ],
)
def test_only_a_proxy_of_ours_is_believed_where_a_request_comes_from(peer: str, said: str, address: str) -> None:
    assert client.address_of({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": said}, PROXIES) == address


class Site:
    """An application with one route, and what it answers to whom."""

    def __init__(self, handler: Callable[..., Response], media: str = "Progress", **bounds_: int) -> None:
        route = Route("GET", "/x", "x", EVERYONE, "进展 / Progress", media)
        self.app = App({route: handler}, KEY, bearer_of, bounds=Bounds(**bounds_))

    def ask(self, who: str = "", address: str = "10.0.0.1", **more: str) -> tuple[str, dict[str, str], Any]:
        environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": "/x", "QUERY_STRING": "", "SERVER_NAME": "x"}
        environ |= {"SERVER_PORT": "80", "wsgi.url_scheme": "http", "REMOTE_ADDR": address} | more
        if who:
            token = token_of(Bearer(who, "operator", None))
            environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        answers: list[Any] = []
        body = self.app(environ, lambda status, headers: answers.extend((status[:3], dict(headers))))
        return answers[0], answers[1], body


def json_of(body: Any) -> Any:
    return orjson.loads(b"".join(body))


def test_who_asks_too_often_is_told_when_to_ask_again_in_both_languages() -> None:
    site = Site(lambda _request: answer({}), request_rate=1)
    for _ in range(10):
        status, headers, body = site.ask("busy")
        body.close()
        assert status == "200"
    assert headers["RateLimit-Policy"] == '"requests";q=10;w=10'
    status, headers, body = site.ask("busy")
    assert (status, headers["Retry-After"], headers["RateLimit"]) == ("429", "1", '"requests";r=0;t=10')
    assert headers["X-Content-Type-Options"] == "nosniff"
    problem = json_of(body)
    assert (problem["slug"], problem["title_zh"]) == ("too-many", "请求过于频繁，请稍后再试")


def test_an_office_behind_one_address_is_counted_by_account() -> None:
    site = Site(lambda _request: answer({}), request_rate=1)
    statuses = {site.ask(f"officer{number}")[0] for number in range(200)}
    assert statuses == {"200"}
    assert [site.ask()[0] for _ in range(11)][-1] == "429"
    assert site.ask("officer1")[0] == "200"
    assert site.ask(address="10.0.0.2")[0] == "401"


def test_an_account_is_one_client_wherever_it_comes_from() -> None:
    site = Site(lambda _request: answer({}), request_rate=1)
    statuses = [site.ask("busy", f"10.0.0.{number}")[0] for number in range(11)]
    assert statuses == ["200"] * 10 + ["429"]


def test_a_bad_token_is_counted_by_address() -> None:
    site = Site(lambda _request: answer({}), request_rate=1)
    statuses = [site.ask(HTTP_AUTHORIZATION=f"Bearer {number}")[0] for number in range(11)]
    assert statuses == ["401"] * 10 + ["429"]


def test_so_many_answers_at_a_time_and_a_place_is_free_when_an_answer_is_out() -> None:
    site = Site(lambda _request: answer({}))
    under_way = [site.ask("busy") for _ in range(bounds.AT_ONCE)]
    assert {status for status, _, _ in under_way} == {"200"}
    assert site.ask("busy")[0] == "429"
    assert site.ask("other")[0] == "200"
    under_way[0][2].close()
    assert site.ask("busy")[0] == "200"


def test_a_file_that_is_passed_on_as_it_is_gives_its_place_back_too() -> None:
    site = Site(lambda _request: Response((one for one in [b"x"]), direct_passthrough=True), media="text/csv")
    for method in ["HEAD"] + ["GET"] * (bounds.AT_ONCE + 1):
        status, _, body = site.ask("busy", REQUEST_METHOD=method)
        assert status == "200"
        body.close()
    assert not site.app.bounds.requests._taken


def test_streams_of_an_account_are_few() -> None:
    site = Site(lambda _request: Response(iter([b"x"])), media="text/event-stream", most_streams=2)
    streams = [site.ask("listener") for _ in range(2)]
    assert site.ask("listener")[0] == "429"
    assert site.ask("other")[0] == "200"
    streams[0][2].close()
    assert site.ask("listener")[0] == "200"
