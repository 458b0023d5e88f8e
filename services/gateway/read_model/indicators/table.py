"""The indicators of digital city cases over a period, for groups of cases: counted anew for each, never averaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from services.gateway.read_model.indicators.counting import ALL, CountedCases, Durations, Group, Longs
from services.gateway.read_model.indicators.rates import RANKED_BY, RANKED_OF, RATES

GROUPS = {
    "source": "source",
    "district": "district",
    "street": "street",
    "community": "community",
    "grid": "grid",
    "class": "case_class",
    "unit": "unit",
}
"""By what cases are grouped, and the column that says it."""
PERCENTS = (50, 90)
Values = dict[str, float | None]
_ROWS = {one.id: number for number, one in enumerate(ALL)}
_RANKED = next(one for one in RATES if one.id == RANKED_BY)


@dataclass(frozen=True)
class Times:
    """How long something took (`id`) in one clock: hours begun, working hours begun, working days, or days."""

    id: str
    clock: str
    n: int
    mean: float
    p50: int
    p90: int


@dataclass(frozen=True)
class IndicatorRow:
    """A group's values, and how long things took; the group is None where nothing was said of it."""

    group: Group
    values: Values
    times: Sequence[Times] = ()


class IndicatorTable:
    """The indicators of groups that were counted, a line for whichever is asked for."""

    def __init__(self, counted: CountedCases) -> None:
        """Of what was counted."""
        self._counted = counted
        self._columns = {group: number for number, group in enumerate(counted.groups)}

    @property
    def groups(self) -> list[Group]:
        """The groups, in order."""
        return self._counted.groups

    def row(self, group: Group) -> IndicatorRow:
        """A group's line; zeros where it has no case."""
        if group not in self._columns:
            return IndicatorRow(group, NOTHING.values)
        counts = self._counted.counts[:, self._columns[group]].tolist()
        times = tuple(one for durations in self._counted.durations for one in _times(durations, group))
        return IndicatorRow(group, _values(dict(zip(_ROWS, counts, strict=True))), times)

    def ranks(self, minimum_n: int) -> dict[Group, int]:
        """The places of groups, the best first, equals sharing one; those with too few cases due have none."""
        part, whole, due = (self._counted.counts[_ROWS[one]] for one in (_RANKED.part, _RANKED.whole, RANKED_OF))
        rated = np.flatnonzero((due >= minimum_n) & (whole > 0))
        rates = part[rated] / whole[rated]
        places = 1 + len(rates) - np.searchsorted(np.sort(rates), rates, side="right")
        return {self.groups[group]: place for group, place in zip(rated.tolist(), places.tolist(), strict=True)}


def _times(durations: Durations, group: Group) -> Iterator[Times]:
    for clock, (start, end) in sorted(durations.of.get(group, {}).items()):
        yield _summary(durations.id, clock, durations.numbers[start:end])


def _values(counted: Mapping[Any, Any]) -> Values:
    counts: Values = {one.id: counted[one.id] or 0 for one in ALL}
    return counts | {one.id: _share(counts[one.part], counts[one.whole]) for one in RATES}


def _share(part: float | None, whole: float | None) -> float | None:
    """A quotient; null over nothing."""
    return part / whole if part is not None and whole else None


NOTHING = IndicatorRow(None, _values({one.id: 0 for one in ALL}))
"""A group in which there is no case."""


def _summary(id_: str, clock: str, ranked: Longs) -> Times:
    """Mean, and percentiles by nearest rank, of numbers in order."""
    p50, p90 = (int(ranked[-(-percent * len(ranked) // 100) - 1]) for percent in PERCENTS)
    return Times(id_, clock, len(ranked), round(int(ranked.sum()) / len(ranked), 2), p50, p90)


def change(now: Values, before: Values) -> Values:
    """What changed: of counts the growth, of rates the difference; null where there is nothing to compare with."""
    grown = {one.id: _growth(now[one.id], before[one.id]) for one in ALL}
    return grown | {one.id: _difference(now[one.id], before[one.id]) for one in RATES}


def _growth(now: float | None, before: float | None) -> float | None:
    return (now - before) / before if now is not None and before else None


def _difference(now: float | None, before: float | None) -> float | None:
    return now - before if now is not None and before is not None else None
