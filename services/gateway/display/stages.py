"""A record's way: the steps that were taken, where it stands, what usually comes; and what was said at each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from contracts import catalogue
from contracts.register import NEW, Register, Step
from contracts.rpc import RecordHistory, RevisionEntry
from services.gateway.display.formatting import FieldText, Wording
from services.gateway.display.register_columns import effective_revisions, field_texts


@dataclass(frozen=True)
class Stage:
    """A step of the main line; `revision`: with what it was taken, None: it usually comes."""

    step: Step
    revision: RevisionEntry | None = None


@dataclass(frozen=True)
class StageTexts:
    """What a record says now that was said last at one stage; without a stage, what no step said."""

    stage: Stage | None
    texts: list[FieldText]


def usual_way(register: Register) -> tuple[Step, ...]:
    """The steps of the main line from the beginning to an end, where several may follow the first that the register
    names.
    """
    return _usual_way(register.name)


@cache
def _usual_way(name: str, start: str = NEW) -> tuple[Step, ...]:
    steps = [one for one in catalogue.REGISTERS[name].steps if one.line == "main" and one.leads and not one.voids]
    steps = [one for one in steps if not one.instead]
    way, reached = list[Step](), [start]
    while step := next((one for one in steps if reached[-1] in one.starts and one.leads not in reached), None):
        way.append(step)
        reached.append(str(step.leads))
    return tuple(way)


def stages(register: Register, record: RecordHistory) -> list[Stage]:
    """The steps of the main line that were taken, in their order, and those that usually come yet."""
    done = [_stage(register, one) for one in effective_revisions(record)]
    way = usual_way(register)
    reached = next((number for number, one in enumerate(way, 1) if one.leads == record.status), len(way))
    if any(one.instead and one.leads == record.status for one in register.steps):
        way, reached = _usual_way(register.name, record.status), 0
    return [*(one for one in done if one.step.line == "main" and one.step.leads), *map(Stage, way[reached:])]


def texts_by_stage(register: Register, record: RecordHistory, wording: Wording) -> Iterator[StageTexts]:
    """What a record says now, each field once, under the stage that said it last; side lines have stages too."""
    revisions = effective_revisions(record)
    said_by = {name: one.event for one in revisions for name in one.data}
    before: dict[str, Any] = {}
    for one in revisions:
        before |= one.data
        own = {name: value for name, value in record.fields.items() if said_by.get(name) == one.event}
        stage = _stage(register, one)
        if texts := list(wording.field_texts(stage.step, own, before)):
            yield StageTexts(stage, texts)
    rest = {name: value for name, value in record.fields.items() if name not in said_by}
    if texts := list(field_texts(register, rest, wording)):
        yield StageTexts(None, texts)


def _stage(register: Register, one: RevisionEntry) -> Stage:
    return Stage(register.step(one.step).edition(one.step_version), one)
