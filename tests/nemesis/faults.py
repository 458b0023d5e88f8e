"""What the nemesis does to a running suite. Each fault is one deed, over when the function returns."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from subprocess import TimeoutExpired
from typing import Any

import orjson
import pika
import sqlalchemy as sa

from contracts import catalogue, envelope
from operations.base.environment import Environment
from operations.broker import broker
from operations.suite.home import SERVICES_GRACE
from services.chassis.storage import tables
from services.chassis.storage.store import Store
from tests import messaging, mounts
from tests.modes.node import ctl
from tests.suite import SERVICES, Suite
from tests.wire import Wire

INBOX = catalogue.inbox("gateway")
KILLS = (*SERVICES, "outreach", "gateway", "broker")
"""Those of whom most is asked are killed twice as often."""
FROZEN_FOR = 4.0
"""Seconds, at most: less than the supervisor waits before it replaces who stands still."""
WRONG = (3600, -3600, 86400, -86400)
SOME = 20
UNANSWERED = 0.5
"""The part of the kills after which a service dies once more, between its first commit and the answer."""
FORGED = "forged"


@dataclass
class Faults:
    """A hand that breaks things, by the dice it is given."""

    suite: Suite
    environment: Environment
    broker: broker.RunningBroker
    wire: Wire
    dice: random.Random
    has_own_disk: bool = False

    def deeds(self) -> dict[str, Callable[[], None]]:
        """Every fault that can be made here, by name."""
        own = (self.freeze, self.clock, self.poison, self.duplicates, self.forge, self.reset, self.hold, self.cut)
        queues = (self.alarm, self.purge, self.delete, self.replace)
        disk = (self.disk,) if self.has_own_disk else ()
        return {deed.__name__: deed for deed in (*own, *queues, *disk)}

    def commit(self, name: str) -> None:
        """Make one happen. What is down is not started again here. Raises AMQPError."""
        if name == "broker":
            self._kill_broker()
        elif name in SERVICES:
            self._end(name, self.dice.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))
            time.sleep(self.dice.uniform(0, 0.5))
            # The moment that no dice hit on a slow machine: carried out, and not answered.
            if self.dice.random() < UNANSWERED:
                self.suite.failpoints[name] = "registers.committed:kill9"
        else:
            self.deeds()[name]()

    def _kill_broker(self) -> None:
        process = self.broker.process
        assert process is not None
        process.kill()
        process.wait(20)
        self.broker.stop()
        time.sleep(self.dice.uniform(0, 1))
        self.broker = broker.ensure(self.environment)

    def _end(self, service: str, number: int) -> None:
        """End a process as the supervisor does: whoever takes longer than its grace is killed."""
        process = self.suite.processes[service]
        if process.poll() is not None:
            return
        process.send_signal(number)
        with suppress(TimeoutExpired):
            process.wait(SERVICES_GRACE)
        process.kill()
        process.wait()

    def freeze(self) -> None:
        """A process stands still for a while."""
        process = self.suite.processes[self.dice.choice(SERVICES)]
        if process.poll() is None:
            process.send_signal(signal.SIGSTOP)
            time.sleep(self.dice.uniform(0.1, FROZEN_FOR))
            process.send_signal(signal.SIGCONT)

    def clock(self) -> None:
        """A process is killed and comes again with a clock that is an hour or a day wrong, until it dies again."""
        service = self.dice.choice(SERVICES)
        self._end(service, signal.SIGKILL)
        self.suite.failpoints[service] = f"clock:{self.dice.choice(WRONG)}"

    def disk(self) -> None:
        """The services' disk is full for a while."""
        ballast = mounts.fill(self.suite.home)
        time.sleep(self.dice.uniform(0.5, 3))
        ballast.unlink()

    def poison(self) -> None:
        """Bytes that nobody can read."""
        for body in (b"{", b"\xff", b"[]", b""):
            messaging.send(self.broker.uri, body, message_id=f"poison-{self.dice.random()}")

    def duplicates(self) -> None:
        """Events of long ago come again, in another order."""
        for body in self._some_bodies():
            messaging.send(self.broker.uri, body.encode(), message_id=orjson.loads(body)["id"])

    def forge(self) -> None:
        """Events that nobody has journalled, under a new id and under one that there is."""
        with messaging.channel(self.broker.uri) as channel:
            channel.confirm_delivery()
            for body in self._some_bodies():
                event = orjson.loads(body)
                title = f"{FORGED}-{self.dice.random()}"
                event |= {"data": event["data"] | {"title": title}, "subject": title}
                event |= self.dice.choice([{}, {"id": title}])
                properties = pika.BasicProperties(
                    content_type=envelope.MEDIA_TYPE, delivery_mode=2, message_id=event["id"]
                )
                channel.basic_publish("outreach.events", event["type"], orjson.dumps(event), properties)

    def _some_bodies(self) -> list[str]:
        store = Store(f"sqlite:///{self.suite.home}/data/outreach.db")
        try:
            with store.begin_read() as tx:
                bodies = list(tx.scalars(sa.select(tables.journal.c.body).order_by(tables.journal.c.position)))
        finally:
            store.close()
        return self.dice.sample(bodies, min(SOME, len(bodies)))

    def reset(self) -> None:
        """Every connection to the broker breaks at once."""
        self.wire.reset()

    def hold(self) -> None:
        """Nothing passes for a while, and nothing is closed."""
        self.wire.held = True
        time.sleep(self.dice.uniform(0.5, 5))
        self.wire.held = False

    def cut(self) -> None:
        """A frame breaks off in the middle."""
        self.wire.cut_after = self.dice.randint(1, 20_000)

    def alarm(self) -> None:
        """The broker's memory is full for a while: it takes nothing."""
        ctl(self.environment.home, "set_vm_memory_high_watermark", "absolute", "1MB")
        time.sleep(self.dice.uniform(0.5, 4))
        ctl(self.environment.home, "set_vm_memory_high_watermark", "absolute", "2GB")

    def purge(self) -> None:
        """The inbox of the gateway is emptied."""
        self._at_the_broker(lambda channel: channel.queue_purge(INBOX))

    def delete(self) -> None:
        """It is deleted."""
        self._at_the_broker(lambda channel: channel.queue_delete(INBOX))

    def replace(self) -> None:
        """Another stands in its place, which is not bound."""

        def put_another(channel: Any) -> None:
            channel.queue_delete(INBOX)
            channel.queue_declare(INBOX, durable=True)

        self._at_the_broker(put_another)

    def _at_the_broker(self, deed: Callable[[Any], Any]) -> None:
        with messaging.channel(self.broker.uri) as channel:
            deed(channel)
