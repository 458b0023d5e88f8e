"""What an inbox lacks of its owners' journals is noticed and fetched: a queue that is gone takes nothing with it.

Every few seconds each owner is asked which events this inbox should have had, after the place up to which it has
everything. What is not here, is not on its way and was not set aside is put into the inbox again, and goes the way of
every event: it is checked, written once, delayed or set aside.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from contracts import catalogue
from contracts.errors import Unavailable
from contracts.rpc import SealedId, SealedIds, SealedIdsRequest
from services.chassis.base import clock, log
from services.chassis.messaging import owner_events
from services.chassis.messaging.arrivals import GRACE, Arrivals
from services.chassis.messaging.own_inbox import BREAKS, OwnInbox
from services.chassis.messaging.owner_events import Ask
from services.chassis.messaging.retry import AWAY
from services.chassis.storage import inbox_state
from services.chassis.storage.sealed_journal import Head
from services.chassis.storage.store import Store

_log = log.get("reconciliation")
INTERVAL, AGAIN_AFTER = 2.0, 10.0
"""Seconds between two looks, and before an event is sent another time."""
PAGE, AT_ONCE = 1000, 500
Present = Callable[[sa.Connection, Iterable[str]], set[str]]
"""Which of these events have come in."""


@dataclass
class Reconciler:
    """Compares one inbox with its owners' journals. `run` in a thread of its own (green or not).

    conflicts  the owners whose journals are no longer those that this inbox has seen
    """

    store: Store
    name: str
    ask: Ask
    present: Present
    inbox: OwnInbox
    arrivals: Arrivals
    conflicts: set[str] = field(default_factory=set)
    _lacking: dict[str, dict[str, float]] = field(default_factory=dict)
    _sent: dict[str, set[str]] = field(default_factory=dict)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look until stopped."""
        while not self._stopping.wait(INTERVAL):
            for owner in catalogue.owners_heard_by(self.name):
                self._try(owner)

    @property
    def missing(self) -> dict[str, int]:
        """How many events are known to be missing, of each owner of whom any are."""
        return {owner: len(ids) for owner, ids in self._sent.items() if ids}

    def stop(self) -> None:
        """Stop after the look in hand."""
        self._stopping.set()

    def _try(self, owner: str) -> None:
        try:
            self.look(owner)
        except (Unavailable, *AWAY, *BREAKS) as error:
            _log.info("reconciliation.waits", owner=owner, error=type(error).__name__)

    def look(self, owner: str) -> None:
        """Compare once with one owner. Raises Unavailable, and what store and broker raise."""
        with self.store.begin_read() as tx:
            at = inbox_state.complete_upto(tx, owner)
            witness = inbox_state.witness(tx, owner, at.epoch)
        lacking, is_whole = dict[str, int](), True
        while True:
            request = SealedIdsRequest(self.name, at.epoch, at.sequence, at.chain.hex(), PAGE, witness)
            page: SealedIds = self.ask(owner, request)
            if not page.is_known:
                self._meet_another_history(owner, at, page)
                return
            absent = self._absent(page.ids)
            lacking |= absent
            is_whole = is_whole and not absent and not page.waiting
            before, at = at, Head(page.epoch, page.upto, bytes.fromhex(page.chain))
            if is_whole and at != before:
                with self.store.begin(durable=False) as tx:
                    inbox_state.mark_complete(tx, owner, at)
            if page.upto >= page.head or self._stopping.is_set():
                break
        self.conflicts.discard(owner)
        self._settle(owner, lacking)

    def _meet_another_history(self, owner: str, at: Head, page: SealedIds) -> None:
        """The owner's journal does not hold what it has shown. In another epoch it says so: all is compared anew."""
        if page.journal == at.epoch:
            if owner not in self.conflicts:
                _log.error("journal.conflict", owner=owner, epoch=at.epoch, sequence=at.sequence)
            self.conflicts.add(owner)
            return
        _log.warning("journal.new_epoch", owner=owner, epoch=page.journal, before=at.epoch)
        with self.store.begin() as tx:
            inbox_state.mark_complete(tx, owner, Head(page.journal, 0, b""))

    def _absent(self, ids: Sequence[SealedId]) -> dict[str, int]:
        """Which of these are neither here nor among the dead letters, each with its sequence."""
        sequences = {one.id: one.sequence for one in ids}
        with self.store.begin_read() as tx:
            here = self.present(tx, sequences)
            absent = {id_: at for id_, at in sequences.items() if id_ not in here}
            aside = inbox_state.are_aside(tx, absent) if absent else set()
        return {id_: at for id_, at in absent.items() if id_ not in aside}

    def _settle(self, owner: str, lacking: Mapping[str, int]) -> None:
        now, since = clock.ticks(), self._lacking.get(owner, {})
        self._lacking[owner] = {id_: since.get(id_, now) for id_ in lacking}
        overdue = [id_ for id_ in lacking if now - self._lacking[owner][id_] > GRACE]
        overdue = self._without_those_on_their_way(owner, lacking, overdue)
        sent = self._sent.setdefault(owner, set()) & set(lacking)
        self._sent[owner] = sent | set(overdue)
        if overdue:
            self._send_again(owner, overdue)

    def _without_those_on_their_way(self, owner: str, lacking: Mapping[str, int], overdue: list[str]) -> list[str]:
        """What the owner published after the newest that came in may stand in the queue behind much else."""
        overdue = [id_ for id_ in overdue if not self.arrivals.is_delayed(id_)]
        if not overdue or not self.inbox_waits():
            return overdue
        return [id_ for id_ in overdue if lacking[id_] < self.arrivals.newest.get(owner, 0)]

    def inbox_waits(self) -> bool:
        """Whether messages wait in the inbox; an inbox that is gone, or is not ours, is put right first."""
        self.inbox.ensure()
        return self.inbox.waiting() > 0

    def _send_again(self, owner: str, ids: Sequence[str]) -> None:
        _log.error("events.missing", owner=owner, events=len(ids), ids=ids[:10])
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            self.inbox.send([one for _, one in owner_events.by_id(self.ask, owner, some)])
            with self.store.begin(durable=False) as tx:
                inbox_state.count_sent_again(tx, owner, some)
            for id_ in some:
                self._lacking[owner][id_] = clock.ticks() + AGAIN_AFTER - GRACE
