"""Who joins late reads the owners' journals: the broker has nothing for a service that was not there yet.

What the broker delivers meanwhile is written beside it; what comes twice is written once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from contracts import catalogue
from contracts.envelope import Event, register_of
from contracts.errors import Unavailable, Undefined, Unreadable
from contracts.rpc import SealedEvent
from services.chassis.base import clock, log
from services.chassis.messaging import owner_events
from services.chassis.messaging.retry import AWAY
from services.chassis.storage import lease, replica_age, replicas
from services.chassis.storage.history import BrokenHistory, History
from services.chassis.storage.store import Store

_log = log.get("catching_up")
PAGE = 2000
PATIENCE, PAUSE = 60.0, 2.0
"""Seconds that a page may take, and that pass between two tries while an owner is away."""

Read = Callable[[str, int, int], Sequence[SealedEvent]]
"""Reads a service's journal: after a sequence, so many events at most. Raises Unavailable."""
Begin = Callable[[str], History]
"""The beginning of a service's history, by which what is read is checked."""


def until_complete(store: Store, service: str, read: Read, begin: Begin) -> None:
    """Read the journals of which a service lacks a replica, each owner's once to its end, however long one is away."""
    waiting = {catalogue.REGISTERS[name].service for name in catalogue.COPIES.get(service, ())}
    # An owner that is away holds up no other.
    while waiting := {owner for owner in waiting if not _backfill_owner(store, service, owner, read, begin(owner))}:
        clock.pause(PAUSE)


def _backfill_owner(store: Store, service: str, owner: str, read: Read, history: History) -> bool:
    """Whether nothing is left to try: all was read, or was before.

    False while the owner or the database is away, and while the journal is not what its owner recorded.
    """
    try:
        if lacking := _lacking(store, service, owner):
            _read_through(store, service, lacking, _pages(owner, read, history))
    except (Unavailable, *AWAY) as error:
        _log.warning("copies.waiting", owner=owner, error=type(error).__name__)
        return False
    except (BrokenHistory, Unreadable) as error:
        _log.error("copies.refused", owner=owner, fault=str(error))
        return False
    return True


def _lacking(store: Store, service: str, owner: str) -> list[str]:
    """The owner's registers of which a service keeps replicas and that it has never read to the end."""
    names = [name for name in catalogue.COPIES[service] if catalogue.REGISTERS[name].service == owner]
    with store.begin_read() as tx:
        return [name for name, age in replica_age.of(tx, names).items() if not age["complete"]]


def _pages(owner: str, read: Read, history: History) -> Iterator[list[Event]]:
    while page := read(owner, history.sequence, PAGE):
        yield owner_events.follow(history, page)


def _read_through(store: Store, service: str, names: Sequence[str], pages: Iterator[list[Event]]) -> None:
    """Take over what the journal has of these registers; a replica is complete when nothing of it was strange."""
    strange: set[str] = set()
    for page in pages:
        ours = [event for event in page if event.register in names]
        strange |= {event.type for event in ours if not _is_known_type(event)}
        # A transaction a page, under the lock of the inbox: the subscriber may write the same records meanwhile.
        with store.begin() as tx:
            lease.advisory_lock(tx, catalogue.inbox(service))
            replicas.apply_events(tx, [event for event in ours if event.type not in strange])
    if strange:
        _log.error("copies.strange", types=sorted(strange))
    with store.begin() as tx:
        # A register with a strange event stays incomplete, so that the next version reads the journal again.
        replica_age.mark_complete(tx, [name for name in names if name not in {register_of(one) for one in strange}])
    _log.info("copies.read", registers=list(names))


def _is_known_type(event: Event) -> bool:
    """Whether this version of the suite knows the type; a later one will read it when it starts."""
    try:
        catalogue.step_of(event.type)
    except Undefined:
        return False
    return True
