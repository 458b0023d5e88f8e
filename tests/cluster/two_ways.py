"""A client with two addresses, as a browser has: where one does not answer within two seconds, the other is asked."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.suite import HttpResponse, title_case_headers

NAME, HOST = "localhost", "127.0.0.1"
REACHED, READ, WRITTEN = 2.0, 10.0, 30.0
"""Seconds: until a proxy has shaken hands, until what is read is there, until what is written is acknowledged."""
FAILURES = (OSError, http.client.HTTPException)
NOBODY = HttpResponse(0, {}, b"{}")


class EncryptedConnection(http.client.HTTPSConnection):
    """A connection to this machine's port of a proxy, whose certificate bears a name."""

    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        super().__init__(HOST, port, timeout=REACHED, context=context)
        self.trust = context

    def connect(self) -> None:
        """Shake hands. Raises OSError."""
        http.client.HTTPConnection.connect(self)
        self.sock = self.trust.wrap_socket(self.sock, server_hostname=NAME)


@dataclass
class TwoWays:
    """Both proxies' ports; each thread keeps a connection of its own to the one that answered it last."""

    ports: tuple[int, int]
    authority: Path
    _own: threading.local = field(default_factory=threading.local)
    _open: set[EncryptedConnection] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context = ssl.create_default_context(cafile=str(self.authority))

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> HttpResponse:
        """What one of them answers; status 0: nobody did. What may change something is sent once."""
        reads = method in {"GET", "HEAD"}
        end = time.monotonic() + (READ if reads else WRITTEN)
        for _ in self.ports:
            try:
                connection = self._connected()
                connection.sock.settimeout(max(REACHED, end - time.monotonic()) / (2 if reads else 1))
                connection.request(method, path, body, {"Host": f"{NAME}:{self.ports[0]}", **headers})
                answer = connection.getresponse()
                return HttpResponse(answer.status, title_case_headers(answer.headers), answer.read())
            except FAILURES:
                self._turn_away()
                if not reads:
                    break
        return NOBODY

    def close(self) -> None:
        """Close what any thread has left open."""
        while self._open:
            self._open.pop().close()

    def _connected(self) -> EncryptedConnection:
        """The connection of this thread, or a new one by whichever way is open. Raises OSError."""
        connection: EncryptedConnection | None = getattr(self._own, "connection", None)
        if connection is not None and connection.sock is not None:
            return connection
        try:
            return self._connect()
        except OSError:
            self._turn_away()
            return self._connect()

    def _connect(self) -> EncryptedConnection:
        connection = EncryptedConnection(self.ports[getattr(self._own, "turn", 0) % len(self.ports)], self.context)
        self._own.connection = connection  # before it is there: one that fails is turned away as one that broke
        self._open.add(connection)
        connection.connect()
        return connection

    def _turn_away(self) -> None:
        connection: EncryptedConnection | None = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
            self._open.discard(connection)
        self._own.connection, self._own.turn = None, getattr(self._own, "turn", 0) + 1
