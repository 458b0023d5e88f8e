"""The audit service."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from nameko.extensions import DependencyProvider

from contracts import catalogue
from contracts.audit import rpc as messages
from contracts.rpc import PROTOCOL, Pulse, PulseRequest
from contracts.wire import JsonObject, to_plain
from services.audit import appending
from services.audit.log_service import LogService
from services.chassis.base import clock
from services.chassis.base.settings import SETTINGS, STORE
from services.chassis.host.answers import answer
from services.chassis.host.dead_letter_rpc import DeadLetterRpc
from services.chassis.host.signed_rpc import CallProvider, GuardProvider, rpc
from services.chassis.messaging.inbox import Inbox
from services.chassis.messaging.rpc_client import RpcClient, TraceContext
from services.chassis.storage import room
from services.chassis.storage.damage import StorageDamaged


class LogProvider(DependencyProvider):  # type: ignore[misc]
    """The log, and the inbox that fills it."""

    rpc_client = RpcClient()

    def setup(self) -> None:
        """Open the log."""
        store, settings = self.container.config[STORE], self.container.config[SETTINGS]
        self.log, self.occupancy = LogService(store, settings), room.Occupancy(store)
        with suppress(StorageDamaged):  # noted by the store: the service stays up and says so
            self.log.prepare()
        self.inbox = Inbox(store, settings, self.rpc_client.ask, self.log.sink, appending.present)
        self.log.conflicts = self.inbox.reconciler.conflicts

    def start(self) -> None:
        """Listen, sign, forget and verify, in greenlets of our own."""
        spawn = self.container.spawn_managed_thread
        # nameko loses an answer that comes before the reply queue is there.
        self.rpc_client.listen()
        self.inbox.start(spawn)
        spawn(self.log.checkpoints.run, identifier="checkpoints")
        spawn(self.log.forget_daily, identifier="retention")
        spawn(self.log.verify_daily, identifier="verification")

    def stop(self) -> None:
        """Stop after what is in hand."""
        self.inbox.stop()
        self.log.stop()

    def get_dependency(self, _worker: Any) -> LogProvider:
        """Itself."""
        return self


class Service(DeadLetterRpc):
    """Keeps every event of the suite in a log that shows when it was altered. Each method takes the arguments of its
    request in `contracts.audit.rpc`.
    """

    name = catalogue.AUDIT
    provider = LogProvider()
    traced = TraceContext()
    call = CallProvider()
    guard = GuardProvider()

    def own_inbox(self) -> Inbox:
        """The inbox that every event comes into."""
        inbox: Inbox = self.provider.inbox
        return inbox

    @rpc  # type: ignore[untyped-decorator]
    def search(self, *payload: Any) -> JsonObject:
        """Entries of a filter, the newest first."""
        return answer(self.provider.log.search, messages.SearchRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def trail(self, *payload: Any) -> JsonObject:
        """All that happened to a record."""
        return answer(self.provider.log.trail, messages.TrailRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def entries(self, *payload: Any) -> Any:
        """Entries with what they say."""
        return to_plain(self.provider.log.entries(messages.EntriesRequest.from_payload(payload)))

    @rpc  # type: ignore[untyped-decorator]
    def inclusion(self, *payload: Any) -> Any:
        """Proofs that entries stand in the log."""
        return to_plain(self.provider.log.inclusion(messages.InclusionRequest.from_payload(payload)))

    @rpc  # type: ignore[untyped-decorator]
    def consistency(self, *payload: Any) -> JsonObject:
        """The proof that the log only grew."""
        return answer(self.provider.log.consistency, messages.ConsistencyRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def checkpoint(self, *payload: Any) -> JsonObject:
        """What was signed of the log."""
        return answer(self.provider.log.checkpoint, messages.CheckpointRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def tile(self, *payload: Any) -> JsonObject:
        """A tile's bytes."""
        return answer(self.provider.log.tile, messages.TileRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def cosign(self, *payload: Any) -> JsonObject:
        """Keep a witness's signature."""
        return answer(self.provider.log.cosign, messages.CosignRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def anomalies(self, *payload: Any) -> JsonObject:
        """What is out of the common."""
        return answer(self.provider.log.anomalies, messages.AnomaliesRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def gaps(self, *payload: Any) -> JsonObject:
        """What stands in the journals and not in the log."""
        messages.GapsRequest.from_payload(payload)
        return self.provider.log.gaps().to_payload()

    @rpc  # type: ignore[untyped-decorator]
    def status(self, *payload: Any) -> JsonObject:
        """How the log is."""
        messages.StatusRequest.from_payload(payload)
        return self.provider.log.status().to_payload()

    @rpc  # type: ignore[untyped-decorator]
    def verify_log(self, *payload: Any) -> JsonObject:
        """A page of the verification."""
        return answer(self.provider.log.verify, messages.VerifyLogRequest.from_payload(payload))

    @rpc  # type: ignore[untyped-decorator]
    def pulse(self, *payload: Any) -> JsonObject:
        """That the service lives, and how its inbox and its log are."""
        PulseRequest.from_payload(payload)
        log, inbox = self.provider.log, self.provider.inbox
        refusals, unsigned = self.guard.refusals, self.guard.accepts_unsigned
        disk, faults = room.look(log.store), log.faults()
        ready = not faults and disk.suffices and inbox.ready
        pulse = Pulse(ready, clock.now().isoformat(), None, {}, faults, PROTOCOL, refusals, unsigned)
        stored = self.provider.occupancy.size()
        return replace(pulse, inbox=inbox.status(), disk=disk, stored=stored).to_payload()
