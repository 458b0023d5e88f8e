"""What a transaction has decided and not written yet: found as if it were written, and taken back without a trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.envelope import Event
from contracts.register import NEW
from services.chassis.records.finding.finding_keys import FindingKey, keys_of
from services.chassis.records.finding.series import Place, places
from services.chassis.records.record import Record

Name = tuple[str, str]
"""A record's register and id."""


@dataclass(frozen=True, slots=True)
class _Decision:
    """What one command left.

    before  the record as the decision before this one left it; None: it is the first
    texts   the private texts that came in with it and were not here yet
    """

    record: Record
    before: Record | None
    events: Sequence[Event]
    texts: Mapping[str, str]


class StagedWork:
    """The decisions of one transaction in their order, and their records as they stand after the last."""

    def __init__(self) -> None:
        """Nothing is decided yet."""
        self.texts: dict[str, str] = {}
        self._decisions: list[_Decision] = []
        self._records: dict[Name, Record] = {}
        self._keys = _Keys()

    def add(self, record: Record, events: Sequence[Event], texts: Mapping[str, str]) -> None:
        """A command left a record so, with these events."""
        name = record.register.name, record.id
        new_texts = {token: text for token, text in texts.items() if token not in self.texts}
        self._decisions.append(_Decision(record, self._records.get(name), events, new_texts))
        self.texts |= new_texts
        self._stands(name, record)

    def mark(self) -> int:
        """Where it stands now, to come back to."""
        return len(self._decisions)

    def roll_back(self, mark: int) -> None:
        """Take back what was decided since the mark."""
        while len(self._decisions) > mark:
            last = self._decisions.pop()
            for token in last.texts:
                del self.texts[token]
            self._stands((last.record.register.name, last.record.id), last.before)

    def events(self) -> list[Event]:
        """What is to be written into the journal."""
        return [event for decision in self._decisions for event in decision.events]

    def records(self) -> list[Record]:
        """What is to be written into the projection: each record once, as it stands in the end."""
        return list(self._records.values())

    def record(self, register: str, id_: str) -> Record | None:
        """A record as it stands; None where nothing was decided on it."""
        return self._records.get((register, id_))

    def has(self, register: str, id_: str) -> bool:
        """Whether anything was decided on a record: what is written of it stands no more."""
        return (register, id_) in self._records

    def all_of(self, register: str) -> list[Record]:
        """The records of a register that stand in its lists, voided ones among them."""
        return [one for (name, _), one in self._records.items() if name == register and one.status() != NEW]

    def count(self) -> int:
        """How many records there are."""
        return len(self._records)

    def find(self, register: str, field: str, value: str) -> Mapping[str, FindingKey]:
        """The records of a register that a key finds, by their ids."""
        return self._keys.find(self._records, (register, field, value))

    def last_serial(self, register: str, series: str) -> int:
        """The greatest serial of a series of numbers; 0: none is here."""
        return self._keys.last_serial(self._records, register, series)

    def bearers(self, register: str, place: Place) -> set[str]:
        """The records of a register that bear, or bore, the number of a place."""
        return self._keys.bearers(self._records, register, place)

    def _stands(self, name: Name, record: Record | None) -> None:
        if record is None:
            del self._records[name]
        else:
            self._records[name] = record
        self._keys.note(name)


class _Keys:
    """By which keys records are found, and which serials they bear; made when asked for, as it mostly is not."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str, str], dict[str, FindingKey]] = {}
        self._of: dict[Name, list[FindingKey]] = {}
        self._serials: dict[tuple[str, str], dict[int, set[str]]] = {}
        self._places_of: dict[Name, frozenset[Place]] = {}
        self._changed: dict[str, set[str]] = {}

    def note(self, name: Name) -> None:
        register, id_ = name
        self._changed.setdefault(register, set()).add(id_)

    def find(self, records: Mapping[Name, Record], key: tuple[str, str, str]) -> Mapping[str, FindingKey]:
        self._look_through(records, key[0])
        return self._ids.get(key, {})

    def last_serial(self, records: Mapping[Name, Record], register: str, series: str) -> int:
        self._look_through(records, register)
        return max(self._serials.get((register, series), {}), default=0)

    def bearers(self, records: Mapping[Name, Record], register: str, place: Place) -> set[str]:
        self._look_through(records, register)
        return self._serials.get((register, place[0]), {}).get(place[1], set())

    def _look_through(self, records: Mapping[Name, Record], register: str) -> None:
        for id_ in self._changed.pop(register, ()):
            name = register, id_
            record = records.get(name)
            stands = record if record is not None and record.status() != NEW else None
            self._index(name, stands)
            self._count(name, stands)

    def _index(self, name: Name, record: Record | None) -> None:
        register, id_ = name
        for key in self._of.pop(name, ()):
            del self._ids[register, key.field, key.value][id_]
        if record is None:
            return
        self._of[name] = list({(key.field, key.value): key for key in keys_of(record)}.values())
        for key in self._of[name]:
            self._ids.setdefault((register, key.field, key.value), {})[id_] = key

    def _count(self, name: Name, record: Record | None) -> None:
        register, id_ = name
        for series, serial in self._places_of.pop(name, ()):
            own = self._serials[register, series]
            own[serial].discard(id_)
            if not own[serial]:
                del own[serial]
        if record is None:
            return
        self._places_of[name] = every = places(record)
        for series, serial in every:
            self._serials.setdefault((register, series), {}).setdefault(serial, set()).add(id_)
