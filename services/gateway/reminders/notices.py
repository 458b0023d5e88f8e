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
from services.chassis.records.record import Record
from services.chassis.records.tasks import READERS, Task, roles_of, tasks_of
from services.gateway.http.permissions import is_reader
from services.gateway.reminders import stages
from services.gateway.reminders.labels import label_of
from services.gateway.reminders.staff import Staff
from services.gateway.reminders.stages import Audience, ReminderStage
from services.gateway.reminders.terms import EscalationTerms

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
    stage: ReminderStage

    def id(self, record: str) -> str:
        """By which it is told once: another due date, or another stage, is told anew."""
        one = self.subject
        parts = (record, one.kind, one.name, one.run, one.start, one.due, self.stage.name, self.stage.mark, self.person)
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
            "stage": self.stage.name,
            "day": self.stage.day.isoformat(),
            "made_at": made_at,
            "due": one.due.isoformat() if one.due else None,
        }


def notices_of(record: Record, today: dt.date, staff: Staff, terms: EscalationTerms) -> list[Notice]:
    """All that is to be told of a record; of one subject each person is told the furthest stage alone."""
    if record.voided:
        return []
    furthest: dict[tuple[str, ReminderSubject], Notice] = {}
    for one in (*_of_clocks(record, today, staff, terms), *_of_tasks(record, today, staff, terms)):
        key = one.person, one.subject
        before = furthest.get(key)
        if before is None or stages.RANKS[before.stage.name] < stages.RANKS[one.stage.name]:
            furthest[key] = one
    return list(furthest.values())


def _of_clocks(record: Record, today: dt.date, staff: Staff, terms: EscalationTerms) -> Iterator[Notice]:
    for run in deadlines.running(record):
        subject = ReminderSubject(CLOCK, run.clock, run.line_run, run.start, run.due)
        for stage in stages.latest_of(stages.stages(run.rule, run.start, run.due, terms), today):
            if stage.audience is Audience.RESPONSIBLE:
                people: Iterable[str] = responsible(record, run.rule, staff)
            else:
                people = _above(record, stage.audience, staff)
            yield from (Notice(person, subject, stage) for person in people)


def _above(record: Record, audience: Audience, staff: Staff) -> Iterable[str]:
    """The captain of a record's unit, or the leaders, as far as they may read its register."""
    if audience is Audience.CAPTAIN:
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


def _of_tasks(record: Record, today: dt.date, staff: Staff, terms: EscalationTerms) -> Iterator[Notice]:
    for task in tasks_of(record):
        if task.kind in AWAITED:
            subject = ReminderSubject(TASK, f"{task.step}:{task.kind}", "", task.since)
            at_desk = list(_at_desk(record, task, staff))
            for stage in stages.latest_of(stages.task_stages(task.since, terms), today):
                if stage.audience is Audience.RESPONSIBLE:
                    people = at_desk or _nearest(record, task, staff)
                else:
                    people = [] if _is_higher(task, stage.audience) else list(_above(record, stage.audience, staff))
                yield from (Notice(person, subject, stage) for person in people)


def _is_higher(task: Task, audience: Audience) -> bool:
    """Whether what waits lies on a higher desk than somebody's: a captain is not told of what leaders leave."""
    return audience is Audience.CAPTAIN and LEADER in task.desk.roles and CAPTAIN not in task.desk.roles


def _nearest(record: Record, task: Task, staff: Staff) -> list[str]:
    """Who is told at once of what waits at a desk where nobody sits: the captain, else the leaders."""
    audiences = [one for one in (Audience.CAPTAIN, Audience.LEADER) if not _is_higher(task, one)]
    return next((some for one in audiences if (some := list(_above(record, one, staff)))), [])


def _at_desk(record: Record, task: Task, staff: Staff) -> Iterable[str]:
    if task.desk.person:
        return [task.desk.person] if staff.is_on_strength(task.desk.person) else []
    roles = [one for one in task.desk.roles if one != READERS]
    return [one for one in staff.holders(roles, record.unit, task.units) if one not in task.people]
