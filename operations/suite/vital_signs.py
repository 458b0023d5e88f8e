"""What shows that a process still works, and is not only there: frozen processes have ended for everybody else."""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress
from typing import Protocol

import pika

from operations.base.errors import BrokerAway
from operations.broker import amqp

CREDENTIALS = struct.Struct("3i")
LONGEST_SIGN = 256


class VitalSigns(Protocol):
    """One process's signs of life.

    silent_for  seconds without one after which it is frozen
    first_within  seconds within which the first one comes
    """

    silent_for: float
    first_within: float

    def came(self, pid: int) -> bool:
        """Whether there was one of this process since the last question."""

    def close(self) -> None:
        """Nobody asks any more."""


class Notifications:
    """A socket at which a service says that it lives, in the words of systemd.

    Its name is the kernel's, in no folder: a home may lie deeper than a socket's path may be long.
    """

    silent_for = 15.0
    first_within = 120.0

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._socket.settimeout(0)
        self._socket.bind("")

    @property
    def address(self) -> str:
        """What the service's `NOTIFY_SOCKET` is to be."""
        name: bytes = self._socket.getsockname()
        return f"@{name[1:].decode('ascii')}"

    def came(self, pid: int) -> bool:
        """Whether this process has written; what a stranger wrote is thrown away."""
        senders = set()
        with suppress(BlockingIOError):
            while True:
                senders.add(self._read_sender())
        return pid in senders

    def _read_sender(self) -> int:
        """Raises BlockingIOError when nothing is left to read."""
        _, ancillary, _, _ = self._socket.recvmsg(LONGEST_SIGN, socket.CMSG_SPACE(CREDENTIALS.size))
        return next((CREDENTIALS.unpack(data)[0] for _, kind, data in ancillary if kind == socket.SCM_CREDENTIALS), 0)

    def close(self) -> None:
        """Nobody listens any more."""
        self._socket.close()


class BrokerConnection:
    """A connection to the private broker that is kept open: its heartbeats are the broker's sign of life."""

    silent_for = 20.0
    first_within = 300.0
    """A broker with a long backlog opens its port late."""
    heartbeat = 4
    """Seconds; the broker sends one after half of them."""
    connects_within = 3.0

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._connection: pika.BlockingConnection | None = None
        self._received = 0
        self._next_try = 0.0

    def came(self, pid: int) -> bool:  # noqa: ARG002 - the port is the broker's, whichever its process is
        """Whether the broker has sent anything since the last question."""
        before = self._received
        try:
            self._receive()
        except (*amqp.AWAY, BrokerAway):
            self._connection, self._received = None, 0
        return self._received > before

    def _receive(self) -> None:
        """Raises what `amqp.AWAY` names, and BrokerAway."""
        if self._connection is None and time.monotonic() >= self._next_try:
            self._next_try = time.monotonic() + self.connects_within
            self._connection = amqp.connect(self._uri, within=self.connects_within, heartbeat=self.heartbeat)
        if self._connection is not None:
            self._connection.process_data_events(time_limit=0)
            self._received = self._connection._impl.bytes_received  # noqa: SLF001 - there is no public way to it

    def close(self) -> None:
        """Nobody asks any more."""
        if self._connection is not None:
            with suppress(*amqp.AWAY):
                self._connection.close()
