"""Which of many closed intervals of days hold a day, found by an index however many there are.

A relational interval tree (Kriegel, Pötke, Seidl: Managing Intervals Efficiently in Object-Relational Databases, 2000):
each interval lies at one node of a fixed tree over all days, and a day's intervals at the nodes above it, one a level.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LEVELS = dt.date.max.toordinal().bit_length()


def node_of(first: dt.date, last: dt.date) -> int:
    """The highest node of the tree within an interval; both days are of it. Raises ValueError: it is empty."""
    low, high = first.toordinal(), last.toordinal()
    if low > high:
        raise ValueError(f"{first}..{last}")
    level = max((low ^ high).bit_length() - 1, 0)
    return high >> level << level


@dataclass(frozen=True)
class NodesAbove:
    """The nodes whose intervals may hold a day.

    before  at the day or before it: an interval there holds the day if it lasts until the day
    behind  after it: an interval there holds the day if it has begun by the day
    """

    before: list[int]
    behind: list[int]


def nodes_above(day: dt.date) -> NodesAbove:
    """The nodes above a day."""
    ordinal = day.toordinal()
    nodes = {ordinal, *((ordinal >> level | 1) << level for level in range(LEVELS))}
    return NodesAbove([one for one in sorted(nodes) if one <= ordinal], [one for one in sorted(nodes) if one > ordinal])
