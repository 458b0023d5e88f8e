"""A record's due dates by another calendar: what a year that was announced moves, and nothing else.

Each step is decided again as it was entered, with the calendar that holds now. Where that would change more than the
calendar explains, since what other records say is not what they said then, or where a rule refuses, the clocks alone
are counted again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from contracts import evidence_levels
from contracts.errors import Problem
from services.chassis.base.ids import event_id
from services.chassis.records import deadlines, release
from services.chassis.records.calendar import Calendar
from services.chassis.records.correction import as_entered, content_of
from services.chassis.records.deadlines import ClockRun, StepTaken
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.record import Context, Record, Revision
from services.chassis.records.revise import revise
from services.chassis.records.rules import Rules

ACTOR = "calendar"


@dataclass(frozen=True)
class YearChange:
    """A year that is announced: the calendar before it, the one that holds from then on, and what events say of it.

    id  the event that confirmed it
    """

    id: str
    year: int
    before: Calendar
    after: Calendar
    reason: str


@dataclass(frozen=True)
class Recounter:
    """What one record is counted again with: the rules of its register, and what these ask."""

    rules: Rules
    change: YearChange
    ports: DecisionPorts


@dataclass(frozen=True)
class Move:
    """A clock that goes on and ends on another day than it did."""

    clock: ClockRun
    due: dt.date


def is_touched(record: Record, year: int) -> bool:
    """Whether a clock goes on in a record, or stands still, whose end was counted with days of this year or later."""
    return not record.voided and any(one.due.year >= year for one in deadlines.open_runs(record))


def moves(before: Record, after: Record) -> list[Move]:
    """The clocks that go on and end on other days, in the order of their ends before."""
    ends = {(one.clock, one.line_run, one.start): one.due for one in deadlines.open_runs(after)}
    both = ((one, ends.get((one.clock, one.line_run, one.start))) for one in deadlines.open_runs(before))
    return [Move(one, due) for one, due in both if due and due != one.due]


def recount(by: Recounter, record: Record, command: str, now: dt.datetime) -> Record:
    """The record with a revision in the place of each step that the calendar changes; as it was where no clock moves.

    `command` is the id from which those of the events follow; `now` is when they are recorded.
    """
    changed = list(_changed(by, record, now))
    revisions = (
        replace(new, event=event_id(command, number), version=record.version + 1 + number)
        for number, new in enumerate(changed)
    )
    recounted = Record(record.register, record.id, (*record.revisions, *revisions))
    return recounted if moves(record, recounted) else record


def _changed(by: Recounter, record: Record, now: dt.datetime) -> Iterator[Revision]:
    """Nothing is entered again, released or withdrawn: only what was counted is said anew, each in its place."""
    replayed = Record(record.register, record.id)
    for old in record.latest_revisions:
        new = _again(by, record, replayed, old)
        replayed = replayed.plus(replace(new, version=old.place))
        if content_of(new) != content_of(old):
            at = _recording(old, by.change.year, now)
            yield replace(new, place=old.place, at=at, releases="", reason=by.change.reason)


def _recording(old: Revision, year: int, now: dt.datetime) -> Context:
    """The calendar says it, for whoever entered the step: as well shown as it was, and theirs as it was."""
    # Of what no person vouched for the calendar does not either.
    actor = f"{ACTOR}{'-' if evidence_levels.vouches(old.at.actor) else ':'}{year}"
    return replace(old.at, now=now, actor=actor, on_behalf_of=old.at.on_behalf_of or old.at.actor)


def _again(by: Recounter, record: Record, replayed: Record, old: Revision) -> Revision:
    """A step by the calendar that holds now; its clocks alone where its rule does not answer for the calendar alone."""
    alone = _clocks_alone(replayed, old, by.change.after)
    if old.step.voids or old.step.version > record.register.step(old.step.name).version:
        return alone
    try:
        new = _decide(by, record, replayed, old, by.change.after)
        if content_of(new) in (content_of(old), content_of(alone)):
            return new
        stood = _decide(by, record, replayed, old, by.change.before)
    except Problem:  # what it was decided by is not so any more: its day stands all the same
        return alone
    return new if content_of(stood) == content_of(old) else alone


def _decide(by: Recounter, record: Record, replayed: Record, old: Revision, calendar: Calendar) -> Revision:
    entered = replace(release.entry_context(record, old), calendar=calendar)
    return replace(revise(by.rules, replayed, as_entered(old), entered, by.ports), place=old.place)


def _clocks_alone(replayed: Record, old: Revision, calendar: Calendar) -> Revision:
    taken = StepTaken(old.step, old.run, old.on, old.data)
    return replace(old, data=old.data | {"due": deadlines.due_dates(replayed, taken, calendar)})
