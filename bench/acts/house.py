"""The running suite as the bench sees it: what its processes have used, whether all is settled, acts or none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench import machine
from bench.acts.process import LEAVE_OUT, RECORD
from bench.plan import now
from bench.running_suite import RunningSuite
from contracts import catalogue
from services.chassis.base import clock
from services.gateway.acts import gateway_journal

SETTLED_WITHIN, LOOKS_EVERY = 180.0, 0.1
FLUSHED = 1.5
"""Seconds after which what waited for the next second is written."""
RESTS = 6.0
"""Seconds for which the suite is left alone, to see what it uses for nothing."""
OWNER, BROKER = "outreach", "broker"
Costs = dict[str, float]
"""Seconds of the processor, by process."""


@dataclass
class House:
    """A running suite, and the folder of its broker."""

    running: RunningSuite
    broker_home: Path

    def switch(self, *, on: bool) -> None:
        """Let acts be recorded, or left out, from here on."""
        for process in self.running.processes.values():
            process.send_signal(RECORD if on else LEAVE_OUT)
        clock.pause(LOOKS_EVERY)

    def costs(self) -> Costs:
        """What each process has used so far."""
        own = {name: machine.seconds_of(process.pid) for name, process in self.running.processes.items()}
        return own | {BROKER: machine.cpu_of(self.broker_home)}

    def idle_rates(self) -> Costs:
        """What each process uses in a second in which nobody asks for anything."""
        before, began = self.costs(), now()
        clock.pause(RESTS)
        took = now() - began
        return {name: (used - before[name]) / took for name, used in self.costs().items()}

    def settle(self) -> None:
        """Wait until whatever happened stands in the audit log. Raises RuntimeError."""
        clock.pause(FLUSHED)
        until = now() + SETTLED_WITHIN
        while now() < until:
            if self.is_settled():
                return
            clock.pause(LOOKS_EVERY)
        raise RuntimeError("events that do not reach the audit log", self.journal_size(), self.log_size())

    def is_settled(self) -> bool:
        """Whether the log has every event of every journal, none waits for its place in one, and none to be marked as
        published.
        """
        waits = self._sum("SELECT (SELECT count(*) FROM in_hand) + (SELECT count(*) FROM journal WHERE state = 0)")
        return not waits and self.log_size() == self.journal_size()

    def journal_size(self) -> int:
        """The events in all journals."""
        return self._sum("SELECT count(*) FROM journal")

    def acts(self) -> int:
        """The acts in all journals; of those that are counted each counts."""
        return self._sum(
            "SELECT sum(coalesce(json_extract(body, '$.data.count'), 1)) FROM journal WHERE register LIKE '%.audit'"
        )

    def log_size(self) -> int:
        """The entries of the audit log."""
        return self._ask(self.running.home / "data" / f"{catalogue.AUDIT}.db", "SELECT size FROM head")

    def _sum(self, question: str) -> int:
        data = self.running.home / "data"
        journals = [data / f"{service}.db" for service in catalogue.SERVICES] + [data / gateway_journal.FILE]
        return sum(self._ask(one, question) for one in journals)

    @staticmethod
    def _ask(path: Path, question: str) -> int:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return int(connection.execute(question).fetchone()[0] or 0)
