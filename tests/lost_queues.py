"""`python -m tests.lost_queues [--seeds 100] [--events 3000]`: inboxes lose what was in them, and get it again.

Each seed draws which inboxes lose that many events which the broker had confirmed to their owner, and how: purged,
deleted, replaced by a queue of another kind, or the broker's data is gone. Ends with 1 where one was not told in time,
not healed in time, or counted twice.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from contracts import catalogue
from operations.broker import broker
from services.chassis.storage import tables
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger
from tests import messaging
from tests.broker import environment
from tests.suite import Suite, present_events, until

NOTICED, HEALED = 10.0, 60.0
OWNER, AT_ONCE, SEEDS_A_HOME = "training", 1000, 10
SLOW = "subscriber.committed:sleep10"


def listen_instead(channel: Any, exchange: str) -> None:
    """A stray queue hears it, so that the broker confirms what nobody else receives."""
    channel.queue_declare("stray", arguments={"x-max-length": 1})
    channel.queue_bind("stray", exchange, "#")


def unbind(channel: Any, subscriber: str, owner: str) -> None:
    """An inbox hears nothing of an owner any more."""
    for key in catalogue.bindings(subscriber)[f"{owner}.events"]:
        channel.queue_unbind(catalogue.inbox(subscriber), f"{owner}.events", key)


def purge(channel: Any, inbox: str) -> None:
    """What waits in it is thrown away."""
    channel.queue_purge(inbox)


def delete(channel: Any, inbox: str) -> None:
    """It is gone, with its bindings."""
    channel.queue_delete(inbox)


def replace(channel: Any, inbox: str) -> None:
    """A queue of another kind stands in its place."""
    channel.queue_delete(inbox)
    channel.queue_declare(inbox, durable=True)


DEEDS: dict[str, Callable[[Any, str], None]] = {"purge": purge, "delete": delete, "replace": replace}
EMPTIED = "emptied"


class Loss:
    """A suite whose inboxes lose what they are told to."""

    def __init__(self, home: Path) -> None:
        """Starts a broker and a suite in a folder of their own."""
        self.environment = environment(home)
        self.broker = broker.ensure(self.environment)
        self.suite = Suite(home, self.broker.uri, environment={"REQUEST_RATE": "100000"})
        self.suite.start()
        self.suite.ready()
        self.suite.unit("DT")

    def close(self) -> None:
        """Stops both."""
        self.suite.stop()
        self.broker.stop()

    def join(self, seed: int, count: int) -> list[str]:
        """So many people join, in large batches; their events."""
        staff = {"name": "某", "unit": "DT", "role": "officer", "kind": "established", "party_member": False}
        forms = [{**staff, "code": f"S{seed}N{number}", "joined_on": "2016-01-01"} for number in range(count)]
        events: list[str] = []
        for start in range(0, count, AT_ONCE):
            groups = [[{"step": "join", "form": form}] for form in forms[start : start + AT_ONCE]]
            answer = self.suite.post("/v1/training/people:batch", {"groups": groups})
            assert (answer.status, answer.json["refused"]) == (200, 0), answer.body[:1000]
            events += [str(one["event"]) for one in answer.json["results"]]
        return events

    def make_slow(self, subscribers: list[str]) -> None:
        """After its next batch each of these takes nothing for a while: what comes stays in its inbox."""
        self.suite.kill(*subscribers)
        self.suite.failpoints |= dict.fromkeys(subscribers, SLOW)
        self.suite.start(*subscribers)
        self.suite.ready()

    def has_left(self) -> bool:
        """Whether the broker has confirmed everything to its owner."""
        waiting = sa.select(sa.func.count()).where(tables.journal.c.state == tables.PENDING)
        with Store(f"sqlite:///{self.suite.home}/data/{OWNER}.db").begin_read() as tx:
            return not tx.scalar(waiting)

    def do(self, deed: str, subscribers: list[str]) -> None:
        """Take from these inboxes what they have."""
        if deed == EMPTIED:
            self.broker.stop()
            shutil.rmtree(self.suite.home / "broker" / "mnesia")
            self.broker = broker.ensure(self.environment)
            return
        with messaging.channel(self.suite.uri) as channel:
            for one in subscribers:
                DEEDS[deed](channel, catalogue.inbox(one))

    def is_told(self) -> bool:
        """Whether the suite says that something is missing."""
        return self.suite.get("/readyz", token="").status == 503

    def is_well(self, events: list[str]) -> bool:
        """Whether everybody has all of it, and the suite says so. Who died is started again, as the supervisor does."""
        self.suite.revive()
        everybody = all(len(present_events(self.suite, one, events)) == len(events) for one in catalogue.SUBSCRIBERS)
        return everybody and self.suite.get("/readyz", token="").status == 200

    def surplus(self) -> int:
        """Events that the view has beyond those that owners journalled, and messages set aside."""
        of_registers = ~tables.journal.c.register.endswith(f".{catalogue.AUDIT}")
        journalled = sum(self._count(owner, tables.journal, of_registers) for owner in catalogue.SERVICES)
        parked = sum(messaging.count(self.suite.uri, catalogue.dead_letter_queue(one)) for one in catalogue.SUBSCRIBERS)
        return self._count("gateway", ledger.tellings) - journalled + parked

    def _count(self, service: str, table: sa.Table, *which: sa.ColumnElement[bool]) -> int:
        with Store(f"sqlite:///{self.suite.home}/data/{service}.db").begin_read() as tx:
            return int(tx.scalar(sa.select(sa.func.count()).select_from(table).where(*which)) or 0)


def draw(seed: int) -> tuple[str, list[str]]:
    """A deed, and the inboxes that it is done to."""
    dice = random.Random(seed)
    deed = dice.choice([*DEEDS, EMPTIED])
    return deed, sorted(dice.sample(catalogue.SUBSCRIBERS, dice.randint(1, len(catalogue.SUBSCRIBERS))))


def lose(loss: Loss, seed: int, count: int, deed: str, chosen: list[str]) -> dict[str, Any]:
    """What was lost and how, after how long it was told, after how long all was well; seconds."""
    loss.make_slow(chosen)
    events = loss.join(seed, count)
    until(loss.has_left, "everything was confirmed")
    lost = sum(count - len(present_events(loss.suite, one, events)) for one in chosen)
    loss.do(deed, chosen)
    began = time.monotonic()
    # What is fetched between two signs of life of a service is never told.
    until(lambda: loss.is_told() or loss.is_well(events), "it is told, or well already")
    told = time.monotonic() - began
    until(lambda: loss.is_well(events), "all is well again", HEALED * 2)
    healed = time.monotonic() - began
    figures = {"told_s": round(told, 1), "healed_s": round(healed, 1), "surplus": loss.surplus()}
    return {"seed": seed, "deed": deed, "inboxes": chosen, "lost": lost, **figures}


@contextmanager
def fresh_suite() -> Iterator[Loss]:
    """A suite in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="lost-queues-") as home:
        loss = Loss(Path(home))
        try:
            yield loss
        finally:
            loss.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help="the first seed, where a run is continued")
    parser.add_argument("--events", type=int, default=3000)
    arguments = parser.parse_args()
    results: list[dict[str, Any]] = []
    end = arguments.first + arguments.seeds
    for first in range(arguments.first, end, SEEDS_A_HOME):
        with fresh_suite() as loss:
            for seed in range(first, min(first + SEEDS_A_HOME, end)):
                results.append(lose(loss, seed, arguments.events, *draw(seed)))
                print(json.dumps(results[-1]), flush=True)  # noqa: T201 -- a command of developers
    late = [one for one in results if one["told_s"] > NOTICED or one["healed_s"] > HEALED or one["surplus"]]
    summary = {"seeds": len(results), "late_or_doubled": len(late), "lost": sum(one["lost"] for one in results)}
    for name in ("told_s", "healed_s"):
        summary |= {
            f"{name}_median": median(one[name] for one in results),
            f"{name}_most": max(r[name] for r in results),
        }
    print(json.dumps(summary))  # noqa: T201 -- likewise
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main())
