"""Takes one step after the other, and lets others have their turn between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import exc

from contracts.errors import Problem
from contracts.wire import JsonObject
from services.chassis.base import clock, ids, log
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.lease import Lease
from services.gateway.read_model.generations.tables import BUILDS, Generation
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.shadow import steps
from services.gateway.read_model.shadow.steps import GONE, MARKED, READY, SWITCHED, Step

IDLE, BETWEEN, AWAY = 2.0, 0.02, 5.0
"""Seconds between two looks for something to do, between two steps, and after one that was not taken."""
RESTS = 2.0
"""So many times as long as a milestone took nothing is done after it: nobody waits for the next one."""
_log = log.get("generations")


class Steps(Protocol):
    """Takes steps: `services.gateway.read_model.shadow.worker.StepsApart`."""

    def step(self) -> Step | None:
        """Take one. Raises Unavailable."""

    def close(self) -> None:
        """Nothing is to do for a while."""


@dataclass
class GenerationBuilder:
    """Builds, switches and lets go, in one of several gateways over one database."""

    read_model: ReadModel
    steps: Steps
    pause: Callable[[float], None] = clock.pause
    files: Callable[[str], bytes] | None = None
    """Gives the file of a programme by its hash; None: there are no programmes beside the one in force."""
    latest: list[Generation] = field(default_factory=list)
    """The generations as they stood when they were last looked at."""

    def run(self) -> None:
        """Go on for ever."""
        lease = Lease(self.read_model.store, "generations", ids.new_id())
        while True:
            try:
                self.pause(self._turn() if self._waits() and lease.hold() else IDLE)
            except (exc.DBAPIError, StorageDamaged, Problem) as error:
                _log.warning("generation.waits", error=type(error).__name__)
                self.steps.close()
                self.pause(AWAY)

    def _turn(self) -> float:
        """Take a step; how long to wait after it."""
        began = clock.ticks()
        done = self.step()
        if done is None:
            return IDLE
        return max(BETWEEN, RESTS * (clock.ticks() - began)) if done.what == MARKED else BETWEEN

    def report(self) -> JsonObject:
        """Which generation is read, and how far one is that is being built."""
        building = [one for one in self.latest if one.state in BUILDS]
        told = [{"name": one.name, "events": one.done, "of": one.total} for one in building]
        return {"generation": self.read_model.programme.generation} | ({"building": told[0]} if told else {})

    def step(self) -> Step | None:
        """Take a step, and read what it switched to; None: there was none."""
        done = self.steps.step()
        if done is None:
            self.steps.close()
            return None
        if done.what == SWITCHED:
            self.read_model.follow()
        if done.what in (SWITCHED, READY, GONE):
            _log.info("generation." + done.what, generation=done.name)
        return done

    def _waits(self) -> bool:
        """Whether something is to be done. What another gateway switched to is read from now on."""
        read_model = self.read_model
        read_model.follow()
        if self.files:
            read_model.settle_besides(self.files)
        self.latest = read_model.generations()
        waits = steps.waits(read_model.store, read_model.district, read_model.wanted)
        if not waits:
            self.steps.close()
        return waits
