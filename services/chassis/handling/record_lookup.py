"""Reads records within one transaction: each once, whether it is the service's own or in a replica of another's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from contracts.errors import Undefined
from contracts.register import TOGETHER, Register
from services.chassis.records import record
from services.chassis.records.finding.finding_keys import values_under
from services.chassis.records.finding.newest import RecentRecord, Window
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.lookup import ReplicaAge
from services.chassis.records.record import Record
from services.chassis.storage import journal, lease, projection, replica_age, replicas

Comparable = Callable[[str, Collection[str]], dict[str, str]]
"""What the private texts behind tokens are compared by, as tokens."""


class TransactionLookup:
    """The `Lookup` of a transaction: histories from journal and replicas, many records at once from the projection.

    It remembers what it read, and what `remember` adds: a rule sees what was decided before in the same transaction.
    """

    def __init__(
        self,
        tx: sa.Connection,
        own: Container[str],
        source: str,
        *,
        before_query: Callable[[], None] = lambda: None,
        comparable: Comparable = lambda _sort, _tokens: {},
    ) -> None:
        """`own` are the names of the service's own registers; `source` is its CloudEvents source.

        `before_query` writes what was decided and not written yet: a query would not find it. `comparable` knows the
        private texts.
        """
        self.comparable = comparable
        self._tx, self._own, self._source, self._before_query = tx, own, source, before_query
        self._records: dict[tuple[str, str], Record] = {}
        self._existing: set[tuple[str, str]] = set()
        self._bearers: dict[tuple[str, str, str], set[str]] = {}
        self._alone = False

    def load_records(self, register: str, ids: Iterable[str]) -> None:
        """Read these records at once, if they are not here yet."""
        missing = {id_ for id_ in ids if (register, id_) not in self._records}
        if not missing:
            return
        bodies: dict[str, list[str]] = {id_: [] for id_ in missing}
        history = journal.history if register in self._own else replicas.history
        # In one statement, however many: the cost of a batch hardly grows with its commands.
        for id_, body in history(self._tx, register, missing):
            bodies[id_].append(body)
        of = replicas.register(register)
        self._records.update({(register, id_): record.rehydrate(of, id_, events) for id_, events in bodies.items()})

    def remember(self, changed: Record) -> None:
        """From now on a record is what a decision made of it."""
        register = changed.register
        self._records[register.name, changed.id] = changed
        for name in register.sole_fields:
            if value := changed.borne(name):
                self._bearers.setdefault((register.name, name, register.key_of(name, value)), set()).add(changed.id)

    def forget_records(self) -> None:
        """Read the records again when they are needed: another process has written."""
        self._records.clear()

    def forget(self) -> None:
        """Forget all that was read: what was found may have been rolled back."""
        self._records.clear()
        self._existing.clear()
        self._bearers.clear()
        self._alone = False

    def record(self, register: str, id_: str) -> Record:
        """A record of an own register, or of a replica of another service's; without entries if there is none."""
        self.load_records(register, [id_])
        return self._records[register, id_]

    def is_empty(self, register: str) -> bool:
        """Whether an own register has no record yet."""
        self._before_query()
        return projection.is_empty(self._tx, register)

    def missing(self, register: str, ids: Sequence[str]) -> list[str]:
        """Which of these ids a register does not know."""
        # Only what exists is remembered: what is missing may be opened by the next command.
        unsure = [id_ for id_ in ids if (register, id_) not in self._existing]
        if unsure:
            self._before_query()
            self._existing |= {(register, id_) for id_ in projection.existing_ids(self._tx, register, unsure)}
        return [id_ for id_ in ids if (register, id_) not in self._existing]

    def all_records(self, register: str) -> list[Record]:
        """All of an own register but what was voided, with their histories, in the order of their ids."""
        self._decide_alone()
        return self._load(register, projection.all_ids(self._tx, register))

    def replica_age(self, register: str) -> ReplicaAge | None:
        """How old the replica of another service's register is; None: the register is the service's own."""
        if register in self._own:
            return None
        age = replica_age.of(self._tx, [register])[register]
        return ReplicaAge(age["newest"], age["heard"])

    def where(self, register: str, **values: Any) -> list[Record]:
        """The records of which these fields have these values now, with their histories. Raises Undefined.

        Whoever decides by what other records say decides alone: on PostgreSQL other processes wait until it is written.
        """
        self._decide_alone()
        of, field, value = _key(register, values)
        rest = values.keys() - set(field.split(TOGETHER))
        return [
            one
            for one in self._load(register, projection.where(self._tx, of, field, value))
            if all(_has(one, name, values[name]) for name in rest)
        ]

    def rows(self, register: str, **values: Any) -> list[RecordRow]:
        """The same as they stand now: one statement, however many they are and whatever was done to them."""
        self._decide_alone()
        of, field, value = _key(register, values)
        rest = values.keys() - set(field.split(TOGETHER))
        return [
            one
            for one in projection.rows(self._tx, of, field, value)
            if all(of.means_the_same(name, one.get(name), values[name]) for name in rest)
        ]

    def exists(self, register: str, but: str = "", **values: Any) -> bool:
        """Whether there is such a record, other than `but`. Raises Undefined."""
        self._decide_alone()
        return projection.exists(self._tx, *_whole_key(register, values), but)

    def newest(self, register: str, window: Window, **values: Any) -> list[RecentRecord]:
        """The newest such records, for what is proposed: nobody waits for it. Raises Undefined."""
        self._before_query()
        return projection.newest(self._tx, *_whole_key(register, values), window)

    def _decide_alone(self) -> None:
        self._before_query()
        self._lock()

    def _lock(self) -> None:
        # Once a transaction: it holds until the transaction ends, or what followed a savepoint is undone.
        if not self._alone:
            lease.advisory_lock(self._tx, f"{self._source}.where")
            self._alone = True

    def bearing(self, register: str, field: str, value: str) -> list[Record]:
        """The records that bear one of the sole values of their register, as they stand or were decided just now.

        Nothing is written first: what was decided in this transaction is remembered.
        """
        self._lock()
        of = replicas.register(register)
        here = self._bearers.get((register, field, of.key_of(field, value)), set())
        records = self._load(register, sorted({*projection.where(self._tx, of, field, value), *here}))
        return [one for one in records if not one.voided and _bears(one, field, value)]

    def with_value(self, register: str, field: str, value: str) -> list[Record]:
        """The records of which a field of `Register.finds` has this value now: for answers, not for decisions."""
        return self._load(register, projection.where(self._tx, replicas.register(register), field, value))

    def _load(self, register: str, ids: list[str]) -> list[Record]:
        self.load_records(register, ids)
        return [self._records[register, id_] for id_ in ids]


def _key(register: str, values: Mapping[str, Any]) -> tuple[Register, str, Any]:
    """By which key records with these values are found: the register, what it is called there, and what stands there.

    Raises Undefined.
    """
    of = replicas.register(register)
    # Nothing is found by what a record does not say.
    field = of.finding_by({name for name, value in values.items() if value is not None})
    return of, field, tuple(values[one] for one in field.split(TOGETHER)) if TOGETHER in field else values[field]


def _whole_key(register: str, values: Mapping[str, Any]) -> tuple[Register, str, Any]:
    """The same where the key has all of the values: none is left to be compared in what is found. Raises Undefined."""
    of, field, value = _key(register, values)
    if values.keys() - set(field.split(TOGETHER)):
        raise Undefined(register, "no one key of", sorted(values))
    return of, field, value


def _has(record: Record, name: str, value: Any) -> bool:
    """Whether a record has a value under a name by which it may be found, however it is written."""
    return any(record.register.means_the_same(name, one, value) for one in values_under(record, name) or [None])


def _bears(record: Record, field: str, value: str) -> bool:
    """Whether a record that is not at its end has a value, however it is written; an identity it has for good."""
    register = record.register
    keeps = field == register.identity or not register.is_at_end(record.status())
    return keeps and register.means_the_same(field, record.borne(field), value)
