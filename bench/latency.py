"""From commit to visible at 50 commands a second, on SQLite with synchronous FULL."""

from __future__ import annotations

from collections.abc import Iterator

from bench import race
from bench.figures import OURS, Figure, percentile
from bench.scene import Scene

RATE = 50.0
SECONDS = 20
MOST_MS = 20.0


def measure(scene: Scene, *, quick: bool) -> Iterator[Figure]:
    """One round: every system once. Clocks are CLOCK_MONOTONIC, which all processes of a machine share."""
    count = int(RATE * SECONDS / (4 if quick else 1))
    for system, title in race.SYSTEMS.items():
        result = race.run(scene, system, "sqlite", callers=1, count=count, rate=RATE)
        for percent in (50, 99):
            most = MOST_MS if percent == 99 and title == OURS else None  # noqa: PLR2004 -- the required one
            value = percentile(result.from_commit, percent) * 1000
            yield Figure(f"commit to visible at {RATE:.0f}/s, p{percent}", title, value, "ms", most=most)
