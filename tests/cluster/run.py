"""One seeded run against a cluster: faults while people write and read; then what was acknowledged is looked for."""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from operations.client import audit
from operations.client.client import Client
from tests.cluster.faults import KINDS, Fault, Faults
from tests.cluster.pulse import Pulse
from tests.cluster.readers import Readers
from tests.cluster.stack import ClusterStack
from tests.nemesis.writers import Ledger, Writers
from tests.suite import until

RECORDS = "SELECT body::json -> 'data' ->> 'title' FROM journal WHERE register = 'outreach.features' AND version = 1"
FACTS = "SELECT t.body::json -> 'data' ->> 'title' FROM contributions c JOIN tellings t ON t.id = c.event"
FACTS += " WHERE c.measure = 'A3.applied' AND c.gone IS NULL"
MEASURE = "/v1/measures/A3.applied/facts"
FOUND = 200
TWICE = 0.2
"""The part of the faults beside which another stands, of another part."""
HEALED, PROGRESS, ARRIVAL = 300.0, 120.0, 120.0
"""Seconds until all is whole again, until a write is acknowledged, and until the view has it."""


@dataclass
class Met:
    """A fault that stood, and for how long no write was acknowledged meanwhile and after."""

    kind: str
    victims: tuple[str, ...]
    stood: float
    silence: float
    healed: float


@dataclass
class Run:
    """One seed against a cluster that is up."""

    stack: ClusterStack
    seed: int
    met: list[Met] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.mark = f"{self.seed}-{time.time_ns() // 1_000_000}-"
        self.faults = Faults(self.stack, self.dice)

    def go(self, seconds: float, kinds: Iterable[str] = KINDS) -> dict[str, Any]:
        """Write, read and break for so many seconds; heal, wait until it is quiet, and count."""
        until(self.stack.is_whole, "the cluster is whole", HEALED)
        if self.stack.get("/v1/training/units/DT").status != FOUND:
            self.stack.unit("DT")
        self.stack.enrol()
        writers, readers = Writers(self.stack, self.mark), Readers(self.stack)
        pulse = Pulse(writers.ledger.acknowledged)
        readers.start()
        writers.start(singles=2, sheets=1, papers=1)
        pulse.start()
        end = time.monotonic() + seconds
        self._await_beat(pulse)
        for kind in self._draws(tuple(kinds)):
            self._break(kind, pulse)
            if time.monotonic() > end:
                break
        writers.stop()
        readers.stop()
        pulse.stop()
        self._await_arrival(writers.ledger)
        self.stack.quiet()
        return {**self._tally(writers.ledger), **self._reads(readers), **self._writes(pulse, end - seconds)}

    def _draws(self, kinds: tuple[str, ...]) -> Iterator[str]:
        """All of them in one order after another, each seed beginning elsewhere."""
        while True:
            yield from self.dice.sample(kinds, len(kinds))

    def _break(self, kind: str, pulse: Pulse) -> None:
        """One fault, at times two of different parts; over when the cluster is whole again and has taken a write."""
        began = time.monotonic()
        standing = [self.faults.draw(kind)]
        if self.dice.random() < TWICE:
            other = self.faults.draw(self.dice.choice(KINDS))
            # What is promised is that one of each part may be lost; a wire to a proxy is no proxy that is lost.
            standing += [other] if not other.parts & standing[0].parts else []
        with ExitStack() as all_of_them:
            for fault in standing:
                all_of_them.enter_context(fault.stands())
            time.sleep(max(fault.seconds for fault in standing))
        ended = time.monotonic()
        self._await_beat(pulse)
        until(self.stack.is_whole, f"the cluster is whole after {[one.kind for one in standing]}", HEALED)
        self._note(standing, began, ended, pulse)

    def _note(self, standing: list[Fault], began: float, ended: float, pulse: Pulse) -> None:
        now = time.monotonic()
        kind = " + ".join(one.kind for one in standing)
        victims = tuple(name for one in standing for name in one.victims)
        self.met.append(Met(kind, victims, ended - began, pulse.longest_silence(began, now), now - ended))

    def _await_beat(self, pulse: Pulse) -> None:
        """Until a write is acknowledged after now."""
        before = len(pulse.beats)
        until(lambda: len(pulse.beats) > before, "a write is acknowledged", PROGRESS)

    def _await_arrival(self, commands: Ledger) -> None:
        """Until the view has all that was acknowledged or recorded; what has not come by then is counted as lost."""
        end = time.monotonic() + ARRIVAL
        while time.monotonic() < end:
            there = commands.acknowledged | set(self._titles("outreach", RECORDS))
            if not there - set(self._titles("gateway", FACTS)):
                return
            time.sleep(1)

    def _tally(self, commands: Ledger) -> dict[str, Any]:
        """What was acknowledged, and nothing else, says what there must be: a record with its owner, and one fact."""
        records, facts = (self._titles(*where) for where in (("outreach", RECORDS), ("gateway", FACTS)))
        shown = self.stack.get(MEASURE).json["n"]
        counted = int(self.stack.sql("gateway", f"SELECT count(*) FROM ({FACTS}) AS every")[0])
        acknowledged = commands.acknowledged
        return {
            "attempted": len(commands.attempted),
            "acknowledged": len(acknowledged),
            "lost": len(acknowledged - set(records)) + len((acknowledged | set(records)) - set(facts)),
            "unexpected": len((set(facts) | set(records)) - commands.attempted) + abs(shown - counted),
            "doubled": sum(number - 1 for number in (facts | records).values()),
            "papers": len(commands.papers),
            "lost_papers": sum(
                self.stack.get(f"/v1/evidence/{sha}").body != body for sha, body in commands.papers.items()
            ),
            "repeats": commands.repeats,
            "view_differs": int(not self._is_as_recorded()),
        }

    def _titles(self, database: str, query: str) -> Counter[str]:
        return Counter(title for title in self.stack.sql(database, query) if title.startswith(self.mark))

    def _is_as_recorded(self) -> bool:
        """Whether the view holds what the journals say, and each journal is whole: what `audit verify` asks first."""
        operator = Client(self.stack.address, self.stack.token(), context=self.stack.ways.context)
        answers = [operator.post(audit.PATH, service=place) for place in audit.PLACES]
        for one in answers:
            if audit._is_wrong(one) or one.get("absent"):
                print(one, flush=True)  # noqa: T201 -- what differs stands in the run's output
        return not any(audit._is_wrong(one) or one.get("absent") for one in answers)

    def _reads(self, readers: Readers) -> dict[str, Any]:
        took = sorted(one.took for one in readers.readings)
        refused = Counter(one.status for one in readers.readings if one.is_refused)
        return {
            "reads": len(took),
            "reads_refused": refused.total(),
            "refused_by_status": {str(status): number for status, number in refused.items()},
            "read_median": round(statistics.median(took), 3),
            "read_p99": round(took[int(len(took) * 0.99)], 3),
        }

    def _writes(self, pulse: Pulse, since: float) -> dict[str, Any]:
        return {
            "longest_without_writes": round(pulse.longest_silence(since, pulse.beats[-1]), 1),
            "faults": [
                {"kind": one.kind, "victims": one.victims, "stood": round(one.stood, 1)}
                | {"silence": round(one.silence, 1), "healed": round(one.healed, 1)}
                for one in self.met
            ],
        }
