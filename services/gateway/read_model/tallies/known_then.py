"""What tallies said at an earlier moment: what they say now, less what was told of the same subjects since.

What was recorded after that moment, and what it replaced, names the places that may have stood otherwise. Their rows as
they were known then give their spans of then, by the same plain functions; the difference to the spans of now is what a
batch would have written, in the other direction. It costs what was told since, and not what is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa

from services.gateway.read_model.ledger import stamp, tellings
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.question import Question
from services.gateway.read_model.tallies.increments import DAY, Key
from services.gateway.read_model.tallies.moves import TallyPlace
from services.gateway.read_model.tallies.reading import Sum
from services.gateway.read_model.tallies.upkeep import REVISIONS, TallyUpkeep

MOST_SINCE = 30_000
"""More events since then are not looked through: from there on the queries count the rows."""
TIMES_AS_MANY = 6
"""A row is counted so many times as fast as an event is looked through: so many events must have been told before."""
_t, _bind = tellings.c, sa.bindparam
_SINCE = (_t.district == _bind("district"), _t.known > _bind("known"))
_UNTIL = (_t.district == _bind("district"), _t.known <= _bind("known"))
_COUNT_SINCE = sa.select(sa.func.count()).select_from(
    sa.select(_t.known).where(*_SINCE).limit(_bind("most")).subquery()
)
# Passed over by the index, which is cheaper than to count.
_HAS_BEFORE = sa.select(_t.known).where(*_UNTIL).order_by(_t.known).limit(1).offset(_bind("most"))
_TOLD = sa.select(_t.id, _t.record, (_t.place != _t.version).label("replaces")).where(*_SINCE)


class Since:
    """What was told after a moment, and by what it changed each day's sums; read once for all days asked about."""

    def __init__(self, tx: sa.Connection, programme: Programme, question: Question) -> None:
        """Nothing is read yet."""
        self._tx, self._programme = tx, programme
        self._own = {"district": question.district, "known": stamp(question.known_at)}
        self._touched: set[TallyPlace] | None = None
        self._by_measure: dict[str, list[tuple[Key, list[int]]]] = {}
        self.is_short = self._is_short()
        """Whether so little was told since that it is looked through."""

    def _is_short(self) -> bool:
        told = self._tx.execute(_COUNT_SINCE, {**self._own, "most": MOST_SINCE + 1}).scalar_one()
        if told > MOST_SINCE:
            return False
        before = {**self._own, "most": max(told * TIMES_AS_MANY - 1, 0)}
        return not told or self._tx.execute(_HAS_BEFORE, before).first() is not None

    def corrections(self, measures: Collection[str], as_of: str) -> Mapping[str, list[Sum]]:
        """What the sums of a day have to be corrected by, by measure."""
        self._read([one for one in measures if one not in self._by_measure])
        return {one: list(_on_day(self._by_measure[one], as_of)) for one in measures}

    def _read(self, measures: Collection[str]) -> None:
        if not measures:
            return
        self._by_measure.update((one, []) for one in measures)
        upkeep = TallyUpkeep(self._tx, self._own["district"], self._programme, self._own["known"])
        if self._touched is None:
            # Of all measures: were some asked for, the planner would read the index that begins with them, all rows.
            self._touched = upkeep.places_of(self._touching())
        asked = {place for place in self._touched if place.measure in measures}
        for key, by in upkeep.difference(asked).increments.by_key.items():
            measure, grain, *_ = key
            if grain == DAY:
                self._by_measure[measure].append((key, by))

    def _touching(self) -> set[str]:
        """The events told since then, and those that they replaced."""
        told = self._tx.execute(_TOLD, self._own).all()
        events = {row.id for row in told}
        if replaced := {row.record for row in told if row.replaces}:
            bound = {"records": list(replaced), "district": self._own["district"]}
            events.update(self._tx.scalars(REVISIONS, bound))
        return events


def _on_day(increments: Collection[tuple[Key, list[int]]], as_of: str) -> Iterator[Sum]:
    sums: dict[tuple[str, str, float], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_, _, at, series, units, worth), by in increments:
        if at <= as_of:
            own = sums[series, units, worth]
            for place, one in enumerate(by):
                own[place] += one
    for (series, units, worth), (n, valued, total) in sums.items():
        yield Sum(series, units, worth, n, valued, total)
