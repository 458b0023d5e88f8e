"""Whether a journal is what its owner sealed: every event in its place, unchanged, none missing, none put in by hand.

It cannot show what was cut off at the end, nor what was sealed anew with the owner's own key: that shows against what
others have of the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from contracts import seal
from contracts.errors import Unreadable
from contracts.seal import Seal
from services.chassis.base import clock
from services.chassis.base.signing_keys import VerifyingKeys
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


class _Fault(Exception):
    """The first row that is not what it should be, in words."""


@dataclass(frozen=True)
class Verification:
    """How many events were checked, and the first fault in words; none: the journal is what its owner sealed."""

    checked: int
    fault: str | None


class JournalVerifier:
    """Checks one owner's journal from its first event to its last."""

    def __init__(self, store: Store, source: str, keys: VerifyingKeys) -> None:
        """`source` is the CloudEvents source of the owner's events; `keys` are everybody's public ones."""
        self._store, self._source, self._keys = store, source, keys
        self._owner = source.rpartition("/")[2]
        self._sequence, self._chain, self._epoch = 0, b"", ""
        self._statement = b""

    def verify(self) -> Verification:
        """Read all of it once, others having their turn between pages. Raises what the store raises."""
        try:
            for row in self._rows():
                self._check(row)
            self._check_for_strangers()
        except _Fault as fault:
            return Verification(self._sequence, str(fault))
        return Verification(self._sequence, None)

    def _rows(self) -> Iterator[sa.Row[Any]]:
        while True:
            with self._store.begin_read() as tx:
                rows = tx.execute(_ROWS, {"after": self._sequence}).all()
            yield from rows
            if len(rows) < PAGE:
                return
            clock.pause(0)

    def _check(self, row: sa.Row[Any]) -> None:
        place = f"sequence {row.sequence}, event {row.id}"
        if row.sequence != self._sequence + 1:
            raise _Fault(f"sequence {self._sequence + 1} is missing")
        if row.epoch is None:
            raise _Fault(f"{place}: its signature is gone")
        if row.body is None:
            raise _Fault(f"{place}: it is gone from the journal")
        leaf = seal.leaf(row.body.encode())
        if self._epoch != row.epoch:
            self._epoch, self._chain = row.epoch, seal.begin_chain(row.epoch, self._chain)
        self._sequence, self._chain = row.sequence, seal.link(self._chain, leaf)
        if row.chain != self._chain:
            raise _Fault(f"{place}: it is not what was recorded")
        self._check_signature(place, row, seal_of(row))

    def _check_signature(self, place: str, row: sa.Row[Any], own: Seal) -> None:
        try:
            statement = own.batch(self._source, row.body.encode()).statement()
        except Unreadable:
            raise _Fault(f"{place}: its seal is not whole") from None
        # One signature for all that was written together: the same statement is not checked again.
        if statement != self._statement and not self._keys.verify(self._owner, own.key, own.signature, statement):
            raise _Fault(f"{place}: its owner did not sign it so")
        if own.sequence == own.last and own.head != self._chain:
            raise _Fault(f"{place}: the chain does not lead to what was signed")
        self._statement = statement

    def _check_for_strangers(self) -> None:
        with self._store.begin_read() as tx:
            if stranger := tx.scalar(_UNSEALED):
                raise _Fault(f"event {stranger}: it stands in the journal without a seal")
