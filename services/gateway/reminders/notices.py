"""Who is to be told what of a record on a day: it follows from the record, the day and the posts alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from contracts import catalogue
from contracts.forms import PROPOSED_TO, fields_of
from contracts.register import Clock
from contracts.tasks import ACCEPT, APPROVE, CONFIRM, REDO, SIGN
from services.chassis.base import ids
from services.chassis.records import deadlines, separation
from services.chassis.records.deadlines import ClockRun
from services.chassis.records.record import Record
from services.chassis.records.tasks import READERS, Task, roles_of, tasks_of
from services.gateway.http.permissions import is_reader
from services.gateway.reminders import stages
from services.gateway.reminders.labels import label_of
from services.gateway.reminders.staff import Staff
from services.gateway.reminders.stages import Audience, ClockStage

CLOCK, TASK = "clock", "task"
AWAITED = frozenset({APPROVE, CONFIRM, ACCEPT, REDO, SIGN})
"""The tasks of which people are told: what is in hand, or was left by who opened it, they know of."""
CAPTAIN, LEADER = "captain", "leader"


@dataclass(frozen=True)
class ReminderSubject:
    """What is told of: a run of a clock, or a step for which a record waits.

    name   the clock's, or the step's and its kind's
    start  since when it runs or waits
    """

    kind: str
    name: str
    run: str
    start: dt.date
    due: dt.date | None = None


@dataclass(frozen=True)
class Notice:
    """That somebody is told of a subject, because it has come to a stage."""

    person: str
    subject: ReminderSubject
    stage: str
    day: dt.date

    def id(self, record: str) -> str:
        """By which it is told once: another due date, or another stage, is told anew."""
        one = self.subject
        parts = (record, one.kind, one.name, one.run, one.start, one.due, self.stage, self.day, self.person)
        return ids.derive_id("reminder\n" + "\n".join(map(str, parts)))

    def row(self, record: Record, made_at: str) -> dict[str, str | None]:
        """It as a row of `reminders`."""
        name, one = f"{record.register.name}/{record.id}", self.subject
        return {
            "id": self.id(name),
            "person": self.person,
            "record": name,
            "unit": record.unit,
            "label": label_of(record),
            "kind": one.kind,
            "name": one.name,
            "run": one.run,
            "start": one.start.isoformat(),
            "stage": self.stage,
            "day": self.day.isoformat(),
            "made_at": made_at,
            "due": one.due.isoformat() if one.due else None,
        }


def notices_of(record: Record, today: dt.date, staff: Staff) -> list[Notice]:
    """All that is to be told of a record; of one subject each person is told the furthest stage alone."""
    if record.voided:
        return []
    furthest: dict[tuple[str, ReminderSubject], Notice] = {}
    for one in (*_of_clocks(record, today, staff), *_of_tasks(record, today, staff)):
        key = one.person, one.subject
        before = furthest.get(key)
        if before is None or stages.RANKS[before.stage] < stages.RANKS[one.stage]:
            furthest[key] = one
    return list(furthest.values())


def _of_clocks(record: Record, today: dt.date, staff: Staff) -> Iterator[Notice]:
    for run in deadlines.running(record):
        subject = ReminderSubject(CLOCK, run.clock, run.line_run, run.start, run.due)
        for stage in stages.latest_stages(run.rule, run.start, run.due, today):
            for person in _audience(record, run, stage, staff):
                yield Notice(person, subject, stage.name, stage.day)


def _audience(record: Record, run: ClockRun, stage: ClockStage, staff: Staff) -> Iterable[str]:
    if stage.audience is Audience.RESPONSIBLE:
        return responsible(record, run.rule, staff)
    if stage.audience is Audience.CAPTAIN:
        return staff.holders({CAPTAIN}, record.unit) if is_reader(record.register, CAPTAIN) else ()
    return staff.everybody(LEADER) if is_reader(record.register, LEADER) else ()


def responsible(record: Record, clock: Clock, staff: Staff) -> list[str]:
    """Who sees to it that a clock is stopped: whom the record names as who does it, else the desk of the steps.

    Who may take none of these steps, because of what they did before, is not told.
    """
    steps = [record.register.event(event) for event in clock.stops]
    units = frozenset.intersection(*(frozenset(separation.units_barred(record, one)) for one in steps))
    people = frozenset.intersection(*(frozenset(separation.people_barred(record, one)) for one in steps))
    roles = {role for one in steps for role in roles_of(record.register, one)}
    at_desk = staff.holders(roles, record.unit, units)
    holders = [one for one in at_desk if one not in people]
    named = [one for name in _doers(record.register.name) if (one := record.get(name)) and isinstance(one, str)]
    handlers = [one for one in dict.fromkeys(named) if one in holders]
    return handlers[-1:] or holders


@cache
def _doers(register: str) -> tuple[str, ...]:
    """The fields in which the records of a register name who does the work."""
    forms = (field for step in catalogue.REGISTERS[register].steps for field in fields_of(step.form).items())
    return tuple(dict.fromkeys(name for name, one in forms if PROPOSED_TO in one.metadata))


def _of_tasks(record: Record, today: dt.date, staff: Staff) -> Iterator[Notice]:
    for task in tasks_of(record):
        if task.kind in AWAITED and stages.is_news(task.since, today):
            subject = ReminderSubject(TASK, f"{task.step}:{task.kind}", "", task.since)
            for person in _at_desk(record, task, staff):
                yield Notice(person, subject, stages.TASK, task.since)


def _at_desk(record: Record, task: Task, staff: Staff) -> Iterable[str]:
    if task.desk.person:
        return [task.desk.person] if staff.is_on_strength(task.desk.person) else []
    roles = [one for one in task.desk.roles if one != READERS]
    return [one for one in staff.holders(roles, record.unit, task.units) if one not in task.people]
