"""Requests as fast as they are answered: `python -m bench.acts.load < plan`; it says how long they took, as JSON.

The plan: `port`, `token`, `connections`, `statuses` that are right, and `requests`, each [method, path, body]. A
process of its own with plain sockets: what it costs stands beside what is measured, on both sides alike.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

HEAD_ENDS, LENGTH = b"\r\n\r\n", b"content-length:"


class _Client:
    """One connection, which stays."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> int:
        """The status of the answer, once all of it is here."""
        self._socket.sendall(request)
        answer = self._socket.recv(65536)
        while (end := answer.find(HEAD_ENDS)) < 0:
            answer += self._more()
        missing = end + len(HEAD_ENDS) + _length(answer[:end]) - len(answer)
        while missing > 0:
            missing -= len(self._more())
        return int(answer[9:12])

    def _more(self) -> bytes:
        if piece := self._socket.recv(65536):
            return piece
        raise ConnectionError


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[: len(LENGTH)].lower() == LENGTH:
            return int(line[len(LENGTH) :])
    return 0


def _bytes_of(token: str, method: str, path: str, body: str) -> bytes:
    said = body.encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(said)}\r\n" if said else ""
    return f"{head}\r\n".encode() + said


def _run(plan: dict[str, Any]) -> dict[str, Any]:
    requests = [_bytes_of(plan["token"], *one) for one in plan["requests"]]
    waiting, lock = iter(requests), threading.Lock()
    statuses: list[int] = []
    clients = [_Client(plan["port"]) for _ in range(plan["connections"])]
    threads = [threading.Thread(target=_ask_all, args=(one, waiting, lock, statuses)) for one in clients]
    began = time.monotonic()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took = time.monotonic() - began
    wrong = [one for one in statuses if one not in plan["statuses"]]
    return {"seconds": took, "answers": len(statuses), "wrong": wrong[:10]}


def _ask_all(client: _Client, waiting: Iterator[bytes], lock: threading.Lock, statuses: list[int]) -> None:
    while True:
        with lock:
            some = list(islice(waiting, 1))
        if not some:
            return
        statuses.append(client.ask(some[0]))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_run(json.load(sys.stdin))))
