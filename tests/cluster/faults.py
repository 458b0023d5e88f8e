"""What the nemesis does to a cluster. A fault is drawn by dice, stands for some seconds, and is healed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

from tests.cluster import wires
from tests.cluster.stack import ClusterStack, Container
from tests.suite import SERVICES

OWNERS = tuple(name for name in SERVICES if name != "gateway")
NODES = ("database", "broker", "store")
PARTS = {
    "database": ("postgres", "postgres-2", "postgres-3"),
    "broker": ("rabbitmq", "rabbitmq-2", "rabbitmq-3"),
    "store": ("etcd", "etcd-2", "etcd-3"),
    "gateway": ("gateway",),
    "owner": OWNERS,
    "proxy": ("proxy", "proxy-2"),
}
"""What may fail, and the containers that do its work; of each as many may be lost as the cluster promises: one."""
HOW = ("killed", "restarted", "frozen", "alone")
PAIRS = (
    ("broker", "broker"),
    ("database", "database"),
    ("database", "store"),
    ("owner", "proxy"),
    ("gateway", "proxy"),
    ("database", "proxy"),
    ("broker", "proxy"),
)
KINDS = (
    *(f"{part} {how}" for part in PARTS for how in HOW),
    *(f"{one} - {other} cut" for one, other in PAIRS),
    *(f"{one} - {other} cut one way" for one, other in PAIRS),
)
LEADER = 0.6
"""The part of the faults of the database that meet its leader."""
DOWN, FROZEN, CUT = (0.0, 8.0), (5.0, 25.0), (5.0, 25.0)
"""Seconds for which a fault stands, at least and at most."""


@dataclass
class Fault:
    """One fault that was drawn: what is done, to whom, for how long."""

    kind: str
    parts: frozenset[str]
    victims: tuple[str, ...]
    seconds: float
    deed: Callable[[], AbstractContextManager[None]]

    @contextmanager
    def stands(self) -> Iterator[None]:
        """Within it the fault is there; healed at the end."""
        with self.deed():
            yield


@dataclass
class Faults:
    """A hand that breaks a cluster, by the dice it is given."""

    stack: ClusterStack
    dice: random.Random

    def draw(self, kind: str) -> Fault:
        """A fault of this kind, its victims chosen."""
        if kind.endswith("one way"):
            return self._wire(kind, *kind.removesuffix(" cut one way").split(" - "), one_way=True)
        if kind.endswith("cut"):
            return self._wire(kind, *kind.removesuffix(" cut").split(" - "), one_way=False)
        part, how = kind.split(" ")
        victim = self._one(part)
        bounds = {"killed": DOWN, "restarted": (0.0, 0.0), "frozen": FROZEN, "alone": CUT}[how]
        deeds: dict[str, Callable[[Container], AbstractContextManager[None]]] = {
            "killed": dead,
            "restarted": crash,
            "frozen": frozen,
            "alone": lambda one: wires.cut(wires.around(one)),
        }
        return Fault(kind, frozenset({part}), (victim.name,), self.dice.uniform(*bounds), lambda: deeds[how](victim))

    def _wire(self, kind: str, first: str, second: str, *, one_way: bool) -> Fault:
        one = self._one(first)
        other = self._one(second, besides=one.id)
        if self.dice.random() < 0.5:
            one, other = other, one
        rules = wires.between(one, other, one_way=one_way)
        seconds = self.dice.uniform(*CUT)
        return Fault(kind, frozenset({first, second}), (one.name, other.name), seconds, lambda: wires.cut(rules))

    def _one(self, part: str, besides: str = "") -> Container:
        """A container of a part; of the database its leader more often than another."""
        there = [one for one in self.stack.running() if one.part in PARTS[part] and one.id != besides]
        if part == "database" and self.dice.random() < LEADER:
            leader = self.stack.leader()
            there = [one for one in there if one.part == leader] or there
        return self.dice.choice(there)


@contextmanager
def dead(one: Container) -> Iterator[None]:
    """Killed, and started again at the end, as somebody does who comes by."""
    _engine("kill", one.id)
    try:
        yield
    finally:
        _engine("start", one.id)


@contextmanager
def crash(one: Container) -> Iterator[None]:
    """Its first process killed as the kernel would: the engine starts it again by itself."""
    with suppress(ProcessLookupError):
        os.kill(one.pid, signal.SIGKILL)
    time.sleep(1)
    yield


@contextmanager
def frozen(one: Container) -> Iterator[None]:
    """Every process of it stands still; its connections stay open."""
    _engine("pause", one.id)
    try:
        yield
    finally:
        _engine("unpause", one.id)


def _engine(*command: str) -> None:
    subprocess.run(["docker", *command], check=True, capture_output=True)
