"""The records that a batch of events touches: each read and put together once, whatever is made of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import sqlalchemy as sa

from contracts import catalogue, envelope
from contracts.envelope import Event
from services.chassis.records.record import Record, revision_from_event
from services.gateway.read_model import ledger


class TouchedRecords:
    """Records of a district within one transaction that writes nothing more into the ledger."""

    def __init__(
        self, tx: sa.Connection, district: str, events: Iterable[Event] = (), whole: Collection[str] = ()
    ) -> None:
        """`events` are at hand; of the records named in `whole` there are no others."""
        self._tx, self._district = tx, district
        self._at_hand: dict[str, list[Event]] = {}
        for event in events:
            if event.record in whole:
                self._at_hand.setdefault(event.record, []).append(event)
        self._records: dict[str, Record] = {}

    def records(self, names: Iterable[str]) -> Iterator[Record]:
        """Some of them, in the order in which they are named; of what has not arrived a record without revisions."""
        wanted = list(names)
        for name, events in self._histories([one for one in wanted if one not in self._records]).items():
            self._records[name] = _record(name, events)
        return (self._records[name] for name in wanted)

    def _histories(self, names: Collection[str]) -> Mapping[str, Iterable[Event]]:
        here = {name: self._at_hand[name] for name in names if name in self._at_hand}
        asked = [name for name in names if name not in here]
        stored = ledger.bodies(self._tx, self._district, asked) if asked else {}
        return here | {name: [envelope.decode(one.encode()) for one in bodies] for name, bodies in stored.items()}


def _record(name: str, events: Iterable[Event]) -> Record:
    register_name, _, subject = name.partition("/")
    register = catalogue.REGISTERS[register_name]
    return Record(register, subject, tuple(revision_from_event(register, event) for event in events))
