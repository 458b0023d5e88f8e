"""A program that listens misses nothing and hears nothing twice, whatever is cut or killed meanwhile."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from tests.suite import Suite, until

FEATURE = {"unit": "DT", "title": "特色", "applied_on": "2017-03-01"}
QUIET = 1.5
"""Seconds of silence after which nothing more is on its way."""


@dataclass
class Listener:
    """Listens, and comes again with the id of what it heard last; `heard` are ids and measures."""

    suite: Suite
    last: str = ""
    heard: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def listen(self, pieces: int) -> None:
        """Connect, hear so many events or whatever there is, and be cut off."""
        with self._connection() as connection, suppress(TimeoutError, http.client.HTTPException, OSError):
            response = connection.getresponse()
            assert response.status == 200
            lines: dict[str, str] = {}
            while len(self.heard) < pieces or not self.last:
                line = response.readline().decode().rstrip("\n")
                if line:
                    name, _, text = line.partition(": ")
                    lines[name] = text
                else:
                    self._note(lines)
                    lines = {}

    @contextmanager
    def _connection(self) -> Iterator[http.client.HTTPConnection]:
        headers = {"Authorization": f"Bearer {self.suite.token()}"} | (
            {"Last-Event-ID": self.last} if self.last else {}
        )
        connection = http.client.HTTPConnection("127.0.0.1", self.suite.port, timeout=QUIET)
        with closing(connection):
            connection.request(
                "GET", "/v1/stream", headers=headers | ({"Last-Event-ID": self.last} if self.last else {})
            )
            yield connection

    def _note(self, lines: dict[str, str]) -> None:
        self.last = lines.get("id", self.last)
        if "event" in lines:
            self.names.append(lines["event"])
            self.heard.append((lines["id"], tuple(json.loads(lines["data"]).get("measures", ()))))


@pytest.fixture(scope="module")
def features(suite: Suite) -> str:
    """Where features are applied for, once the unit is known, to the view too."""
    event = suite.unit("DT")
    assert suite.get(f"/v1/progress?after={event}").status == 200
    return f"/v1/outreach/features?after={event}"


def apply(suite: Suite, features: str) -> None:
    """A feature is applied for, and the view has heard of it."""
    response = suite.post(features, FEATURE)
    assert response.status == 201, response.body
    assert suite.get(f"/v1/progress?after={response.json['event']}").status == 200


def test_cut_connections_and_a_killed_gateway_lose_nothing_and_repeat_nothing(suite: Suite, features: str) -> None:
    listener, steady = Listener(suite), Listener(suite)
    listener.listen(0)
    steady.listen(0)
    for number in range(3):
        apply(suite, features)
        listener.listen(number + 1)
    suite.kill("gateway")
    suite.revive()
    until(lambda: suite.get("/readyz", token="").status == 200, "the gateway is back")
    for _ in range(3):
        apply(suite, features)
    suite.kill("gateway")
    suite.revive()
    until(lambda: suite.get("/readyz", token="").status == 200, "the gateway is back again")
    apply(suite, features)
    for one in (listener, steady):
        one.listen(1000)
    assert set(listener.names) == set(steady.names) == {"changed"}
    assert listener.heard == steady.heard
    ids = [id_ for id_, _ in listener.heard]
    assert len(ids) == len(set(ids)) == 7
    assert all("A3.applied" in measures for _, measures in listener.heard)


def test_who_comes_with_an_id_of_another_history_is_told_to_load_everything_anew(suite: Suite, features: str) -> None:
    assert features
    listener = Listener(suite, "0189f7a0-0000-7000-8000-000000000000")
    listener.listen(1)
    assert listener.names == ["reload"]
    listener.listen(2)
    assert listener.names == ["reload"], "from there on it has missed nothing"
