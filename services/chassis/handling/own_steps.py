"""Which steps somebody may take in records as they stand: what a list offers, the command that takes it admits."""

from __future__ import annotations

from collections.abc import Collection

from contracts.register import Step
from services.chassis.handling.command_service import CommandService
from services.chassis.records import authorization, separation
from services.chassis.records.command import Actor
from services.chassis.records.record import Record

Key = tuple[str, str]
"""A register and a record's id."""


def own_steps(commands: CommandService, actor: Actor, keys: Collection[Key]) -> dict[Key, tuple[str, ...]]:
    """Of own records that there are, the steps that somebody may take today; the records of a register at once."""
    ids_of: dict[str, list[str]] = {}
    for register, id_ in keys:
        ids_of.setdefault(register, []).append(id_)
    units = commands.units_of(actor) if keys else frozenset()
    records = [one for register, ids in ids_of.items() for one in commands.records(register, ids)]
    return {(one.register.name, one.id): _steps(one, actor, units) for one in records}


def _steps(record: Record, actor: Actor, units: frozenset[str]) -> tuple[str, ...]:
    if actor.within is not None and record.unit not in actor.within:
        return ()
    return tuple(name for name in record.possible() if _may_take(record, record.register.step(name), actor, units))


def _may_take(record: Record, step: Step, actor: Actor, units: frozenset[str]) -> bool:
    if not authorization.may_take(step, actor.role) or separation.is_for_people(actor, record.register, step):
        return False
    barred, elsewhere = separation.people_barred(record, step), separation.units_barred(record, step)
    return not barred & actor.people and not elsewhere & units
