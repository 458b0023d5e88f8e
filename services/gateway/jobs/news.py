"""What moved of jobs lately, for those who listen: looked for once for all of them, whichever gateway is at work."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exc

from services.chassis.base import clock
from services.chassis.storage.damage import StorageDamaged
from services.gateway.accounts import moments
from services.gateway.accounts.jobs.kept_jobs import KeptJob, KeptJobs

LOOK = 1.0
MOST = 1000
"""Jobs that are remembered; who listens anew asks for their own first."""


@dataclass
class JobNews:
    """Remembers how jobs stood when they were last looked at."""

    jobs: KeptJobs
    number: int = 0
    _latest: dict[str, tuple[int, KeptJob]] = field(default_factory=dict)
    _since: str = field(default_factory=moments.precise)

    def watch(self) -> None:
        """Look now and then, for ever."""
        while True:
            clock.pause(LOOK)
            with suppress(exc.DBAPIError, StorageDamaged):
                self.look()

    def look(self) -> None:
        """Look once."""
        for job in self.jobs.changed_since(self._since):
            self._since = max(self._since, job.changed_at)
            if job.id not in self._latest or self._latest[job.id][1] != job:
                self.number += 1
                self._latest.pop(job.id, None)
                self._latest[job.id] = self.number, job
        while len(self._latest) > MOST:
            del self._latest[next(iter(self._latest))]

    def after(self, account: str, number: int) -> list[dict[str, Any]]:
        """How an account's jobs stand that moved after a number."""
        moved = (job for at, job in self._latest.values() if at > number and job.account == account)
        return [{"id": job.id, "register": job.register, "state": job.state, **job.counts} for job in moved]
