"""What goes on by itself of reminders: deciding, in one of several gateways, by a lease, a portion at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from services.chassis.base import clock, ids
from services.chassis.messaging.retry import AWAY
from services.chassis.storage.lease import Lease
from services.gateway.reminders.deciding import Deciding
from services.gateway.reminders.dispatch import Dispatch

IDLE, AFTER_TROUBLE = 2.0, 10.0
"""Seconds between two looks for something to do, and after a look at which a database was away."""
SHARE = 4
"""After a portion it rests so many times as long as that took: whoever asks the gateway comes before."""


@dataclass
class ReminderWorker:
    """Goes on with reminders."""

    deciding: Deciding
    dispatch: Dispatch
    _holder: str = field(default_factory=ids.new_id)

    def run(self) -> None:
        """Go on, for ever."""
        self._repeat("reminders", self.turn)

    def send(self) -> None:
        """Have messages sent whose time has come, for ever: what is slow outside holds nobody up inside."""
        self._repeat("reminders sent", lambda: 0 if self.dispatch.send() else IDLE)

    def _repeat(self, name: str, turn: Callable[[], float]) -> None:
        """Take turns for ever while the lease of a name is held; a turn says after how many seconds the next comes."""
        lease = Lease(self.deciding.read_model.store, name, self._holder)
        lease.take_turns(turn, IDLE, AFTER_TROUBLE, *AWAY)

    def turn(self) -> float:
        """Go on by one portion; after how many seconds it goes on."""
        began = clock.ticks()
        did = [part() for part in (self.deciding.step, self.dispatch.lay)]
        return SHARE * (clock.ticks() - began) if any(did) else IDLE
