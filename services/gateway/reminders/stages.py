"""When a clock is told of, and to whom: its warnings, its last day, and, overdue, upwards; and what waits too long.

Whoever is responsible is told of the nearest warning that has come, of the last day, and of the day after; the captain
of the unit when a clock is overdue, the leaders when it has been for a week, or as the bureau's terms have it. What a
party may do in a period makes nobody of the bureau late: of its end the responsible are told, and nobody else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from contracts.register import Clock
from services.gateway.reminders.terms import EscalationTerms

DAY = dt.timedelta(days=1)
USUAL = EscalationTerms()
"""The terms by which a stage is known again, whatever the bureau has made of them since: it is told once."""
NEWS = 30
"""Days after which what came to pass is no news: an old case that is entered now reminds nobody of what was then."""


class Audience(IntEnum):
    """Who is told, the nearest first."""

    RESPONSIBLE = 0
    CAPTAIN = 1
    LEADER = 2


WARNING, DUE, OVERDUE, ESCALATED = "warning", "due", "overdue", "escalated"
TASK, LONG, REPORTED = "task", "long", "reported"
RANKS = {TASK: 0, WARNING: 0, DUE: 1, LONG: 1, OVERDUE: 2, REPORTED: 2, ESCALATED: 3}
"""Of several stages that one person would hear of, the greatest is told."""


@dataclass(frozen=True)
class ReminderStage:
    """What has come to pass with a clock or a task, on which day, and who is told of it.

    mark  the day by which it is known that this was told: where the bureau's terms change, `day` does
    """

    name: str
    day: dt.date
    audience: Audience
    mark: dt.date


def stages(clock: Clock, start: dt.date, due: dt.date, terms: EscalationTerms) -> Iterator[ReminderStage]:
    """All stages of a run, in the order of their days."""
    for days in clock.warning_days:
        yield ReminderStage(WARNING, due - days * DAY, Audience.RESPONSIBLE, due - days * DAY)
    if not clock.warning_days and (due - start).days > terms.warning > 0:
        yield ReminderStage(WARNING, due - terms.warning * DAY, Audience.RESPONSIBLE, due - USUAL.warning * DAY)
    yield ReminderStage(DUE, due, Audience.RESPONSIBLE, due)
    if not clock.party:
        yield ReminderStage(OVERDUE, due + DAY, Audience.RESPONSIBLE, due + DAY)
        if terms.clock_captain:
            mark = due + USUAL.clock_captain * DAY
            yield ReminderStage(OVERDUE, due + terms.clock_captain * DAY, Audience.CAPTAIN, mark)
        if terms.clock_leaders:
            mark = due + USUAL.clock_leaders * DAY
            yield ReminderStage(ESCALATED, due + terms.clock_leaders * DAY, Audience.LEADER, mark)


def task_stages(since: dt.date, terms: EscalationTerms) -> Iterator[ReminderStage]:
    """All stages of what waits since a day."""
    yield ReminderStage(TASK, since, Audience.RESPONSIBLE, since)
    if terms.task_captain:
        yield ReminderStage(LONG, since + terms.task_captain * DAY, Audience.CAPTAIN, since)
    if terms.task_leaders:
        yield ReminderStage(REPORTED, since + terms.task_leaders * DAY, Audience.LEADER, since)


def latest_of(some: Iterable[ReminderStage], today: dt.date) -> list[ReminderStage]:
    """The latest stage for each audience that has come, and is news."""
    latest = {one.audience: one for one in some if one.day <= today}
    return [one for one in latest.values() if is_news(one.day, today)]


def is_news(day: dt.date, today: dt.date) -> bool:
    """Whether what came to pass on a day is still told of."""
    return day > today - NEWS * DAY
