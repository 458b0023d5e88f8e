"""What tallies said at an earlier moment: what they say now, less what was told of the same subjects since.

What was recorded after that moment, and what it replaced, names the places that may have stood otherwise. Their rows as
they were known then give their spans of then, by the same plain functions; the difference to the spans of now is what a
batch would have written, in the other direction. It costs what was told since, and not what is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.ledger import contributions, stamp, tellings
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.question import Question
from services.gateway.read_model.tallies.increments import DAY, Key
from services.gateway.read_model.tallies.moves import TallyPlace
from services.gateway.read_model.tallies.reading import Sum
from services.gateway.read_model.tallies.upkeep import REVISIONS, TOUCHED, TallyUpkeep

MOST_SINCE = 30_000
"""More events since then are not looked through: from there on the queries count the rows."""
TIMES_AS_MANY = 6
"""A row is counted so many times as fast as an event is looked through: so many events must have been told before."""
_t, _c, _bind = tellings.c, contributions.c, sa.bindparam
_SINCE = (_t.district == _bind("district"), _t.known > _bind("known"))
_UNTIL = (_t.district == _bind("district"), _t.known <= _bind("known"))
_COUNT_SINCE, _COUNT_UNTIL = (
    sa.select(sa.func.count()).select_from(sa.select(_t.known).where(*some).limit(_bind("most")).subquery())
    for some in (_SINCE, _UNTIL)
)
_TOLD = sa.select(_t.id, _t.record, (_t.place != _t.version).label("replaces")).where(*_SINCE)
_TOUCHED = TOUCHED.where(store.any_of(_c.measure, "measures"))


class Since:
    """What was told after a moment, and by what it changed each day's sums; read once for all days asked about."""

    def __init__(self, tx: sa.Connection, programme: Programme, question: Question) -> None:
        """Nothing is read yet."""
        self._tx, self._programme = tx, programme
        self._own = {"district": question.district, "known": stamp(question.known_at)}
        self._events: set[str] | None = None
        self._by_measure: dict[str, list[tuple[Key, list[int]]]] = {}
        self.is_short = self._is_short()
        """Whether so little was told since that it is looked through."""

    def _is_short(self) -> bool:
        told = self._count(_COUNT_SINCE, MOST_SINCE + 1)
        before = told * TIMES_AS_MANY
        return told <= MOST_SINCE and self._count(_COUNT_UNTIL, before) == before

    def _count(self, statement: sa.Select[tuple[int]], most: int) -> int:
        return self._tx.execute(statement, {**self._own, "most": most}).scalar_one()

    def corrections(self, measures: Collection[str], as_of: str) -> Mapping[str, list[Sum]]:
        """What the sums of a day have to be corrected by, by measure."""
        self._read([one for one in measures if one not in self._by_measure])
        return {one: list(_on_day(self._by_measure[one], as_of)) for one in measures}

    def _read(self, measures: Collection[str]) -> None:
        if not measures:
            return
        self._by_measure.update((one, []) for one in measures)
        upkeep = TallyUpkeep(self._tx, self._own["district"], self._programme, self._own["known"])
        bound = {**upkeep.own, "measures": list(measures), "events": list(self._touching())}
        touched = {TallyPlace(*row) for row in self._tx.execute(_TOUCHED, bound)}
        for key, by in upkeep.difference(touched).increments.by_key.items():
            measure, grain, *_ = key
            if grain == DAY:
                self._by_measure[measure].append((key, by))

    def _touching(self) -> set[str]:
        """The events told since then, and those that they replaced."""
        if self._events is None:
            told = self._tx.execute(_TOLD, self._own).all()
            self._events = {row.id for row in told}
            if replaced := {row.record for row in told if row.replaces}:
                bound = {"records": list(replaced), "district": self._own["district"]}
                self._events.update(self._tx.scalars(REVISIONS, bound))
        return self._events


def _on_day(increments: Collection[tuple[Key, list[int]]], as_of: str) -> Iterator[Sum]:
    sums: dict[tuple[str, str, float], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_, _, at, series, units, worth), by in increments:
        if at <= as_of:
            own = sums[series, units, worth]
            for place, one in enumerate(by):
                own[place] += one
    for (series, units, worth), (n, valued, total) in sums.items():
        yield Sum(series, units, worth, n, valued, total)
