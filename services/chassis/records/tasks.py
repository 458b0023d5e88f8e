"""What a record waits for: the steps in which somebody is waited for as it stands, at whose desk, and who may not.

All of it follows from the record alone, so that it is written beside it and read without it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from contracts.register import Register, Step
from contracts.tasks import KINDS, LEFT
from services.chassis.records import separation
from services.chassis.records.command import Actor
from services.chassis.records.record import Record, allowed_main_statuses

READERS = "*"
"""In a desk: whoever may read the register."""
ELSEWHERE = ":elsewhere"
"""How the key of a desk ends from which nobody of the record's own unit takes anything."""


@dataclass(frozen=True)
class Desk:
    """Where tasks lie that the same people take.

    roles      in which a task is taken, all of which may read the record
    person     who alone is waited for; empty: any of them
    in_person  no program takes it
    elsewhere  nor anybody of the unit of the record: whoever is of it need not look here
    """

    roles: tuple[str, ...]
    person: str = ""
    in_person: bool = True
    elsewhere: bool = False

    @property
    def key(self) -> str:
        """The desk as one text."""
        key = f"{self.person}:{','.join(self.roles)}:{'in person' if self.in_person else ''}"
        return f"{key}{ELSEWHERE}" if self.elsewhere else key


@dataclass(frozen=True)
class Task:
    """A step for which a record waits since a day; what somebody opened and left is no step.

    people, units  who may take it, but not these, nor anybody of these units
    """

    kind: str
    desk: Desk
    step: str
    since: dt.date
    people: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


def tasks_of(record: Record) -> list[Task]:
    """All for which a record waits as it stands."""
    awaited = [one for step in record.register.steps if step.task for one in _awaited(record, step)]
    return [*awaited, *_left(record, awaited)]


def has_tasks(register: Register) -> bool:
    """Whether anything of a register ever waits for anybody."""
    return any(step.task for step in register.steps)


def _awaited(record: Record, step: Step) -> Iterator[Task]:
    """The step as a task, once, if one of its runs stands where it is waited for."""
    if step.line != "main" and record.status() not in allowed_main_statuses(record.register, step):
        return
    runs = {one.run for one in record.effective if one.step.line == step.line} | {""}
    since_of = {run: _moved_on(record, step, run) for run in runs}
    waiting = [
        (day, step.tasks[status])
        for run, day in since_of.items()
        if (status := record.status(step.line, run)) in step.tasks
    ]
    if not waiting:
        return
    since, kind = min(waiting)
    people, units = separation.people_barred(record, step), separation.units_barred(record, step)
    roles, person = roles_of(record.register, step), _person(record, step)
    desk = Desk(roles, person, separation.vouches(step), record.unit in units)
    yield Task(kind, desk, step.name, since, frozenset(people), frozenset(units))


def _moved_on(record: Record, step: Step, run: str) -> dt.date:
    moves = record.moves(step.line, run)
    return (moves or record.effective)[-1].on


def _person(record: Record, step: Step) -> str:
    return str(record.borne(step.task_of) or "") if step.task_of else ""


@cache
def _roles_by_names(roles: frozenset[str], readers: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(roles & readers if readers else roles))


def roles_of(register: Register, step: Step) -> tuple[str, ...]:
    """Who may take a step and may read what it is taken of."""
    return _roles_by_names(step.roles, register.reader_roles)


def _left(record: Record, awaited: Collection[Task]) -> Iterator[Task]:
    """What waits since it was opened, for whom who opened it: nothing has happened in it but that."""
    if awaited and len(record.effective) == 1:
        opening = record.effective[0]
        for who in sorted(opening.at.people):
            yield Task(LEFT, Desk(_readers(record.register), who, in_person=False), "", opening.on)


def _readers(register: Register) -> tuple[str, ...]:
    return tuple(sorted(register.reader_roles)) or (READERS,)


def desks_of(registers: Iterable[Register], actor: Actor) -> dict[str, tuple[str, ...]]:
    """At which desks lies what waits for somebody, of each kind."""
    keys: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
    for register in filter(has_tasks, registers):
        for kind, desk in (*_step_desks(register, actor), *_own_desks(register, actor)):
            keys[kind][desk.key] = None
    return {kind: tuple(some) for kind, some in keys.items() if some}


def _step_desks(register: Register, actor: Actor) -> Iterator[tuple[str, Desk]]:
    for step in register.steps:
        roles, vouches = roles_of(register, step), separation.vouches(step)
        if actor.role in roles and not (vouches and actor.is_program):
            people = ["", *sorted(actor.people)] if step.task_of else [""]
            places = (False, True) if step.other_unit else (False,)
            every = product(step.tasks.values(), people, places)
            yield from ((kind, Desk(roles, who, vouches, elsewhere)) for kind, who, elsewhere in every)


def _own_desks(register: Register, actor: Actor) -> Iterator[tuple[str, Desk]]:
    roles = _readers(register)
    if actor.role in roles or READERS in roles:
        yield from ((LEFT, Desk(roles, who, in_person=False)) for who in sorted(actor.people))
