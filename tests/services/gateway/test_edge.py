"""The gateway's edge, piece by piece: what fails stays inside, what is kept is bounded."""

from __future__ import annotations

import json
import logging
import signal
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any, Self

import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from contracts.envelope import Event
from contracts.errors import Invalid, Unauthenticated, Unknown
from contracts.roles import EVERYONE
from contracts.rpc import CarryOutRequest, GroupRefusal, JobMessage
from services.chassis.messaging.rpc_client import RpcClient
from services.chassis.storage.store import Store
from services.gateway.api.measures import fact_list
from services.gateway.api.progress import Progress
from services.gateway.api.records import Records
from services.gateway.evidence import Evidence
from services.gateway.http import bearer_tokens, server
from services.gateway.http.app import App
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.connections import ConnectionTable
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import answer
from services.gateway.http.routing import Route
from services.gateway.owner_client import OwnerClient
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel
from services.gateway.reading_rights import ReadingRights
from services.gateway.record_client import RecordClient
from tests.office import DISTRICT, PROOF, Office, build_view, make_as_of
from tests.services.gateway.sample_programme import PROGRAMME
from tests.tokens import bearer_of

BEARER = Bearer("SYN-clerk", "clerk", None)
NOTHING_MORE: Mapping[str, str] = MappingProxyType({})


class Gate(App):
    """An application to which everybody is one clerk."""

    def bearer(self, environ: dict[str, Any], *, by_cookie: bool = False) -> Bearer | None:  # noqa: ARG002 -- as it is called
        """Always the same."""
        return BEARER


def get_response(
    handler: Any,
    *,
    roles: frozenset[str] = EVERYONE,
    app: type[App] = Gate,
    head: Mapping[str, str] = NOTHING_MORE,
    **more: Any,
) -> tuple[str, Any]:
    """Status and body of a GET."""
    route = Route("GET", "/v1/progress", "progress", roles, "进展 / Progress", "Progress")
    statuses: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": route.path, "SERVER_NAME": "x", "SERVER_PORT": "80"}
    environ |= {"wsgi.url_scheme": "http", "QUERY_STRING": "", **head}
    body = b"".join(
        app({route: handler}, b"", bearer_of, **more)(environ, lambda status, _headers: statuses.append(status))
    )
    return statuses[0], orjson.loads(body)


def failing(error: Exception) -> Any:
    def fail(*_args: Any) -> Any:
        raise error

    return fail


@pytest.mark.parametrize("error", [RuntimeError(), OSError(), exc.OperationalError("", None, Exception()), KeyError()])
def test_whatever_fails_on_the_quick_way_goes_the_long_way(error: Exception) -> None:
    status, body = get_response(lambda _request: answer({"routed": True}), quick=failing(error))
    assert (status, body) == ("200 OK", {"routed": True})


def test_the_quick_way_admits_no_others_than_the_route_does() -> None:
    auditors = frozenset({"auditor"})
    status, _ = get_response(lambda _request: answer({}), roles=auditors, quick=lambda *_args: ([], b"{}"))
    assert status.startswith("403")


@pytest.mark.parametrize(
    "error",
    [exc.OperationalError("", None, Exception()), exc.InterfaceError("", None, Exception()), exc.TimeoutError()],
)
def test_a_database_that_does_not_answer_is_503(error: Exception) -> None:
    status, body = get_response(failing(error))
    assert (status[:3], body["slug"]) == ("503", "unavailable")


def test_a_signature_that_fails_to_be_read_is_401_on_the_long_way() -> None:
    class Stranger(App):
        def bearer(self, environ: dict[str, Any], *, by_cookie: bool = False) -> Bearer | None:  # noqa: ARG002 -- as it is called
            raise Unauthenticated

    assert get_response(lambda _request: answer({}), app=Stranger)[0].startswith("401")


def test_no_traceback_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    wsgi_options: dict[str, Any] = {}
    monkeypatch.setattr("eventlet.wsgi.server", lambda *_args, **options: wsgi_options.update(options))
    http_server = server.Server()
    table = ConnectionTable(1)
    http_server._table, http_server._door, http_server._pool = table, None, server._ConnectionPool(table, None)
    http_server._run(object(), object())
    assert wsgi_options["debug"] is False
    assert isinstance(wsgi_options["log"], logging.Logger)


def test_pages_are_kept_within_bounds_and_the_oldest_go() -> None:
    read_model = build_view([], PROGRAMME)
    today = read_model.today()
    for year in range(1000, 1300):
        read_model.item("A6", Question(DISTRICT, today.replace(year, 1, 1)), None)
    keys = list(read_model.cache.pages)
    assert len(keys) == 200
    assert (keys[0][1].as_of.year, keys[-1][1].as_of.year) == (1100, 1299)


@pytest.mark.parametrize("roles", [frozenset(), frozenset({"janitor"})], ids=["nobody", "no such role"])
def test_a_route_says_whom_it_admits_or_is_none(roles: frozenset[str]) -> None:
    with pytest.raises(ValueError, match="secret"):
        Route("GET", "/secret", "secret", roles, "密 / Secret", "text/plain")
    with pytest.raises(TypeError, match="roles"):
        Route("GET", "/secret", "secret", title="密 / Secret", answer="text/plain")  # type: ignore[call-arg]


def test_two_routes_of_one_name_do_not_start() -> None:
    def route(path: str) -> Route:
        return Route("GET", path, "same", EVERYONE, "同 / Same", "text/plain")

    with pytest.raises(ValueError, match="same"):
        App({route("/one"): answer, route("/two"): answer}, b"", bearer_of)


class StatementCounter:
    """Counts the connections and the statements of a store while it is open."""

    def __init__(self, store: Store) -> None:
        self._engine = store._engine
        self.statements: list[str] = []
        self.open = self.most = 0

    def __enter__(self) -> Self:
        sa.event.listen(self._engine, "before_cursor_execute", self._on_execute)
        sa.event.listen(self._engine, "begin", self._on_begin)
        sa.event.listen(self._engine, "rollback", self._on_end)
        sa.event.listen(self._engine, "commit", self._on_end)
        return self

    def __exit__(self, *_failed: object) -> None:
        sa.event.remove(self._engine, "before_cursor_execute", self._on_execute)
        sa.event.remove(self._engine, "begin", self._on_begin)
        sa.event.remove(self._engine, "rollback", self._on_end)
        sa.event.remove(self._engine, "commit", self._on_end)

    def _on_execute(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self.statements.append(statement)

    def _on_begin(self, _connection: Any) -> None:
        self.open += 1
        self.most = max(self.most, self.open)

    def _on_end(self, _connection: Any) -> None:
        self.open -= 1


def reads(events: list[Event], store: Store) -> Progress:
    return Progress(build_view(events, PROGRAMME, store), Evidence(store, "memory://edge"))


def make_request(**path: str) -> ApiRequest:
    http: Any = SimpleNamespace(headers={}, path="/v1", environ={})
    return ApiRequest(http, BEARER, path, {})


def test_a_fact_takes_one_connection(office: Office, store: Store) -> None:
    office.matter(evidence=PROOF)
    asked_of = reads(office.events, store)
    with StatementCounter(store) as counted:
        asked_of.fact(make_request(event=office.events[-1].id))
    assert (counted.most, counted.open) == (1, 0)


def test_facts_are_fetched_together_however_many_there_are(office: Office, store: Store) -> None:
    statements = []
    for number in (1, 4):
        for _ in range(number):
            office.matter(evidence=PROOF)
        read_model = build_view(office.events, PROGRAMME, store)
        rights = ReadingRights(Bearer("leader@bureau", "leader", None), read_model)
        measure = PROGRAMME.measures["A6.done"]
        with read_model.reader(make_as_of("2017-12-31")) as reader, StatementCounter(store) as counted:
            found = fact_list.find(reader, measure, make_request(), 100)
            facts = fact_list.items(reader, measure, found.rows, rights)
        assert [one["evidence"] for one in facts] == [PROOF] * found.number.number
        statements.append(len(counted.statements))
    assert (found.number.number, statements[0]) == (5, statements[1])


def test_a_joint_fact_is_one_row_of_a_page_with_all_its_units(office: Office, store: Store) -> None:
    for _ in range(3):
        office.event(counits=["DBT"])
    request = make_request(measure="A6.held")
    asked_of = reads(office.events, store)
    body = orjson.loads(asked_of.facts(replace(request, query={"limit": "2"})).data)
    assert body["n"] == 3
    assert [sorted(one["units"]) for one in body["facts"]] == [["DBT", "DT"]] * 2
    rest = asked_of.facts(replace(request, query={"limit": "2", "cursor": body["next"]}))
    assert len(orjson.loads(rest.data)["facts"]) == 1
    assert 'rel="prev"' in rest.headers["Link"]


def test_an_empty_key_left_by_a_crash_is_drawn_anew(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "token.key"
    path.parent.mkdir()
    path.touch()
    with Timeout():
        drawn = bearer_tokens.key(tmp_path)
    assert len(drawn) == 64
    assert bearer_tokens.key(tmp_path) == drawn == path.read_bytes()


class Timeout:
    """Two seconds, then an alarm: what spins for ever fails."""

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, failing(TimeoutError()))
        signal.alarm(2)

    def __exit__(self, *_failed: object) -> None:
        signal.alarm(0)


def test_who_draws_the_key_at_once_draws_the_same(tmp_path: Path) -> None:
    for number in range(20):
        with ThreadPoolExecutor(8) as pool:
            drawn = pool.map(bearer_tokens.key, [tmp_path / str(number)] * 8)
        assert len(set(drawn)) == 1


def test_a_key_is_for_its_owner_alone_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    bearer_tokens.key(tmp_path)
    (only,) = (tmp_path / "secrets").iterdir()
    assert (only.name, only.stat().st_mode & 0o777) == ("token.key", 0o600)


@pytest.mark.parametrize("spoilt", [b"", b"pap", b"forge"])
def test_spoilt_evidence_is_mended_by_handing_it_in_again(store: Store, tmp_path: Path, spoilt: bytes) -> None:
    evidence = Evidence(store, str(tmp_path / "evidence"))
    sha256 = evidence.save(b"paper", name="", media_type="text/plain", by="a")["sha256"]
    (tmp_path / "evidence" / sha256[:2] / sha256).write_bytes(spoilt)
    evidence.save(b"paper", name="", media_type="text/plain", by="a")
    assert evidence.read(sha256)[0] == b"paper"


def test_a_files_name_is_kept_without_what_nobody_sees(store: Store, tmp_path: Path) -> None:
    evidence = Evidence(store, f"file://{tmp_path}/evidence")
    kept = evidence.save(b"x", name="a\0b\x07\ud800.png", media_type="image/png", by="a")
    assert kept["name"] == "ab.png"
    assert evidence.about([kept["sha256"]])[kept["sha256"]]["name"] == "ab.png"


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ({"PATH_INFO": "/v1/progress\0"}, "Path"),
        ({"QUERY_STRING": "unit=%00"}, "Query"),
        ({"CONTENT_TYPE": "image/\0png"}, "Content-Type"),
        ({"HTTP_TRACEPARENT": "\0"}, "Traceparent"),
    ],
)
def test_a_nul_in_the_head_of_a_request_is_refused_with_where_it_stands(head: dict[str, str], field: str) -> None:
    status, body = get_response(lambda _request: answer({}), head=head)
    assert (status[:3], body["slug"]) == ("400", "unreadable")
    assert [one["field"] for one in body["errors"]] == [field]


class RecordingRpcClient(RpcClient):
    """An owner that keeps the jobs it gets and refuses all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[JobMessage] = []

    def call(self, service: str, method: str, *arguments: Any, deadline: float = 0) -> Any:  # noqa: ARG002 -- as it is called
        job = CarryOutRequest.from_payload(arguments).job
        self.jobs.append(job)
        return [GroupRefusal(Unknown().to_dict(), 0).to_payload() for _ in job.groups]


def batch(store: Store, command: dict[str, Any]) -> RecordingRpcClient:
    client = RecordingRpcClient()
    read_model = ReadModel(store, PROGRAMME, DISTRICT)
    body = json.dumps({"groups": [[{"step": "apply", "form": {}} | command]]}).encode()
    http: Any = SimpleNamespace(
        headers={}, environ={}, content_length=len(body), stream=SimpleNamespace(read=lambda _most: body), path=""
    )
    request = ApiRequest(http, BEARER, {"service": "outreach", "register": "features"}, {})
    Records(RecordClient(OwnerClient(client), read_model, Evidence(store, "memory://edge"))).batch(request)
    return client


@pytest.mark.parametrize(
    "command",
    [
        {"record": 7},
        {"record": {"a": 1}},
        {"record": ""},
        {"record": "a\0b"},
        {"record": "a\n"},
        {"record": "a" * 81},
        {"corrects": "1"},
        {"corrects": True},
        {"corrects": -1},
        {"expected": 1.5},
        {"expected": False},
        {"expected": -1},
    ],
)
def test_a_batch_takes_no_odd_places(store: Store, command: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        batch(store, command)
    assert [one["field"] for one in refused.value.errors] == ["groups"]


def test_a_batch_takes_a_record_a_place_and_a_version(store: Store) -> None:
    command = {"record": "0189f7a0-0000-7000-8000-000000000000", "corrects": 1, "expected": 0}
    (job,) = batch(store, command).jobs
    assert job.groups[0][0].to_payload().items() >= command.items()


@pytest.mark.parametrize("paper", ["\0", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_hashes_are_looked_up(store: Store, paper: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Evidence, "about", failing(AssertionError("looked up")))
    reply = batch(store, {"form": {"evidence": [paper]}})
    assert reply.jobs, "its owner says what is wrong with it"
