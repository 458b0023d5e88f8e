"""What waits for somebody, as an owner tells it: tasks by kind, each with what its record is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from contracts.rpc import OpenRecord, PageRow, TaskFilter, TaskRow, TaskSection, TasksReply, TasksRequest
from services.chassis.handling.briefs import brief_rows
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.own_steps import own_steps
from services.chassis.handling.record_keys import Key
from services.chassis.records.command import Actor
from services.chassis.records.tasks import desks_of
from services.chassis.storage.lists.task_reading import TaskPart, TaskQuestion
from services.chassis.storage.lists.task_rows import BETWEEN, marks_of


def tasks(commands: CommandService, actor: Actor, request: TasksRequest) -> TasksReply:
    """What waits for somebody, and what the records are about of which it is asked besides."""
    own = [rules.register for rules in commands.rules.values()]
    desks = {kind: some for kind, some in desks_of(own, actor).items() if kind in (request.within.kinds or {kind})}
    parts = commands.tasks(actor, partial(_question, actor, request, desks))
    keys = [_key(place) for part in parts.values() for place in part.portion.places]
    asked = [(one.register, one.id) for one in request.within.about if one.register in commands.rules]
    records = brief_rows(commands, {*keys, *asked})
    sections = (_section(kind, part, records) for kind, part in parts.items())
    steps = own_steps(commands, actor, asked)
    about = (OpenRecord(records[key], steps.get(key, ())) for key in asked if key in records)
    return TasksReply(tuple(sections), tuple(about))


def _question(
    actor: Actor, request: TasksRequest, desks: Mapping[str, Sequence[str]], own_units: frozenset[str]
) -> TaskQuestion:
    within = request.within
    marks, units = marks_of(actor.people, own_units), _units(actor, within)
    return TaskQuestion(desks, units, marks, own_units, within.place, within.backward, request.most)


def _units(actor: Actor, within: TaskFilter) -> Sequence[str] | None:
    """The units that are asked for, of those that somebody may touch."""
    if within.units is None or actor.within is None:
        return within.units if actor.within is None else sorted(actor.within)
    return sorted(actor.within.intersection(within.units))


def _key(place: str) -> Key:
    _, register, id_, _ = place.split(BETWEEN)
    return register, id_


def _section(kind: str, part: TaskPart, records: Mapping[Key, PageRow]) -> TaskSection:
    """A record that changed between the two readings is left out: it waits for something else by now, or for nobody."""
    places = [place for place in part.portion.places if _key(place) in records]
    rows = tuple(_row(place, records[_key(place)]) for place in places)
    return TaskSection(kind, rows, part.portion.end, part.total, part.is_exact)


def _row(place: str, record: PageRow) -> TaskRow:
    since, _, _, step = place.split(BETWEEN)
    return TaskRow(place, step, since, record)
