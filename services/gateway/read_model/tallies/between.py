"""By how much a number differs between two moments: how it stood at a milestone, and what was told since then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.ledger import tellings
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.tallies import keyed_rows
from services.gateway.read_model.tallies.milestones import Way
from services.gateway.read_model.tallies.moves import Moves, TallyPlace
from services.gateway.read_model.tallies.spans import WHOLE, Span
from services.gateway.read_model.tallies.upkeep import PART, REVISIONS, SubjectKey, TallyUpkeep

SIDES = ("all", WHOLE, PART)
_t, _bind = tellings.c, sa.bindparam
_TOLD = sa.select(_t.id, _t.record, (_t.place != _t.version).label("replaces")).where(
    _t.district == _bind("district"), _t.known > _bind("after"), _t.known <= _bind("until")
)


def told_between(tx: sa.Connection, district: str, after: str, until: str) -> set[str]:
    """The events told after one moment and not after another, and those that they replaced."""
    told = tx.execute(_TOLD, {"district": district, "after": after, "until": until}).all()
    events = {row.id for row in told}
    if replaced := {row.record for row in told if row.replaces}:
        events.update(tx.scalars(REVISIONS, {"records": list(replaced), "district": district}))
    return events


class Between(TallyUpkeep):
    """What was told after a milestone: from how places stood there to how they stood at a later moment.

    Nothing of the present is asked, so that what is told later changes nothing of it.
    """

    def __init__(self, tx: sa.Connection, district: str, programme: Programme, way: Way, until: str) -> None:
        """From the end of a way until a moment, as text."""
        super().__init__(tx, district, programme, until)
        self._way = way
        self._before = TallyUpkeep(tx, district, programme, way.until)

    def _kept_spans(
        self, subjects: Sequence[SubjectKey], places: Sequence[TallyPlace]
    ) -> Iterable[tuple[TallyPlace, frozenset[Span]]]:
        sides = {(*key, side) for key in subjects for side in SIDES}
        named = (TallyPlace(*row) for row in keyed_rows.records_beside(self.tx, self.own, sides))
        return self._before.spans_at({*named, *places})

    def _kept_presence(self, subjects: Sequence[SubjectKey]) -> Iterable[Any]:
        return keyed_rows.told_presence_of(self.tx, self.own, subjects, self._way.numbers)

    def of_events(self, events: Collection[str]) -> Moves:
        """What some events moved, of all measures that have tallies."""
        return self.difference({one for one in self.places_of(events) if one.measure in self.upkeep})
