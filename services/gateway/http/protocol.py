"""HTTP on one connection: eventlet's protocol with what it needs to be quick, and not to wait for who dawdles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from email.message import Message
from ssl import SSLError, SSLSocket
from typing import Any

import eventlet
import eventlet.wsgi

from contracts.errors import TooSlow
from services.chassis.base import clock
from services.gateway.http import connections
from services.gateway.http.connections import Connection, ConnectionTable
from services.gateway.http.plain_http import answer_plain_http

HEARS_OUT = 10
"""Seconds for which a client is heard out who still sends what was refused."""
PIECE = 16 * 1024
ENDS = (b"\r\n", b"\n")
LENGTH = re.compile("[0-9]{1,18}")
REFUSED = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
TABLE, CONNECTION = "campaign.connections", 3
"""Where the table stands in the server's environment; where a connection stands in its state, after eventlet's own."""


class Protocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
    """Streams go out line by line: eventlet would gather them for seconds. The whole progress goes out in one piece."""

    minimum_chunk_size = 1
    wbufsize = 64 * 1024

    def setup(self) -> None:
        """Names of headers go out as they were written, which is right already and need not be put right each time."""
        self.capitalize_response_headers = False
        self._understood = (b"", b"")
        self._table: ConnectionTable = self.server.environ[TABLE]
        self._connection: Connection = self.conn_state[CONNECTION]
        self._is_first, self._dawdles = True, False
        super().setup()

    def handle(self) -> None:
        """Answer request after request; TLS that breaks off is a client that is gone."""
        with suppress(SSLError):
            super().handle()

    def finish(self) -> None:
        """Close; over TLS the client is told first that nothing was cut off (RFC 8446, section 6.1)."""
        if isinstance(self.connection, SSLSocket):
            with suppress(OSError, ValueError):
                self.wfile.flush()
                self.connection.settimeout(0)  # it is told, and not waited for
                self.connection.unwrap()
        with suppress(SSLError):
            super().finish()

    def _read_request_line(self) -> bytes | str:
        """Wait for a request, between two for longer than for one that has begun."""
        if not self._is_first:
            self._table.wait(self._connection, connections.IDLE)
            with suppress(OSError):
                self.rfile.peek(1)
            self._table.wait(self._connection, connections.HEAD)
        self._is_first = False
        line: bytes | str = super()._read_request_line()
        return line

    def parse_request(self) -> bool:
        """Understand the request's head; one that is byte for byte the connection's last is understood as that was."""
        head = (self.raw_requestline, self._head())
        if head[1] and head == self._understood:
            self.rfile.fp.read(len(head[1]))
        elif not self._parse_anew():
            self._understood = (b"", b"")
            return False
        self._understood = head
        self._table.answer(self._connection)
        return True

    def _parse_anew(self) -> bool:
        """As eventlet does. A head that breaks off is none: whoever was cut off has not asked for its first half."""
        head = _LastLine(self.rfile)
        self.rfile: Any = head
        good: bool = super().parse_request()
        if self._connection.over or head.last not in ENDS:
            self.close_connection = True
            return False
        if good and not _has_one_end(self.headers):
            self.close_connection = True
            self.wfile.write(REFUSED)
            return False
        return good

    def get_environ(self) -> dict[str, Any]:
        """What is known of a request; a body of whose type nothing is said has none: eventlet would call it text."""
        environ: dict[str, Any] = super().get_environ()
        if "Content-Type" not in self.headers:
            environ["CONTENT_TYPE"] = ""
        return environ

    def _head(self) -> bytes:
        """The header lines, if all have arrived; they stay to be read."""
        arrived: bytes = self.rfile.fp.peek()
        end = arrived.find(b"\r\n\r\n")
        return arrived[: end + 4] if end >= 0 else b""

    def handle_one_request(self) -> None:
        """Answer one request, then let the others have their turn: a busy connection would keep it otherwise."""
        super().handle_one_request()
        eventlet.sleep(0)

    def handle_one_response(self) -> None:
        """Answer; then hear out, bounded, a client that still sends: one that is hung up on never reads why."""
        self.application = self._answer
        super().handle_one_response()
        body = self.environ["eventlet.input"]
        unread = body.chunked_input or body.position < (body.content_length or 0)
        if unread and self.close_connection and not (self._dawdles or body.should_send_hundred_continue):
            with eventlet.Timeout(HEARS_OUT, exception=False), suppress(OSError, eventlet.wsgi.ChunkReadError):
                body.discard()

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """The application's answer, which its client must read with some haste, as it must send its body."""
        if self._connection.plain:
            return answer_plain_http(environ, start)
        body = environ["eventlet.input"]
        if body.chunked_input or body.content_length:
            environ["wsgi.input"] = TimedBody(body, self._give_up)
        chunks = self.server.app(environ, start)
        if isinstance(chunks, list):
            self._connection.allow(sum(map(len, chunks)))
            return chunks
        return _TimedAnswer(chunks, self._connection)

    def _give_up(self) -> None:
        self.close_connection = self._dawdles = True


def _has_one_end(headers: Message) -> bool:
    """Whether a body's end can be read in one way only: a proxy before us may take another (RFC 9112, section 6.3)."""
    lengths, codings = headers.get_all("Content-Length", []), headers.get_all("Transfer-Encoding", [])
    plain = all(LENGTH.fullmatch(one) for one in lengths) and all(one.lower() == "chunked" for one in codings)
    return plain and len(lengths) + len(codings) <= 1


class _LastLine:
    """A head as it is read, and the line that was read last."""

    def __init__(self, head: Any) -> None:
        self.fp, self.last, self._head = head.fp, b"", head

    def readline(self, size: int = -1) -> bytes:
        """The next line."""
        self.last = self._head.readline(size)
        return self.last


class TimedBody:
    """A request's body. Reading it raises TooSlow once it comes slower than it may."""

    def __init__(self, body: Any, give_up: Callable[[], None]) -> None:
        """`give_up` is called before a read raises."""
        self._body, self._give_up = body, give_up
        self._begun, self._arrived = clock.ticks(), 0

    def read(self, length: int | None = None) -> bytes:
        """As a file does."""
        left = length if length is not None and length >= 0 else None
        pieces: list[bytes] = []
        while left is None or left > 0:
            piece = self._within(self._body.read, PIECE if left is None else min(left, PIECE))
            pieces.append(piece)
            if not piece:
                break
            left = None if left is None else left - len(piece)
        return b"".join(pieces)

    def readline(self, length: int | None = None) -> bytes:
        """As a file does."""
        return self._within(self._body.readline, length)

    def __iter__(self) -> Iterator[bytes]:
        """Line by line."""
        return iter(self.readline, b"")

    def _within(self, read: Callable[[int | None], bytes], length: int | None) -> bytes:
        due = self._begun + connections.GRACE + (self._arrived + PIECE) / connections.RATE
        slow = TooSlow()
        try:
            with eventlet.Timeout(max(due - clock.ticks(), 0), slow):
                piece = read(length)
        except TooSlow:
            self._give_up()
            raise
        self._arrived += len(piece)
        return piece


class _TimedAnswer:
    """An answer chunk by chunk: its client has some time for each, we have all we need between them."""

    def __init__(self, chunks: Iterable[bytes], connection: Connection) -> None:
        self._chunks, self._connection = chunks, connection

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._connection.allow(len(chunk))
            yield chunk
            self._connection.act()

    def close(self) -> None:
        """What was sent is sent; what the client still sends it must send soon."""
        self._connection.allow(0)
        if close := getattr(self._chunks, "close", None):
            close()
