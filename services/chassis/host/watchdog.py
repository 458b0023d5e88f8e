"""The process's sign of life for whoever started it, and its end when its loop stands still.

The sign is `sd_notify`'s, so that systemd and our own supervisor read it alike. A thread of the system's gives it: a
process that was stopped cannot, one that is only busy can. The same thread looks whether the loop still turns: nobody
outside sees a loop that waits for something that never comes, and in a container nobody else would end it.
"""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import eventlet
import orjson
from eventlet import patcher

from services.chassis.base import clock

_threading, _socket, _time = (patcher.original(name) for name in ("threading", "socket", "time"))
"""As they were before eventlet patched them: a green thread would stand still with the loop."""
EVERY = 2.0
"""Seconds between two signs, and between two looks at the loop."""
IDLE_FOR, BUSY_FOR = 30.0, 300.0
"""Seconds without a turn of the loop after which a process that does nothing, or works, is ended."""
IDLE_SHARE = 0.02
"""Whoever uses less of the processor than this does nothing: a rebuild, an import or a slow disk uses more."""
EXIT_CODE = 70
ALIVE, READY, STOPPING = b"WATCHDOG=1", b"READY=1\nWATCHDOG=1", b"STOPPING=1"


@dataclass
class Standstill:
    """How long the loop has not turned, counted in looks: while the whole process is stopped nobody looks."""

    turn: int = 0
    looks: int = 0
    worked_before: float = 0.0

    def look(self, turn: int, worked: float) -> bool:
        """Whether the loop stands still; `worked` are the seconds of processor that the process has used so far."""
        if turn != self.turn:
            self.turn, self.looks, self.worked_before = turn, 0, worked
            return False
        self.looks += 1
        still = self.looks * EVERY
        is_idle = worked - self.worked_before < still * IDLE_SHARE
        return still >= (IDLE_FOR if is_idle else BUSY_FOR)


class Watchdog:
    """One process's; `start` before anything else, `watch_loop` once the loop is to turn."""

    def __init__(self, address: str, end: Callable[[int], object] = os._exit) -> None:
        """`address` is that of `NOTIFY_SOCKET`; empty: nobody listens."""
        self._address = address.replace("@", "\0", 1) if address.startswith("@") else address
        self._end = end
        self._turn = 0
        self._socket = _socket.socket(_socket.AF_UNIX, _socket.SOCK_DGRAM | _socket.SOCK_CLOEXEC)

    def start(self) -> None:
        """Give signs from here on."""
        _threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def watch_loop(self) -> None:
        """The service is ready, and its loop is to turn."""
        eventlet.spawn(self._count_turns)
        self._notify(READY)

    def stop(self) -> None:
        """The service is about to end."""
        self._notify(STOPPING)

    def _count_turns(self) -> None:
        while True:
            self._turn += 1
            eventlet.sleep(EVERY / 2)

    def _watch(self) -> None:
        standstill = Standstill()
        while True:
            self._notify(ALIVE)
            _time.sleep(EVERY)
            if self._turn and standstill.look(self._turn, clock.processor_seconds()):
                self._report()
                self._end(EXIT_CODE)

    def _report(self) -> None:
        """Where the loop stands, past the log, whose locks may be what it waits for."""
        os.write(2, orjson.dumps({"event": "loop.stuck", "level": "error", "room": "watchdog"}) + b"\n")
        faulthandler.dump_traceback()

    def _notify(self, sign: bytes) -> None:
        if self._address:
            # Whoever listened may be gone, or may not have read the last signs yet.
            with suppress(OSError):
                self._socket.sendto(sign, _socket.MSG_DONTWAIT, self._address)
