"""A steady mixed load, and what every process weighs minute by minute: `--minutes` says for how long."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from statistics import median

from bench import running_suite
from bench.figures import OURS, Figure
from bench.plan import UNIT, now
from bench.running_suite import RunningSuite
from bench.scene import Scene
from services.chassis.base import clock

MINUTES, WARM = 120.0, 5
"""How long it takes unless it is said; minutes in which whatever is kept fills up."""
EVERY = 0.04
"""Seconds between two requests."""
FLAT = 1.05
"""What the last minutes may weigh, by what the first after warming up did."""
READS = (
    "/v1/progress",
    "/v1/progress/A3",
    "/v1/measures/A3.applied",
    "/v1/measures/A3.applied/facts?as_of=2017-02-01",
    "/v1/outreach/features?limit=50",
    "/v1/due",
    "/v1/progress?as_of=2017-0{month}-{day:02}",
    "/registers",
    "/",
    "/v1/outreach/features/export?format=csv&status=approved",
    "/nowhere/{number}",
    "/v1/facts/{number}",
)


def measure(scene: Scene, *, quick: bool, minutes: float = MINUTES) -> Iterator[Figure]:
    """One round: warm up, then go on as before, and weigh."""
    minutes = WARM + 3 if quick else minutes
    with running_suite.start(scene) as running:
        weights: dict[str, list[float]] = {name: [] for name in running.processes}
        after, number = running_suite.open_unit(running), 0
        until, minute = now() + minutes * 60, now()
        while now() < until:
            if now() >= minute:
                minute += 60
                _weigh(running, weights)
            number += 1
            _ask(running, number, after)
            clock.pause(EVERY)
        _weigh(running, weights)
        for name, weighed in weights.items():
            first, last = median(weighed[WARM : WARM + 3]), median(weighed[-3:])
            yield Figure(f"resident memory of {name} after {WARM} minutes", OURS, first, "MiB")
            yield Figure(f"resident memory of {name} after {minutes:.0f} minutes", OURS, last, "MiB", most=first * FLAT)


def _weigh(running: RunningSuite, weights: dict[str, list[float]]) -> None:
    for name, weighed in weights.items():
        weighed.append(running.memory(name))
    sys.stderr.write(json.dumps({name: round(weighed[-1], 1) for name, weighed in weights.items()}) + "\n")


def _ask(running: RunningSuite, number: int, after: str) -> None:
    """One write among ten reads, and a paper now and then."""
    day = {"number": number, "month": 1 + number // 28 % 9, "day": 1 + number % 28}
    if number % 10 == 0:
        form = {"unit": UNIT, "title": f"Feature {number}", "applied_on": "2017-03-01"}
        running.ask("POST", f"/v1/outreach/features?after={after}", json.dumps(form).encode())
    elif number % 101 == 0:
        running.ask("POST", f"/v1/evidence?name={number}", str(number).encode() * 50_000)
    else:
        running.ask("GET", READS[number % len(READS)].format(**day))
