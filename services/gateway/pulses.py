"""How the other services are: each is asked now and then, and its last pulse is kept; what its clock says too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from contracts import catalogue
from contracts.errors import Unavailable
from contracts.rpc import Pulse
from contracts.wire import JsonObject
from services.chassis.base import clock, metrics
from services.gateway.owner_client import OwnerClient

OTHERS = tuple(name for name in catalogue.SUITE if name != catalogue.GATEWAY)
SILENT_FOR = 10.0
"""Seconds after which a service that does not answer is called silent: a restart takes less."""
MOST_SKEW = 5.0
"""Seconds by which two clocks may differ before it is told: no command is refused for it, but days and moments in
records are wrong by as much.
"""


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
        return {name: self._pulses.get(name, {"ready": False}) for name in OTHERS}

    @property
    def skewed(self) -> dict[str, float]:
        """The services whose clocks differ from the gateway's by more than may be, in seconds ahead of it."""
        skews = {name: pulse.get("skew_seconds", 0.0) for name, pulse in self._pulses.items()}
        return {name: skew for name, skew in skews.items() if abs(skew) > MOST_SKEW}

    def ask_all(self) -> None:
        """Ask them at once: one that is slow to answer delays no other."""
        for name, pulse in self._pulses_of_all():
            self._note(name, pulse)

    def _pulses_of_all(self) -> Iterator[tuple[str, JsonObject | None]]:
        with ThreadPoolExecutor(len(OTHERS)) as threads:
            yield from zip(OTHERS, threads.map(self._ask, OTHERS), strict=True)

    def _ask(self, service: str) -> JsonObject | None:
        asked_at, began = clock.now(), clock.ticks()
        try:
            pulse = self.owners.pulse(service)
            skew = _skew(pulse, asked_at, clock.ticks() - began)
        except (Unavailable, ValueError, TypeError):  # a moment that cannot be read, or without a zone: no answer
            return None
        metrics.show_skew(service, skew)
        return pulse.to_payload() | {"skew_seconds": skew, "clock": "skewed" if abs(skew) > MOST_SKEW else "right"}

    def _note(self, name: str, pulse: JsonObject | None) -> None:
        if pulse is not None:
            self._answered[name], self._pulses[name] = clock.ticks(), pulse
            self._silent_since.pop(name, None)
            return
        last = self._pulses.get(name, {})
        self._pulses[name] = {**last, "ready": False}
        # From the first question on, where it never answered: the gateway may have started before it.
        if clock.ticks() - self._answered.setdefault(name, clock.ticks()) > SILENT_FOR:
            self._silent_since.setdefault(name, last.get("at") or clock.now().isoformat())


def _skew(pulse: Pulse, asked_at: dt.datetime, took: float) -> float:
    """By how many seconds a service's clock is ahead of ours: it looked at it while we waited, half-way at best."""
    half_way = asked_at + dt.timedelta(seconds=took / 2)
    return round((dt.datetime.fromisoformat(pulse.at) - half_way).total_seconds(), 1)
