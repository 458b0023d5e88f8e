"""Clients that dawdle, crowd and flood: they are ended in time, and nobody honest is kept waiting or refused."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.hostile import ask_honestly
from services.gateway.http import connections
from tests import messaging
from tests.proof import fault, proves
from tests.suite import ROOT, Suite

MOST_CONNECTIONS, MOST_STREAMS, HOSTILE = 200, 3, 300
LATE = 10.0
"""How much later than it should a loaded machine may be."""


@pytest.fixture(scope="module")
def suite(broker_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """A suite whose gateway has room for fewer connections than the crowd is."""
    messaging.empty(broker_uri)
    bounds = {"MOST_CONNECTIONS": str(MOST_CONNECTIONS), "MOST_STREAMS": str(MOST_STREAMS)}
    small = Suite(tmp_path_factory.mktemp("home"), broker_uri, environment=bounds)
    small.start()
    try:
        small.ready()
        yield small
    finally:
        small.stop()


def dribble(suite: Suite, words: str) -> tuple[float, bytes]:
    """Say some words, then a byte a second; after how long it was hung up on, and what was answered."""
    begun, received = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", suite.port), 10) as raw:
        raw.sendall(words.encode())
        raw.settimeout(1)
        while time.monotonic() - begun < 100:
            try:
                if not (piece := raw.recv(10_000)):
                    break
                received += piece
            except TimeoutError:
                raw.sendall(b"x")
            except ConnectionError:
                break
    return time.monotonic() - begun, received


@proves(53, "endless-patience")
def test_who_dribbles_a_head_or_a_body_is_ended_in_time(suite: Suite) -> None:
    head = "GET /v1/progress HTTP/1.1\r\nHost: x\r\nX-Long: "
    body = (
        f"POST /v1/evidence?name=a.png HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {suite.token('clerk')}\r\n"
        "Content-Type: image/png\r\nContent-Length: 3000000\r\n\r\n"
    )
    with ThreadPoolExecutor(2) as threads:
        of_head, of_body = (threads.submit(dribble, suite, words) for words in (head, body))
    fault.occurs(2)
    after, answered = of_head.result()
    assert connections.HEAD - 1 < after < connections.HEAD + LATE
    assert answered == b""
    after, answered = of_body.result()
    assert connections.GRACE < after < connections.GRACE + 16 * 1024 / connections.RATE + LATE
    assert answered.startswith(b"HTTP/1.1 408 ")
    assert json.loads(answered.partition(b"\r\n\r\n")[2])["slug"] == "too-slow"


def test_a_slow_street_may_send_its_picture(suite: Suite) -> None:
    head = f"POST /v1/evidence?name=a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {suite.token('clerk')}\r\n"
    with socket.create_connection(("127.0.0.1", suite.port), 10) as raw:
        raw.sendall(f"{head}Content-Type: image/png\r\nContent-Length: 16000\r\n\r\n".encode())
        for _ in range(4):
            time.sleep(0.5)
            raw.sendall(b"x" * 4000)
        assert raw.recv(100).split()[1] == b"201"


def test_a_head_that_breaks_off_is_no_request(suite: Suite) -> None:
    with socket.create_connection(("127.0.0.1", suite.port), 10) as raw:
        raw.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        raw.shutdown(socket.SHUT_WR)
        assert raw.recv(100) == b""


def test_streams_of_one_account_are_bounded_and_another_gets_one(suite: Suite) -> None:
    def listen(who: str) -> socket.socket:
        raw = socket.create_connection(("127.0.0.1", suite.port), 10)
        token = suite.token(who=who)
        raw.sendall(f"GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        return raw

    listeners = [listen("listener") for _ in range(MOST_STREAMS)]
    try:
        assert [one.recv(100).split()[1] for one in listeners] == [b"200"] * MOST_STREAMS
        listeners.append(listen("listener"))
        refusal = listeners[-1].recv(10_000)
        assert refusal.startswith(b"HTTP/1.1 429 ")
        assert b"Retry-After: 1\r\n" in refusal
        listeners.append(listen("another"))
        assert listeners[-1].recv(100).split()[1] == b"200"
    finally:
        for one in listeners:
            one.close()


def test_an_answer_says_what_may_still_be_asked(suite: Suite) -> None:
    for path in ("/v1/progress", "/v1/progress/A3"):
        headers = {
            name.lower(): value for name, value in suite.get(path, token=suite.token(who="quiet")).headers.items()
        }
        assert headers["ratelimit-policy"] == '"requests";q=2000;w=10'
        assert headers["ratelimit"].startswith('"requests";r=199')


def test_the_honest_are_answered_beside_a_crowd_that_is_larger_than_the_room(suite: Suite) -> None:
    command = [sys.executable, "-m", "bench.crowd", str(suite.port), suite.token(who="hostile"), str(HOSTILE), "14"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as crowd:
        time.sleep(4)
        waits = ask_honestly(suite.port, [suite.token(who=f"honest{number}") for number in range(4)], 8)
        output, _ = crowd.communicate(timeout=240)
    tally = json.loads(output)
    assert tally["connections"] > HOSTILE
    assert tally["stream 429"]
    assert waits.refusals == []
    assert max(waits.seconds) < LATE
