"""How the other services are: each is asked now and then, and its last pulse is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import eventlet

from contracts import catalogue
from contracts.errors import Unavailable
from contracts.rpc import Pulse
from contracts.wire import JsonObject
from services.chassis.base import clock
from services.gateway.owner_client import OwnerClient

SILENT_FOR = 10.0
"""Seconds after which a service that does not answer is called silent: a restart takes less."""


@dataclass
class ServicePulses:
    """Asks every service, and knows how each was when it was last asked."""

    owners: OwnerClient
    _answered: dict[str, float] = field(default_factory=dict)
    _pulses: dict[str, JsonObject] = field(default_factory=dict)
    _silent_since: dict[str, str] = field(default_factory=dict)

    @property
    def silent_since(self) -> dict[str, str]:
        """The services that are silent, each with the moment of its last pulse."""
        return dict(self._silent_since)

    def latest(self) -> dict[str, JsonObject]:
        """How each service was when it was last asked."""
        return {name: self._pulses.get(name, {"ready": False}) for name in catalogue.SERVICES}

    def ask_all(self) -> None:
        """Ask them at once: one that is slow to answer delays no other."""
        for name, pulse in self._pulses_of_all():
            self._note(name, pulse)

    def _pulses_of_all(self) -> Iterator[tuple[str, Pulse | None]]:
        threads = [(name, eventlet.spawn(self._ask, name)) for name in catalogue.SERVICES]
        return ((name, thread.wait()) for name, thread in threads)

    def _ask(self, service: str) -> Pulse | None:
        try:
            return self.owners.pulse(service)
        except Unavailable:
            return None

    def _note(self, name: str, pulse: Pulse | None) -> None:
        if pulse is not None:
            self._answered[name], self._pulses[name] = clock.ticks(), pulse.to_payload()
            self._silent_since.pop(name, None)
            return
        last = self._pulses.get(name, {})
        self._pulses[name] = {**last, "ready": False}
        # From the first question on, where it never answered: the gateway may have started before it.
        if clock.ticks() - self._answered.setdefault(name, clock.ticks()) > SILENT_FOR:
            self._silent_since.setdefault(name, last.get("at") or clock.now().isoformat())
