"""People who read all the time: how long each answer took, and how many were refused."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tests.cluster.stack import ClusterStack
from tests.threads import Threads

PATHS = ("/v1/progress?as_of=2017-06-15", "/v1/outreach/features?limit=50")
REFUSED, PAUSE = 500, 0.2
"""The first status that refuses what is read; seconds between two questions of one reader."""


@dataclass(frozen=True)
class Reading:
    """One question: when it was asked, how long its answer took, what it was; 0: nobody answered by either way."""

    path: str
    at: float
    took: float
    status: int

    @property
    def is_refused(self) -> bool:
        return self.status == 0 or self.status >= REFUSED


@dataclass
class Readers:
    """Threads that ask for the view and for a register, each after each answer."""

    stack: ClusterStack
    readings: list[Reading] = field(default_factory=list)
    threads: Threads = field(default_factory=Threads)

    def start(self) -> None:
        for path in PATHS:
            self.threads.spawn(self._read, path)

    def stop(self) -> None:
        self.threads.stop()

    def _read(self, path: str) -> None:
        while not self.threads.stopping.wait(PAUSE):
            began = time.monotonic()
            status = self.stack.get(path).status
            self.readings.append(Reading(path, began, time.monotonic() - began, status))
