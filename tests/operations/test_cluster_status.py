"""`cluster status`: who is silent keeps nobody waiting, and what is lost is told with what the next loss would do."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from operations.base import ports
from operations.cluster import brokers, databases, standing, stores
from operations.cluster.commands import app
from operations.cluster.standing import DEGRADED, GOOD, STOPPED, Member
from operations.cluster.status import SETTINGS

# Threads of the system's in a process in which earlier tests have loaded eventlet: seen to stand still there once.
pytestmark = pytest.mark.at_length
NOW = dt.datetime(2026, 12, 1, 2, 43, 15, tzinfo=dt.UTC)
NODES = ("postgres:8008", "postgres-2:8008", "postgres-3:8008")
BROKERS = ("rabbitmq:15672", "rabbitmq-2:15672", "rabbitmq-3:15672")
RULES = {"synchronous_mode": "quorum", "synchronous_mode_strict": True, "synchronous_node_count": 1}
LEADER = {"state": "running", "role": "primary", "xlog": {"location": 110837760}, "timeline": 1}
STANDBY = {
    "state": "running",
    "role": "replica",
    "xlog": {"replayed_location": 110837736, "replayed_timestamp": "2026-12-01 02:43:13.129623+00:00"},
    "quorum_standby": True,
    "timeline": 1,
    "replication_state": "streaming",
}
"""As Patroni 4.0.7 says it."""


def database(*nodes: dict[str, Any] | None) -> standing.Part:
    answers: dict[tuple[str, str], Any] = {
        (place, "node"): node for place, node in zip(NODES, nodes, strict=True) if node
    }
    return databases.part(NODES, answers | {(NODES[1], "rules"): RULES}, NOW)


def broker(up: int, *, alarm: bool = False, members: int = 3, online: int = 3) -> standing.Part:
    names = [f"rabbit@{place.partition(':')[0]}" for place in BROKERS]
    queue = {"name": "cases.inbox", "type": "quorum", "members": names[:members], "online": names[:online]}
    answers: dict[tuple[str, str], Any] = {(place, "self"): {} for place in BROKERS[:up]}
    nodes = [{"name": names[0], "running": True, "partitions": [], "mem_alarm": alarm}]
    if up:
        answers |= {(BROKERS[0], "nodes"): nodes, (BROKERS[0], "queues"): [queue]}
    return brokers.part(BROKERS, answers)


def store(healthy: int) -> standing.Part:
    places = ("etcd:2379", "etcd-2:2379", "etcd-3:2379")
    return stores.part(places, {place: Member(place, up=True) for place in places[:healthy]})


@pytest.mark.parametrize(
    ("part", "state", "last"),
    [
        (database(LEADER, STANDBY, STANDBY), GOOD, False),
        (database(LEADER, STANDBY, None), DEGRADED, True),
        (database(LEADER, STANDBY, STANDBY | {"replication_state": "in archive recovery"}), DEGRADED, True),
        (database(LEADER, STANDBY | {"quorum_standby": False}, STANDBY), DEGRADED, False),
        (database(LEADER, STANDBY, STANDBY | {"timeline": 2}), DEGRADED, False),
        (database(LEADER, None, None), STOPPED, False),
        (database(None, STANDBY, STANDBY), STOPPED, False),
        (broker(3), GOOD, False),
        (broker(2), DEGRADED, True),
        (broker(3, online=2), DEGRADED, True),
        (broker(3, members=1, online=1), DEGRADED, True),
        (broker(3, online=1), STOPPED, False),
        (broker(3, alarm=True), STOPPED, False),
        (broker(1), STOPPED, False),
        (store(3), GOOD, False),
        (store(2), DEGRADED, True),
        (store(1), STOPPED, False),
    ],
)
def test_what_is_lost_says_whether_writes_go_on_and_whether_they_would_after_one_more(
    part: standing.Part,
    state: str,
    last: bool,  # noqa: FBT001 -- a column of its table
) -> None:
    assert (standing.state_of([part]), part.last) == (state, last)
    assert (part.name in standing.sentence([part])) == (last or state == STOPPED)


def test_how_far_a_standby_lies_behind_is_told_in_bytes_and_seconds() -> None:
    _, behind, level = database(LEADER, STANDBY, STANDBY | {"xlog": {"replayed_location": 110837760}}).members
    assert (behind.facts["lag_bytes"], behind.facts["lag_seconds"]) == (24, 1.9)
    assert (level.facts["lag_bytes"], level.facts["lag_seconds"]) == (0, 0.0)


class Patroni(http.server.BaseHTTPRequestHandler):
    """Answers as a leader does that has no standby."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(RULES if self.path == "/config" else LEADER).encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def leader() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Patroni)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_who_takes_the_connection_and_says_nothing_is_told_after_two_seconds(
    leader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        silent = f"127.0.0.1:{frozen.getsockname()[1]}"
        gone = f"127.0.0.1:{ports.free()}"
        monkeypatch.setenv("CLUSTER_DATABASES", f"{silent}, {leader},{gone}")
        monkeypatch.setenv("CLUSTER_STORES", ",".join([silent] * 3))
        monkeypatch.setenv("CLUSTER_GATEWAYS", silent)
        began = time.monotonic()
        done = CliRunner().invoke(app, ["status", "--json"])
        assert time.monotonic() - began < 4
    told = json.loads(done.output)
    assert (done.exit_code, told["state"]) == (2, "stopped")
    databases_told = next(one for one in told["parts"] if one["name"] == databases.NAME)
    assert [(one["up"], one["fault"]) for one in databases_told["members"]] == [
        (False, standing.SILENT),
        (True, ""),
        (False, standing.SILENT),
    ]
    assert databases_told["members"][1]["facts"]["role"] == databases.LEADER


def test_where_no_cluster_is_named_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    assert "No cluster is named" in str(CliRunner().invoke(app, ["status"]).exception)
    monkeypatch.setenv("CLUSTER_STORES", "etcd")
    assert "is not host:port" in str(CliRunner().invoke(app, ["status"]).exception)
