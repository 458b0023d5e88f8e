"""Which backups were made and which were tested, as whoever did it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import sqlalchemy as sa

from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.accounts.tables import backups

MADE, TESTED = "made", "tested"
DEEDS = (MADE, TESTED)
MOST = 100
"""How many of each are shown; older ones stay."""


@dataclass(frozen=True)
class KeptBackup:
    """That a backup was made, or tested.

    name   what the bureau calls it: the folder's name, never its whole path
    size   its bytes; 0: not said
    fault  what a test found wrong; empty: nothing
    """

    id: str
    deed: str
    name: str
    size: int
    fault: str
    by: str
    at: str


@dataclass(frozen=True)
class KeptBackups:
    """Keeps them."""

    store: Store

    def note(self, deed: str, name: str, size: int, fault: str, by: str) -> KeptBackup:
        """Note that one was made, or tested."""
        row = KeptBackup(ids.new_id(), deed, name, size, fault, by, moments.precise())
        with self.store.begin() as tx:
            store.insert_many(tx, backups, [vars(row)])
        return row

    def newest(self) -> Sequence[KeptBackup]:
        """Of both kinds the newest, together in the order of time, the newest first."""
        return sorted((one for deed in DEEDS for one in self._of(deed, MOST)), key=lambda one: one.at, reverse=True)

    def last(self, deed: str) -> KeptBackup | None:
        """The newest of a kind."""
        return next(iter(self._of(deed, 1)), None)

    def _of(self, deed: str, most: int) -> list[KeptBackup]:
        query = sa.select(*(backups.c[one.name] for one in fields(KeptBackup))).where(backups.c.deed == deed)
        with self.store.begin_read() as tx:
            rows = tx.execute(query.order_by(backups.c.at.desc(), backups.c.id.desc()).limit(most))
            return [KeptBackup(*row) for row in rows]
