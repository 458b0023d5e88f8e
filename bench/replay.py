"""Reads while a large ledger is written again from the journals: how long they wait, and that none sees half of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench import running_suite
from bench.figures import OURS, Figure, percentile
from bench.plan import now
from bench.running_suite import RunningSuite
from bench.scene import Scene
from services.chassis.base import clock

EVENTS, GROUP, EVERY = 263_000, 1000, 0.05
PATHS = ("/v1/progress/A3", "/v1/progress", "/v1/due", "/v1/facts/{last}")
"""From memory, from a small table, one event out of all: what counting all facts costs is not meant."""
MOST_MS = 200.0
CAUGHT_UP_WITHIN = 900.0


def measure(scene: Scene, *, quick: bool) -> Iterator[Figure]:
    """One round: fill the journals, then have the ledger written again while others read."""
    count = EVENTS // (20 if quick else 1)
    with running_suite.start(scene) as running:
        last = _fill(running, count)
        paths = [path.format(last=last) for path in PATHS]
        before, memory = _measures(running.ask("GET", paths[0])[1]), running.memory("gateway")
        with ThreadPoolExecutor(1) as threads:
            begun, waits, strangers = now(), list[float](), 0
            replay = threads.submit(running.ask, "POST", "/v1/operations/rebuild")
            while not replay.done():
                for path in paths:
                    asked = now()
                    answer = running.ask("GET", path)[1]
                    waits.append(now() - asked)
                    strangers += path == paths[0] and _measures(answer) != before
                clock.pause(EVERY)
        took = now() - begun
        result = json.loads(replay.result()[1])
        yield Figure("replay", OURS, took, "s")
        yield Figure("events replayed", OURS, result["events"], "")
        yield Figure("replayed ledger is the same (1: yes)", OURS, float(result["same"]), "")
        ranked = sorted(waits)
        yield Figure("reads during a replay, p50", OURS, percentile(ranked, 50) * 1000, "ms")
        yield Figure("reads during a replay, p99", OURS, percentile(ranked, 99) * 1000, "ms", most=MOST_MS)
        yield Figure("reads during a replay, worst", OURS, ranked[-1] * 1000, "ms")
        yield Figure(
            "reads during a replay that saw another number", OURS, float(strangers), f"of {len(waits)}", most=0
        )
        yield Figure("resident memory of gateway before", OURS, memory, "MiB")
        yield Figure("resident memory of gateway after", OURS, running.memory("gateway"), "MiB")


def _measures(body: bytes) -> object:
    return json.loads(body)["measures"]


def _fill(running: RunningSuite, count: int) -> str:
    """Applications through the way in that people use, and all of them in the ledger; the last one's event."""
    after = running_suite.open_unit(running)
    for _ in range(0, count, GROUP):
        after = running_suite.apply_for_features(running, GROUP, after)
    until = now() + CAUGHT_UP_WITHIN
    while running.ask("GET", f"/v1/facts/{after}")[0] != 200:  # noqa: PLR2004 -- HTTP
        if now() > until:
            raise RuntimeError("the ledger does not catch up")
        clock.pause(1)
    clock.pause(5)
    return after
