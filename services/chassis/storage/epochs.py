"""The lives of a journal: one that was put back from an older copy begins another, since it would give the sequences
of its last one a second time.

It cannot know that by itself. An inbox shows it what it has signed: a batch that the journal no longer holds.
"""

from __future__ import annotations

import sqlalchemy as sa

from contracts.rpc import SignedStatement
from contracts.seal import Batch
from services.chassis.base import ids, log
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.storage import lease, sealed_journal
from services.chassis.storage.sealer import LOCK
from services.chassis.storage.store import Store
from services.chassis.storage.tables import epochs, sealed

_log = log.get("epochs")
OLDER_COPY = "older copy"


class Epochs:
    """The epochs of one owner's journal."""

    def __init__(self, store: Store, source: str, keys: VerifyingKeys) -> None:
        """`source` is the CloudEvents source of the owner's events; `keys` are everybody's public ones."""
        self._store, self._source, self._keys = store, source, keys
        self._owner = source.rpartition("/")[2]

    def meet(self, witness: SignedStatement) -> None:
        """Begin another epoch if the journal lacks what we signed in this one. Raises what the store raises."""
        with self._store.begin_read() as tx:
            contradicted = _contradicts(tx, witness)
        if contradicted and self._is_ours(witness):
            with self._store.begin() as tx:
                lease.advisory_lock(tx, LOCK)
                if _contradicts(tx, witness):
                    self._begin(tx, witness)

    def _is_ours(self, witness: SignedStatement) -> bool:
        """Nobody else can make a journal begin anew."""
        try:
            root, head, signature = map(bytes.fromhex, (witness.root, witness.head, witness.signature))
        except ValueError:
            return False
        batch = Batch(self._source, witness.epoch, witness.first, witness.last, root, head)
        return self._keys.verify(self._owner, witness.key, signature, batch.statement())

    def _begin(self, tx: sa.Connection, witness: SignedStatement) -> None:
        base = sealed_journal.head(tx).sequence
        last = tx.execute(sa.select(epochs).order_by(epochs.c.number.desc()).limit(1)).one()
        new = {"number": last.number + 1, "id": ids.new_id(), "base": base, "unsealed_upto": last.unsealed_upto}
        tx.execute(epochs.insert().values(**new, reason=OLDER_COPY))
        _log.error("journal.is_an_older_copy", sequence=base, signed_upto=witness.last, epoch=new["id"])


def _contradicts(tx: sa.Connection, witness: SignedStatement) -> bool:
    """Whether the journal, in the epoch in which it is, lacks what was signed, or has something else in its place."""
    if sealed_journal.head(tx).epoch != witness.epoch:
        return False
    chain = tx.scalar(sa.select(sealed.c.chain).where(sealed.c.sequence == witness.last))
    return chain is None or chain.hex() != witness.head
