"""The desk at which one transaction's commands are decided: what was read, what was told, what is written at last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.envelope import Event
from contracts.errors import KeyReused, Problem, Refused, Unknown
from contracts.forms import Form, Token
from services.chassis.records import decide, pseudonyms, record
from services.chassis.records.command import Command
from services.chassis.records.lookup import ReplicaAge
from services.chassis.records.record import Context, Data, Record, Revision
from services.chassis.records.rules import Rules
from services.chassis.storage import journal, lease, projection, replica_age, replicas
from services.chassis.storage.journal import CommandReceipt
from services.chassis.storage.vault import Vault


class Unchanged(Refused):
    """The correction says what stands already."""

    slug, zh = "unchanged", "更正内容与现有记录相同"


@dataclass(frozen=True)
class CommandOutcome:
    """A record as a command left it; `repeated`: the command had been carried out before."""

    record: Record
    repeated: bool = False

    @property
    def event(self) -> str:
        """The id of the last event it left."""
        return max(self.record.revisions, key=lambda entry: entry.version).event


@dataclass
class UnitOfWork:
    """One transaction's work. Records are read once; nothing is written before `flush`."""

    tx: sa.Connection
    rules: Mapping[str, Rules]
    source: str
    vault: Vault
    _records: dict[tuple[str, str], Record] = field(default_factory=dict)
    _changed: dict[tuple[str, str], Record] = field(default_factory=dict)
    _events: list[Event] = field(default_factory=list)
    _done: dict[str, CommandReceipt] = field(default_factory=dict)
    _here: list[str] = field(default_factory=list)
    _known: dict[tuple[str, str], bool] = field(default_factory=dict)
    _fresh: dict[str, str] = field(default_factory=dict)
    _private: dict[str, str] = field(default_factory=dict)

    def prepare(self, given: Sequence[Command]) -> None:
        """Read at once what these commands will need one by one."""
        self._done.update(journal.find_receipts(self.tx, [command.id for command in given]))
        wanted: dict[str, set[str]] = {}
        for done in self._done.values():
            wanted.setdefault(done.register, set()).add(done.record)
        for command in given:
            if command.record and command.id not in self._done:
                wanted.setdefault(command.register, set()).add(command.record)
        for register, subjects in wanted.items():
            self.load_records(register, subjects)

    def load_records(self, register: str, subjects: Iterable[str]) -> None:
        """Read these records at once, if they are not here yet."""
        missing = {subject for subject in subjects if (register, subject) not in self._records}
        if not missing:
            return
        bodies: dict[str, list[str]] = {subject: [] for subject in missing}
        source = journal.history if register in self.rules else replicas.history
        for subject, body in source(self.tx, register, missing):
            bodies[subject].append(body)
        known = replicas.register(register)
        self._records.update({(register, one): record.rehydrate(known, one, told) for one, told in bodies.items()})

    def record(self, register: str, id_: str) -> Record:
        """A record of an own register, or a copy of another service's; without entries if there is none."""
        self.load_records(register, [id_])
        return self._records[register, id_]

    def missing(self, register: str, ids: Sequence[str]) -> list[str]:
        """Which of these ids a register does not know."""
        unsure = [one for one in ids if (register, one) not in self._known]
        if unsure:
            self.flush()
            known = projection.existing_ids(self.tx, register, unsure)
            self._known.update({(register, one): True for one in known})
        return [one for one in ids if (register, one) not in self._known]

    def all_rows(self, register: str) -> list[dict[str, Any]]:
        """All of an own register but what was voided, as it stands now: id, status, unit, last value of each field."""
        self.flush()
        return projection.all_rows(self.tx, register)

    def all_records(self, register: str) -> list[Record]:
        """The same with their histories."""
        ids = [row["id"] for row in self.all_rows(register)]
        self.load_records(register, ids)
        return [self._records[register, id_] for id_ in ids]

    def replica_age(self, register: str) -> ReplicaAge | None:
        """How old the copy of another service's register is; None: the register is the service's own."""
        if register in self.rules:
            return None
        known = replica_age.of(self.tx, [register])[register]
        return ReplicaAge(known["newest"], known["heard"])

    def where(self, register: str, **values: Any) -> list[Record]:
        """The records of which these fields have these values now; the first must be one that the register `finds`.

        Whoever decides by what other records say decides alone: on PostgreSQL other processes wait until it is written.
        """
        self.flush()
        lease.advisory_lock(self.tx, f"{self.source}.where")
        (field, value), *_ = values.items()
        ids = projection.where(self.tx, replicas.register(register).name, field, str(value))
        self.load_records(register, ids)
        told = (self._records[register, id_] for id_ in ids)
        return [one for one in told if all(one.get(name) == said for name, said in values.items())]

    def pseudonymise(self, form: type[Form], data: Data) -> Data:
        """A filled form with tokens in place of what says who somebody is; the texts are kept with the command.

        Raises Masked.
        """
        pseudonyms.refuse_masks(form, data)
        told: Data = pseudonyms.map_texts(pseudonyms.shape(form), data, self._pseudonym)
        return told

    def _pseudonym(self, text: str) -> Token:
        token = self.vault.token(text)
        if not isinstance(text, Token):
            self._fresh[token] = text
        return token

    def _digest_form(self, command: Command) -> Any:
        """A command's form as its digest may keep it: nobody guesses a telephone number from that."""
        rules = self.rules.get(command.register)
        if rules is None or not rules.register.has(command.step):
            return command.form
        return pseudonyms.map_texts(
            pseudonyms.shape(rules.register.step(command.step).form), command.form, self.vault.token
        )

    def decide(self, command: Command, at: Context) -> CommandOutcome:
        """Carry out one command, or answer a repeated one as at first. Raises Problem, and leaves nothing then."""
        try:
            return self._decide(command, at)
        except Problem:
            late = {} if command.id in self._done else journal.find_receipts(self.tx, [command.id])
            if not late:
                raise
        self._done.update(late)  # another process carried it out since we looked
        self._records.clear()
        return self._decide(command, at)

    def _decide(self, command: Command, at: Context) -> CommandOutcome:
        self._fresh = {}
        digest = _digest(command, self._digest_form(command))
        if before := self._done.get(command.id):
            if before.digest != digest:
                raise KeyReused(command.id)
            return CommandOutcome(self.record(before.register, before.record).until(before.version), repeated=True)
        if command.register not in self.rules:
            raise Unknown(command.register)
        rules = self.rules[command.register]
        old = self.record(command.register, command.record) if command.record else Record(rules.register, command.id)
        entries = decide.decide(rules, old, command, at, self)
        if not entries:
            raise Unchanged(old.id)
        new = Record(old.register, old.id, (*old.revisions, *entries))
        self._stage(command, digest, new, entries)
        return CommandOutcome(new)

    def _stage(self, command: Command, digest: str, new: Record, entries: list[Revision]) -> None:
        key = (new.register.name, new.id)
        self._records[key] = self._changed[key] = new
        self._events += [_event(self.source, command, new, entry) for entry in entries]
        self._done[command.id] = CommandReceipt(digest, *key, new.version)
        self._here.append(command.id)
        self._private |= self._fresh

    def flush(self) -> None:
        """Write what was decided so far. Raises IntegrityError when another process was faster."""
        if not self._events:
            return
        journal.append(self.tx, self._events, self._done)
        projection.save(self.tx, self._changed.values())
        self.vault.keep(self.tx, self._private)
        self._events, self._changed, self._private = [], {}, {}

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is decided inside is written as one, or not at all when an error leaves it."""
        self.flush()
        before = len(self._here)
        try:
            with self.tx.begin_nested():
                yield
                self.flush()
        except BaseException:
            self._forget(before)
            raise

    def _forget(self, before: int) -> None:
        """Drop from memory what the database no longer holds; the rest is read again when it is needed."""
        for id_ in self._here[before:]:
            del self._done[id_]
        del self._here[before:]
        self._events, self._changed, self._private = [], {}, {}
        self._records.clear()
        self._known.clear()


def _digest(command: Command, form: Any) -> str:
    said = [command.register, command.record, command.step, form, command.corrects]
    return hashlib.blake2b(orjson.dumps(said, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def _event(source: str, command: Command, told: Record, entry: Revision) -> Event:
    return Event(
        entry.event,
        source,
        told.register.type_of(entry.step),
        told.id,
        entry.at.now,
        entry.on,
        entry.version,
        entry.place,
        entry.unit,
        entry.at.actor,
        entry.level,
        entry.data,
        entry.counits,
        command.correlation or command.id,
        command.causation,
        command.trace,
    )
