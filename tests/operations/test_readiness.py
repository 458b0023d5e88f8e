"""Whether a suite is there: a busy one is waited for, a stranger and nobody are not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import orjson
import pytest

from operations.base import ports
from operations.base.environment import Environment
from operations.demo import load
from operations.suite import readiness

READY, BUSY, LATE = "ready", "busy", "late"


@contextmanager
def gateway(*answers: str) -> Iterator[int]:
    """A gateway that is ready, late or busy, one answer after another and then the last; gives its port."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = left.pop(0) if len(left) > 1 else left[0]
            ready = said == READY
            if said == LATE:
                threading.Event().wait(readiness.ANSWERS_WITHIN * 2)
                return
            self.send_response(200 if ready else 503)
            self.end_headers()
            self.wfile.write(orjson.dumps({"services": {"gateway": {"ready": True}, "cases": {"ready": ready}}}))

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "ANSWERS_WITHIN", 0.2)
    monkeypatch.setattr(readiness, "BETWEEN", 0.01)


def at(home: Path, port: int) -> Environment:
    return replace(Environment.load(), home=home, http_address=f"127.0.0.1:{port}", certificate=None)


def test_a_suite_that_has_work_is_waited_for_and_not_taken_for_a_stranger(tmp_path: Path) -> None:
    with gateway(LATE, BUSY, BUSY, READY) as port:
        assert load._runs(at(tmp_path, port))


def test_one_that_does_not_become_ready_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "BUSY_FOR", 0.5)
    with gateway(BUSY) as port, pytest.raises(readiness.Busy, match=rf"127\.0\.0\.1:{port} .*: cases\."):
        load._runs(at(tmp_path, port))


def test_where_nobody_is_nobody_is_waited_for(tmp_path: Path) -> None:
    assert not load._runs(at(tmp_path, ports.free()))


def test_another_program_is_no_suite(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:

        def greet() -> None:
            one, _ = stranger.accept()
            with one:
                one.recv(1000)
                one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

        threading.Thread(target=greet, daemon=True).start()
        assert not load._runs(at(tmp_path, stranger.getsockname()[1]))
