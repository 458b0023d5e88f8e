"""Portions of a list that come from several readings, laid together in one order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Portion:
    """Places in their order, from where it was asked for on.

    end  up to which place it was read, where there may be more; None: that is all
    """

    places: Sequence[str]
    end: str | None = None


def lay_together(portions: Iterable[Portion], most: int, *, descending: bool = False) -> Portion:
    """So many places of all portions: none beyond where one of them was read, since it may have some before."""
    some = list(portions)
    ends = [one.end for one in some if one.end is not None]
    bound = (max(ends) if descending else min(ends)) if ends else None
    every = sorted((place for one in some for place in one.places), reverse=descending)
    within = [one for one in every if bound is None or (one >= bound if descending else one <= bound)]
    if len(within) > most:
        return Portion(within[:most], within[most - 1])
    return Portion(within, bound)
