"""What a change of spans and of states adds to the tally, summed before it is written."""

from __future__ import annotations

from collections.abc import Iterable

from services.gateway.read_model.programme import Measure
from services.gateway.read_model.tallies.serving import keeps_amounts_apart
from services.gateway.read_model.tallies.spans import Span
from services.gateway.read_model.tallies.tables import FOREVER

FACTS, VERIFIED = "facts", "verified"
DAY, MONTH = "day", "month"
MILLIONTHS = 10**6
Key = tuple[str, str, str, str, str, float]
"""Measure, grain, day or month, series, units, worth."""
State = tuple[str, dict[str, str]]


class Increments:
    """Increments of the tally by its key: how many more, how many of them with an amount, and these together."""

    def __init__(self) -> None:
        """None yet."""
        self.by_key: dict[Key, list[int]] = {}

    def add_fact(self, measure: Measure, span: Span, sign: int) -> None:
        """A fact that counts by itself (sign 1), or that does no more (-1), as long as its span lasts."""
        keeps_apart = keeps_amounts_apart(measure)
        if keeps_apart and span.amount is None:
            return
        worth = float(span.amount or 0) if keeps_apart else 0.0
        amount = 0 if span.amount is None else round(span.amount * MILLIONTHS)
        valued = int(span.amount is not None)
        for series in (FACTS, VERIFIED) if span.verified else (FACTS,):
            for day, by in ((span.start, sign), (span.until, -sign)):
                self._add((measure.id, series, span.units, worth), day, (by, by * valued, by * amount))

    def add_states(self, measure: Measure, states: Iterable[State], sign: int) -> None:
        """A subject, as it stands for its units from day to day."""
        before: dict[str, str] = {}
        for day, now in states:
            for series, units in now.items():
                was = before.get(series, "")
                if units != was:
                    self._add((measure.id, series, was, 0.0), day, (-sign, 0, 0))
                    self._add((measure.id, series, units, 0.0), day, (sign, 0, 0))
            before = now

    def _add(self, what: tuple[str, str, str, float], day: str, by: tuple[int, int, int]) -> None:
        measure, series, units, worth = what
        if not units or day >= FOREVER:
            return
        for grain, at in ((DAY, day), (MONTH, day[:7])):
            own = self.by_key.setdefault((measure, grain, at, series, units, worth), [0, 0, 0])
            for place, one in enumerate(by):
                own[place] += one
