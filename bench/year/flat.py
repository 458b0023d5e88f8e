"""The flat command, from `execute` to the ledger, on a district and on nothing; and the peers, on nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from bench import race
from bench.figures import OURS, Figure
from bench.plan import UNIT
from bench.scene import Scene
from bench.throughput import COUNTS, MANY
from bench.year.house import House, commands_of
from operations.year.journey import Journey

LEAST = 5.0
PARTS = ("outreach", "gateway")
OPENING = {"code": UNIT, "name": "合成单位", "kind": "squadron", "parents": [], "opened_on": "2010-01-01"}


def measure(scene: Scene, house: House, home: Path, *, quick: bool) -> Iterator[Figure]:
    """Events a second, all systems in the same run; on SQLite, with signing and all."""
    for system, title in race.SYSTEMS.items():
        result = _run(scene, system, quick=quick)
        least = None if title == OURS else LEAST
        yield Figure("flat command, on nothing", title, result, "events/s", least=least)
        if title != OURS:
            yield Figure("flat command, on the district", title, result, "events/s", least=least)
    yield Figure(
        "flat command, on the district", OURS, _run(_district(scene, house, home), "suite", quick=quick), "events/s"
    )


def _run(scene: Scene, system: str, *, quick: bool) -> float:
    count = COUNTS[system][1] // (8 if quick else 1)
    return race.run(scene, system, "sqlite", callers=MANY, count=count).rate


def _district(scene: Scene, house: House, home: Path) -> Scene:
    """A scene whose databases are the district's, in which the unit of the race is opened."""
    journey = Journey("training.units", 100, (("open", OPENING),), UNIT)
    house.carry_out("training", [tuple(commands_of(journey, 0))])
    house.deliver()
    house.close()
    there = Scene(scene.folder(), scene.amqp_uri, None)
    for part in PARTS:
        shutil.copy(home / "data" / f"{part}.db", there.home / f"{part}.template")
    return there
