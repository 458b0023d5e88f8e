"""A home of SQLite: brought into an archive, recovered into another home, and proved."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure
from bench.recovery import district
from bench.recovery.limits import MOST, NotAsRecorded
from operations.base.environment import Environment
from operations.base.progress_bar import progress_bar
from operations.recovery import choice, proving, restoring
from operations.recovery.bringing import Bringing

IDLE_ROUNDS = 10


def measure(home: Path, size: int, seed: int, system: str) -> Iterator[Figure]:
    """Archive the home while it lives on, then recover it. Raises NotAsRecorded."""
    archive, back = home.with_name("archive"), home.with_name("recovered")
    for folder in (archive, back):
        shutil.rmtree(folder, ignore_errors=True)
    archive.mkdir()
    yield from _archive(home, archive, size, seed, system)
    began = time.monotonic()
    with progress_bar() as bar:
        restoring.recover(choice.choose(archive, None), back, bar)
    yield Figure("recovered, files", system, time.monotonic() - began, "s", most=MOST)
    environment = Environment.load({"CAMPAIGN_HOME": str(back)})
    events, faults = proving.prove(environment, back)
    if faults:
        raise NotAsRecorded(faults)
    yield Figure("recovered and read to the last row, files", system, time.monotonic() - began, "s")
    yield Figure("events that came back, files", system, events, "events")


def _archive(home: Path, archive: Path, size: int, seed: int, system: str) -> Iterator[Figure]:
    bringing = Bringing(home, archive)
    try:
        yield Figure("all of it is in the archive, files", system, _seconds(bringing.round), "s")
        idle = [_seconds(bringing.round) for _ in range(IDLE_ROUNDS)]
        yield Figure("a round when nothing happened, files", system, median(idle) * 1000, "ms")
        district.live_on(home, size, seed)
        yield Figure("the round after a day that came at once, files", system, _seconds(bringing.round), "s")
    finally:
        bringing.stop()


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
