"""One seeded run: faults at random while writers write; then what was acknowledged is looked for."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pika.exceptions import AMQPError

from operations.broker import broker
from services.chassis.storage import tables
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger
from tests import mounts
from tests.broker import environment
from tests.nemesis.faults import KILLS, Faults
from tests.nemesis.writers import Ledger, Writers
from tests.office import DISTRICT
from tests.suite import HttpResponse, Suite, until
from tests.wire import wire_to

MEASURE = "A3.applied"
QUIET, STUCK, HEALS = 240.0, 12.0, 25.0
"""Seconds: the end of all patience; without movement while rows wait, those wait for ever; after which an inbox has
fetched what it lost, if it ever will."""
PROGRESS_WITHIN, ANSWERS = 20.0, 60.0
SAID = (200, 404, 410)
"""What a paper's answer may be: there, or not."""
MEGABYTES = 512


class Run:
    """A suite with a broker of its own, and a hand that breaks things."""

    def __init__(self, home: Path, seed: int, *, broken: str = "") -> None:
        self.home, self.dice = home, random.Random(seed)
        self._open = ExitStack()
        own_disk = mounts.why_not() == ""
        place = home / "suite"
        place.mkdir()
        if own_disk:
            self._open.enter_context(mounts.small_disk(place, MEGABYTES))
        at_home = environment(home)
        running = broker.ensure(at_home)
        # The services reach the broker over a wire that can break; the hand that poisons does not.
        wire, address = self._open.enter_context(wire_to(running.uri))
        self.suite = Suite(place, address)
        self.suite.environment["BROKEN"] = broken
        self.faults = Faults(self.suite, at_home, running, wire, self.dice, own_disk)
        self.counts, self.answers = Counter[str](), Counter[int]()

    def go(
        self, seconds: float, victims: Iterable[str] = KILLS, *, pace: float = 0.5, settles: float = 3
    ) -> dict[str, Any]:
        """Write and break for so many seconds; then revive everything, wait until it is quiet, and count.

        pace     the part of the faults after which something is acknowledged before the next one: a slow machine would
                 be down all the time
        settles  seconds for which nothing moves before it is quiet
        """
        self.suite.start()
        self.suite.ready()
        self.suite.unit("DT")
        until(lambda: self.suite.get("/v1/training/units/DT").status == 200, "the unit is there")
        writers = Writers(self.suite)
        writers.start(papers=1)
        end = time.monotonic() + seconds
        for name in self._draws(list(victims)):
            if time.monotonic() > end:
                break
            self._break(name)
            if self.dice.random() < pace:
                self._await_progress(writers.ledger)
        writers.stop()
        self._revive(settles)
        return self._tally(writers.ledger)

    def _draws(self, names: list[str]) -> Iterator[str]:
        """All of them in one order after another: each fault happens as often as any other."""
        while True:
            yield from self.dice.sample(names, len(names))

    def _break(self, name: str) -> None:
        time.sleep(self.dice.uniform(0.3, 1.5))
        # A broker that has no inbox at this moment, or takes nothing, was not reached: that counts for no fault.
        with suppress(AMQPError):
            self.faults.commit(name)
            self.counts[name] += 1
        self.suite.revive()

    def _await_progress(self, commands: Ledger) -> None:
        before, end = len(commands.acknowledged), time.monotonic() + PROGRESS_WITHIN
        while len(commands.acknowledged) == before and time.monotonic() < end:
            self.suite.revive()
            time.sleep(0.1)

    def _revive(self, settles: float) -> None:
        self.suite.revive()
        until(
            lambda: bool(self.suite.revive()) or self.suite.get("/readyz", token="").status == 200,
            "all is ready",
            QUIET,
        )
        since, counts = time.monotonic(), self._backlog()

        def quiet() -> bool:
            nonlocal since, counts
            self.suite.revive()
            now = self._backlog()
            if now != counts:
                since, counts = time.monotonic(), now
            return time.monotonic() - since > (settles if not now[0] else max(settles, STUCK))

        until(quiet, "nothing moves any more", QUIET)

    def _backlog(self) -> tuple[int, int]:
        """Rows that wait for the broker, and events that the view has."""
        with self._store("outreach") as tx:
            waiting = int(tx.scalar(sa.select(sa.func.count()).where(tables.journal.c.state == tables.PENDING)) or 0)
        with self._store("gateway") as tx:
            return waiting, int(tx.scalar(sa.select(sa.func.count()).select_from(ledger.tellings)) or 0)

    def _store(self, service: str) -> Any:
        return Store(f"sqlite:///{self.suite.home}/data/{service}.db").begin_read()

    def _tally(self, commands: Ledger) -> dict[str, Any]:
        """What was acknowledged, and nothing else, says what there must be: a record with its owner, and one fact."""
        records, facts = Counter(self._records()), Counter(self._titles(self._facts()))
        acknowledged = commands.acknowledged
        return {
            "attempt": len(commands.attempted),
            "acknowledged": len(acknowledged),
            "ok": len(acknowledged & set(records) & set(facts)),
            "lost": len(acknowledged - set(records)) + len((acknowledged | set(records)) - set(facts)),
            "recovered": len(set(facts) - acknowledged),
            "unexpected": len((set(facts) | set(records)) - commands.attempted),
            "duplicated_effects": sum(number - 1 for number in (facts | records).values()),
            "papers": len(commands.papers),
            "lost_papers": sum(not self._kept(name, body) for name, body in commands.papers.items()),
            "papers_by_answer": dict(self.answers),
            "repeated_requests": commands.repeats,
            "faults": dict(sorted(self.counts.items())),
        }

    def _records(self) -> Iterator[str]:
        """The titles of the owner's records, by its interface."""
        cursor = ""
        while True:
            page = self._ask(f"/v1/outreach/features?limit=200{cursor}", 200).json
            yield from (one["fields"]["title"] for one in page["items"])
            if not page["next"]:
                return
            cursor = f"&cursor={page['next']}"

    def _facts(self) -> list[str]:
        """The events of the measure's facts, as many as the interface counts; it lists the first of them only."""
        c = ledger.contributions.c
        with self._store("gateway") as tx:
            events = list(tx.scalars(sa.select(c.event).where(c.measure == MEASURE, c.gone.is_(None))))
        assert self._ask(f"/v1/measures/{MEASURE}/facts", 200).json["n"] == len(events)
        return events

    def _titles(self, event_ids: list[str]) -> Iterator[str]:
        with self._store("gateway") as tx:
            for id_ in event_ids:
                event = ledger.event(tx, DISTRICT, id_)
                assert event is not None
                yield str(event.data["title"])

    def _kept(self, sha256: str, body: bytes) -> bool:
        """Whether a paper is what was handed in."""
        answer = self._ask(f"/v1/evidence/{sha256}", *SAID)
        self.answers[answer.status] += 1
        return answer.body == body

    def _ask(self, path: str, *said: int) -> HttpResponse:
        """Who is not answered asks again: a process may die of its failpoint as late as now."""
        end = time.monotonic() + ANSWERS
        while (answer := self.suite.get(path)).status not in said and time.monotonic() < end:
            self.suite.revive()
            time.sleep(0.5)
        return answer

    def close(self) -> None:
        """Stop everything."""
        self.suite.stop()
        self.faults.broker.stop()
        self._open.close()
