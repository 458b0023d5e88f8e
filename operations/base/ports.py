"""Ports to listen at: nobody has them, and no outgoing connection will take them while we are away."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack

LOOPBACK = "127.0.0.1"
OURS = range(20_000, 32_768)
"""Below the numbers that Linux gives to the near ends of connections (`ip_local_port_range`, from 32768 on)."""


def bind(until: ExitStack, preferred: int = 0) -> int:
    """The wanted port where it is free, another where not; it stays bound as long as the stack is open."""
    probe = until.enter_context(socket.socket())
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((LOOPBACK, preferred or random.choice(OURS)))  # noqa: S311 -- no secret
    except OSError:
        return bind(until)
    return int(probe.getsockname()[1])


def free() -> int:
    """A port that nobody listens at."""
    with ExitStack() as until:
        return bind(until)
