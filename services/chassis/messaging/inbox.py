"""A service's inbox: what listens, what checks who speaks, and what notices that something is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.wire import JsonObject
from services.chassis.base.settings import Settings
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.messaging.admission import Admission
from services.chassis.messaging.letters.desk import LetterDesk
from services.chassis.messaging.own_inbox import OwnInbox
from services.chassis.messaging.owner_events import Ask
from services.chassis.messaging.reconciliation import Present, Reconciler
from services.chassis.messaging.subscriber import EventSink, Subscriber
from services.chassis.storage.store import Store


class Inbox:
    """The inbox of one service."""

    def __init__(self, store: Store, settings: Settings, ask: Ask, sink: EventSink, present: Present) -> None:
        """`ask` puts a question to an owner; `sink` takes what comes in; `present` says what has come in."""
        name, keys = settings.service, VerifyingKeys(settings.verifying_keys)
        admission = Admission(settings.district, keys, ask)
        own = OwnInbox(settings.amqp_uri, name, settings.topology_given)
        self.letters = LetterDesk(settings.amqp_uri, name)
        self.subscriber = Subscriber(store, own, sink, admission)
        self.reconciler = Reconciler(store, name, ask, present, own, self.subscriber.arrivals)

    def start(self, spawn: Callable[..., Any]) -> None:
        """Listen and compare; `spawn` runs each in a thread of its own."""
        spawn(self.subscriber.run, identifier="subscriber")
        spawn(self.reconciler.run, identifier="reconciler")

    def stop(self) -> None:
        """Stop after the batch in hand."""
        self.reconciler.stop()
        self.subscriber.stop()

    @property
    def ready(self) -> bool:
        """Whether it listens, has everything, and has met no journal that contradicts what it has."""
        reconciler = self.reconciler
        return self.subscriber.connected and not reconciler.missing and not reconciler.conflicts

    def status(self) -> JsonObject:
        """How it is, for who asks: missing events by owner, owners that contradict themselves, forged events."""
        return {
            "connected": self.subscriber.connected,
            "missing": self.reconciler.missing,
            "conflicts": sorted(self.reconciler.conflicts),
            "forged": self.subscriber.forged,
        }
