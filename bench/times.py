"""When what happened, as each process writes it down."""

from __future__ import annotations

import time
from collections.abc import Iterable

from bench.plan import WARM, Plan, now


class CommandTimes:
    """The owner's book: when each command was given and when it was committed."""

    def __init__(self) -> None:
        """Nothing was given yet."""
        self.begun, self._spent = 0.0, 0.0
        self.commits: dict[str, tuple[float, float]] = {}

    def begin(self) -> None:
        """The warming is over: forget it, and let the clock run."""
        self.commits.clear()
        self.begun, self._spent = now(), time.process_time()

    def record_commit(self, event: str, given_at: float) -> None:
        """The command that was given at this moment is committed now."""
        self.commits[event] = (given_at, now())

    def save(self, plan: Plan) -> None:
        """Write it down."""
        plan.save_result(
            "owner", {"begun": self.begun, "commits": self.commits, "cpu": time.process_time() - self._spent}
        )


class EventTimes:
    """The gateway's book: when each event could be read from the ledger."""

    def __init__(self, plan: Plan) -> None:
        """Nothing was seen yet."""
        self._plan, self._awaited = plan, WARM + plan.count
        self.at: dict[str, float] = {}
        self._spent = 0.0

    def record_visible(self, events: Iterable[str]) -> bool:
        """These events are in the ledger now; whether they were the last."""
        moment = now()
        if not self._spent and len(self.at) >= WARM:
            self._spent = time.process_time()
        for event in events:
            self.at.setdefault(event, moment)
        return len(self.at) >= self._awaited

    def save(self, rows: int) -> None:
        """Write it down, with the number of events that the ledger holds."""
        self._plan.save_result("gateway", {"at": self.at, "events": rows, "cpu": time.process_time() - self._spent})
