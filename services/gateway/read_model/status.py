"""Where a measure stands against its target, and an item among its measures: plain functions of values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from services.gateway.read_model.programme import Target
from services.gateway.read_model.queries import Answer

NOT_STARTED, BEHIND, AT_RISK, UNVERIFIABLE, ON_TRACK, ACHIEVED = (
    "not_started",
    "behind",
    "at_risk",
    "unverifiable",
    "on_track",
    "achieved",
)
WEAKEST_FIRST = (BEHIND, NOT_STARTED, AT_RISK, UNVERIFIABLE, ON_TRACK, ACHIEVED)
"""What decides an item: what lacks its proof holds it back more than what is on its way."""
NEAREST_LAST = (NOT_STARTED, BEHIND, AT_RISK, ON_TRACK, UNVERIFIABLE, ACHIEVED)
"""How far something has come: what meets its target and waits for its proof is further than what is on its way."""
NEAR = 0.8


def expected_value(target: Target, start: dt.date, as_of: dt.date) -> float:
    """What an even pace from the start to the due date would have reached; a ceiling is expected from the first day."""
    if target.op == "<=":
        return target.value
    passed, whole = (as_of - start).days, (target.by - start).days
    return round(target.value * min(max(passed / whole, 0.0), 1.0) if whole > 0 else target.value, 4)


def of_measure(
    answer: Answer, target: Target | None, start: dt.date, as_of: dt.date, *, zero_is_best: bool = False
) -> str | None:
    """A measure's status; None where no target says what is enough. `achieved` needs the verified number.

    A zero without a target was not begun, unless that is the best which the number can be: then it is not judged.

    Of a ceiling both must keep it: what is claimed and not verified stands above it all the same.
    """
    claimed, verified = _number(answer.claimed), _number(answer.verified)
    if target is None and zero_is_best and claimed is not None:
        return None
    if claimed is None or not answer.n:
        return NOT_STARTED
    if target is None:
        return None if claimed else NOT_STARTED
    if _meets(target, claimed) and _meets(target, verified):
        return ACHIEVED
    if _meets(target, claimed):
        return UNVERIFIABLE
    return _short_of(target, claimed, expected_value(target, start, as_of))


def _short_of(target: Target, claimed: float, expected: float) -> str:
    """Where a number stands that has not met its target, when an even pace would have reached `expected`."""
    if target.op == "<=" or (target.op == "==" and claimed > target.value):
        return BEHIND
    if not claimed:
        return NOT_STARTED
    return ON_TRACK if claimed >= expected else AT_RISK if claimed >= NEAR * expected else BEHIND


def _number(value: float | bool | None) -> float | None:  # noqa: FBT001 -- an `exists` answers yes or no
    return None if value is None else float(value)


def _meets(target: Target, value: float | None) -> bool:
    if value is None:
        return False
    return {">=": value >= target.value, "<=": value <= target.value, "==": value == target.value}[target.op]


def of_item(measures: Iterable[dict[str, Any]]) -> str:
    """An item stands where its weakest targeted measure stands.

    Where some measure has facts, a targeted one that is fed and has none is behind if something was expected of it, as
    it never is of a ceiling; one that still awaits its register keeps the item from being achieved.
    """
    entries = [one for one in measures if not one.get("withheld")]  # or the item would tell what its measure does not
    if all(one["status"] == NOT_STARTED for one in entries):
        return NOT_STARTED
    targeted = [one for one in entries if one["target"]]
    statuses = [weight(one) for one in targeted if not one["awaits"]]
    if any(one["awaits"] for one in targeted) or not statuses:
        statuses.append(ON_TRACK)
    return min(statuses, key=place)


def weight(one: dict[str, Any]) -> str:
    """As what a measure with a target counts: its status; where nothing was done yet, whether anything was due."""
    if one["status"] != NOT_STARTED:
        return str(one["status"])
    return BEHIND if is_due(one) else ON_TRACK


def weight_of_item(item: dict[str, Any]) -> str:
    """As what an item counts beside another day: its status; where nothing was done yet, whether anything was due."""
    if item["status"] != NOT_STARTED:
        return str(item["status"])
    return BEHIND if any(is_due(one) for one in item["measures"] if not one["awaits"]) else ON_TRACK


def is_due(one: dict[str, Any]) -> bool:
    """Whether anything was to be expected of a measure by now; a ceiling asks for nothing."""
    return bool(one["target"]) and one["target"]["op"] != "<=" and (one["expected"] or 0) > 0


def place(name: str | None) -> int:
    """How far from the weakest a status is; what has none comes last."""
    return len(WEAKEST_FIRST) if name is None else WEAKEST_FIRST.index(name)


def reach(name: str) -> int:
    """How far something with a status has come."""
    return NEAREST_LAST.index(name)


def weakest(measures: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """The measure that decides where its item stands: the weakest of those that have a target and a source."""
    targeted = [one for one in measures if one["target"] and not one["awaits"] and not one.get("withheld")]
    return min(targeted, key=_weakness, default=None)


def _weakness(one: dict[str, Any]) -> tuple[int, int]:
    """How weak a measure makes its item; of two that make it equally weak, how weak it is itself."""
    return place(weight(one)), place(one["status"])
