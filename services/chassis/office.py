"""The nameko extensions that give a service its registers, its relay and its ears."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nameko.extensions import DependencyProvider

from contracts.envelope import Event
from services.chassis import journal
from services.chassis.registers import Registers
from services.chassis.relay import Relay
from services.chassis.rules import Rules
from services.chassis.settings import Settings
from services.chassis.store import Store
from services.chassis.subscriber import Handle, Subscriber

SETTINGS, STORE = "SETTINGS", "STORE"


class Office(DependencyProvider):  # type: ignore[misc]
    """A service's registers, and the relay that publishes their journal."""

    def __init__(self, *rooms: Rules) -> None:
        """The rules of each register."""
        self.rooms = rooms

    def setup(self) -> None:
        """Open the registers."""
        settings: Settings = self.container.config[SETTINGS]
        self.store: Store = self.container.config[STORE]
        source = f"/{settings.district}/{settings.service}"
        self.registers = Registers(self.store, self.rooms, source)
        self.relay = Relay(self.store, settings.service, settings.amqp_uri)
        self.registers.committed = self.relay.wake

    def start(self) -> None:
        """Publish in a greenlet of our own."""
        self.container.spawn_managed_thread(self.relay.run, identifier="relay")

    def stop(self) -> None:
        """Stop publishing; what is unpublished stays in the journal."""
        self.relay.stop()

    def get_dependency(self, _worker: Any) -> Office:
        """The office itself."""
        return self

    def backlog(self) -> dict[str, Any]:
        """What waits for the broker."""
        with self.store.read() as tx:
            return journal.backlog(tx)


class Ears(DependencyProvider):  # type: ignore[misc]
    """A service's inbox: `handle(tx, events)` writes what arrives."""

    def __init__(self, handle: Handle) -> None:
        """What to do with events."""
        self.handle = handle

    def setup(self) -> None:
        """Make ready to listen."""
        settings: Settings = self.container.config[SETTINGS]
        store: Store = self.container.config[STORE]
        self.subscriber = Subscriber(store, settings.service, settings.amqp_uri, self.handle, handled=self.handled)

    def handled(self, events: Sequence[Event]) -> None:
        """Nothing more to do after the commit."""

    def start(self) -> None:
        """Listen in a greenlet of our own."""
        self.container.spawn_managed_thread(self.subscriber.run, identifier="subscriber")

    def stop(self) -> None:
        """Stop after the batch in hand."""
        self.subscriber.stop()

    def get_dependency(self, _worker: Any) -> Subscriber:
        """The subscriber."""
        return self.subscriber
