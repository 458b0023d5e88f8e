"""The gateway's HTTP server as a nameko extension: eventlet's WSGI server with what it needs to be quick."""

from __future__ import annotations

import logging
import socket
from typing import Any

import eventlet
import eventlet.wsgi
from nameko.extensions import DependencyProvider

from services.chassis.settings import Settings

MOST_CONNECTIONS = 1000
IDLE = 75
_silent = logging.getLogger("eventlet.wsgi.silent")


class _Protocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
    """Streams go out line by line: eventlet would gather them for seconds otherwise."""

    minimum_chunk_size = 1


class Server(DependencyProvider):  # type: ignore[misc]
    """Serves a WSGI application, made by `make(self)` once the container is set up."""

    def serve(self, app: Any) -> None:
        """Open the port and serve in a greenlet of our own. Raises OSError when the port is taken."""
        settings: Settings = self.container.config["SETTINGS"]
        listening = eventlet.listen(settings.http_address, backlog=512, reuse_port=False)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._listening = listening
        self._pool = eventlet.GreenPool(MOST_CONNECTIONS)
        self.container.spawn_managed_thread(lambda: self._run(app), identifier="http")

    def _run(self, app: Any) -> None:
        options = {"log_output": False, "custom_pool": self._pool, "socket_timeout": IDLE, "protocol": _Protocol, "log": _silent}
        eventlet.wsgi.server(self._listening, app, **options)

    def stop(self) -> None:
        """Take no new connections; what is being answered has a moment to end."""
        self._listening.close()
        with eventlet.Timeout(2, False):
            self._pool.waitall()
