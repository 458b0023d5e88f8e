"""Carries out commands: load, decide, save, journal, in one transaction; there is no second way to publish an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import sqlalchemy as sa

from contracts import entry
from contracts.errors import Conflict, Problem, Unknown
from contracts.register import Register
from services.chassis.base import clock, failpoints, log
from services.chassis.handling.calendars.known_calendar import KnownCalendar
from services.chassis.handling.group_commit import GroupCommit
from services.chassis.handling.masking import Masker
from services.chassis.handling.record_lookup import TransactionLookup
from services.chassis.handling.unit_of_work import CommandOutcome, UnitOfWork
from services.chassis.messaging.retry import AWAY
from services.chassis.records import separation
from services.chassis.records.calendar import Calendar
from services.chassis.records.command import Actor, Command
from services.chassis.records.finding.mentions import Key
from services.chassis.records.record import Record
from services.chassis.records.rules import Rules
from services.chassis.storage import journal, projection, projection_version, refusals, vault
from services.chassis.storage.lists import mention_reading, reading, task_reading
from services.chassis.storage.lists.mention_reading import NamingPart
from services.chassis.storage.lists.question import ListPage, ListQuestion
from services.chassis.storage.lists.task_reading import TaskPart, TaskQuestion
from services.chassis.storage.sealer import Sealer
from services.chassis.storage.store import Store
from services.chassis.storage.vault import Vault

_log = log.get("commands")
Group = tuple[Command, ...]
Result = list[CommandOutcome] | Problem
RulesByRegister = Mapping[str, Rules]
NO_VAULT = Vault()


@dataclass(frozen=True)
class Job:
    """Groups of commands; each group stands or falls as one, and with `whole` all of them do.

    The commands of a group after the first may leave `record` empty: they mean the record that the first one opened.
    """

    groups: tuple[Group, ...]
    whole: bool = False
    dry: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is one command, which needs no savepoint: a refusal leaves nothing to take back."""
        return len(self.groups) == 1 and len(self.groups[0]) == 1 and not self.dry

    def is_rolled_back(self, results: Sequence[Result]) -> bool:
        """Whether nothing that it did stands: it was only tried, or one of its groups was refused."""
        return self.dry or (self.whole and any(isinstance(result, Problem) for result in results))


class _RolledBack(Exception):
    """A job is rolled back on purpose: a dry run, or one of its groups was refused."""


class CommandService:
    """The registers of one service."""

    def __init__(
        self,
        store: Store,
        rules: Iterable[Rules],
        sealer: Sealer,
        *,
        now: Callable[[], dt.datetime] = clock.now,
        vault: Vault = NO_VAULT,
    ) -> None:
        """`sealer` writes the journal; `now` tells the time; `vault` has the key for personal data."""
        self.store, self._sealer, self._now, self.vault = store, sealer, now, vault
        self.rules = {one.register.name: one for one in rules}
        self.known_calendar = KnownCalendar()
        self.after_commit: Callable[[], None] = lambda: None
        self._commit: GroupCommit[Job, list[Result]] = GroupCommit(self._work, away=AWAY)

    def execute(self, command: Command) -> CommandOutcome:
        """Carry out one command. Raises Problem."""
        (result,) = self.carry_out(Job(((command,),)))
        return _unwrap(result)[0]

    def carry_out(self, job: Job) -> list[Result]:
        """Carry out a job; a result a group."""
        try:
            return self._commit(job)
        # The record's history allows each version once: whoever wrote second is refused, and nothing of theirs stands.
        except sa.exc.IntegrityError:
            return [Conflict("written by another process at the same moment") for _ in job.groups]
        except sa.exc.DBAPIError as error:
            if (problem := refusals.problem_of(error)) is None:
                raise
            _log.error("store.refused", slug=problem.slug, error=type(error).__name__, detail=str(error)[:200])
            return [problem for _ in job.groups]

    def _work(self, jobs: list[Job]) -> list[list[Result]]:
        at = self._now()
        with self.store.begin() as tx:
            unit = self._unit_of_work(tx)
            unit.prepare([command for job in jobs for group in job.groups for command in group])
            unit.calendar = self.known_calendar.calendar(tx, self.lookup(tx))
            results = [_run_job(unit, job, at) for job in jobs]
            unit.flush()
            failpoints.reach("registers.written")
        failpoints.reach("registers.committed")
        self.after_commit()
        return results

    def count_receipts(self, groups: Iterable[Sequence[Command]]) -> list[int]:
        """How many commands of each group were carried out, saying just this; 0 where one said something else."""
        asked = [tuple(group) for group in groups]
        with self.store.begin_read() as tx:
            unit = self._unit_of_work(tx)
            unit.prepare([command for group in asked for command in group])
            return [_count_receipts(unit, group) for group in asked]

    def _unit_of_work(self, tx: sa.Connection) -> UnitOfWork:
        return UnitOfWork(tx, self.rules, self._sealer, self.vault)

    def next_steps(self, record: Record) -> list[str]:
        """The steps that a record offers: those that may come next, and make sense as it stands."""
        return self.rules[record.register.name].next_steps(record)

    def recounting(self, tx: sa.Connection) -> UnitOfWork:
        """A unit of work for due dates that a year moves; whoever asks for it flushes it."""
        return self._unit_of_work(tx)

    def calendar(self) -> Calendar:
        """The calendar that holds now, with the years that were confirmed."""
        with self.store.begin_read() as tx:
            return self.known_calendar.calendar(tx, self.lookup(tx))

    def now(self) -> dt.datetime:
        """The moment, as this service tells it."""
        return self._now()

    def lookup(self, tx: sa.Connection) -> TransactionLookup:
        """Reads own records and replicas in a transaction."""
        return TransactionLookup(tx, self.rules, self._sealer.source)

    def carry_out_within(self, tx: sa.Connection, commands: Sequence[Command]) -> list[CommandOutcome]:
        """Carry out commands in a transaction that does other work too. Raises Problem: then all of it is undone."""
        unit, at = self._unit_of_work(tx), self._now()
        unit.prepare(commands)
        calendar = self.known_calendar.calendar(tx, self.lookup(tx))
        outcomes = [
            unit.execute(_with_record_id(self.rules, command), command.context(at, calendar)) for command in commands
        ]
        unit.flush()
        return outcomes

    def record(self, register: str, id_: str) -> Record:
        """A record with its history. Raises Unknown."""
        with self.store.begin_read() as tx:
            record = self.lookup(tx).record(self.find_register(register).name, id_)
        if not record.version:
            raise Unknown(register, id_)
        return record

    def find_register(self, register: str) -> Register:
        """An own register by name. Raises Unknown."""
        if register not in self.rules:
            raise Unknown(register)
        return self.rules[register].register

    def page(self, register: str, *, within: dict[str, Any], after: str, most: int) -> list[dict[str, Any]]:
        """Records of a register in the order of their ids."""
        name = self.find_register(register).name
        with self.store.begin_read() as tx:
            return projection.page(tx, name, within=within, after=after, most=most)

    def list_page(self, question: ListQuestion) -> ListPage:
        """Records of an own register, as a list shows them. Raises Unknown."""
        self.find_register(question.register)
        with self.store.begin_read() as tx:
            return reading.page(tx, question)

    def tasks(self, actor: Actor, question: Callable[[frozenset[str]], TaskQuestion]) -> dict[str, TaskPart]:
        """What waits for somebody; the question is put for who knows of which units they are today."""
        with self.store.begin_read() as tx:
            return task_reading.read(tx, question(self._units_of(tx, actor)))

    def mentions(self, named: Key, registers: Iterable[str], most: int) -> dict[str, NamingPart]:
        """What names a record in some own registers: of each the newest, and how many."""
        with self.store.begin_read() as tx:
            return {register: mention_reading.read(tx, named, register, most) for register in registers}

    def units_of(self, actor: Actor) -> frozenset[str]:
        """The units whose business is somebody's own today."""
        with self.store.begin_read() as tx:
            return self._units_of(tx, actor)

    def _units_of(self, tx: sa.Connection, actor: Actor) -> frozenset[str]:
        return frozenset(separation.units_of(actor, clock.day_of(self._now()), self.lookup(tx)))

    def rows(self, register: str, ids: Iterable[str]) -> list[dict[str, Any]]:
        """Records of an own register as lists have them. Raises Unknown."""
        name = self.find_register(register).name
        with self.store.begin_read() as tx:
            return projection.some_rows(tx, name, ids)

    def records(self, register: str, ids: Iterable[str]) -> list[Record]:
        """The records of a register that have these ids."""
        name = self.find_register(register).name
        with self.store.begin_read() as tx:
            lookup = self.lookup(tx)
            lookup.load_records(name, ids)
            return [one for id_ in ids if (one := lookup.record(name, id_)).version]

    def masker_for(self, actor: Actor | None, tokens: Iterable[str]) -> Masker:
        """What a person may read of the private texts behind some tokens."""
        if not (unique := set(tokens)):
            return Masker(actor, {})
        with self.store.begin_read() as tx:
            return Masker(actor, self.vault.texts(tx, unique))

    def forget(self, token: str) -> bool:
        """Delete a private text for good; whether there was one. The events that carry its token stand.

        Raises InsufficientStorage, UnwritableStorage.
        """
        with refusals.as_problems(), self.store.begin() as tx:
            return vault.forget(tx, token)

    def rebuild(self) -> dict[str, Any]:
        """Write the projection of the own registers again from the journal, in one transaction.

        Raises InsufficientStorage, UnwritableStorage.
        """
        with refusals.as_problems(), self.store.begin() as tx:
            before = projection.digest(tx, self.rules)
            projection.clear(tx, self.rules)
            count = sum(self._project(tx, register) for register in self.rules)
            after = projection.digest(tx, self.rules)
        return {"records": count, "before": before, "after": after, "same": before == after}

    def _project(self, tx: sa.Connection, register: str) -> int:
        return projection.save_all(tx, self._load_records(tx, register), projection.save_own)

    def renew(self) -> list[str]:
        """Project anew the own registers that another version projected by other definitions; which those were."""
        own = [rules.register for rules in self.rules.values()]
        with self.store.begin() as tx:
            renewed = projection_version.renew(tx, own, lambda name: self._load_records(tx, name), projection.save_own)
            self.report_clashes(tx, renewed)
        return renewed

    def report_clashes(self, tx: sa.Connection, registers: Iterable[str]) -> None:
        """Say which records bear what one alone may bear, recorded before it was asked: a person decides which goes."""
        for register in (self.rules[name].register for name in registers):
            for field, key, ids in projection.clashes(tx, register):
                _log.warning("unique.clash", register=register.name, field=field, key=key, records=ids)

    def _load_records(self, tx: sa.Connection, register: str) -> Iterator[Record]:
        """Every record of a register with its history: some hundreds at a time in memory, and in one statement."""
        ids = iter(journal.subjects(tx, register))
        while some := list(islice(ids, projection.AT_ONCE)):
            lookup = self.lookup(tx)
            lookup.load_records(register, some)
            yield from (lookup.record(register, id_) for id_ in some)


def _run_job(unit: UnitOfWork, job: Job, now: dt.datetime) -> list[Result]:
    if job.plain:
        return [_run_group(unit, job.groups[0], now)]
    results: list[Result] = []
    with suppress(_RolledBack), unit.savepoint():
        for group in job.groups:
            # Whoever asks meanwhile is answered; who writes waits for the commit, as on a database of one writer.
            clock.pause(0)
            results.append(_run_isolated(unit, group, now))
        if job.is_rolled_back(results):
            raise _RolledBack
    return results


def _run_isolated(unit: UnitOfWork, group: Group, now: dt.datetime) -> Result:
    """A group of its own: what it began is taken back when one of its commands is refused."""
    if len(group) == 1:
        return _run_group(unit, group, now)
    try:
        with unit.savepoint():
            return _unwrap(_run_group(unit, group, now))
    except Problem as problem:
        return problem


def _unwrap(result: Result) -> list[CommandOutcome]:
    """What was done. Raises Problem."""
    if isinstance(result, Problem):
        raise result
    return result


def _run_group(unit: UnitOfWork, group: Group, now: dt.datetime) -> Result:
    outcomes: list[CommandOutcome] = []
    for number, command in enumerate(group):
        try:
            named = replace(command, record=outcomes[0].record.id) if outcomes and not command.record else command
            outcomes.append(unit.execute(_with_record_id(unit.rules, named), command.context(now, unit.calendar)))
        except Problem as problem:
            problem.step = number
            return problem
    return outcomes


def _count_receipts(unit: UnitOfWork, group: Group) -> int:
    answers = [unit.has_carried_out(command) for command in _named(unit, group)]
    return 0 if False in answers else answers.count(True)


def _named(unit: UnitOfWork, group: Group) -> Iterator[Command]:
    """The commands of a group as they were carried out: those after the first bear the record that it opened."""
    opened = unit.record_of(group[0]) if group else ""
    for number, command in enumerate(group):
        named = replace(command, record=opened) if number and not command.record else command
        yield _with_record_id(unit.rules, named)


def _with_record_id(rules_by_register: RulesByRegister, command: Command) -> Command:
    """The command with the record's id where the form itself holds it (a unit's code, a person's)."""
    rules = rules_by_register.get(command.register)
    if command.record or rules is None or not rules.register.identity:
        return command
    code = command.form.get(rules.register.identity) if isinstance(command.form, dict) else None
    named = ""
    with suppress(entry.NotText):  # what is no text is no id: the form says so, by its field
        named = entry.enter_code(code) if isinstance(code, str) else ""
    return replace(command, record=named) if named else command
