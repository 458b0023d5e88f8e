"""What a batch of events has just written into the ledger: of whole records nothing need be read again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from contracts.envelope import Event
from services.gateway.read_model.ledger import LedgerRow
from services.gateway.read_model.tallies.moves import TallyPlace


@dataclass(frozen=True)
class NewRows:
    """Events of one district, and what they contribute to one generation.

    events  those of this batch
    whole   records of which the ledger keeps no other events
    fresh   those of them of which no generation had a row
    rows    what the events contribute
    """

    events: Sequence[Event]
    whole: frozenset[str]
    fresh: frozenset[str] = frozenset()
    rows: Sequence[LedgerRow] = ()

    def with_rows(self, rows: Sequence[LedgerRow], fallen: Collection[str]) -> NewRows:
        """With their rows; records of events that have fallen to a mere claim are not among the whole any more."""
        unlike = {event.record for event in self.events if event.id in fallen}
        return replace(self, rows=rows, whole=self.whole - unlike) if unlike else replace(self, rows=rows)

    def places(self) -> set[TallyPlace]:
        """Where the events count."""
        return {_place(row) for row in self.rows}

    def rows_by_place(self, measures: Collection[str]) -> dict[TallyPlace, list[LedgerRow]]:
        """The rows of whole records in some measures that no revision replaced, by place, in the order of turns."""
        by_place: dict[TallyPlace, list[LedgerRow]] = {}
        for row in self.rows:
            if row.measure in measures and row.record in self.whole:
                own = by_place.setdefault(_place(row), [])
                if row.gone is None:
                    own.append(row)
        for some in by_place.values():
            some.sort(key=lambda row: row.turn)
        return by_place

    def records_with_corrections(self) -> set[str]:
        """The records of which an event replaces another that is not among these."""
        corrected = (event.record for event in self.events if event.place != event.recordversion)
        return set(corrected) - self.whole


NOTHING_NEW = NewRows((), frozenset())


def _place(row: LedgerRow) -> TallyPlace:
    return TallyPlace(row.measure, row.subject, row.side, row.record)
