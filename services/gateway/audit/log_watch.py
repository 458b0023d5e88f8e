"""How the log was when it was last asked: so that no page waits for a service that is away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from contracts.audit.rpc import LogStatus
from contracts.errors import Unavailable
from services.chassis.base import clock
from services.gateway.audit_client import AuditClient

EVERY = 5.0
"""Seconds between two questions."""
SILENT_FOR = 30.0
"""Seconds after which a log that does not answer is called away."""
BEHIND_FOR = dt.timedelta(minutes=2)
"""How old the newest checkpoint may be while there is more than it names."""
VERIFIED_FOR = dt.timedelta(days=2)
"""How old the last whole verification may be."""


class LogState(StrEnum):
    """What is to be said of the log first, the worst before all else."""

    FAULT = "fault"
    CONFLICT = "conflict"
    AWAY = "away"
    GAPS = "gaps"
    BEHIND = "behind"
    NEVER = "never"
    OLD = "old"
    GOOD = "good"


@dataclass
class LogWatch:
    """Remembers what the log said of itself. `run` in a thread of its own (green or not)."""

    log: AuditClient
    status: LogStatus | None = None
    _answered: float = field(default_factory=clock.ticks)

    def run(self) -> None:
        """Ask now and then."""
        while True:
            self.look()
            clock.pause(EVERY)

    def look(self) -> None:
        """Ask once; what it said before is remembered where it does not answer."""
        try:
            self.status = self.log.status()
        except Unavailable:
            return
        self._answered = clock.ticks()

    @property
    def away(self) -> bool:
        """Whether nobody has answered for long, or ever."""
        return self.status is None or clock.ticks() - self._answered > SILENT_FOR

    def state(self) -> LogState:
        """What is to be said of the log first."""
        if self.status is None:
            return LogState.AWAY
        told = state_of(self.status, clock.now())
        return LogState.AWAY if self.away and told not in (LogState.FAULT, LogState.CONFLICT) else told


def state_of(status: LogStatus, now: dt.datetime) -> LogState:
    """What a status says first."""
    found = (
        (LogState.FAULT, bool(status.fault)),
        (LogState.CONFLICT, bool(status.conflicts)),
        (LogState.GAPS, any(status.missing.values())),
        (LogState.BEHIND, status.size > status.checkpoint_size and _is_older(status.checkpoint_at, now, BEHIND_FOR)),
        (LogState.NEVER, not status.verified_at),
        (LogState.OLD, _is_older(status.verified_at, now, VERIFIED_FOR)),
    )
    return next((state for state, holds in found if holds), LogState.GOOD)


def _is_older(moment: str, now: dt.datetime, period: dt.timedelta) -> bool:
    """Whether a moment lies further back than a period; where there was none it does."""
    return not moment or now - dt.datetime.fromisoformat(moment) > period
