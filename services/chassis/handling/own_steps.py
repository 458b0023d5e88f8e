"""Which steps somebody may take in records as they stand, and what keeps them from others that their role may take."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from contracts.errors import Problem
from contracts.register import Step
from contracts.wire import JsonObject
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.record_keys import Key, by_register
from services.chassis.records import authorization, separation
from services.chassis.records.command import Actor
from services.chassis.records.record import Record


@dataclass(frozen=True)
class StepBar:
    """What keeps somebody from a step, though their role may take it: the problem that the command would meet.

    steps  the steps that they took in the record, of which the step is kept apart
    units  units of theirs from which the step is kept apart
    """

    problem: type[Problem]
    steps: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def to_payload(self) -> JsonObject:
        """As clients see it."""
        return {"slug": self.problem.slug, "steps": list(self.steps), "units": list(self.units)}


def own_steps(commands: CommandService, actor: Actor, keys: Collection[Key]) -> dict[Key, tuple[str, ...]]:
    """Of own records that there are, the steps that somebody may take today; the records of a register at once."""
    units = commands.units_of(actor) if keys else frozenset()
    records = [one for register, ids in by_register(keys).items() for one in commands.records(register, ids)]
    return {(one.register.name, one.id): _free(commands, one, actor, units) for one in records}


def barred_steps(commands: CommandService, actor: Actor, record: Record) -> dict[str, StepBar]:
    """The steps that a record allows today and that somebody's role may take, but not they; each with its bar."""
    steps = _steps(commands, record, actor)
    units = commands.units_of(actor) if any(step.other_unit for step in steps) else frozenset()
    bars = ((step.name, _bar(record, step, actor, units)) for step in steps)
    return {name: bar for name, bar in bars if bar}


def _free(commands: CommandService, record: Record, actor: Actor, units: frozenset[str]) -> tuple[str, ...]:
    return tuple(step.name for step in _steps(commands, record, actor) if not _bar(record, step, actor, units))


def _steps(commands: CommandService, record: Record, actor: Actor) -> list[Step]:
    """What a record offers today, of its units, to somebody's role."""
    if actor.within is not None and record.unit not in actor.within:
        return []
    possible = record.register.current_steps(commands.next_steps(record))
    return [step for step in possible if authorization.may_take(step, actor.role)]


def _bar(record: Record, step: Step, actor: Actor, units: frozenset[str]) -> StepBar | None:
    """What the command would meet first, by the functions that refuse it; `units`: theirs today."""
    if separation.is_for_people(actor, record.register, step):
        return StepBar(separation.InPerson)
    if separation.is_about(actor, record, step):
        return StepBar(separation.AboutYourself)
    if taken := separation.conflicts(actor, record, step):
        return StepBar(separation.NotApart, tuple(dict.fromkeys(name for name, _ in taken)))
    if own := separation.units_barred(record, step) & units:
        return StepBar(separation.OwnUnit, (), tuple(sorted(own)))
    return None
