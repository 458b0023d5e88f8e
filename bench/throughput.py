"""Events a second: from `execute` in the owner's process to the contribution in the gateway's ledger."""

from __future__ import annotations

from collections.abc import Iterator

from bench import race
from bench.figures import Figure
from bench.race import RunResult
from bench.scene import Scene

MANY = 32
COUNTS = {"suite": (800, 16_000), "stock_nameko": (600, 1_500), "fast_stream": (600, 1_500)}
LEAST = {"sqlite": 10.0, "postgresql": 3.5}


def measure(scene: Scene, *, quick: bool) -> Iterator[Figure]:
    """One round: every system on every database, one caller and many."""
    for database in scene.databases():
        for callers in (1, MANY):
            for system, title in race.SYSTEMS.items():
                count = COUNTS[system][callers > 1] // (4 if quick else 1)
                yield from _figures(_better(scene, system, database, callers, count), database, callers, title)


def _better(scene: Scene, system: str, database: str, callers: int, count: int) -> RunResult:
    """The run; for FastStream on PostgreSQL the better of its work in the loop and in threads."""
    in_loop = race.run(scene, system, database, callers=callers, count=count)
    if system != "fast_stream" or database == "sqlite":
        return in_loop
    threaded = race.run(scene, system, database, callers=callers, count=count, threads=True)
    return max(in_loop, threaded, key=lambda one: one.rate)


def _figures(result: RunResult, database: str, callers: int, title: str) -> Iterator[Figure]:
    least = LEAST[database] if callers == MANY and title != race.SYSTEMS["suite"] else None
    what = f"{database}, {callers} caller{'s' * (callers > 1)}"
    yield Figure(f"throughput, {what}", title, result.rate, "events/s", least=least)
    yield Figure(f"CPU of owner and gateway, {what}", title, result.owner + result.gateway, "us/event")
    yield Figure(f"CPU of the broker, {what}", title, result.broker, "us/event")
