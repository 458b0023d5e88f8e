"""The gateway's HTTP server as a nameko extension: eventlet's WSGI server, with TLS, and a bound on what is open."""

from __future__ import annotations

import errno
import logging
import resource
import socket
from functools import partial
from typing import Any

import eventlet
import eventlet.wsgi
from eventlet import greenio
from eventlet.greenthread import GreenThread
from nameko.extensions import DependencyProvider

from services.chassis.base import metrics
from services.chassis.base.settings import Settings, both_loopbacks
from services.gateway.http.connections import Connection, ConnectionTable
from services.gateway.http.protocol import CONNECTION, TABLE, Protocol
from services.gateway.http.tls import TlsDoor

SPARE_FILES, MOST_FILES = 512, 65536
"""Files that are not connections: databases, broker, what is read and written. More than these nobody needs."""
LEAVING = 256
"""Connections that were hung up on and have not noticed it yet."""
SWEEP = 0.2
"""Seconds."""
ACCEPTED_AT_ONCE = 64
ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
SOCKET = 1
"""Where eventlet's state of a connection has its socket, which is closed at the end."""
_silent = logging.getLogger("eventlet.wsgi.silent")


class _ConnectionPool(eventlet.GreenPool):  # type: ignore[misc]
    """A greenlet for each connection of a table."""

    def __init__(self, table: ConnectionTable, door: TlsDoor | None) -> None:
        super().__init__(table.most + LEAVING)
        self._table, self._door, self._accepted = table, door, 0

    def spawn(self, serve: Any, state: list[Any]) -> GreenThread:
        """Serve a connection; eventlet's server hands each over with its state: address, socket, what it does."""
        connection = Connection(state[0][0], partial(greenio.shutdown_safe, state[1]))
        state.append(connection)
        self._table.admit(connection)
        greenlet = super().spawn(self._serve, serve, state)
        greenlet.link(lambda _greenlet: self._table.remove(connection))
        self._accepted += 1
        if self._accepted % ACCEPTED_AT_ONCE == 0:
            eventlet.sleep(0)  # who is accepted without end would keep all others from their turn
        return greenlet

    def _serve(self, serve: Any, state: list[Any]) -> None:
        """In the connection's own greenlet: nobody waits for another's handshake."""
        if self._door is not None:
            secure = self._door.let_in(state[SOCKET], state[CONNECTION])
            if secure is None:
                return
            state[SOCKET] = secure
        serve(state)


class Server(DependencyProvider):  # type: ignore[misc]
    """Serves the WSGI application that `serve` is given, once the container is set up."""

    def serve(self, app: Any) -> None:
        """Open the port and serve in greenlets of our own. Raises OSError when the port is taken."""
        settings: Settings = self.container.config["SETTINGS"]
        host, port = settings.http_address
        self._listening = [one for address in both_loopbacks(host) if (one := _listen(address, port, host))]
        self._door = TlsDoor(settings.tls) if settings.tls else None
        self._table = ConnectionTable(min(settings.most_connections, _open_files() - LEAVING - SPARE_FILES))
        self._pool = _ConnectionPool(self._table, self._door)
        metrics.watch_connections(lambda: len(self._table))
        self.container.spawn_managed_thread(self._sweep, identifier="connections")
        for one in self._listening:
            self.container.spawn_managed_thread(partial(self._run, app, one), identifier="http")

    def _run(self, app: Any, listening: Any) -> None:
        options = {
            "log_output": False,
            "custom_pool": self._pool,
            "socket_timeout": None,  # what is too slow is swept: a timer for each read and write would cost more
            "protocol": Protocol,
            "environ": {TABLE: self._table, "wsgi.url_scheme": "https" if self._door else "http"},
            "log": _silent,
            "debug": False,  # a traceback is for our log, never for a client
        }
        eventlet.wsgi.server(listening, app, **options)

    def _sweep(self) -> None:
        while True:
            eventlet.sleep(SWEEP)
            self._table.sweep()
            if self._door:
                self._door.refresh()

    def stop(self) -> None:
        """Take no new connections; what is being answered has a moment to end, and who only listens is hung up on."""
        for one in self._listening:
            one.close()
        with eventlet.Timeout(2, exception=False):
            self._pool.waitall()
        for one in list(self._pool.coroutines_running):
            one.kill()


def _listen(address: str, port: int, wanted: str) -> Any | None:
    """A listening socket; none where this machine has not the other loopback address. Raises OSError."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        listening = eventlet.listen((address, port), family, backlog=4096, reuse_port=False)
    except OSError as error:
        if address == wanted or error.errno not in ABSENT:
            raise
        return None
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _open_files() -> int:
    """How many files this process may have open, once it has asked for as many as it is allowed to."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    granted = min(most, MOST_FILES) if most != resource.RLIM_INFINITY else MOST_FILES
    resource.setrlimit(resource.RLIMIT_NOFILE, (granted, most))
    return granted
