"""The plan of one run, for the processes that take part in it; and the commands that they carry out."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from services.chassis.base import ids
from services.chassis.records.command import Actor, Command

WARM = 100
DISTRICT, UNIT = "320205", "bench-unit"
COUNTED = "SELECT count(*) FROM contributions WHERE measure = 'A3.applied'"
CLERK = Actor("clerk@bench", "clerk", frozenset({UNIT}))


@dataclass(frozen=True)
class Plan:
    """One run.

    callers how many give commands at once
    count   how many commands are measured, after WARM others
    rate    commands a second; 0: as many as go
    threads whether a peer's database work leaves its event loop
    """

    amqp_uri: str
    owner_url: str
    gateway_url: str
    folder: str
    callers: int
    count: int
    rate: float = 0
    threads: bool = False

    def write(self) -> Path:
        """Keep the plan where the processes find it."""
        path = Path(self.folder) / "plan.json"
        path.write_text(json.dumps(asdict(self)))
        return path

    @classmethod
    def load(cls, path: str) -> Plan:
        """The plan in a file."""
        return cls(**json.loads(Path(path).read_text()))

    def save_result(self, name: str, result: dict[str, Any]) -> None:
        """Leave a process's findings for the one that started it."""
        (Path(self.folder) / f"{name}.json").write_text(json.dumps(result))

    def load_result(self, name: str) -> dict[str, Any]:
        """What a process left."""
        result: dict[str, Any] = json.loads((Path(self.folder) / f"{name}.json").read_text())
        return result


def command(number: int) -> Command:
    """One unit applies with one feature: a form, a reference to check, an event, three contributions."""
    form = {"unit": UNIT, "title": f"Feature {number}", "angle": "benefit", "applied_on": "2017-03-01"}
    return Command(ids.new_id(), "outreach.features", "apply", form, CLERK)


def now() -> float:
    """Seconds on the machine's monotonic clock, the same in every process."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)
