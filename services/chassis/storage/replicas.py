"""Small replicas of other services' registers, so that each service can decide while the others are down.

The copied events are kept whole and keyed by their id: any order and any repetition gives the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import sqlalchemy as sa

from contracts import catalogue, envelope
from contracts.envelope import Event
from contracts.register import Register
from services.chassis.records import record
from services.chassis.records.record import Record
from services.chassis.storage import projection, projection_version, replica_age, store
from services.chassis.storage.tables import copied, found_by, heard, records


def register(name: str) -> Register:
    """The register of this name."""
    return catalogue.REGISTERS[name]


def apply_events(tx: sa.Connection, events: Sequence[Event]) -> None:
    """Keep events of registers that others own, and what their records are now."""
    rows = [
        {"id": e.id, "register": e.register, "subject": e.subject, "body": envelope.encode(e).decode()} for e in events
    ]
    fresh = store.insert_new(tx, heard, rows)
    touched: dict[str, set[str]] = {}
    for event in events:
        if event.id in fresh:
            touched.setdefault(event.register, set()).add(event.subject)
    for name, subjects in touched.items():
        projection.save(tx, _load_records(tx, name, subjects))
        replica_age.record_arrival(
            tx, name, [event for event in events if event.id in fresh and event.register == name]
        )


def renew(tx: sa.Connection, names: Iterable[str]) -> list[str]:
    """Project anew the replicas that another version projected by other definitions; which those were."""
    return projection_version.renew(tx, [register(name) for name in names], lambda name: _all_records(tx, name))


def _all_records(tx: sa.Connection, name: str) -> Iterator[Record]:
    """Every copied record of a register, some hundreds at a time in memory."""
    waiting = iter(_subjects(tx, name))
    while some := list(islice(waiting, projection.AT_ONCE)):
        yield from _load_records(tx, name, some)


def _subjects(tx: sa.Connection, name: str) -> set[str]:
    return set(tx.scalars(sa.select(heard.c.subject).where(heard.c.register == name)))


def _load_records(tx: sa.Connection, name: str, subjects: Iterable[str]) -> list[Record]:
    """What some copied records are now, those whose opening has arrived."""
    bodies: dict[str, list[str]] = {subject: [] for subject in subjects}
    for subject, body in history(tx, name, bodies):
        bodies[subject].append(body)
    copies = (record.rehydrate(register(name), subject, events) for subject, events in bodies.items())
    # Events come in any order: a record whose opening is still under way has no unit and no identity yet.
    return [one for one in copies if _has_opening(one)]


def _has_opening(copy: Record) -> bool:
    """Whether the event that opens the record has arrived yet."""
    return any(revision.step.first for revision in copy.effective)


def history(tx: sa.Connection, name: str, subjects: Iterable[str]) -> list[tuple[str, str]]:
    """The events of several copied records: subject and the event's bytes."""
    query = sa.select(heard.c.subject, heard.c.body).where(
        heard.c.register == name, store.among(heard.c.subject, subjects)
    )
    return [(row.subject, row.body) for row in tx.execute(query)]


def has(tx: sa.Connection, event_id: str) -> bool:
    """Whether an event came in."""
    return tx.scalar(sa.select(heard.c.id).where(heard.c.id == event_id)) is not None


def present(tx: sa.Connection, ids: Iterable[str]) -> set[str]:
    """Which of these events came in."""
    return store.present(tx, heard.c.id, ids)


def clear(tx: sa.Connection) -> None:
    """Delete the replicas and what was made from them, to be filled again; for a process that owns no registers."""
    tx.execute(heard.delete())
    for table in (copied, records, found_by):
        tx.execute(table.delete())
