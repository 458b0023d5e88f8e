"""Whether a number that moved is better or worse than it was: the one rule of comparison and monthly report.

Only a target says what is good: of a number without one nothing is said but that it changed.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from services.gateway.read_model import status

BELOW = (status.BEHIND, status.AT_RISK)
NUMBERS = ("claimed", "verified")
Told = dict[str, Any]
"""A measure on a day, as the interface answers it."""


class Direction(Enum):
    """Which way a number went, the worst first."""

    WORSE = "worse"
    STILL = "still"
    BETTER = "better"
    CHANGED = "changed"


class Ground(Enum):
    """By what it is seen, the gravest first."""

    STATUS = "status"
    TARGET = "target"
    VERIFIED = "verified"
    PACE = "pace"
    BELOW_PACE = "below_pace"
    NO_NUMBER = "no_number"
    ANEW = "anew"
    NO_TARGET = "no_target"


class Verdict(NamedTuple):
    """Which way a number went, and by what that is seen."""

    way: Direction
    reason: Ground


def judge(before: Told, after: Told, *, anew: bool = False) -> Verdict | None:
    """How a measure stands beside an earlier day; None: it neither moved nor stands below its pace.

    anew  it is counted anew since then, as what counts within a year
    """
    moved = any(before[name] != after[name] for name in NUMBERS)
    if anew:
        return Verdict(Direction.CHANGED, Ground.ANEW) if moved else None
    if before["target"] is None or after["target"] is None:
        return Verdict(Direction.CHANGED, Ground.NO_TARGET) if moved else None
    if moved and None in (before["claimed"], after["claimed"]) and standing(before) == standing(after):
        return Verdict(Direction.CHANGED, Ground.NO_NUMBER)
    return _worse(before, after, moved=moved) or _better(before, after, moved=moved)


def _worse(before: Told, after: Told, *, moved: bool) -> Verdict | None:
    if standing(after) < standing(before):
        return Verdict(Direction.WORSE, Ground.STATUS)
    if not moved:
        return Verdict(Direction.STILL, Ground.BELOW_PACE) if status.weight(after) in BELOW else None
    for name, reason in (("claimed", Ground.TARGET), ("verified", Ground.VERIFIED)):
        if _farther(before, after, name):
            return Verdict(Direction.WORSE, reason)
    return Verdict(Direction.WORSE, Ground.PACE) if _shortfall(after) > _shortfall(before) else None


def _better(before: Told, after: Told, *, moved: bool) -> Verdict | None:
    if standing(after) > standing(before):
        return Verdict(Direction.BETTER, Ground.STATUS)
    for name, reason in (("claimed", Ground.TARGET), ("verified", Ground.VERIFIED)):
        if _farther(after, before, name):
            return Verdict(Direction.BETTER, reason)
    return Verdict(Direction.CHANGED, Ground.TARGET) if moved else None


def judge_item(before: Told, after: Told) -> Direction | None:
    """Which way an item went by its status alone; None: neither. `before` and `after` as the interface answers it."""
    was, now = (status.reach(status.weight_of_item(one)) for one in (before, after))
    return None if was == now else Direction.WORSE if now < was else Direction.BETTER


def standing(told: Told) -> int:
    """How far a measure with a target has come."""
    return status.reach(status.weight(told))


def is_ceiling(told: Told) -> bool:
    """Whether more of it is worse."""
    return told["target"] is not None and told["target"]["op"] == "<="


def distance(told: Told, name: str = "claimed") -> float | None:
    """How far a number is from its target; 0 where it meets it, None where there is no number."""
    if told[name] is None:
        return None
    value, goal = float(told[name]), told["target"]
    short = {"<=": value - goal["value"], ">=": goal["value"] - value, "==": abs(value - goal["value"])}[goal["op"]]
    return max(float(short), 0.0)


def _farther(before: Told, after: Told, name: str) -> bool:
    was, now = distance(before, name), distance(after, name)
    return was is not None and now is not None and now > was


def _shortfall(told: Told) -> float:
    """By how much an even pace would have brought more; nothing of a ceiling."""
    if is_ceiling(told) or told["claimed"] is None:
        return 0.0
    return max(float(told["expected"] or 0) - float(told["claimed"]), 0.0)
