"""Reads records within one transaction: each once, whether it is the service's own or in a replica of another's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from contracts.errors import Undefined
from contracts.register import NEW, TOGETHER, Register
from services.chassis.handling.staged_work import StagedWork
from services.chassis.records import record
from services.chassis.records.finding.finding_keys import FindingKey, values_under
from services.chassis.records.finding.newest import RecentRecord, Window, recent
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.finding.series import Place
from services.chassis.records.lookup import ReplicaAge
from services.chassis.records.record import Record
from services.chassis.storage import journal, lease, projection, replica_age, replicas
from services.chassis.storage.lists import series_rows

Comparable = Callable[[str, Collection[str]], dict[str, str]]
"""What the private texts behind tokens are compared by, as tokens."""


class TransactionLookup:
    """The `Lookup` of a transaction: histories from journal and replicas, many records at once from the projection.

    What was decided before in the same transaction and is not written yet is found as if it were.
    """

    def __init__(
        self,
        tx: sa.Connection,
        own: Container[str],
        source: str,
        *,
        staged: StagedWork | None = None,
        comparable: Comparable = lambda _sort, _tokens: {},
    ) -> None:
        """`own` are the names of the service's own registers; `source` is its CloudEvents source.

        `staged` is what was decided and not written yet; `comparable` knows the private texts.
        """
        self.comparable = comparable
        self._tx, self._own, self._source, self._staged = tx, own, source, staged or StagedWork()
        self._records: dict[tuple[str, str], Record] = {}
        self._existing: set[tuple[str, str]] = set()
        self._alone = False
        self._serials: dict[tuple[str, str], int] = {}

    def load_records(self, register: str, ids: Iterable[str]) -> None:
        """Read these records at once, if they are not here yet."""
        missing = {id_ for id_ in ids if (register, id_) not in self._records and not self._staged.has(register, id_)}
        if not missing:
            return
        bodies: dict[str, list[str]] = {id_: [] for id_ in missing}
        history = journal.history if register in self._own else replicas.history
        # In one statement, however many: the cost of a batch hardly grows with its commands.
        for id_, body in history(self._tx, register, missing):
            bodies[id_].append(body)
        of = replicas.register(register)
        self._records.update({(register, id_): record.rehydrate(of, id_, events) for id_, events in bodies.items()})

    def forget_records(self) -> None:
        """Read the records again when they are needed: another process has written."""
        self._records.clear()

    def record(self, register: str, id_: str) -> Record:
        """A record of an own register, or of a replica of another service's; without entries if there is none."""
        if (staged := self._staged.record(register, id_)) is not None:
            return staged
        self.load_records(register, [id_])
        return self._records[register, id_]

    def is_empty(self, register: str) -> bool:
        """Whether an own register has no record yet."""
        return not self._staged.all_of(register) and projection.is_empty(self._tx, register)

    def missing(self, register: str, ids: Sequence[str]) -> list[str]:
        """Which of these ids a register does not know."""
        # Only what exists is remembered: what is missing may be opened by the next command.
        here, existing = self._staged.has, self._existing
        if unsure := [id_ for id_ in ids if (register, id_) not in existing and not here(register, id_)]:
            self._existing |= {(register, id_) for id_ in projection.existing_ids(self._tx, register, unsure)}
        return [id_ for id_ in ids if not self._stands(register, id_)]

    def _stands(self, register: str, id_: str) -> bool:
        if (staged := self._staged.record(register, id_)) is not None:
            return staged.status() != NEW and not staged.voided
        return (register, id_) in self._existing

    def all_records(self, register: str) -> list[Record]:
        """All of an own register but what was voided, with their histories, in the order of their ids."""
        self._lock()
        here = [one.id for one in self._staged.all_of(register) if not one.voided]
        return self._load(register, self._with_staged(register, projection.all_ids(self._tx, register), here))

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
        self._lock()
        of, field, value = _key(register, values)
        rest = values.keys() - set(field.split(TOGETHER))
        return [
            one
            for one in self._load(register, self._ids(of, field, value))
            if all(_has(one, name, values[name]) for name in rest)
        ]

    def rows(self, register: str, **values: Any) -> list[RecordRow]:
        """The same as they stand now: one statement, however many they are and whatever was done to them."""
        self._lock()
        of, field, value = _key(register, values)
        rest = values.keys() - set(field.split(TOGETHER))
        return [
            one
            for one in self._rows(of, field, value)
            if all(of.means_the_same(name, one.get(name), values[name]) for name in rest)
        ]

    def _rows(self, of: Register, field: str, value: Any) -> list[RecordRow]:
        written = [row for row in projection.rows(self._tx, of, field, value) if not self._staged.has(of.name, row.id)]
        here = (self.record(of.name, id_) for id_ in self._found(of, field, value))
        return sorted([*written, *map(projection.row_as_read, here)], key=lambda row: row.id)

    def exists(self, register: str, but: str = "", **values: Any) -> bool:
        """Whether there is such a record, other than `but`. Raises Undefined."""
        self._lock()
        of, field, value = _whole_key(register, values)
        if self._found(of, field, value).keys() - {but}:
            return True
        # Of so many one is neither `but` nor one of which something else is decided by now.
        some = projection.some_ids(self._tx, of, field, value, self._staged.count() + 2)
        return any(id_ != but and not self._staged.has(register, id_) for id_ in some)

    def newest(self, register: str, window: Window, **values: Any) -> list[RecentRecord]:
        """The newest or the oldest such records, for what is proposed: nobody waits for it. Raises Undefined."""
        of, field, value = _whole_key(register, values)
        here = [
            recent(self.record(register, id_), key)
            for id_, key in self._found(of, field, value).items()
            if window.holds(key)
        ]
        some = [*here, *self._written(of, field, value, window)]
        return sorted(some, key=RecentRecord.place, reverse=not window.oldest)[: window.most] if here else some

    def _written(self, of: Register, field: str, value: Any, window: Window) -> list[RecentRecord]:
        """Those on which nothing else is decided by now."""
        found = projection.newest(self._tx, of, field, value, window)
        left = [one for one in found if not self._staged.has(of.name, one.id)]
        if len(found) < window.most or len(left) == len(found):
            return left
        wider = replace(window, most=window.most + self._staged.count())
        found = projection.newest(self._tx, of, field, value, wider)
        return [one for one in found if not self._staged.has(of.name, one.id)][: window.most]

    def last_serial(self, register: str, series: str) -> int:
        """The greatest serial of a series: whoever draws the next one draws alone until theirs is written."""
        self._lock()
        if (register, series) not in self._serials:
            self._serials[register, series] = series_rows.last_serial(self._tx, register, series)
        return max(self._serials[register, series], self._staged.last_serial(register, series))

    def bearers(self, register: str, place: Place) -> set[str]:
        """The records that bear, or bore, the number of a place, as they stand or were decided just now."""
        self._lock()
        return series_rows.bearers(self._tx, register, place) | self._staged.bearers(register, place)

    def _found(self, of: Register, field: str, value: Any) -> Mapping[str, FindingKey]:
        """What was decided here and is found by a value."""
        return self._staged.find(of.name, field, of.key_of(field, value))

    def _ids(self, of: Register, field: str, value: Any) -> list[str]:
        """What is found by a value, in the order of ids."""
        written = projection.where(self._tx, of, field, value)
        return self._with_staged(of.name, written, self._found(of, field, value))

    def _with_staged(self, register: str, written: Iterable[str], here: Iterable[str]) -> list[str]:
        return sorted({id_ for id_ in written if not self._staged.has(register, id_)} | set(here))

    def _lock(self) -> None:
        # Once a transaction: it holds until the transaction ends.
        if not self._alone:
            lease.advisory_lock(self._tx, f"{self._source}.where")
            self._alone = True

    def bearing(self, register: str, field: str, value: str) -> list[Record]:
        """The records that bear one of the sole values of their register, as they stand or were decided just now."""
        self._lock()
        records = self._load(register, self._ids(replicas.register(register), field, value))
        return [one for one in records if not one.voided and _bears(one, field, value)]

    def with_value(self, register: str, field: str, value: str) -> list[Record]:
        """The records of which a field of `Register.finds` has this value now: for answers, not for decisions."""
        return self._load(register, self._ids(replicas.register(register), field, value))

    def _load(self, register: str, ids: list[str]) -> list[Record]:
        self.load_records(register, ids)
        return [self.record(register, id_) for id_ in ids]


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
