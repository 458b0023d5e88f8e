"""A wire to a suite that can be cut, that loses single answers, and that can be as slow as one in the street."""

from __future__ import annotations

import queue
import socket
import socketserver
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

from tests.receivers import LOOPBACK, free_port

CHUNK = 4096
SMALL_BUFFER, SEGMENT = 8192, 1400


@dataclass
class CutWire:
    """Passes on what comes to its port, while it is whole.

    rate    bytes a second that it takes, in each direction, of all connections together; none: as many as there are
    delay   seconds from a question to its answer that the way costs, and so much to be connected
    lossy   how requests begin whose answers are lost, and how many answers to each are lost still
    passed  how many bytes went through it, to the suite and from it
    """

    target: int
    port: int = field(default_factory=free_port)
    rate: float = 0
    delay: float = 0
    lossy: dict[bytes, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=lambda: {"to": 0, "from": 0})
    _free_at: dict[str, float] = field(default_factory=lambda: {"to": 0.0, "from": 0.0})
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _server: socketserver.ThreadingTCPServer | None = None
    _ends: set[socket.socket] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def mend(self) -> None:
        """Let it be whole."""
        wire = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                wire._pass_on(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address, daemon_threads, block_on_close = True, True, False

        self._server = Server((LOOPBACK, self.port), Handler, bind_and_activate=False)
        # What waits in the system's buffers counts as sent: they are kept as small as they may be.
        self._server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        self._server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
        self._server.server_bind()
        self._server.server_activate()
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def cut(self) -> None:
        """Let nobody answer, in the middle of what is being said too."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for one in list(self._ends):
            _close(one)

    def _pass_on(self, client: socket.socket) -> None:
        """Both directions of one connection, until either ends."""
        time.sleep(self.delay)
        with suppress(OSError), socket.create_connection((LOOPBACK, self.target)) as suite:
            self._ends |= {client, suite}
            lost = threading.Event()
            back = threading.Thread(target=self._pump, args=("from", suite, client, lost), daemon=True)
            back.start()
            self._pump("to", client, suite, lost)
            back.join()
            self._ends -= {client, suite}

    def _pump(self, way: str, source: socket.socket, sink: socket.socket, lost: threading.Event) -> None:
        """One direction: what was taken at its rate arrives after half of the delay."""
        coming: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        threading.Thread(target=self._deliver, args=(coming, sink), daemon=True).start()
        with suppress(OSError):
            while chunk := source.recv(CHUNK if self.rate else 65536):
                if way == "to":
                    self._lose(chunk, lost)
                elif lost.is_set():
                    break  # What answers a lossy request was done, and nobody hears of it.
                self._wait_for_turn(way, len(chunk))
                coming.put((time.monotonic() + self.delay / 2, chunk))
        coming.put((time.monotonic() + self.delay / 2, b""))
        if lost.is_set():
            _close(source)

    def _lose(self, chunk: bytes, lost: threading.Event) -> None:
        for start, left in self.lossy.items():
            if left and chunk.startswith(start):
                self.lossy[start] = left - 1
                lost.set()

    def _wait_for_turn(self, way: str, size: int) -> None:
        """All connections share what the wire takes."""
        with self._turn:
            self.passed[way] += size
            now = time.monotonic()
            ends = max(now, self._free_at[way]) + (size / self.rate if self.rate else 0)
            self._free_at[way] = ends
        if ends > now:
            time.sleep(ends - now)

    @staticmethod
    def _deliver(coming: queue.SimpleQueue[tuple[float, bytes]], sink: socket.socket) -> None:
        """Hand over what has arrived; nothing is the end."""
        with suppress(OSError):
            while True:
                due, chunk = coming.get()
                time.sleep(max(0.0, due - time.monotonic()))
                if not chunk:
                    break
                sink.sendall(chunk)
        _close(sink)


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
