"""What goes on by itself of reminders: deciding, in one of several gateways, by a lease, a portion at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import exc

from services.chassis.base import clock, ids
from services.chassis.messaging.retry import AWAY
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.lease import Lease
from services.gateway.reminders.deciding import Deciding

IDLE, AFTER_TROUBLE = 2.0, 10.0
"""Seconds between two looks for something to do, and after a look at which a database was away."""
SHARE = 4
"""After a portion it rests so many times as long as that took: whoever asks the gateway comes before."""


@dataclass
class ReminderWorker:
    """Goes on with reminders."""

    deciding: Deciding
    _holder: str = field(default_factory=ids.new_id)

    def run(self) -> None:
        """Go on, for ever."""
        lease = Lease(self.deciding.read_model.store, "reminders", self._holder)
        while True:
            try:
                clock.pause(self.turn() if lease.hold() else IDLE)
            except (exc.DBAPIError, StorageDamaged, *AWAY):
                clock.pause(AFTER_TROUBLE)

    def turn(self) -> float:
        """Go on by one portion; after how many seconds it goes on."""
        began = clock.ticks()
        did = self.deciding.step()
        return SHARE * (clock.ticks() - began) if did else IDLE
