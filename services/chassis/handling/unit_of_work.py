"""The unit of work: one transaction's commands, decided one after the other and written together."""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from contracts import comparison, entry, evidence_levels
from contracts.envelope import Event
from contracts.errors import Forbidden, KeyReused, Problem, Refused, Unknown
from contracts.register import Step
from services.chassis.base import ids
from services.chassis.handling import event_size, receipts
from services.chassis.handling.pseudonymiser import Pseudonymiser
from services.chassis.handling.receipts import Receipts
from services.chassis.handling.record_lookup import Comparable, TransactionLookup
from services.chassis.handling.staged_work import StagedWork
from services.chassis.records import authorization
from services.chassis.records.calendar import Calendar
from services.chassis.records.calendars.recount import ACTOR, Recounter, YearChange, recount
from services.chassis.records.command import Actor, Command
from services.chassis.records.decide import decide
from services.chassis.records.lookup import DecisionPorts
from services.chassis.records.record import Context, Record, Revision
from services.chassis.records.rules import Rules
from services.chassis.storage import projection
from services.chassis.storage.journal import CommandReceipt
from services.chassis.storage.sealer import Sealer
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
        return max(self.record.revisions, key=lambda revision: revision.version).event


class UnitOfWork:
    """Decides commands and writes what they leave. Nothing is written before `flush`, and nothing asked after it."""

    def __init__(self, tx: sa.Connection, rules: Mapping[str, Rules], sealer: Sealer, vault: Vault) -> None:
        """`rules` are those of the service's own registers; `sealer` writes its journal."""
        self.calendar: Calendar | None = None
        self.rules, self._tx, self._sealer, self._vault = rules, tx, sealer, vault
        self._receipts, self._staged, self._private = Receipts(tx), StagedWork(), Pseudonymiser(vault)
        self.lookup = TransactionLookup(tx, rules, sealer.source, staged=self._staged, comparable=_loosely(self))

    def prepare(self, commands: Sequence[Command]) -> None:
        """Read at once what these commands will need one by one."""
        needed: dict[str, set[str]] = {}
        repeated = self._receipts.read([command.id for command in commands])
        for receipt in repeated.values():
            needed.setdefault(receipt.register, set()).add(receipt.record)
        for command in commands:
            if command.record and command.id not in repeated:
                needed.setdefault(command.register, set()).add(command.record)
        for register, some in needed.items():
            self.lookup.load_records(register, some)

    def execute(self, command: Command, at: Context) -> CommandOutcome:
        """Carry out one command, or answer a repeated one as at first. Raises Problem, and leaves nothing then."""
        try:
            return self._execute(command, at)
        except Problem:
            # It may be refused because another process has carried it out since `prepare` looked.
            if self._receipts.get(command.id) or not self._receipts.read([command.id]):
                raise
        self.lookup.forget_records()
        return self._execute(command, at)

    def _execute(self, command: Command, at: Context) -> CommandOutcome:
        if receipt := self._receipts.get(command.id):
            self._admit_repetition(command)
            return self._repeat(command, receipt)
        if command.register not in self.rules:
            raise Unknown(command.register)
        rules = self.rules[command.register]
        old = self._record(command, rules)
        self._private = private = Pseudonymiser(self._vault)
        revisions = decide(rules, old, command, at, DecisionPorts(self.lookup, private.pseudonymise))
        if not revisions:
            raise Unchanged(old.id)
        new = Record(old.register, old.id, (*old.revisions, *revisions))
        events = [
            event_size.with_bytes(event_of(self._sealer.source, command, new, one), one.step) for one in revisions
        ]
        receipt = CommandReceipt(self._digest(command), new.register.name, new.id, new.version)
        if not any(rules.caused_by(one.step) for one in revisions):
            self._receipts.add(command.id, receipt)
            self._staged.add(new, events, private.texts)
            return CommandOutcome(new)
        # What a step causes is refused with it: then nothing of either stands.
        with self.savepoint():
            self._receipts.add(command.id, receipt)
            self._staged.add(new, events, private.texts)
            self._carry_out_caused(rules, revisions, events, at)
        return CommandOutcome(new)

    def _carry_out_caused(
        self, rules: Rules, revisions: Sequence[Revision], events: Sequence[Event], at: Context
    ) -> None:
        """What steps cause in other registers of the service. Raises Problem."""
        for revision, event in zip(revisions, events, strict=True):
            for number, reaction in enumerate(rules.caused_by(revision.step) if is_new(event) else ()):
                if request := reaction(event, self.lookup):
                    command = request.command(event, number)
                    self._execute(command, command.context(at.now, at.calendar))

    def recount(self, record: Record, change: YearChange, now: dt.datetime) -> Record:
        """Count a record's due dates again because of a year, and stage what moves; the record as it is then.

        Raises Problem where an event would be too long: then nothing of it stands.
        """
        # Once for each state of a record: what was counted since by the calendar that holds moves no more.
        id_ = ids.derive_id(f"{change.id}/{record.register.name}/{record.id}/{record.version}")
        new = self.dry_recount(record, change, now, id_)
        added = [one for one in new.revisions if one.version > record.version]
        if added:
            command = Command(
                id_, record.register.name, "", {}, Actor(ACTOR, authorization.CAUSED), causation=change.id
            )
            events = [
                event_size.with_bytes(event_of(self._sealer.source, command, new, one), one.step) for one in added
            ]
            self._staged.add(new, events, {})
        return new

    def dry_recount(self, record: Record, change: YearChange, now: dt.datetime, id_: str = "") -> Record:
        """A record as it would be with its due dates counted again; nothing is staged."""
        # What was recorded holds tokens already: nothing private comes in.
        ports = DecisionPorts(self.lookup, Pseudonymiser(self._vault).pseudonymise)
        return recount(Recounter(self.rules[record.register.name], change, ports), record, id_, now)

    def has_carried_out(self, command: Command) -> bool | None:
        """Whether a command that was prepared said just this when it was carried out; None: it never was."""
        if (receipt := self._receipts.get(command.id)) is None:
            return None
        return self._says_the_same(command, receipt)

    def record_of(self, command: Command) -> str:
        """The record of a command that had been carried out before; empty where it had not."""
        receipt = self._receipts.get(command.id)
        return receipt.record if receipt else ""

    def _says_the_same(self, command: Command, receipt: CommandReceipt) -> bool:
        """Whether a command says what was carried out under its id: by its texts as they come in, or to the letter.

        To the letter were they compared before there was a rule of entry.
        """
        return receipt.digest in (self._digest(command), self._digest_of(command, command.form))

    def _digest(self, command: Command) -> str:
        return self._digest_of(command, entry.enter_all(command.form))

    def _digest_of(self, command: Command, form: Any) -> str:
        step, private = self._step(command), Pseudonymiser(self._vault)
        return receipts.digest(command, private.for_digest(step, form) if step else form)

    def _admit_repetition(self, command: Command) -> None:
        """Who repeats a command must be one who could have given it: the answer shows the record. Raises Forbidden."""
        if step := self._step(command):
            authorization.admit(step, command.actor.role, corrects=command.corrects is not None)
        # The id of a release follows from what it releases: here anybody may ask, of whatever unit.
        within = command.actor.within if command.releases else None
        if within is not None and (unit := self.lookup.record(command.register, command.record).unit) not in within:
            raise Forbidden(command.step, unit)

    def _step(self, command: Command) -> Step | None:
        """The step that a command names; None where no register of the service has it."""
        rules = self.rules.get(command.register)
        return rules.register.step(command.step) if rules and rules.register.has(command.step) else None

    def _repeat(self, command: Command, receipt: CommandReceipt) -> CommandOutcome:
        """The record as the command left it at first. Raises KeyReused."""
        if not self._says_the_same(command, receipt):
            raise KeyReused(receipt.register, receipt.record)
        record = self.lookup.record(receipt.register, receipt.record)
        return CommandOutcome(record.until(receipt.version), repeated=True)

    def comparable(self, sort: str, tokens: Collection[str]) -> dict[str, str]:
        """What private texts are compared by, as tokens: those that were kept, and those that are coming in."""
        texts = self._vault.texts(self._tx, tokens) | self._staged.texts | self._private.texts
        return {one: self._vault.token(comparison.KEYS[sort](texts[one])) for one in tokens if one in texts}

    def _record(self, command: Command, rules: Rules) -> Record:
        """The record that a command is about; one that it opens has the command's id, unless its form holds one."""
        if command.record:
            return self.lookup.record(command.register, command.record)
        return Record(rules.register, command.id)

    def flush(self) -> None:
        """Write what was decided. Raises IntegrityError when another process was faster."""
        if not (events := self._staged.events()):
            return
        # One statement a table, however many commands; the journal first, whose indexes say who was faster.
        self._sealer.append(self._tx, events, self._receipts.all())
        projection.save_own(self._tx, self._staged.records())
        self._vault.keep(self._tx, self._staged.texts)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is decided inside stands as one, or not at all when an error leaves it: none of it was written yet."""
        receipts_mark, mark = self._receipts.mark(), self._staged.mark()
        try:
            yield
        except BaseException:
            self._receipts.roll_back(receipts_mark)
            self._staged.roll_back(mark)
            raise


def _loosely(unit: UnitOfWork) -> Comparable:
    """Asks a unit of work that is held by whoever works with it, and not by what it asks: held both ways, all that a
    transaction decided would stay in memory until the interpreter looks for circles, which is seldom.
    """
    held = weakref.WeakMethod(unit.comparable)

    def ask(sort: str, tokens: Collection[str]) -> dict[str, str]:
        answer = held()
        return answer(sort, tokens) if answer else {}

    return ask


def is_new(event: Event) -> bool:
    """Whether an event tells of a step that was taken, and corrects none: a correction causes nothing."""
    return event.place in (0, event.recordversion)


def event_of(source: str, command: Command, record: Record, revision: Revision) -> Event:
    """The event that publishes a revision."""
    return Event(
        revision.event,
        source,
        record.register.type_of(revision.step),
        record.id,
        revision.at.now,
        revision.on,
        revision.version,
        revision.place,
        revision.unit,
        revision.at.actor,
        evidence_levels.countable_level(revision.level, imported=False, actor=revision.at.actor),
        revision.data,
        revision.counits,
        command.correlation or command.id,
        command.causation,
        command.trace,
        revision.step.version,
        revision.at.post,
        revision.at.on_behalf_of,
        revision.at.imported,
        revision.releases,
        revision.reason,
    )
