"""One seeded run: faults at random while writers write; then the ledger is checked."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

import sqlalchemy as sa

from contracts import envelope
from operations.broker import broker
from operations.suite.home import SERVICES_GRACE
from services.chassis.storage import tables
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger
from tests import messaging
from tests.broker import environment
from tests.nemesis.writers import Ledger, Writers
from tests.office import DISTRICT
from tests.suite import FAULTY, RUNNER, SERVICES, Suite, until
from tests.wire import wire_to

MEASURE = "A3.applied"
QUIET, STUCK = 120.0, 12.0
EVERYBODY = (*SERVICES, "outreach", "gateway", "broker")
OTHERS = ("freeze", "poison", "duplicates", "reset")
"""Faults that kill nobody: a process stands still for a while, bytes that nobody can read, letters that come twice and
in another order, a wire that breaks under everybody."""
FROZEN_FOR = 4.0
"""Seconds, at most: less than the supervisor waits before it replaces who stands still."""


class Run:
    """A suite with a broker of its own, and a hand that kills."""

    def __init__(self, home: Path, seed: int, *, broken: str = "") -> None:
        self.home, self.dice = home, random.Random(seed)
        self.environment = environment(home)
        self.broker = broker.ensure(self.environment)
        # The services reach the broker over a wire that can break; the hand that poisons does not.
        self._wires = ExitStack()
        self.wire, address = self._wires.enter_context(wire_to(self.broker.uri))
        self.suite = Suite(home, address, module=FAULTY if broken else RUNNER)
        self.suite.environment["BROKEN"] = broken
        self.faults: Counter[str] = Counter()

    def go(self, seconds: float, victims: tuple[str, ...] = EVERYBODY) -> dict[str, Any]:
        """Write and kill for so many seconds; then revive everything, wait until it is quiet, and count."""
        self.suite.start()
        self.suite.ready()
        self.suite.post("/v1/training/units", _unit(), Idempotency_Key="unit")
        until(lambda: self.suite.get("/v1/training/units/DT").status == 200, "the unit is there")
        writers = Writers(self.suite)
        writers.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(self.dice.uniform(0.3, 1.5))
            self._fault(self.dice.choice(victims))
        writers.stop()
        self._revive()
        return self._tally(writers.ledger)

    def _fault(self, victim: str) -> None:
        self.faults[victim] += 1
        if victim in OTHERS:
            getattr(self, f"_{victim}")()
        elif victim == "broker":
            process = self.broker.process
            assert process is not None
            process.kill()
            process.wait(20)
            self.broker.stop()
            time.sleep(self.dice.uniform(0, 1))
            self.broker = broker.ensure(self.environment)
        else:
            if self.suite.processes[victim].poll() is None:
                self._end(victim, self.dice.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))
            time.sleep(self.dice.uniform(0, 0.5))
        self.suite.revive()

    def _freeze(self) -> None:
        process = self.suite.processes[self.dice.choice(SERVICES)]
        if process.poll() is None:
            process.send_signal(signal.SIGSTOP)
            time.sleep(self.dice.uniform(0.1, FROZEN_FOR))
            process.send_signal(signal.SIGCONT)

    def _poison(self) -> None:
        for body in (b"{", b"\xff", b"[]", b""):
            messaging.send(self.broker.uri, body, message_id=f"poison-{self.dice.random()}")

    def _duplicates(self) -> None:
        """Events of long ago come again, youngest first."""
        with self._store("outreach") as tx:
            rows = list(tx.execute(sa.select(tables.journal.c.id, tables.journal.c.body)))
        for row in sorted(self.dice.sample(rows, min(20, len(rows))), reverse=True):
            messaging.send(self.broker.uri, row.body.encode(), message_id=row.id)

    def _reset(self) -> None:
        self.wire.reset()

    def _end(self, victim: str, number: int) -> None:
        """End a process as the supervisor does: whoever takes longer than its grace is killed."""
        process = self.suite.processes[victim]
        process.send_signal(number)
        with suppress(TimeoutExpired):
            process.wait(SERVICES_GRACE)
        process.kill()
        process.wait()

    def _revive(self) -> None:
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
            return time.monotonic() - since > (3 if not now[0] else STUCK)

        until(quiet, "nothing moves any more", QUIET)

    def _backlog(self) -> tuple[int, int]:
        """Rows that wait for the broker, and events that the view has."""
        with self._store("outreach") as tx:
            waiting = int(tx.scalar(sa.select(sa.func.count()).where(tables.journal.c.state == tables.PENDING)) or 0)
        with self._store("gateway") as tx:
            return waiting, int(tx.scalar(sa.select(sa.func.count()).select_from(ledger.tellings)) or 0)

    def _store(self, service: str) -> Any:
        return Store(f"sqlite:///{self.home}/data/{service}.db").begin_read()

    def _tally(self, commands: Ledger) -> dict[str, Any]:
        """Commands beside their effects; an effect is a fact of the measure that stands in the ledger."""
        counted = Counter(self._title(event) for event in self._effects())
        with self._store("outreach") as tx:
            journalled = Counter(
                envelope.decode(body.encode()).data["title"] for body in tx.scalars(sa.select(tables.journal.c.body))
            )
        return {
            "attempt": len(commands.attempted),
            "acknowledged": len(commands.acknowledged),
            "ok": len(commands.acknowledged & set(counted)),
            "lost": len(commands.acknowledged - set(counted)) + len(set(journalled) - set(counted)),
            "recovered": len(set(counted) - commands.acknowledged),
            "unexpected": len(set(counted) - commands.attempted),
            "duplicated_effects": sum(number - 1 for number in (counted | journalled).values()),
            "repeated_requests": commands.repeats,
            "faults": dict(self.faults),
        }

    def _effects(self) -> list[str]:
        """The events of the measure's facts, as many as the interface counts; it lists the first of them only."""
        c = ledger.contributions.c
        with self._store("gateway") as tx:
            events = list(tx.scalars(sa.select(c.event).where(c.measure == MEASURE, c.gone.is_(None))))
        assert self.suite.get(f"/v1/measures/{MEASURE}/facts").json["n"] == len(events)
        return events

    def _title(self, event_id: str) -> str:
        with self._store("gateway") as tx:
            event = ledger.event(tx, DISTRICT, event_id)
        assert event is not None
        return str(event.data["title"])

    def close(self) -> None:
        """Stop everything."""
        self.suite.stop()
        self._wires.close()
        self.broker.stop()


def _unit() -> dict[str, Any]:
    return {"code": "DT", "name": "东亭中队", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}
