"""What is told of a private measure to who may not read the records that it is made of.

Counts as of month-ends only, in threes, rounded down: none, one and two are told alike, by no number. A unit's number
stands only where it does not tell of another's by subtraction. What was known at an earlier moment is not told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from services.gateway.read_model.programme import Measure
from services.gateway.read_model.queries import values
from services.gateway.read_model.queries.values import Answer

STEP = 3
"""Fewer people than so many are told of by no number, and no number tells of fewer more."""
Parents = Mapping[str, list[str]]
BUREAU_WIDE = ""
"""In place of a parent's code: above the units that have none stands the bureau."""


@dataclass(frozen=True)
class PublicNumber:
    """A number as somebody may see it, the day up to which it counts, and whether it is kept back."""

    answer: Answer
    as_of: dt.date
    withheld: bool = False


def month_end(day: dt.date) -> dt.date:
    """The last month-end up to a day: the day itself where it is one."""
    following = day + dt.timedelta(days=1)
    return day if following.day == 1 else day.replace(day=1) - dt.timedelta(days=1)


def count_of(answer: Answer) -> int:
    """How many people or cases a private number tells of."""
    return int(answer.claimed or 0) if answer.events is None else answer.events


def round_down(measure: Measure, answer: Answer, as_of: dt.date) -> PublicNumber:
    """A private number in threes; fewer than three are kept back, none as well."""
    if count_of(answer) < STEP:
        return PublicNumber(_nothing(answer), as_of, withheld=True)
    if answer.events is None:
        claimed, verified = _threes(count_of(answer)), _threes(int(answer.verified or 0))
        return PublicNumber(Answer(claimed, verified or None, claimed), as_of)
    claimed, verified = _threes(answer.events), _threes(answer.proven)
    proven = values.rate_of(measure, verified, answer.months) if verified else None
    return PublicNumber(Answer(values.rate_of(measure, claimed, answer.months), proven, answer.n, claimed), as_of)


def withhold(answer: Answer, as_of: dt.date) -> PublicNumber:
    """A private number that is kept back, whatever it is."""
    return PublicNumber(_nothing(answer), as_of, withheld=True)


def _nothing(answer: Answer) -> Answer:
    """No number; how many people a rate looks at is no secret."""
    return Answer(None, None, 0 if answer.events is None else answer.n)


def _threes(count: int) -> int:
    return count - count % STEP


def publishable_units(parents: Parents, counts: Mapping[str, int], total: int) -> set[str]:
    """The units whose numbers tell nothing of another's: siblings are told together or not at all.

    `parents` has every unit with those above it, `counts` every unit's count; `total` is the bureau's. One small
    sibling would come out of the others' numbers and their parent's; so would what the parent has beside its children.
    """
    below: dict[str, list[str]] = {}
    for code, above in parents.items():
        for parent in above or [BUREAU_WIDE]:
            below.setdefault(parent, []).append(code)
    telling = [some for parent, some in below.items() if _tells(some, counts, counts.get(parent, total))]
    return parents.keys() - _with_all_below({code for some in telling for code in some}, below)


def _tells(siblings: list[str], counts: Mapping[str, int], whole: int) -> bool:
    """Whether a small number comes out of the numbers of these siblings and their parent's."""
    own = [counts[code] for code in siblings]
    return min(own) < STEP or 0 < whole - sum(own) < STEP


def _with_all_below(codes: set[str], below: Mapping[str, list[str]]) -> set[str]:
    """Some units, and all that stand under them."""
    members, waiting = set[str](), list(codes)
    while waiting:
        one = waiting.pop()
        if one not in members:
            members.add(one)
            waiting += below.get(one, ())
    return members
