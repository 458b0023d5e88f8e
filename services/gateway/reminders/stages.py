"""When a clock is told of, and to whom: its warnings, its last day, and, overdue, upwards.

Whoever is responsible is told of the nearest warning that has come, of the last day, and of the day after; the captain
of the unit when a clock is overdue, the leaders when it has been for a week. What a party may do in a period makes
nobody of the bureau late: of its end the responsible are told, and nobody else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from contracts.register import Clock

DAY = dt.timedelta(days=1)
USUAL_WARNING = 3
"""Days before its end on which a clock is told of that announces itself on none, if it has been running by then."""
LEADERS_AFTER = 7
"""Days for which a clock is overdue when leaders are told."""
NEWS = 30
"""Days after which what came to pass is no news: an old case that is entered now reminds nobody of what was then."""


class Audience(IntEnum):
    """Who is told, the nearest first."""

    RESPONSIBLE = 0
    CAPTAIN = 1
    LEADER = 2


WARNING, DUE, OVERDUE, ESCALATED, TASK = "warning", "due", "overdue", "escalated", "task"
RANKS = {TASK: 0, WARNING: 0, DUE: 1, OVERDUE: 2, ESCALATED: 3}
"""Of several stages that one person would hear of, the greatest is told."""


@dataclass(frozen=True)
class ClockStage:
    """What has come to pass with a clock, on which day, and who is told of it."""

    name: str
    day: dt.date
    audience: Audience


def stages(clock: Clock, start: dt.date, due: dt.date) -> Iterator[ClockStage]:
    """All stages of a run, in the order of their days."""
    usual = (USUAL_WARNING,) if (due - start).days > USUAL_WARNING else ()
    for days in clock.warning_days or usual:
        yield ClockStage(WARNING, due - days * DAY, Audience.RESPONSIBLE)
    yield ClockStage(DUE, due, Audience.RESPONSIBLE)
    if not clock.party:
        yield ClockStage(OVERDUE, due + DAY, Audience.RESPONSIBLE)
        yield ClockStage(OVERDUE, due + DAY, Audience.CAPTAIN)
        yield ClockStage(ESCALATED, due + LEADERS_AFTER * DAY, Audience.LEADER)


def latest_stages(clock: Clock, start: dt.date, due: dt.date, today: dt.date) -> list[ClockStage]:
    """The latest stage for each audience that has come, and is news."""
    latest = {one.audience: one for one in stages(clock, start, due) if one.day <= today}
    return [one for one in latest.values() if is_news(one.day, today)]


def is_news(day: dt.date, today: dt.date) -> bool:
    """Whether what came to pass on a day is still told of."""
    return day > today - NEWS * DAY
