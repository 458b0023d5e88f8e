"""Broken promises of operators' tools and of a process's end."""

from __future__ import annotations

import os
import time
from typing import Any

from nameko.containers import ServiceContainer

from operations.suite import vital_signs
from services.chassis.messaging.letters import session
from services.gateway.http import connections

Session: Any = session.QueueSession
Table: Any = connections.ConnectionTable
Open: Any = connections.Connection
Signs: Any = vital_signs.Notifications


def settle_first() -> None:
    """Take a message out of the dead letters before it is in the inbox again."""
    honest = Session.replay

    def replay(self: Any, parked: Any, by: str) -> None:
        self.settle(parked)
        self.channel.connection.process_data_events()
        time.sleep(0.02)
        settle, self.settle = self.settle, lambda _parked: None
        try:
            honest(self, parked, by)
        finally:
            self.settle = settle

    Session.replay = replay


def replays_as_new() -> None:
    """Send a dead letter back without the id that it came with."""
    session._KEPT = tuple(name for name in session._KEPT if name != "message_id")


def exits_hard() -> None:
    """Let go of everything when asked to stop."""
    ServiceContainer.stop = lambda _self: os._exit(1)


def endless_patience() -> None:
    """Wait for whoever dawdles however long it takes."""

    def wait(self: Any, connection: Any, _seconds: float) -> None:
        connection.due = None
        self._waiting.setdefault(connection.address, {})[connection] = None

    Table.wait, Open.allow = wait, lambda self, _octets: self.act()


def watches_exits_only() -> None:
    """Take a process that is there for one that works."""
    Signs.came = lambda _self, _pid: True


VARIANTS = {
    "settle-first": settle_first,
    "replays-as-new": replays_as_new,
    "exits-hard": exits_hard,
    "endless-patience": endless_patience,
    "watches-exits-only": watches_exits_only,
}
