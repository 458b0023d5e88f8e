"""What no system can beat: the work that all of them do for an event, without database, broker and guarantees.

The form is checked, the rule is run, the event is written and read again, its contributions are folded. What a machine
can do in a second is bounded by its cores over this work and the broker's own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from bench import plan
from bench.figures import OURS, Figure
from bench.plain import SOURCE
from bench.scene import Scene
from contracts import envelope
from services.chassis.base import clock
from services.chassis.handling.unit_of_work import event_of  # the very same event as the suite's
from services.chassis.records.command import Command
from services.chassis.records.decide import decide
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.record import Context, Record
from services.chassis.storage.projection import _row  # and the very same projection
from services.gateway.read_model import fold
from services.gateway.read_model.programme import campaign
from services.outreach.features import rules

COUNT = 8000


class PermissiveLookup:
    """A register of units that knows every unit, without a look."""

    def missing(self, _register: str, _ids: Any) -> list[str]:
        """Nothing is missing."""
        return []


def measure(_scene: Scene, *, quick: bool) -> Iterator[Figure]:
    """Microseconds of CPU for one event's domain work."""
    commands = [plan.command(number) for number in range(COUNT // (4 if quick else 1))]
    for command in commands[:500]:
        _work(command)
    begun = time.process_time()
    for command in commands:
        _work(command)
    yield Figure("domain work alone, CPU", OURS, (time.process_time() - begun) / len(commands) * 1e6, "us/event")


def _work(command: Command) -> None:
    lookup: Any = PermissiveLookup()
    ports = DecisionPorts(lookup, lambda _form, data: data)  # nothing is private
    old = Record(rules.register, command.id)
    (entry,) = decide(rules, old, command, Context(clock.now(), command.actor.id), ports)
    new = old.plus(entry)
    _row(new)
    event = envelope.decode(envelope.encode(event_of(SOURCE, command, new, entry)))
    list(fold.contributions(campaign(), event))
