"""How high a value stands, from the least to the greatest that is shown; zero is in sight, so that no scale lies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1, 2, 5, 10)
TICKS = 3
"""About so many lines there are between the ends of a scale."""


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` by steps; zero is always one of its lines."""

    low: int
    high: int
    step: float

    def share(self, value: float) -> float:
        """How far up a value stands: 0 at the lowest line, 1 at the highest."""
        return (value / self.step - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        """The values at which lines are drawn."""
        return [number * self.step for number in range(self.low, self.high + 1)]


def scale_of(values: Iterable[float | None]) -> Scale:
    """The scale on which all of these have room; what is no number takes none."""
    shown = [0.0, *(one for one in map(finite, values) if one is not None)]
    step = _step(max(shown) - min(shown), whole=all(one == int(one) for one in shown))
    low, high = math.floor(min(shown) / step), math.ceil(max(shown) / step)
    return Scale(low, high if high > low else low + 1, step)


def finite(value: float | None) -> float | None:
    """A value as a picture can show it; None is none, and never zero."""
    return None if value is None or not math.isfinite(value) else float(value)


def _step(span: float, *, whole: bool) -> float:
    """The least round number of which a few make the span."""
    least = span / TICKS
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    step = next((one * power for one in STEPS if one * power >= least), 10 * power)
    return max(step, 1.0) if whole else step
