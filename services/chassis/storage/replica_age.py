"""How far a replica of another service's register reaches: what is newest in it, and whether it was ever whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from contracts.envelope import Event
from services.chassis.base import clock
from services.chassis.storage import store
from services.chassis.storage.tables import copied

NOTHING = {"newest": "", "heard": "", "complete": ""}


def record_arrival(tx: sa.Connection, register: str, events: Sequence[Event]) -> None:
    """Note that these events came in."""
    newest = _stamp(max(event.time for event in events))
    # Events come in any order: an old one does not make the replica look older.
    later = sa.case((copied.c.newest < newest, newest), else_=copied.c.newest)
    _write(tx, register, newest=later, heard=_stamp(clock.now()))


def mark_complete(tx: sa.Connection, registers: Iterable[str]) -> None:
    """Note that everything came in that the owner of these registers had in its journal."""
    for register in registers:
        _write(tx, register, complete=_stamp(clock.now()))


def _write(tx: sa.Connection, register: str, **values: object) -> None:
    store.insert_many(tx, copied, [{"register": register} | NOTHING])
    tx.execute(copied.update().where(copied.c.register == register).values(**values))


def of(tx: sa.Connection, registers: Iterable[str]) -> dict[str, dict[str, str | None]]:
    """How far the replicas of these registers reach; None where there was no such moment yet."""
    rows = {row["register"]: row for row in tx.execute(sa.select(copied)).mappings()}
    return {name: {key: rows.get(name, NOTHING)[key] or None for key in NOTHING} for name in registers}


def _stamp(time: dt.datetime) -> str:
    """A moment as text that sorts like the moment."""
    return time.astimezone(dt.UTC).isoformat(timespec="microseconds")
