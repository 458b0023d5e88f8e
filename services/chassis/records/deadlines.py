"""Clocks of a record: when a step's clocks end, and how each has run so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from contracts.register import Clock, Step, split_names
from services.chassis.records.calendar import Calendar
from services.chassis.records.record import Data, Record, Revision


@dataclass(frozen=True)
class ClockRun:
    """One run of a clock.

    rule    the clock as the law was on the day it started
    due     when it ends, as it was last set
    moved   the events that set another end than the first
    paused  since when it stands still
    ended   the day on which it was stopped or lapsed, and by which event
    """

    rule: Clock
    line_run: str
    start: dt.date
    due: dt.date
    moved: tuple[str, ...] = ()
    paused: dt.date | None = None
    ended: dt.date | None = None
    by: str = ""

    @property
    def clock(self) -> str:
        """The clock's name."""
        return self.rule.name

    @property
    def article(self) -> str:
        """The rule's source."""
        return self.rule.article

    @property
    def lapsed(self) -> bool:
        """Whether it ended because it no longer mattered."""
        return self.by in split_names(self.rule.lapses)

    @property
    def in_time(self) -> bool | None:
        """Whether it was stopped in time; None: it was not stopped."""
        return None if self.ended is None or self.lapsed else self.ended <= self.due


@dataclass(frozen=True)
class StepTaken:
    """A step as it was taken: in which run of its line, on which day, with which data."""

    step: Step
    run: str
    on: dt.date
    data: Data


def due_dates(record: Record, step_taken: StepTaken, calendar: Calendar) -> dict[str, dt.date]:
    """When the clocks end that a step starts, extends or lets run again, by name."""
    dates = [*_new_due_dates(record, step_taken, calendar), *_moved_due_dates(record, step_taken, calendar)]
    return {name: day for name, day in dates if day}


def _new_due_dates(record: Record, step_taken: StepTaken, calendar: Calendar) -> Iterator[tuple[str, dt.date | None]]:
    for clock in record.register.clocks:
        if step_taken.step.event in clock.starts and clock.in_force(step_taken.on):
            yield clock.name, _end(clock, step_taken, calendar)


def _end(clock: Clock, step_taken: StepTaken, calendar: Calendar) -> dt.date | None:
    """When a clock ends that a step may start; None: it does not start."""
    if clock.when and not step_taken.data.get(clock.when):
        return None
    return (
        step_taken.data.get(clock.until)
        if clock.until
        else calendar.after(step_taken.on, clock.period, rolls=clock.rolls)
    )


def _moved_due_dates(record: Record, step_taken: StepTaken, calendar: Calendar) -> Iterator[tuple[str, dt.date | None]]:
    event = step_taken.step.event
    for one in open_runs(record) if _moves_some(record, event) else ():
        if one.line_run == step_taken.run and event in one.rule.extending_events:
            yield one.clock, step_taken.data.get("until")
        elif one.line_run == step_taken.run and one.paused and event in one.rule.resuming_events:
            yield one.clock, calendar.due_after_pause(one.due, one.rule.period or "0 days", one.paused, step_taken.on)


def _moves_some(record: Record, event: str) -> bool:
    return any(event in (*clock.extending_events, *clock.resuming_events) for clock in record.register.clocks)


def runs(record: Record) -> list[ClockRun]:
    """Every run of every clock, the ended ones too, soonest first."""
    return sorted((due for name in _clock_names(record) for due in _runs(record, name)), key=lambda due: due.due)


def open_runs(record: Record) -> list[ClockRun]:
    """The runs that have not ended; those that stand still are among them."""
    return [due for due in runs(record) if due.ended is None]


def running(record: Record) -> list[ClockRun]:
    """The runs that go on now, soonest first."""
    return [due for due in open_runs(record) if due.paused is None]


def _clock_names(record: Record) -> list[str]:
    return list(dict.fromkeys(clock.name for clock in record.register.clocks))


def _runs(record: Record, name: str) -> Iterator[ClockRun]:
    """One clock's runs in the order of their starts; a run that starts anew replaces the open one."""
    open_: dict[str, ClockRun] = {}
    for revision in record.effective:
        if revision.step.voids:
            open_.clear()
            continue
        before = open_.pop(revision.run, None)
        if before and revision.step.event in before.rule.ends:
            yield replace(before, ended=revision.on, by=revision.step.event)
            before = None
        if now := _after(before, record, name, revision):
            open_[revision.run] = now
    yield from open_.values()


def _after(before: ClockRun | None, record: Record, name: str, revision: Revision) -> ClockRun | None:
    """What a revision makes of a run: started, moved, paused, dropped, or left as it was."""
    # The day in the event binds, as it was counted then: a new edition of the calendar moves nothing that was recorded.
    event, due = revision.step.event, revision.data["due"].get(name)
    if due and (before is None or event in before.rule.starts):
        return ClockRun(record.register.clock(name, revision.on), revision.run, revision.on, due)
    if before and before.rule.until and event in before.rule.starts and before.rule.until not in revision.data:
        # A step of a version that said nothing of the clock moves nothing, and whatever stood still goes on.
        return replace(before, paused=None)
    if before is None or event in before.rule.starts:
        return None
    if due:
        return replace(before, due=due, paused=None, moved=(*before.moved, revision.event))
    return replace(before, paused=revision.on) if event in before.rule.pausing_events else before
