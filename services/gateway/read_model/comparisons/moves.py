"""What moved between two days: each measure that did, which way, and which units moved it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway.read_model import units
from services.gateway.read_model.comparisons.judgement import (
    NUMBERS,
    Direction,
    Ground,
    Told,
    Verdict,
    distance,
    is_ceiling,
    judge,
    judge_item,
    standing,
)
from services.gateway.read_model.programme import BUREAU, Measure
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.queries import Answer
from services.gateway.read_model.tallies import serves

_WAYS, _REASONS = list(Direction), list(Ground)
NO_ANSWER = Answer(None, None, 0)


@dataclass(frozen=True)
class UnitMove:
    """A unit's number on the two days; of private facts as whoever asks may see it."""

    unit: str
    before: Answer
    after: Answer

    @property
    def change(self) -> dict[str, float | None]:
        """By how much it differs."""
        return {name: difference(getattr(self.before, name), getattr(self.after, name)) for name in NUMBERS}

    @property
    def is_same(self) -> bool:
        """Whether it did not move."""
        return all(getattr(self.before, name) == getattr(self.after, name) for name in NUMBERS)


@dataclass(frozen=True)
class MeasureMove:
    """A measure that moved, or stands below its pace.

    before, after  the measure on the two days, as the interface answers it
    measure        the measure as of the later day; `earlier` as of the earlier one
    """

    measure: Measure
    earlier: Measure
    before: Told
    after: Told
    verdict: Verdict | None

    @property
    def change(self) -> dict[str, float | None]:
        """By how much its numbers differ."""
        return {name: difference(self.before[name], self.after[name]) for name in NUMBERS}

    @property
    def direction(self) -> Direction | None:
        """Which way it went; None: it did not move."""
        return self.verdict and self.verdict.way

    @property
    def gravity(self) -> tuple[int, int, int]:
        """By what moves stand in order, what got worse most first."""
        if self.verdict is None:
            return len(_WAYS), 0, 0
        way, reason = self.verdict
        fell = standing(self.after) - standing(self.before) if reason is Ground.STATUS else 0
        return _WAYS.index(way), _REASONS.index(reason), fell if way is Direction.WORSE else -fell


def moves(before: Reader, after: Reader) -> tuple[list[MeasureMove], int]:
    """The measures that moved or stand below their pace, the worst first; and how many are withheld."""
    for reader in (before, after):
        reader.numbers.prepare(reader.programme.by_name.values(), reader.question)
    every = [move(before, after, measure) for measure in after.programme.by_name.values()]
    told = [one for one in every if not _is_withheld(one)]
    return sorted((one for one in told if one.verdict), key=lambda one: one.gravity), len(every) - len(told)


def move(before: Reader, after: Reader, measure: Measure) -> MeasureMove:
    """How a measure stands on both days, each by the year of its day."""
    earlier = before.programme.by_name.get(measure.name, measure)
    old, new = before.measure(earlier), after.measure(measure)
    verdict = None if old["withheld"] or new["withheld"] else judge(old, new, anew=earlier.id != measure.id)
    return MeasureMove(measure, earlier, old, new, verdict)


def item_moves(before: Reader, after: Reader) -> dict[str, Direction]:
    """Which way the items went that went any, by their status; none across the years of the programme."""
    if before.question.as_of < after.programme.start:
        return {}
    earlier = {item.id: item for item in before.programme.items()}
    ways = {
        item.id: judge_item(before.item(earlier[item.id]), after.item(item))
        for item in after.programme.items()
        if item.id in earlier
    }
    return {name: way for name, way in ways.items() if way}


def _is_withheld(one: MeasureMove) -> bool:
    """Whether a number was kept back on either day: it was no other number then."""
    return bool(one.before["withheld"] or one.after["withheld"])


def unit_moves(before: Reader, after: Reader, one: MeasureMove) -> list[UnitMove]:
    """Every unit that has a number on either day, in the order of their codes; of a unit's measure those below it."""
    was, now = before.answers_by_unit(one.earlier), after.answers_by_unit(one.measure)
    top = after.unit or (None if one.measure.scope == BUREAU else one.measure.scope)
    within = units.below(after.tree.values(), top, after.question.as_of) if top else None
    return [
        UnitMove(code, was.get(code, NO_ANSWER), now.get(code, NO_ANSWER))
        for code in sorted({*was, *now})
        if (within is None or code in within) and (_n(was, code) or _n(now, code))
    ]


def _n(answers: Mapping[str, Answer], code: str) -> int:
    return answers[code].n if code in answers else 0


def lowest_units(reader: Reader) -> frozenset[str]:
    """The units under which no other stands: each fact is counted for one of them, and not for those above as well."""
    day = reader.question.as_of
    parents = {code for unit in reader.tree.values() for code in units.parents_on(unit, day)}
    return frozenset(reader.tree.keys() - parents)


def who(before: Reader, after: Reader, one: MeasureMove, lowest: frozenset[str]) -> list[UnitMove]:
    """The lowest units that moved a number, in the order in which they are to be looked at, then those that did not.

    Of what is counted from the ledger's rows nothing is read for so many units at once.
    """
    if not serves(one.measure):
        return []
    return in_order(one, (unit for unit in unit_moves(before, after, one) if unit.unit in lowest))


def in_order(one: MeasureMove, some: Iterable[UnitMove]) -> list[UnitMove]:
    """Who is to be looked at first: of what got worse who moved it the wrong way, of all else who moved it most.

    Who did not move it comes last. Of a share that stands still all did not: the lowest come first.
    """
    is_worse, sign = one.direction is Direction.WORSE, -1 if is_ceiling(one.after) else 1

    def key(unit: UnitMove) -> tuple[bool, float, float, float, str]:
        claimed, verified = (change or 0.0 for change in unit.change.values())
        by = (sign * claimed, sign * verified) if is_worse else (-abs(claimed), -abs(verified))
        return unit.is_same, *by, float(unit.after.claimed or 0), unit.unit

    return sorted(some, key=key)


def behind_target(one: MeasureMove, ordered: Iterable[UnitMove]) -> list[UnitMove]:
    """Of a share that means everybody the units that are short of its target, in their order; of a count nobody."""
    if not one.after["target"] or not one.measure.relative:
        return []
    return [unit for unit in ordered if distance(one.after | {"claimed": unit.after.claimed})]


def difference(before: Any, after: Any) -> float | None:
    """By how much a number differs; None where there was none, or it is no number but a yes."""
    if before is None or after is None or isinstance(before, bool) or isinstance(after, bool):
        return None
    return round(float(after) - float(before), 6)
