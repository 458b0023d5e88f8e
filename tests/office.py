"""An office for tests: every register in one database, and a clock that moves one minute per command."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from contracts import catalogue, envelope
from contracts.envelope import Event
from contracts.forms import own_fields
from services.cases import service as cases
from services.chassis.base import ids
from services.chassis.handling.command_service import CommandService
from services.chassis.records.command import Actor, Command
from services.chassis.records.record import Record
from services.chassis.storage import journal, migrations, tables
from services.chassis.storage.store import Store
from services.chassis.storage.vault import Vault
from services.equipment import service as equipment
from services.gateway.read_model import due_dates, queries
from services.gateway.read_model.due_dates import Deadline, DueQuestion
from services.gateway.read_model.generations import deciding
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.question import Question
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.shadow import steps
from services.outreach import service as outreach
from services.training import service as training
from tests import keys
from tests.published_events import PublishedEvents

DISTRICT = "320205"
PROOF = ["a" * 64]
RULES = [rules for service in (training, outreach, equipment, cases) for rules in service.Service.provider.rules]
IN_MEMORY = "sqlite://"
READER = Actor("SYN-operator", "operator")
"""Who reads everything but private texts, and takes no step."""
VAULT = Vault(lambda: b"a key for tests, of no use elsewhere", "test")
day = dt.date.fromisoformat


def clerk_of(register: str, step: str, form: Mapping[str, Any] = MappingProxyType({})) -> Actor:
    """Somebody of the whole bureau who may take and correct a step: whom the form names as its actor, or `SYN-step`.

    A person for each step, so that all are apart.
    """
    one = catalogue.REGISTERS.get(register)
    if not one or not one.has(step):
        return Actor(f"SYN-{step}", "clerk")
    own = {name: roles for name, roles in own_fields(one.step(step).form).items() if form.get(name)}
    who = next((str(form[name]) for name in own), f"SYN-{step}")
    roles = next(map(frozenset, own.values()), frozenset()) or one.step(step).correctors & one.step(step).roles
    # A correction may move other steps too: of several roles that which may correct most of them.
    return Actor(who, max(sorted(roles), key=lambda role: sum(role in each.correctors for each in one.steps)))


def migrated_store(url: str, service: str = "gateway") -> Store:
    """A store with its schema; in memory, or in a new file, it is a copy of one that was migrated before."""
    if url == IN_MEMORY:
        return _store_of(_template(service))
    store = Store(url)
    if store.is_sqlite and not (file := Path(str(store.url.database))).exists():
        file.write_bytes(_template(service))
    else:
        migrations.migrate(store, service)
    return store


@cache
def _template(service: str) -> bytes:
    store = Store(IN_MEMORY)
    migrations.migrate(store, service)
    return _image_of(store)


def _store_of(image: bytes) -> Store:
    """A store in memory with what another one had."""
    store = Store(IN_MEMORY)
    with store.begin_read() as tx:
        _driver(tx).deserialize(image)
    return store


def _image_of(store: Store) -> bytes:
    with store.begin_read() as tx:
        image: bytes = _driver(tx).serialize()
    return image


def _driver(tx: sa.Connection) -> Any:
    """sqlite3's own connection, with no transaction open."""
    tx.rollback()
    return tx.connection.driver_connection


@cache
def published_events() -> PublishedEvents:
    """The events' document, against which each event is held that a command leaves."""
    return PublishedEvents()


@dataclass(frozen=True)
class OfficeImage:
    """An office with its store in memory as it was at one moment: from one that was set up, each test has its copy."""

    start: str
    store: bytes
    events: tuple[Event, ...]
    ticks: int


class Office:
    """Gives commands and remembers the events they left."""

    def __init__(self, store: Store | None = None, start: str = "2018-01-02", units: str = "DT DBT ZS") -> None:
        """`store`: where it works; in memory it is a copy of one that was set up before."""
        if store is None and units:
            self._resume(_set_up(start, units))
        else:
            self._begin(store or migrated_store(IN_MEMORY), start, 0)
            for code in units.split():
                self.unit(code)

    def _begin(self, store: Store, start: str, ticks: int) -> None:
        self.store, self.begins = store, start
        self.start, self.ticks = dt.datetime.fromisoformat(f"{start}T01:00:00+00:00"), itertools.count(ticks)
        self.now: dt.datetime | None = None
        self.registers = CommandService(self.store, RULES, keys.sealer(), now=self._now, vault=VAULT)
        self.events: list[Event] = []

    def _resume(self, image: OfficeImage) -> None:
        self._begin(_store_of(image.store), image.start, image.ticks)
        self.events += image.events

    @classmethod
    def like(cls, image: OfficeImage) -> Office:
        """An office that goes on where another was."""
        office = cls.__new__(cls)
        office._resume(image)
        return office

    def image(self) -> OfficeImage:
        """What it is by now; its store is in memory."""
        return OfficeImage(self.begins, _image_of(self.store), tuple(self.events), next(self.ticks))

    def _now(self) -> dt.datetime:
        return self.now or self.start + dt.timedelta(minutes=next(self.ticks))

    def unit(self, code: str, *parents: str, kind: str = "squadron", opened_on: str = "2010-01-01") -> None:
        """Set up a unit."""
        form: dict[str, Any] = {"code": code, "name": f"单位{code}", "kind": kind, "parents": list(parents)}
        self.do("training.units", "", "open", opened_on=opened_on, **form)

    def do(self, register: str, record: str, step: str, /, corrects: int | None = None, **form: Any) -> list[Event]:
        """Give a command as somebody fit for the step; the events it left."""
        return self.do_as(clerk_of(register, step, form), register, record, step, corrects, **form)

    def do_as(
        self, actor: Actor, register: str, record: str, step: str, /, corrects: int | None = None, **form: Any
    ) -> list[Event]:
        """Give a command as somebody; the events it left."""
        return self.command(
            Command(f"c{len(self.events)}-{next(self.ticks)}", register, step, form, actor, record, corrects)
        )

    def command(self, command: Command) -> list[Event]:
        """Give a command that is made already."""
        outcome = self.registers.execute(command)
        events = sorted(self._new_events(outcome.record, command), key=lambda event: event.recordversion)
        assert not (faults := [one for event in events for one in published_events().faults(event.body)]), faults
        self.events += events
        self._hear_caused(events)
        return events

    def _hear_caused(self, events: list[Event]) -> None:
        """What steps caused in other registers of their service, and what that caused: one event each."""
        for cause in events:
            register = self.registers.rules.get(cause.register)
            if not (reactions := register.caused_by(catalogue.edition_of(cause)) if register else ()):
                continue
            caused = [ids.event_id(ids.derive_id(f"{cause.id}/{number}"), 0) for number, _ in enumerate(reactions)]
            known = {event.id for event in self.events}
            with self.store.begin_read() as tx:
                rows = list(tx.scalars(sa.select(tables.journal.c.body).where(tables.journal.c.id.in_(caused))))
            more = [event for body in rows if (event := envelope.decode(body.encode())).id not in known]
            assert not (faults := [one for event in more for one in published_events().faults(event.body)]), faults
            self.events += more
            self._hear_caused(more)

    def _new_events(self, record: Record, command: Command) -> list[Event]:
        earlier = {event.id for event in self.events}
        with self.store.begin_read() as tx:
            bodies = journal.history(tx, command.register, [record.id])
        return [event for _, body in bodies if (event := envelope.decode(body.encode())).id not in earlier]

    def events_of(self, record: str) -> list[Event]:
        """The events that a record has left, in their order."""
        return [event for event in self.events if event.subject == record]

    def record(self, register: str, id_: str) -> Record:
        """A record."""
        return self.registers.record(register, id_)

    # --- what tests often need -----------------------------------------------------------------------------------

    def matter(self, unit: str = "DT", requested: str = "2017-03-01", done: str = "2017-03-08", **more: Any) -> str:
        """A matter that was asked for, accepted and done; its id."""
        events = self.do(
            "outreach.matters", "", "register", unit=unit, community="映月", matter="路灯", requested_on=requested
        )
        record = events[-1].subject
        self.do("outreach.matters", record, "accept", accepted_on=requested)
        self.do("outreach.matters", record, "finish", done_on=done, outcome="修好", **more)
        return record

    def confirm(self, record: str, on: str = "2017-03-10", *, satisfied: bool = True) -> None:
        """A resident confirms."""
        self.do("outreach.matters", record, "confirm", confirmed_on=on, satisfied=satisfied)

    def event(self, unit: str = "DT", held_on: str | None = "2017-04-01", kind: str = "fair", **more: Any) -> str:
        """A volunteer event, planned and, unless `held_on` is None, held; its id."""
        form = {"unit": unit, "title": "活动", "kind": kind, "planned_on": "2017-01-05", "planned_for": "2017-04-01"}
        record = self.do("outreach.volunteer_events", "", "plan", **form | more)[-1].subject
        if held_on:
            self.do("outreach.volunteer_events", record, "hold", held_on=held_on, minutes=90)
        return record

    def person(self, code: str, unit: str, joined: str = "2016-01-01", **more: Any) -> None:
        """A person on strength."""
        form: dict[str, Any] = {
            "code": code,
            "name": "某",
            "unit": unit,
            "role": "officer",
            "kind": "established",
            "party_member": False,
        }
        self.do("training.people", "", "join", joined_on=joined, **form | more)

    def feature(self, unit: str = "DT", applied: str = "2017-03-01", **more: Any) -> str:
        """A feature activity applied for; its id."""
        form = {"unit": unit, "title": "特色", "applied_on": applied}
        return self.do("outreach.features", "", "apply", **form | more)[-1].subject


@cache
def _set_up(start: str, units: str) -> OfficeImage:
    """An office with its units, the long way."""
    office = Office(migrated_store(IN_MEMORY), start, units)
    image = office.image()
    office.store.close()
    return image


def build_view(
    events: list[Event],
    programme: Programme,
    store: Store | None = None,
    *,
    batch: int = 7,
    district: str = DISTRICT,
) -> ReadModel:
    """A view that heard these events in this order, some at a time."""
    read_model = ReadModel(store or migrated_store("sqlite://"), programme, district, today=lambda: day("2018-01-01"))
    for start in range(0, len(events), batch):
        some = events[start : start + batch]
        with read_model.store.begin() as tx:
            read_model.handle(tx, some)
        read_model.after_commit(some)
    return read_model


def take_steps(read_model: ReadModel, most: int = 10**6, events: int = 7) -> int:
    """Build and let go of generations, some steps or all that there are; how many were taken."""
    for taken in range(most):
        if steps.step(read_model.store, read_model.district, read_model.wanted, events) is None:
            return taken
        read_model.follow()
    return most


def make_anew(read_model: ReadModel) -> None:
    """Another generation of a view, built beside it and switched to; that of before is let go of."""
    read_model.ensure_programme()
    read_model.decide(deciding.rebuild)
    take_steps(read_model)
    read_model.decide(deciding.let_go)
    take_steps(read_model)


def measure_value(read_model: ReadModel, measure: str, as_of: str = "2017-12-31", **more: Any) -> queries.Answer:
    """A measure's number."""
    with read_model.store.begin_read() as tx:
        return queries.value(tx, read_model.programme.measures[measure], make_as_of(as_of, **more))


def make_as_of(as_of: str, units: str | None = None, **more: Any) -> Question:
    """A question's frame; `units` as codes with blanks between."""
    return Question(DISTRICT, day(as_of), units=None if units is None else frozenset(units.split()), **more)


def table_rows(store: Store, table: sa.Table) -> list[Any]:
    """Every row of a table."""
    with store.begin_read() as tx:
        return list(tx.execute(sa.select(table).order_by(*table.primary_key)))


def due_until(tx: sa.Connection, district: str, by: dt.date, as_of: dt.date) -> list[Deadline]:
    """What ran on a day in a district and is due by another."""
    page = due_dates.page(tx, DueQuestion(district, as_of, by), "", 100_000, backward=False)
    return [one for one in page.deadlines if one.due <= by]
