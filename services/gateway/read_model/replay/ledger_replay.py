"""Writes a district's ledger again from copied journals."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from contracts import catalogue, envelope
from contracts.errors import Problem
from services.chassis.storage import lease
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger, ledger_version, projections
from services.gateway.read_model.changes import change_rows
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.replay import orphans
from services.gateway.read_model.replay.spool import EventSpool


class NotReplayed(Problem):
    """The ledger could not be written again; it is as it was."""

    slug, zh = "not-replayed", "未能重建账本；账本保持原样"


class OnlyHere(Problem):
    """Events of the view stand in no journal any more; writing it again would drop them. It is as it was."""

    slug, zh, status = "only-here", "部分事件仅存于视图，重建将使其不再计入；账本保持原样", 409


@dataclass(frozen=True)
class Fingerprints:
    """Fingerprints of the ledger before and after, and the number of the last writing."""

    before: str
    after: str
    written: int


Replay = Callable[[Store, str, Programme, EventSpool, Collection[str]], Fingerprints]


def replay_here(
    store: Store, district: str, programme: Programme, copied: EventSpool, set_aside: Collection[str]
) -> Fingerprints:
    """Write the ledger again, in one transaction: readers see the old one until its end.

    What came in after its journal was copied is written again from the ledger; of the rest, the events with the ids in
    `set_aside` are kept where they count no more.
    """
    with store.begin() as tx:
        # No subscriber may write between reading what is late and clearing: it takes the same lock.
        lease.advisory_lock(tx, catalogue.inbox("gateway"))
        before, in_journals = projections.digest(tx, district, programme), copied.hashes()
        bodies = [row.body for row in ledger.all_bodies(tx, district) if row.id not in in_journals]
        beside = [envelope.decode(body.encode()) for body in bodies]
        projections.clear(tx, district)
        written = 0
        for events in (*copied.batches(), [event for event in beside if event.id not in set_aside]):
            written = ledger_version.increment(tx)
            projections.put(tx, district, programme, events)
        change_rows.put(tx, district, programme.measures)
        orphans.keep(tx, [event for event in beside if event.id in set_aside])
        return Fingerprints(before, projections.digest(tx, district, programme), written)
