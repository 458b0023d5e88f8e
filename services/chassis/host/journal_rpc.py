"""What every service that has a journal answers of it over RPC, so that others can compare and check."""

from __future__ import annotations

from typing import Any, Protocol

from contracts.rpc import JournalVerdict, SealedEventsRequest, SealedIdsRequest, SealedJournalRequest, VerifyRequest
from contracts.wire import JsonObject, to_plain
from services.chassis.handling import inbox_comparison
from services.chassis.host.signed_rpc import CallProvider, GuardProvider, rpc
from services.chassis.messaging.rpc_client import TraceContext
from services.chassis.storage.epochs import Epochs
from services.chassis.storage.store import Store
from services.chassis.storage.verification import Verification


class HasJournal(Protocol):
    """What answers need of a service's provider."""

    store: Store
    epochs: Epochs

    def verify(self) -> Verification:
        """Read the whole journal."""


class JournalRpc:
    """A service with a journal. Each method takes the arguments of its request in `contracts.rpc`."""

    name: str
    provider: Any
    traced = TraceContext()
    call = CallProvider()
    guard = GuardProvider()

    @property
    def _own(self) -> HasJournal:
        journal: HasJournal = self.provider
        return journal

    @rpc  # type: ignore[untyped-decorator]
    def sealed_ids(self, *payload: Any) -> JsonObject:
        """Which events an inbox should have had, after a place in the journal."""
        request = SealedIdsRequest.from_payload(payload)
        if request.witness:
            self._own.epochs.meet(request.witness)
        with self._own.store.begin_read() as tx:
            return inbox_comparison.ids_after(tx, request).to_payload()

    @rpc  # type: ignore[untyped-decorator]
    def sealed_events(self, *payload: Any) -> Any:
        """Events by their ids, each with its seal."""
        request = SealedEventsRequest.from_payload(payload)
        with self._own.store.begin_read() as tx:
            return to_plain(inbox_comparison.events(tx, request))

    @rpc  # type: ignore[untyped-decorator]
    def sealed_journal(self, *payload: Any) -> Any:
        """Events with their seals, in the order in which they were recorded."""
        request = SealedJournalRequest.from_payload(payload)
        with self._own.store.begin_read() as tx:
            return to_plain(inbox_comparison.page(tx, request))

    @rpc  # type: ignore[untyped-decorator]
    def verify(self, *payload: Any) -> JsonObject:
        """Read the whole journal: the first event that is not what was recorded is named."""
        VerifyRequest.from_payload(payload)
        verification = self._own.verify()
        return JournalVerdict(verification.checked, verification.epochs, verification.fault).to_payload()
