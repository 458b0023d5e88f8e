"""What seals an owner's journal: every event gets its place, chain and signature in the transaction that records it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from contracts import seal
from contracts.envelope import Event
from contracts.seal import Batch
from contracts.tlog.tree import leaf_hash, levels, path
from services.chassis.base import ids, log
from services.chassis.base.signing_keys import SigningKey
from services.chassis.storage import journal, lease, store
from services.chassis.storage.journal import NO_RECEIPTS, CommandReceipt, StoredEvent
from services.chassis.storage.sealed_journal import Head
from services.chassis.storage.store import Store
from services.chassis.storage.tables import epochs, seals
from services.chassis.storage.tables import journal as rows
from services.chassis.storage.tables import sealed as places

_log = log.get("sealer")
LOCK = "journal"
AT_ONCE = 500
"""Events of an older version that are sealed in one transaction."""
_PLACES = ("sequence", "id", "first", "path", "chain")
_SEALS = ("first", "last", "epoch", "head", "key", "signature")
_NEWEST = sa.select(seals.c.last, seals.c.head, seals.c.epoch).order_by(seals.c.first.desc()).limit(1).subquery()
"""In this order and by no comparison: PostgreSQL would read a table whole that is still short."""
_HEAD = (
    sa.select(epochs.c.id, epochs.c.base, *_NEWEST.c)
    .join_from(epochs, _NEWEST, sa.true(), isouter=True)
    .order_by(epochs.c.number.desc())
    .limit(1)
)
_UNSEALED_UPTO = sa.select(epochs.c.unsealed_upto).order_by(epochs.c.number.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class _OlderEvent(StoredEvent):
    """An event that was recorded before there were seals."""

    position: int


class Sealer:
    """Writes an owner's events, sealed. Of several processes of one owner one writes at a time."""

    def __init__(self, source: str, key: SigningKey) -> None:
        """`source` is the CloudEvents source of the owner's events; `key` is its own."""
        self.source, self._key = source, key
        self.key_id, self.key_digest = key.id, sha256(key.public).hexdigest()

    def sign(self, statement: bytes) -> bytes:
        """The owner's signature on a statement that is no batch's, and begins as none does."""
        return self._key.sign(statement)

    def has_signed(self, key: str, signature: bytes, statement: bytes) -> bool:
        """Whether the owner signed a statement with the key that it has now, which this id names."""
        return self._key.has_signed(key, signature, statement)

    def append(
        self, tx: sa.Connection, events: Sequence[Event], receipts: Mapping[str, CommandReceipt] = NO_RECEIPTS
    ) -> None:
        """Put events into the journal with their seals. Raises IntegrityError as `journal.append` does."""
        # Before anything is written: whoever waits for the lock holds nothing that another would wait for. Held to the
        # commit, since a sequence that was given and not yet seen would be given twice, and the chain would fork.
        lease.advisory_lock(tx, LOCK)
        self._seal(tx, journal.append(tx, events, receipts))

    def seal_what_is_older(self, store_: Store) -> int:
        """Seal what a version without seals has recorded, some at a time; answers how many there were.

        Only what stood in the journal when it first met this version: what comes into it otherwise later is forged.
        """
        count, position = 0, 0
        while older := self._seal_some(store_, position):
            count, position = count + len(older), older[-1].position
        if count:
            _log.info("journal.sealed", events=count)
        return count

    def _seal_some(self, store_: Store, after: int) -> list[_OlderEvent]:
        with store_.begin() as tx:
            lease.advisory_lock(tx, LOCK)
            _head(tx)
            older = _unsealed(tx, after)
            self._seal(tx, older)
        return older

    def _seal(self, tx: sa.Connection, events: Sequence[StoredEvent]) -> None:
        if not events:
            return
        head, leaves = _head(tx), [leaf_hash(event.body) for event in events]
        tree, chain = levels(leaves), list(_chain(head.chain, leaves))
        first, last = head.sequence + 1, head.sequence + len(events)
        batch = Batch(self.source, head.epoch, first, last, tree[-1][0], chain[-1])
        signature = self._key.sign(batch.statement())
        store.append(tx, seals, _SEALS, [(first, last, head.epoch, batch.head, self._key.id, signature)])
        paths = (b"".join(path(tree, at)) for at in range(len(events)))
        numbered = enumerate(zip(events, paths, chain, strict=True), first)
        store.append(tx, places, _PLACES, [(at, event.id, first, path, link) for at, (event, path, link) in numbered])


def _head(tx: sa.Connection) -> Head:
    """Where the journal ends, and where the chain goes on: at the first event of an epoch that is its beginning."""
    row = tx.execute(_HEAD).one_or_none() or _begin_first_epoch(tx)
    continues = row.epoch == row.id
    return Head(row.id, row.last or row.base, row.head if continues else seal.begin_chain(row.id, row.head or b""))


def _begin_first_epoch(tx: sa.Connection) -> sa.Row[Any]:
    """What stands in the journal now is what is sealed afterwards: a version without seals has recorded it."""
    upto = tx.scalar(sa.select(sa.func.max(rows.c.position))) or 0
    tx.execute(epochs.insert().values(number=1, id=ids.new_id(), base=0, unsealed_upto=upto, reason="first"))
    return tx.execute(_HEAD).one()


def _chain(head: bytes, leaves: Sequence[bytes]) -> Iterator[bytes]:
    for leaf in leaves:
        head = seal.link(head, leaf)
        yield head


def _unsealed(tx: sa.Connection, after: int) -> list[_OlderEvent]:
    """Some of what stood in the journal before anything was sealed, after a position, as it was written."""
    upto, done = tx.scalar(_UNSEALED_UPTO), sa.exists().where(places.c.id == rows.c.id)
    within = sa.and_(rows.c.position > after, rows.c.position <= upto, ~done)
    query = sa.select(rows.c.id, rows.c.body, rows.c.position).where(within).order_by(rows.c.position).limit(AT_ONCE)
    return [_OlderEvent(row.id, row.body.encode(), row.position) for row in tx.execute(query)]
