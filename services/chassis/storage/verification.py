"""Whether a journal is what its owner sealed: every event in its place, unchanged, none missing, none put in by hand.

It cannot show what was cut off at the end, nor what was sealed anew with the owner's own key: that shows against what
others have of the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from services.chassis.base import clock
from services.chassis.base.signing_keys import VerifyingKeys
from services.chassis.storage.history import BrokenHistory, History
from services.chassis.storage.sealed_journal import SEAL_COLUMNS, seal_of
from services.chassis.storage.store import Store
from services.chassis.storage.tables import journal, sealed, seals

PAGE = 500
_ROWS = (
    sa.select(sealed.c.id, sealed.c.chain, journal.c.body, *SEAL_COLUMNS)
    .join_from(sealed, seals, seals.c.first == sealed.c.first, isouter=True)
    .join(journal, journal.c.id == sealed.c.id, isouter=True)
    .where(sealed.c.sequence > sa.bindparam("after"))
    .order_by(sealed.c.sequence)
    .limit(PAGE)
)
_UNSEALED = (
    sa.select(journal.c.id).where(~sa.exists().where(sealed.c.id == journal.c.id)).order_by(journal.c.position).limit(1)
)


@dataclass(frozen=True)
class Verification:
    """How many events were checked, the first fault in words, and in how many epochs they were recorded.

    No fault: the journal is what its owner sealed.
    """

    checked: int
    fault: str | None
    epochs: int = 0


class JournalVerifier:
    """Checks one owner's journal from its first event to its last."""

    def __init__(self, store: Store, source: str, keys: VerifyingKeys) -> None:
        """`source` is the CloudEvents source of the owner's events; `keys` are everybody's public ones."""
        self._store, self._source, self._keys = store, source, keys

    def verify(self) -> Verification:
        """Read all of it once, others having their turn between pages. Raises what the store raises."""
        history = History(self._source, self._keys)
        try:
            for row in self._rows(history):
                _check(history, row)
            self._check_for_strangers()
        except BrokenHistory as fault:
            return Verification(history.sequence, str(fault), history.epochs)
        return Verification(history.sequence, None, history.epochs)

    def _rows(self, history: History) -> Iterator[sa.Row[Any]]:
        while True:
            with self._store.begin_read() as tx:
                rows = tx.execute(_ROWS, {"after": history.sequence}).all()
            yield from rows
            if len(rows) < PAGE:
                return
            clock.pause(0)

    def _check_for_strangers(self) -> None:
        with self._store.begin_read() as tx:
            if stranger := tx.scalar(_UNSEALED):
                raise BrokenHistory(f"event {stranger}: it stands in the journal without a seal")


def _check(history: History, row: sa.Row[Any]) -> None:
    place = f"sequence {row.sequence}, event {row.id}"
    history.expect(row.sequence)
    if row.epoch is None:
        raise BrokenHistory(f"{place}: its signature is gone")
    if row.body is None:
        raise BrokenHistory(f"{place}: it is gone from the journal")
    history.follow(row.epoch, row.body.encode())
    if row.chain != history.chain:
        raise BrokenHistory(f"{place}: it is not what was recorded")
    history.check_signature(row.id, seal_of(row), row.body.encode())
