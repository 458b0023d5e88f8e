"""The gateway's HTTP server as a nameko extension: eventlet's WSGI server with what it needs to be quick."""

from __future__ import annotations

import logging
import socket
from contextlib import suppress
from typing import Any

import eventlet
import eventlet.wsgi
from nameko.extensions import DependencyProvider

from services.chassis.base.settings import Settings

MOST_CONNECTIONS = 1000
IDLE, HEARS_OUT = 75, 10
_silent = logging.getLogger("eventlet.wsgi.silent")


class _Protocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
    """Streams go out line by line: eventlet would gather them for seconds. The whole progress goes out in one piece."""

    minimum_chunk_size = 1
    wbufsize = 64 * 1024

    def setup(self) -> None:
        """Names of headers go out as they were written, which is right already and need not be put right each time."""
        self.capitalize_response_headers = False
        self._understood = (b"", b"")
        super().setup()

    def parse_request(self) -> bool:
        """Understand the request's head; one that is byte for byte the connection's last is understood as that was."""
        head = (self.raw_requestline, self._head())
        if head[1] and head == self._understood:
            self.rfile.fp.read(len(head[1]))
            return True
        good: bool = super().parse_request()
        self._understood = head if good else (b"", b"")
        return good

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
        super().handle_one_response()
        body = self.environ["eventlet.input"]
        unread = body.chunked_input or body.position < (body.content_length or 0)
        if unread and self.close_connection and not body.should_send_hundred_continue:
            with eventlet.Timeout(HEARS_OUT, exception=False), suppress(OSError, eventlet.wsgi.ChunkReadError):
                body.discard()


class Server(DependencyProvider):  # type: ignore[misc]
    """Serves the WSGI application that `serve` is given, once the container is set up."""

    def serve(self, app: Any) -> None:
        """Open the port and serve in a greenlet of our own. Raises OSError when the port is taken."""
        settings: Settings = self.container.config["SETTINGS"]
        listening = eventlet.listen(settings.http_address, backlog=512, reuse_port=False)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._listening = listening
        self._pool = eventlet.GreenPool(MOST_CONNECTIONS)
        self.container.spawn_managed_thread(lambda: self._run(app), identifier="http")

    def _run(self, app: Any) -> None:
        options = {
            "log_output": False,
            "custom_pool": self._pool,
            "socket_timeout": IDLE,
            "protocol": _Protocol,
            "log": _silent,
            "debug": False,  # a traceback is for our log, never for a client
        }
        eventlet.wsgi.server(self._listening, app, **options)

    def stop(self) -> None:
        """Take no new connections; what is being answered has a moment to end, and who only listens is hung up on."""
        self._listening.close()
        with eventlet.Timeout(2, exception=False):
            self._pool.waitall()
        for one in list(self._pool.coroutines_running):
            one.kill()
