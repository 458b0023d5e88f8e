"""Cases under both laws that end in each possible way, each told by its course; all are synthetic."""

from __future__ import annotations

from collections.abc import Iterator

from services.chassis.records.calendar import DAY
from tools.demo_data.penalty_cases.endings import afterwards, before_decision, enforcement, payment, remedies
from tools.demo_data.penalty_cases.endings.course import NEW, OLD, Course, Era
from tools.demo_data.penalty_cases.sheet_rows import Row
from tools.demo_data.penalty_cases.years import at_work

__all__ = ["ENDINGS", "NEW", "OLD", "Course", "Era", "courses", "first_rows", "later_rows", "whole_rows"]
ENDINGS = (
    *remedies.ENDINGS,
    *enforcement.ENDINGS,
    *payment.ENDINGS,
    *before_decision.ENDINGS,
    *afterwards.ENDINGS,
)
"""Those that take longest first: their clues were found first. What was added stands last: a case keeps its number."""


def courses() -> list[Course]:
    """Every case at its end, those under the old law first."""
    return [case for era in (OLD, NEW) for case in _of(era)]


def _of(era: Era) -> Iterator[Course]:
    mine = [ending for ending in ENDINGS if era in ending.eras]
    for number, ending in enumerate(mine, 1):
        case = Course(era, number, ending.title, at_work(era.begins + 2 * number * DAY))
        ending.way(case)
        yield case


def first_rows() -> list[Row]:
    """The first part of each case."""
    return [case.rows()[0] for case in courses()]


def later_rows() -> list[Row]:
    """What comes in another order than that of a row: a payment after a demand, a refund after a judgement."""
    return [row for case in courses() for row in case.rows()[1:]]


def whole_rows() -> list[Row]:
    """Each case with all of its steps."""
    return [Row({step: form for row in case.rows() for step, form in row.steps.items()}, case.id) for case in courses()]
