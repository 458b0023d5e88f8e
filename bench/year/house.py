"""A whole suite in one process: owners that decide by their rules, and a gateway that hears what they journalled.

Nothing but the broker is left out: commands go through `carry_out`, copies and reactions are the services' own, and the
home that comes of it is one on which the suite starts and finds nothing missing.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from contracts import catalogue, envelope
from contracts.envelope import Event
from contracts.errors import Problem
from contracts.forms import own_fields
from operations.year.journey import Form, Journey
from services.chassis.base import settings, signing_keys
from services.chassis.base.ids import derive_id
from services.chassis.handling.command_service import CommandService, Group, Job
from services.chassis.handling.reactions import Reactions
from services.chassis.records.command import Actor, Command
from services.chassis.storage import inbox_state, journal, migrations, replica_age, replicas, sealed_journal
from services.chassis.storage.sealer import Sealer
from services.chassis.storage.store import Store
from services.chassis.storage.tables import PUBLISHED
from services.chassis.storage.vault import Vault
from services.gateway.read_model.ledger import stamp
from services.gateway.read_model.programme import campaign
from services.gateway.read_model.question import ALWAYS
from services.gateway.read_model.read_model import ReadModel
from services.gateway.read_model.tallies import keeping

BATCH = 500
"""Events that are heard at once, as the subscriber has it."""
UNBOUNDED = "100000000"
NO_BROKER = "amqp://nobody@nowhere:5672/"


class Declined(RuntimeError):
    """The rules refused a step of the synthetic district."""


@dataclass
class Owner:
    """One service that decides."""

    name: str
    store: Store
    commands: CommandService
    reactions: Reactions
    heard_by_all: int = 0
    """Up to which position of its journal everybody has heard everything."""


class House:
    """The owners, the gateway, and what goes between them."""

    def __init__(self, home: Path, database_url: str) -> None:
        """`database_url` has `{service}` in it, or is empty for SQLite in the home."""
        environment = {"CAMPAIGN_HOME": str(home), "AMQP_URI": NO_BROKER, "REQUEST_RATE": UNBOUNDED}
        self._environment = environment | ({"DATABASE_URL": database_url} if database_url else {})
        self.owners = {name: self._open(name) for name in catalogue.SERVICES}
        self.gateway = self._store("gateway")
        self.read_model = ReadModel(self.gateway, campaign(), self.settings("gateway").district)
        self.read_model.ensure_programme()
        self._find_places()

    def settings(self, service: str) -> settings.Settings:
        """A service's settings."""
        return settings.from_environment(service, self._environment)

    def _store(self, service: str) -> Store:
        store = Store(self.settings(service).database_url)
        migrations.migrate(store, service)
        return store

    def _open(self, name: str) -> Owner:
        own, store = self.settings(name), self._store(name)
        service = importlib.import_module(f"services.{name}.service").Service
        sealer = Sealer(f"/{own.district}/{name}", signing_keys.load(own))
        commands = CommandService(store, service.provider.rules, sealer, vault=Vault(lambda: b"", name))
        commands.renew()
        consumer = getattr(service, "consumer", None)
        return Owner(name, store, commands, consumer.reactions if consumer else Reactions())

    @cached_property
    def _listeners(self) -> dict[str, tuple[str, ...]]:
        """Which owners hear each service. The audit log is none of what is measured here."""
        others = [one for one in catalogue.SUBSCRIBERS if one in self.owners]
        return {name: tuple(one for one in others if name in catalogue.owners_heard_by(one)) for name in self.owners}

    def take(self, journeys: Iterable[Journey], *, seed: int) -> int:
        """Have these records take all their steps, and everybody hear of it; how many events were heard.

        Raises Declined.
        """
        groups: dict[str, list[Group]] = {}
        for journey in journeys:
            service = journey.register.partition(".")[0]
            groups.setdefault(service, []).append(tuple(commands_of(journey, seed)))
        count = 0
        for service in sorted(groups, key=catalogue.SERVICES.index):  # who is named is there before who names them
            self.carry_out(service, groups[service])
            count += self.deliver()
        return count

    def carry_out(self, service: str, groups: Sequence[Group]) -> None:
        """Have an owner carry out groups of commands. Raises Declined."""
        for result in self.owners[service].commands.carry_out(Job(tuple(groups))):
            if isinstance(result, Problem):
                raise Declined(type(result).__name__, *result.args, result.errors)

    def settle(self) -> None:
        """Set the milestones that a gateway sets by itself once events are some minutes old."""
        model, ever = self.read_model, stamp(ALWAYS)
        is_left = True
        while is_left:
            with self.gateway.begin(durable=False) as tx:
                is_left = keeping.step(tx, model.district, model.programme, ever)

    def deliver(self) -> int:
        """Have everybody hear what is new in the journals; how many events the gateway heard."""
        count = 0
        for owner in self.owners.values():
            for events in self._new(owner):
                count += len(events)
                self._tell(owner, events)
        return count

    def _new(self, owner: Owner) -> Iterator[list[Event]]:
        while True:
            with owner.store.begin_read() as tx:
                page = journal.page(tx, owner.heard_by_all, BATCH)
            if not page:
                return
            yield [envelope.decode(body.encode()) for _, body in page]
            owner.heard_by_all = page[-1][0]
            with owner.store.begin(durable=False) as tx:
                journal.mark(tx, [position for position, _ in page], PUBLISHED)

    def _tell(self, owner: Owner, events: list[Event]) -> None:
        with owner.store.begin_read() as tx:
            head = sealed_journal.head(tx)
        with self.gateway.begin(durable=False) as tx:
            self.read_model.handle(tx, events)
            inbox_state.mark_complete(tx, owner.name, head)
        self.read_model.after_commit(events)
        for name in self._listeners[owner.name]:
            self._copy(self.owners[name], owner, [one for one in events if catalogue.receives(name, one.type)], head)

    def _copy(self, listener: Owner, owner: Owner, events: list[Event], head: sealed_journal.Head) -> None:
        with listener.store.begin(durable=False) as tx:
            if events:
                replicas.apply_events(tx, events)
                listener.reactions.carry_out(tx, listener.commands, events)
            inbox_state.mark_complete(tx, owner.name, head)
            own = [one for one in catalogue.COPIES.get(listener.name, ()) if one.startswith(f"{owner.name}.")]
            replica_age.mark_complete(tx, own)

    def _find_places(self) -> None:
        """Where each journal was left: behind what was published, of which everybody has heard."""
        for owner in self.owners.values():
            with owner.store.begin_read() as tx:
                waits = journal.backlog(tx)["oldest"]
                newest = sealed_journal.head(tx)
            owner.heard_by_all = int(waits) - 1 if waits is not None else newest.sequence

    def close(self) -> None:
        """Give the connections back."""
        for owner in self.owners.values():
            owner.store.close()
        self.gateway.close()


def commands_of(journey: Journey, seed: int) -> Iterator[Command]:
    """The commands of a journey, whose ids follow from it: carried out twice they leave what they left once."""
    for step, form in journey.steps:
        id_ = derive_id(f"year/{seed}/{journey.register}/{journey.number}/{step}")
        yield Command(id_, journey.register, step, form, actor_for(journey.register, step, form), journey.record)


def actor_for(register: str, step: str, form: Form) -> Actor:
    """Who takes a step: whom the form names as its actor, else somebody synthetic, another for each step."""
    asked = catalogue.REGISTERS[register].step(step)
    own = {name: roles for name, roles in own_fields(asked.form).items() if form.get(name)}
    who = next((str(form[name]) for name in own), f"SYN-{step}")
    roles = next((frozenset(one) for one in own.values() if one), asked.roles) & asked.roles
    return Actor(who, min(roles))
