"""What tallies said at an earlier moment: what they say now or said at a milestone, and what was told between.

What was recorded between the two, and what it replaced, names the places that may have stood otherwise. Their rows as
they were known then give their spans of then, by the same plain functions; the difference to the spans of now, or of
the milestone, is what a batch would have written. It costs what was told between, and not what is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa

from services.gateway.read_model.ledger import stamp, tellings
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.question import ALWAYS, Question
from services.gateway.read_model.tallies import milestones
from services.gateway.read_model.tallies.between import Between, told_between
from services.gateway.read_model.tallies.increments import DAY, Key
from services.gateway.read_model.tallies.milestones import Way
from services.gateway.read_model.tallies.moves import TallyPlace
from services.gateway.read_model.tallies.reading import Sum
from services.gateway.read_model.tallies.upkeep import TallyUpkeep

MOST_BETWEEN = 30_000
"""More events are not looked through: from there on the queries count the rows."""
TIMES_AS_MANY = 6
"""A row is counted so many times as fast as an event is looked through: so many events must have been told before."""
FROM_MILESTONE = 2
"""So many times as much an event costs from a milestone on, where both ends of what is between are made of rows."""
_t, _bind = tellings.c, sa.bindparam
_BETWEEN = (_t.district == _bind("district"), _t.known > _bind("after"), _t.known <= _bind("until"))
_UNTIL = (_t.district == _bind("district"), _t.known <= _bind("known"))
_COUNT = sa.select(sa.func.count()).select_from(sa.select(_t.known).where(*_BETWEEN).limit(_bind("most")).subquery())
# Passed over by the index, which is cheaper than to count.
_HAS_BEFORE = sa.select(_t.known).where(*_UNTIL).order_by(_t.known).limit(1).offset(_bind("most"))
_EVER = stamp(ALWAYS)


class KnownThen:
    """What was known at a moment, by the shorter way to it: back from now, or on from a milestone.

    Read once for all days asked about.
    """

    def __init__(self, tx: sa.Connection, programme: Programme, question: Question) -> None:
        """Nothing is read yet but which way there is."""
        self._tx, self._programme = tx, programme
        self._district, self._known = question.district, stamp(question.known_at)
        self._touched: set[TallyPlace] | None = None
        self._by_measure: dict[str, list[tuple[Key, list[int]]]] = {}
        self.way: Way | None = None
        """To the milestone from which on it is looked through; None: back from what stands now."""
        self.is_short = self._is_short()
        """Whether so little was told between that it is looked through."""

    def _is_short(self) -> bool:
        way, cost = self._way(), MOST_BETWEEN + 1
        if way.numbers:
            cost = self._count(way.until, self._known, MOST_BETWEEN) * FROM_MILESTONE
            self.way = way
        if (back := self._count(self._known, _EVER, min(cost, MOST_BETWEEN))) <= min(cost, MOST_BETWEEN):
            self.way, cost = None, back
        if cost > MOST_BETWEEN:
            return False
        before = {"district": self._district, "known": self._known, "most": max(cost * TIMES_AS_MANY - 1, 0)}
        return not cost or self._tx.execute(_HAS_BEFORE, before).first() is not None

    def _way(self) -> Way:
        own = {"district": self._district, "programme": self._programme.generation}
        return milestones.way_to(self._tx, own, self._known)

    def _count(self, after: str, until: str, most: int) -> int:
        """How many events were told after one moment and not after another; of more than so many one more."""
        bound = {"district": self._district, "after": after, "until": until, "most": most + 1}
        return int(self._tx.execute(_COUNT, bound).scalar_one())

    def corrections(self, measures: Collection[str], as_of: str) -> Mapping[str, list[Sum]]:
        """What the sums of a day have to be corrected by, by measure."""
        self._read([one for one in measures if one not in self._by_measure])
        return {one: list(_on_day(self._by_measure[one], as_of)) for one in measures}

    def _read(self, measures: Collection[str]) -> None:
        if not measures:
            return
        self._by_measure.update((one, []) for one in measures)
        upkeep = self._upkeep()
        if self._touched is None:
            # Of all measures: were some asked for, the planner would read the index that begins with them, all rows.
            after, until = (self._known, _EVER) if self.way is None else (self.way.until, self._known)
            self._touched = upkeep.places_of(told_between(self._tx, self._district, after, until))
        asked = {place for place in self._touched if place.measure in measures}
        for key, by in upkeep.difference(asked).increments.by_key.items():
            measure, grain, *_ = key
            if grain == DAY:
                self._by_measure[measure].append((key, by))

    def _upkeep(self) -> TallyUpkeep:
        if self.way is None:
            return TallyUpkeep(self._tx, self._district, self._programme, self._known)
        return Between(self._tx, self._district, self._programme, self.way, self._known)


def _on_day(increments: Collection[tuple[Key, list[int]]], as_of: str) -> Iterator[Sum]:
    sums: dict[tuple[str, str, float], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_, _, at, series, units, worth), by in increments:
        if at <= as_of:
            own = sums[series, units, worth]
            for place, one in enumerate(by):
                own[place] += one
    for (series, units, worth), (n, valued, total) in sums.items():
        yield Sum(series, units, worth, n, valued, total)
