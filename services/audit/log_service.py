"""The log as a process keeps it: takes events in, signs, forgets what is over, and answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress

import sqlalchemy as sa

from contracts.audit import rpc
from contracts.audit.rpc import LogPageVerdict, LogStatus, VerifyLogRequest
from contracts.envelope import Event
from services.audit import (
    anomalies,
    appending,
    checkpoints,
    cosigning,
    gaps,
    key_changes,
    proofs,
    retention,
    search,
    status,
    verification,
)
from services.audit.checkpoints import Checkpoints
from services.audit.memory import Memory
from services.audit.verification import Verifier
from services.chassis.base import clock, log, metrics
from services.chassis.base.settings import Settings
from services.chassis.messaging.retry import AWAY
from services.chassis.messaging.subscriber import EventSink
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.store import Store

_log = log.get("log")
DAY, SOON, LATER = 24 * 3600.0, 60.0, 300.0
"""Seconds between two looks for what is over and between two whole verifications; from the start to the first look, and
to the first verification."""
MOST_PLACES = 10_000
"""Ends of pages that are remembered."""
BREATH = 0.5
"""Seconds between two pages of a verification that nobody waits for."""


class Stopped(Exception):
    """The service ends: what can be done again is not done to its end."""


class LogService:
    """One log in one process."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Nothing is read before `prepare`."""
        self.store, self.keys = store, key_changes.keys_of(settings)
        self.source = f"/{settings.district}/{settings.service}"
        memory = Memory(settings.home / "audit" / "checkpoints.json")
        self.checkpoints = Checkpoints(store, self.keys, memory)
        self._verifier = Verifier(store, self.keys, memory)
        self._stopping = threading.Event()
        # By where a page ended, of a log of which size: several verifications may go on at a time, and whatever is
        # forgotten in between makes the log longer.
        self._forgotten: dict[tuple[int, int], int] = {}
        self.conflicts: set[str] = set()

    def prepare(self) -> None:
        """Before anything comes in: another key than the last one's is told, and what was signed is compared."""
        key_changes.note_change(self.store, self.source, self.keys)
        self.checkpoints.wake()

    @property
    def sink(self) -> EventSink:
        """What the inbox does with its events."""
        return EventSink(self.append, self.after_commit)

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the database, or with the log in it."""
        another = self.checkpoints.fault
        return (*self.store.damage.report(), *([f"log: {another}"] if another else []))

    def append(self, tx: sa.Connection, events: Sequence[Event]) -> None:
        """Take events in, in the transaction that received them."""
        metrics.show_log_size(appending.append(tx, events).size)

    def after_commit(self, _events: Sequence[Event]) -> None:
        """What was appended is signed soon."""
        self.checkpoints.wake()

    def forget_daily(self) -> None:
        """Forget what is over, once a day, in small steps, until stopped; in a thread of its own (green or not)."""
        wait = SOON
        while not self._stopping.wait(wait):
            with suppress(StorageDamaged, *AWAY):
                self.forget()
            wait = DAY

    def forget(self) -> int:
        """Forget all that is over now; how many entries."""
        count, now = 0, clock.now()
        for kind in retention.TERMS:
            with self.store.begin_read() as tx:
                bound = retention.bound_of(tx, kind, now)
            while not self._stopping.is_set():
                with self.store.begin() as tx:
                    step = retention.forget(tx, self.source, kind, now, bound)
                count += step
                if step < retention.STEP:
                    break
        if count:
            self.checkpoints.wake()
        return count

    def verify_daily(self) -> None:
        """Verify all of the log once a day, page by page, until stopped; in a thread of its own (green or not)."""
        wait = LATER
        while not self._stopping.wait(wait):
            with suppress(StorageDamaged, Stopped, *AWAY):
                self.verify_whole()
            wait = DAY

    def verify_whole(self) -> LogPageVerdict:
        """Verify all of the log; what it shows is remembered. Raises Stopped."""
        return verification.whole(self._verify_unhurried)

    def _verify_unhurried(self, request: VerifyLogRequest) -> LogPageVerdict:
        if request.start and self._stopping.wait(BREATH):
            raise Stopped
        return self.verify(request)

    def stop(self) -> None:
        """Stop after what is in hand."""
        self._stopping.set()
        self.checkpoints.stop()

    # --- what is answered --------------------------------------------------------------------------------------------

    def search(self, request: rpc.SearchRequest) -> rpc.EntryPage:
        """Entries of a filter. Raises Invalid."""
        with self.store.begin_read() as tx:
            return search.search(tx, request)

    def trail(self, request: rpc.TrailRequest) -> rpc.EntryPage:
        """What happened to a record."""
        with self.store.begin_read() as tx:
            return search.trail(tx, request)

    def entries(self, request: rpc.EntriesRequest) -> tuple[rpc.EntryRow, ...]:
        """Entries with what they say: as many as one answer holds."""
        with self.store.begin_read() as tx:
            return search.whole(tx, request.indexes, request.ids)

    def inclusion(self, request: rpc.InclusionRequest) -> tuple[rpc.Inclusion, ...]:
        """Proofs that entries stand in the log."""
        with self.store.begin_read() as tx:
            return proofs.inclusion(tx, request)

    def consistency(self, request: rpc.ConsistencyRequest) -> rpc.ConsistencyProof:
        """The proof that the log only grew. Raises Invalid."""
        with self.store.begin_read() as tx:
            return proofs.consistency(tx, request)

    def tile(self, request: rpc.TileRequest) -> rpc.TileReply:
        """A tile's bytes."""
        with self.store.begin_read() as tx:
            return proofs.tile(tx, request)

    def checkpoint(self, request: rpc.CheckpointRequest) -> rpc.CheckpointReply:
        """The newest checkpoint, or that of a size."""
        with self.store.begin_read() as tx:
            return checkpoints.reply(tx, request.size)

    def cosign(self, request: rpc.CosignRequest) -> rpc.CheckpointReply:
        """Keep a witness's signature. Raises NotOurCheckpoint, AnotherWitness."""
        with self.store.begin() as tx:
            return cosigning.keep(tx, self.keys, request.note, request.key)

    def anomalies(self, request: rpc.AnomaliesRequest) -> rpc.AnomalyPage:
        """What is out of the common."""
        with self.store.begin_read() as tx:
            return anomalies.page(tx, request)

    def gaps(self) -> rpc.GapsReply:
        """What stands in the journals alone."""
        with self.store.begin_read() as tx:
            return gaps.gaps(tx, self.conflicts)

    def status(self) -> LogStatus:
        """How the log is."""
        with self.store.begin_read() as tx:
            return status.status(tx, self.conflicts, self.checkpoints.fault)

    def verify(self, request: VerifyLogRequest) -> LogPageVerdict:
        """A page of the verification. At its end, or at a fault, it is remembered, and every journal compared anew."""
        verdict = self._verifier.page(request)
        before = self._forgotten.get((request.size, request.start), 0) if request.start else 0
        forgotten = verdict.forgotten + before
        if verdict.upto < verdict.size and not verdict.fault:
            self._remember(verdict, forgotten)
        else:
            if verdict.fault:
                _log.error("log.changed", index=verdict.index, fault=verdict.fault)
            metrics.show_log_fault(faulty=bool(verdict.fault))
            with self.store.begin() as tx:
                status.note(tx, verdict, forgotten)
                gaps.compare_anew(tx)
        return verdict

    def _remember(self, verdict: LogPageVerdict, forgotten: int) -> None:
        """How many were forgotten up to a page's end, for its next page; of verifications long ago it is let go."""
        self._forgotten[verdict.size, verdict.upto] = forgotten
        if len(self._forgotten) > MOST_PLACES:
            del self._forgotten[next(iter(self._forgotten))]
