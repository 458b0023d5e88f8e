"""Events become entries: each once, in one transaction with the tree's hashes and the head.

The head is held from the first line on and moved by compare-and-set at the end: of two processes that append at a time
one waits, and whichever would write beside the other writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import orjson
import sqlalchemy as sa

from contracts import envelope
from contracts.envelope import Event
from contracts.tlog.commitments import commit
from services.audit import anomalies, stored_tree
from services.audit.canonical import canonical
from services.audit.entries import COLUMNS, Sought, columns_of
from services.audit.stored_tree import Head
from services.audit.tables import bodies, entries, named
from services.chassis.base import ids
from services.chassis.storage import store

_ENTRY = ("position", *COLUMNS, "commitment", "forgotten")
Draw = Callable[[], bytes]


def append(tx: sa.Connection, events: Sequence[Event], draw_salt: Draw = ids.draw_salt) -> Head:
    """Append those events that are not in the log yet, in their order; the head afterwards.

    Raises Unreadable for an event that has no canonical form, Overtaken where another process was quicker.
    """
    before = stored_tree.read_head(tx, hold=True)
    unique = {event.id: event for event in events}
    old = store.present(tx, entries.c.id, unique)
    fresh = [event for id_, event in unique.items() if id_ not in old]
    return _write(tx, before, fresh, draw_salt) if fresh else before


def _write(tx: sa.Connection, before: Head, events: Sequence[Event], draw_salt: Draw) -> Head:
    members = [orjson.loads(event.body) for event in events]
    said = [(draw_salt(), canonical(one)) for one in members]
    found = [columns_of(one) for one in members]
    commitments = [commit(salt, body) for salt, body in said]
    places = range(before.size, before.size + len(events))
    rows = [
        (place, *one.values, commitment, 0) for place, one, commitment in zip(places, found, commitments, strict=True)
    ]
    frontier = before.frontier()
    stored_tree.grow(tx, frontier, commitments)
    store.append(tx, entries, _ENTRY, rows)
    contents = [(place, salt, body.decode()) for place, (salt, body) in zip(places, said, strict=True)]
    store.append(tx, bodies, ("position", "salt", "body"), contents)
    store.append(tx, named, ("record", "time", "position"), _names(places, found))
    anomalies.count(tx, found)
    return stored_tree.move_head(tx, before, frontier)


def _names(places: Sequence[int], found: Sequence[Sought]) -> list[tuple[Any, ...]]:
    return [(name, one.values[0], place) for place, one in zip(places, found, strict=True) for name in one.names]


def members_of(body: str) -> dict[str, Any]:
    """What an entry says, from its canonical form."""
    members: dict[str, Any] = orjson.loads(body)
    return members


def encode(event: Event) -> Event:
    """An event with the bytes that it is stored in."""
    return replace(event, body=envelope.encode(event))


def present(tx: sa.Connection, ids_: Any) -> set[str]:
    """Which of these events stand in the log."""
    return store.present(tx, entries.c.id, ids_)
