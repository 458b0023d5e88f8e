"""Reads a sealed journal: which events stand where, and each with the seal by which others can check it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from contracts import seal
from contracts.seal import Seal
from services.chassis.storage import store
from services.chassis.storage.tables import epochs, journal, sealed, seals

SEALED_TABLES = sa.join(journal, sealed, sealed.c.id == journal.c.id).join(seals, seals.c.first == sealed.c.first)
SEAL_COLUMNS = (
    *(sealed.c.sequence, sealed.c.first, sealed.c.path),
    *(seals.c.last, seals.c.epoch, seals.c.head, seals.c.key, seals.c.signature),
)
_EVENTS = sa.select(journal.c.body, *SEAL_COLUMNS).select_from(SEALED_TABLES)
_BY_ID = _EVENTS.where(store.any_of(journal.c.id, "ids"))
_AFTER = (
    _EVENTS.where(sealed.c.sequence > sa.bindparam("after")).order_by(sealed.c.sequence).limit(sa.bindparam("most"))
)
_PLACES = (
    sa.select(sealed.c.sequence, sealed.c.id, seals.c.epoch, sealed.c.chain, journal.c.type, journal.c.state)
    .select_from(SEALED_TABLES)
    .where(sealed.c.sequence > sa.bindparam("after"))
    .order_by(sealed.c.sequence)
    .limit(sa.bindparam("most"))
)
_CHAIN_AT = (
    sa.select(sealed.c.chain, seals.c.epoch)
    .join(seals, seals.c.first == sealed.c.first)
    .where(sealed.c.sequence == sa.bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class SealedBody:
    """An event as it was published, and its seal."""

    body: str
    seal: Seal


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands: its sequence, its epoch, the chain after it; its type, and what became of it."""

    sequence: int
    id: str
    epoch: str
    chain: bytes
    type: str
    state: int


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal ends: the id of its epoch, its last sequence, and the chain after it."""

    epoch: str
    sequence: int
    chain: bytes


def seal_of(row: sa.Row[Any]) -> Seal:
    """The seal in the columns `SEAL_COLUMNS`."""
    return Seal(row.epoch, row.sequence, row.first, row.last, seal.steps(row.path), row.head, row.key, row.signature)


def head(tx: sa.Connection) -> Head:
    """Where the journal ends; an epoch without a name before its first event."""
    epoch = tx.scalar(sa.select(epochs.c.id).order_by(epochs.c.number.desc()).limit(1)) or ""
    newest = tx.execute(sa.select(seals.c.last, seals.c.head).order_by(seals.c.first.desc()).limit(1)).one_or_none()
    return Head(epoch, newest.last, newest.head) if newest else Head(epoch, 0, b"")


def places(tx: sa.Connection, after: int, most: int) -> list[Place]:
    """The events after a sequence, in their order."""
    return [Place(*row) for row in tx.execute(_PLACES, {"after": after, "most": most})]


def stood_at(tx: sa.Connection, epoch: str, sequence: int, chain: bytes) -> bool:
    """Whether this journal, in this epoch, had this chain after this sequence."""
    if sequence == 0:
        return True
    row = tx.execute(_CHAIN_AT, {"at": sequence}).one_or_none()
    return row is not None and (row.chain, row.epoch) == (chain, epoch)


def by_id(tx: sa.Connection, ids: Iterable[str]) -> list[SealedBody]:
    """The events with these ids; those that were never recorded, or have no seal, are missing."""
    return [SealedBody(row.body, seal_of(row)) for row in tx.execute(_BY_ID, {"ids": list(ids)})]


def after(tx: sa.Connection, sequence: int, most: int) -> list[SealedBody]:
    """The events after a sequence, in their order; where one is missing they go on behind it."""
    rows = tx.execute(_AFTER, {"after": sequence, "most": most})
    return [SealedBody(row.body, seal_of(row)) for row in rows]
