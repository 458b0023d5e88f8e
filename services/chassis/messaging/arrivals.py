"""What a subscriber has seen since it started, for who looks whether anything is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.chassis.base import clock

GRACE = 4.0
"""Seconds for which an event may be on its way."""


@dataclass
class Arrivals:
    """What the subscriber has seen since it started: each owner's newest sequence, and what waits for a retry."""

    newest: dict[str, int] = field(default_factory=dict)
    delayed: dict[str, float] = field(default_factory=dict)

    def note(self, owner: str, sequence: int) -> None:
        """An owner's event has come in."""
        self.newest[owner] = max(sequence, self.newest.get(owner, 0))

    def delay(self, event_id: str, seconds: float) -> None:
        """An event comes again by itself."""
        self.delayed = {one: until for one, until in self.delayed.items() if until > clock.ticks()}
        self.delayed[event_id] = clock.ticks() + seconds + GRACE

    def is_delayed(self, event_id: str) -> bool:
        """Whether an event waits for its retry."""
        return self.delayed.get(event_id, 0.0) > clock.ticks()
