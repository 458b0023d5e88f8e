"""A wire that fails: a TCP proxy before a broker that can hold back, swallow, cut a frame, reset, be slow."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 65536
OUT, BACK = "out", "back"
"""Towards the broker, and back from it."""


@dataclass
class Wire:
    """All connections through it; what it did is counted by kind.

    held      nothing passes, either way, and nothing is closed: a partition, or a peer that is half open
    swallowed  directions in which bytes vanish
    cut_after  so many bytes towards the broker pass, then the connection is closed; None: all pass
    delay     seconds for which each piece waits
    """

    target: tuple[str, int]
    held: bool = False
    swallowed: frozenset[str] = frozenset()
    cut_after: int | None = None
    delay: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)

    threads: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._closed = False
        self._start(self._accept)

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        self.threads.append(threading.Thread(target=work, args=arguments, daemon=True))
        self.threads[-1].start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._closed:
                near, _ = self._server.accept()
                try:
                    far = socket.create_connection(self.target, 5)
                except OSError:
                    near.close()
                    continue
                # Of the connecting alone: with it a wire on which nothing is said would break by itself.
                far.settimeout(None)
                self.pairs.append((near, far))
                self.counts["connections"] += 1
                for source, sink, way in ((near, far, OUT), (far, near, BACK)):
                    self._start(self._pass, source, sink, way)

    def _pass(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                self._hold()
                if way in self.swallowed:
                    self.counts["swallowed"] += len(data)
                elif way == OUT and self.cut_after is not None and len(data) > self.cut_after:
                    sink.sendall(data[: self.cut_after])
                    self.cut_after = None
                    self.counts["cut"] += 1
                    break
                else:
                    if way == OUT and self.cut_after is not None:
                        self.cut_after -= len(data)
                    sink.sendall(data)
        # Each socket is read by one thread, which closes it: closed by another its read would never end.
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)
        source.close()

    def _hold(self) -> None:
        if self.delay:
            self.counts["delayed"] += 1
            time.sleep(self.delay)
        if self.held:
            self.counts["held"] += 1
        while self.held and not self._closed:
            time.sleep(0.02)

    def reset(self) -> None:
        """Every connection ends with RST."""
        for near, far in self.pairs:
            for one in (near, far):
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    one.shutdown(socket.SHUT_RDWR)
        self.counts["reset"] += len(self.pairs)
        self.pairs.clear()

    def close(self) -> None:
        self._closed, self.held = True, False
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.reset()
        for thread in self.threads:
            thread.join(5)


@contextlib.contextmanager
def wire_to(uri: str) -> Iterator[tuple[Wire, str]]:
    """A wire to a broker, and the broker's address through it."""
    parts = urlsplit(uri)
    wire = Wire((parts.hostname or "127.0.0.1", parts.port or 5672))
    user, _, _ = parts.netloc.rpartition("@")
    try:
        yield wire, parts._replace(netloc=f"{user}@127.0.0.1:{wire.port}").geturl()
    finally:
        wire.close()
