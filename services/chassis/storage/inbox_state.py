"""What an inbox knows of its owners' journals: how far it has everything, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from contracts.rpc import SignedStatement
from contracts.seal import SignedBatch
from services.chassis.base import clock
from services.chassis.storage import store
from services.chassis.storage.sealed_journal import Head
from services.chassis.storage.tables import inbox_heads, set_aside, witnesses

NOTHING = Head("", 0, b"")
MOST_SENT = 20
"""Times that an event is sent again."""
_WITNESS = sa.select(witnesses).where(
    witnesses.c.owner == sa.bindparam("owner"), witnesses.c.epoch == sa.bindparam("epoch")
)


def complete_upto(tx: sa.Connection, owner: str) -> Head:
    """Up to where an owner's journal everything is here."""
    row = tx.execute(sa.select(inbox_heads).where(inbox_heads.c.owner == owner)).one_or_none()
    return Head(row.epoch, row.sequence, row.chain) if row else NOTHING


def mark_complete(tx: sa.Connection, owner: str, head: Head) -> None:
    """Note that everything up to here has come in."""
    row = {"owner": owner, "epoch": head.epoch, "sequence": head.sequence, "chain": head.chain}
    store.insert_many(tx, inbox_heads, [row], update="epoch sequence chain")


def note_signed(tx: sa.Connection, owner: str, signed: SignedBatch) -> None:
    """Keep what an owner signed last: it is shown to the owner, should its journal ever be without it."""
    batch, newest = signed.batch, _witness(tx, owner, signed.batch.epoch)
    if newest is None or newest.last < batch.last:
        row = {"owner": owner, "epoch": batch.epoch, "first": batch.first, "last": batch.last, "root": batch.root}
        row |= {"head": batch.head, "key": signed.key, "signature": signed.signature}
        store.insert_many(tx, witnesses, [row], update="first last root head key signature")


def witness(tx: sa.Connection, owner: str, epoch: str) -> SignedStatement | None:
    """The newest batch of an epoch that the owner is known to have signed."""
    row = _witness(tx, owner, epoch)
    if row is None:
        return None
    root, head, signature = row.root.hex(), row.head.hex(), row.signature.hex()
    return SignedStatement(epoch, row.first, row.last, root, head, row.key, signature)


def _witness(tx: sa.Connection, owner: str, epoch: str) -> sa.Row[Any] | None:
    return tx.execute(_WITNESS, {"owner": owner, "epoch": epoch}).one_or_none()


def note_aside(tx: sa.Connection, owner: str, event_id: str, reason: str) -> None:
    """Note that an event came in and lies among the dead letters."""
    store.insert_many(tx, set_aside, [_row(owner, event_id, reason=reason)], update="reason at")


def count_sent_again(tx: sa.Connection, owner: str, ids: Iterable[str]) -> None:
    """Note that missing events were put into the inbox once more."""
    rows = [_row(owner, event_id) for event_id in sorted(ids)]
    store.insert_many(tx, set_aside, rows)
    chosen = store.among(set_aside.c.id, [row["id"] for row in rows])
    tx.execute(set_aside.update().where(chosen).values(sent_again=set_aside.c.sent_again + 1))


def _row(owner: str, event_id: str, reason: str = "") -> dict[str, object]:
    return {"id": event_id, "owner": owner, "reason": reason, "sent_again": 0, "at": clock.now().isoformat()}


def are_aside(tx: sa.Connection, ids: Iterable[str]) -> set[str]:
    """Which of these events lie among the dead letters, or never come in however often they are sent again."""
    # The broker moves what it has delivered too often to the dead letters by itself: a process that dies of an event
    # would die of it for ever, were it sent again without end.
    given_up = sa.or_(set_aside.c.reason != "", set_aside.c.sent_again >= MOST_SENT)
    return set(tx.scalars(sa.select(set_aside.c.id).where(store.among(set_aside.c.id, ids), given_up)))
