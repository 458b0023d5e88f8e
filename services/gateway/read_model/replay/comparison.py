"""A ledger held against the journals: what is in one of them alone, what differs, what the numbers are made of."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from contracts import envelope
from contracts.envelope import Event
from contracts.wire import JsonObject
from services.chassis.storage import migrations
from services.chassis.storage.store import Store
from services.gateway.read_model import ledger, paper_checks, projections
from services.gateway.read_model.generations import pointer
from services.gateway.read_model.programme import Programme
from services.gateway.read_model.replay import orphans
from services.gateway.read_model.replay.spool import BATCH, EventSpool
from services.gateway.read_model.warnings import photographs


@dataclass(frozen=True)
class Comparison:
    """How a ledger stands beside the journals.

    events     in the ledger
    absent     how many of the journals' events have not come in yet
    only_here  those of the ledger's events that no journal holds (`orphans.describe`)
    fault      the first row that is not what the journals say, in words
    """

    events: int
    absent: int
    only_here: list[JsonObject]
    fault: str | None


Compare = Callable[[Store, str, EventSpool, Programme | None], Comparison]


def compare_here(store: Store, district: str, copied: EventSpool, programme: Programme | None) -> Comparison:
    """Compare one state of a district's ledger, row by row; without a programme its events only."""
    absent, only_here, count, changed = copied.hashes(), list[JsonObject](), 0, None
    with store.begin_read() as tx:
        for row in ledger.all_bodies(tx, district):
            count += 1
            expected = absent.pop(row.id, None)
            if expected is None:
                only_here.append(orphans.describe(row.body))
            elif changed is None and sha256(row.body.encode()).digest() != expected:
                changed = f"event {row.id}: it is not what its owner recorded"
        fault = changed or (_first_derived_fault(tx, district, programme) if programme else None)
    return Comparison(count, len(absent), only_here, fault)


def _first_derived_fault(tx: sa.Connection, district: str, programme: Programme) -> str | None:
    """The first row that does not follow from the ledger's own events: all are made once more, and compared."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'again.db'}")
        migrations.migrate(store, "gateway")
        with store.begin(durable=False) as again:
            paper_checks.copy(tx, again)
            photographs.copy(tx, again)
            for events in _batches(tx, district):
                projections.put(again, district, programme, events)
            fault = _first_difference(tx, again, district, programme)
        store.close()
    return fault


def _batches(tx: sa.Connection, district: str) -> Iterator[list[Event]]:
    batch: list[Event] = []
    for row in ledger.all_bodies(tx, district):
        batch.append(envelope.decode(row.body.encode()))
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _first_difference(tx: sa.Connection, again: sa.Connection, district: str, programme: Programme) -> str | None:
    made = projections.rows(district, pointer.first(programme))
    for name, chosen in projections.rows(district, programme).items():
        rows, expected = (one.execution_options(yield_per=BATCH) for one in (chosen, made[name]))
        pairs = zip_longest(tx.execute(rows), again.execute(expected))
        if found := next((pair for pair in pairs if not _agree(*pair)), None):
            return f"{name}: {_words(found)}"
    return None


def _agree(row: Any, other: Any) -> bool:
    return row is not None and other is not None and tuple(row) == tuple(other)


def _words(pair: tuple[Any, Any]) -> str:
    row, again = pair
    if row is None or again is None or row[0] != again[0]:
        return " instead of ".join("nothing" if one is None else str(list(one)) for one in pair)
    names = [name for name, value in again._asdict().items() if getattr(row, name) != value]
    return f"{row[0]}: " + ", ".join(f"{name} {getattr(row, name)} instead of {getattr(again, name)}" for name in names)
