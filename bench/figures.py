"""Figures: what was measured, of which system, and how often this suite's is the peer's."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

OURS = "this suite"


@dataclass(frozen=True)
class Figure:
    """One measured value.

    least the smallest ratio of ours to this peer's that is required
    most  the greatest value of ours that is allowed
    """

    name: str
    system: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Line:
    """The median of one figure over the runs, beside ours."""

    name: str
    system: str
    value: float
    unit: str
    runs: int
    ratio: float | None
    required: str
    holds: bool | None


def percentile(ranked: list[float], percent: float) -> float:
    """The nearest-rank percentile of numbers in order."""
    return ranked[max(0, math.ceil(percent / 100 * len(ranked)) - 1)]


def lines(figures: Iterable[Figure]) -> list[Line]:
    """A line for each figure of each system, in the order in which they were first measured."""
    grouped: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        grouped[figure.name, figure.system].append(figure)
    medians = {key: median(one.value for one in group) for key, group in grouped.items()}
    return [_line(group, medians) for group in grouped.values()]


def _line(group: list[Figure], medians: dict[tuple[str, str], float]) -> Line:
    one, value = group[0], medians[group[0].name, group[0].system]
    ours = medians.get((one.name, OURS))
    ratio = ours / value if ours is not None and one.system != OURS and value else None
    if one.least is not None:
        return Line(
            one.name,
            one.system,
            value,
            one.unit,
            len(group),
            ratio,
            f">= {one.least:g} x",
            ratio is not None and ratio >= one.least,
        )
    if one.most is not None:
        return Line(
            one.name, one.system, value, one.unit, len(group), ratio, f"<= {one.most:g} {one.unit}", value <= one.most
        )
    return Line(one.name, one.system, value, one.unit, len(group), ratio, "", None)
