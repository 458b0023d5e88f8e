"""The nameko extensions that give a service its registers with their relay, and its consumer of events."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import sqlalchemy as sa
from nameko.extensions import DependencyProvider

from contracts import catalogue
from contracts.envelope import Event
from contracts.rpc import SealedEvent, SealedJournalRequest
from services.chassis.base import key_file
from services.chassis.base.settings import SETTINGS, STORE, Settings
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.handling.audit import call_acts
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.reactions import Reactions
from services.chassis.host import calendar_watch
from services.chassis.host.own_journal import OwnJournal
from services.chassis.host.signed_rpc import Guard
from services.chassis.messaging import backfill
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.rpc_client import RpcClient
from services.chassis.messaging.subscriber import EventSink
from services.chassis.records.rules import Rules
from services.chassis.storage import replicas, room
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.history import History
from services.chassis.storage.store import Store
from services.chassis.storage.vault import Vault
from services.chassis.storage.verification import Verification

NO_REACTIONS = Reactions()


class RegisterProvider(DependencyProvider):  # type: ignore[misc]
    """A service's registers, and its journal."""

    guard = Guard()

    def __init__(self, *rules: Rules) -> None:
        """The rules of each register."""
        self.rules = rules

    def setup(self) -> None:
        """Open the registers; what an older version projected by other definitions is projected anew first."""
        settings: Settings = self.container.config[SETTINGS]
        self.store: Store = self.container.config[STORE]
        self.occupancy = room.Occupancy(self.store)
        self.journal = OwnJournal(self.store, settings)
        self.epochs, self.relay, self.trail = self.journal.epochs, self.journal.relay, self.journal.trail
        # Read when the first private text comes: services whose registers ask for none need no key.
        vault = Vault(lambda: _personal_data_key(settings), settings.service)
        self.commands = CommandService(self.store, self.rules, self.journal.sealer, vault=vault)
        self.journal.prepare()
        with suppress(StorageDamaged):  # noted by the store: the service stays up and says so
            self.commands.renew()
        # So that an event leaves at once and not at the relay's next tick.
        self.commands.after_commit = self.relay.wake

    def start(self) -> None:
        """Publish, and check what was recorded, in greenlets of our own."""
        self.guard.calls.tell = partial(call_acts.note_refusal, self.trail)
        self.journal.start(self.container.spawn_managed_thread)
        self.container.spawn_managed_thread(partial(calendar_watch.run, self.commands), identifier="calendar")

    def verify(self) -> Verification:
        """Whether the journal is what was recorded; it is told from then on. Raises what the store raises."""
        return self.journal.verify()

    def stop(self) -> None:
        """Stop publishing; what is unpublished stays in the journal."""
        self.journal.stop()

    def get_dependency(self, _worker: Any) -> RegisterProvider:
        """Itself."""
        return self

    def backlog(self) -> dict[str, Any]:
        """What waits for the broker."""
        return self.journal.backlog()


def _personal_data_key(settings: Settings) -> bytes:
    """The key for personal data that the settings name, or the home's own."""
    return settings.personal_data_key.encode() or key_file.load_or_create(
        settings.home / "secrets" / "personal-data.key"
    )


class EventConsumer(DependencyProvider):  # type: ignore[misc]
    """A service's inbox: keeps replicas of others' registers and carries out what they cause.

    What was published before the service was there it reads in the owners' journals, and carries out nothing for it.
    """

    rpc_client = RpcClient()

    def __init__(self, reactions: Reactions = NO_REACTIONS) -> None:
        """What events cause in the service's own registers."""
        self.reactions = reactions

    def setup(self) -> None:
        """Make ready to listen."""
        settings: Settings = self.container.config[SETTINGS]
        self.store: Store = self.container.config[STORE]
        self.service = settings.service
        with suppress(StorageDamaged), self.store.begin() as tx:
            replicas.renew(tx, catalogue.COPIES.get(self.service, ()))
        self.inbox = Inbox(
            self.store,
            settings,
            self.rpc_client.ask,
            EventSink(self.handle, self.after_commit),
            replicas.present,
        )

    def handle(self, tx: sa.Connection, events: Sequence[Event]) -> None:
        """Update the replicas, then carry out what the events cause, in one transaction."""
        replicas.apply_events(tx, events)
        # After the replicas: a reaction may look up what this very batch has brought.
        self.reactions.carry_out(tx, self._commands(), events)

    def after_commit(self, _events: Sequence[Event]) -> None:
        """What was caused wants to be published."""
        self._commands().after_commit()

    def _commands(self) -> CommandService:
        """Those of the provider beside it; no property: nameko looks at each before the provider is there."""
        return next(one.commands for one in self.container.dependencies if isinstance(one, RegisterProvider))

    def start(self) -> None:
        """Listen, and catch up, in greenlets of our own."""
        self.inbox.start(self.container.spawn_managed_thread)
        self.container.spawn_managed_thread(self._catch_up, identifier="catching up")

    def _catch_up(self) -> None:
        # nameko loses an answer that comes before the reply queue is there.
        self.rpc_client.listen()
        backfill.until_complete(self.store, self.service, self._read_journal, self._begin_history)

    def _read_journal(self, owner: str, after: int, most: int) -> Sequence[SealedEvent]:
        return self.rpc_client.ask(owner, SealedJournalRequest(after, most), deadline=backfill.PATIENCE)

    def _begin_history(self, owner: str) -> History:
        settings: Settings = self.container.config[SETTINGS]
        return History(f"/{settings.district}/{owner}", VerifyingKeys(settings.verifying_keys))

    def stop(self) -> None:
        """Stop after the batch in hand."""
        self.inbox.stop()

    def get_dependency(self, _worker: Any) -> Inbox:
        """The inbox."""
        return self.inbox
