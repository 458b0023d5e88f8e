"""Which backups were made and which were tested, and up to when the archive reaches, as whoever did it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import sqlalchemy as sa

from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.accounts.tables import backups

MADE, TESTED, ARCHIVED = "made", "tested", "archived"
DRILL = "drill"
"""What drills are called: one that could restore nothing has no figures by which it would be known."""
DEEDS = (MADE, TESTED)
MOST = 100
"""How many of each are shown; older ones stay."""


@dataclass(frozen=True)
class BackupNote:
    """What is said of a backup, or of the archive of every second.

    name          what the bureau calls it: the folder's name, never its whole path
    size          its bytes; 0: not said
    fault         what a test found wrong; empty: nothing
    restored_to   the moment that a test restored; of the archive, up to which everything can be restored
    seconds       how long it took to restore
    events        how many events were verified
    loss_seconds  how far the newest moment that could be restored lay behind
    """

    deed: str
    name: str
    size: int = 0
    fault: str = ""
    restored_to: str | None = None
    seconds: float | None = None
    events: int | None = None
    loss_seconds: float | None = None


@dataclass(frozen=True)
class KeptBackup(BackupNote):
    """The same as it is kept: by whom and when it was said."""

    id: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class KeptBackups:
    """Keeps them."""

    store: Store

    def note(self, said: BackupNote, by: str) -> KeptBackup:
        """Note it. Of the archive one note is kept, the newest: it comes twice a minute."""
        key = ARCHIVED if said.deed == ARCHIVED else ids.new_id()
        row = KeptBackup(**vars(said), id=key, by=by, at=moments.precise())
        with self.store.begin() as tx:
            store.insert_many(tx, backups, [vars(row)], update=" ".join(vars(row)))
        return row

    def newest(self) -> Sequence[KeptBackup]:
        """Of backups and tests the newest, together in the order of time, the newest first."""
        return sorted((one for deed in DEEDS for one in self._of(deed, MOST)), key=lambda one: one.at, reverse=True)

    def last(self, deed: str) -> KeptBackup | None:
        """The newest of a kind."""
        return next(iter(self._of(deed, 1)), None)

    def last_drill(self) -> KeptBackup | None:
        """The newest test that said which moment it restored, or a drill that could restore none."""
        is_drill = sa.or_(backups.c.restored_to.is_not(None), backups.c.name == DRILL)
        return next(iter(self._of(TESTED, 1, is_drill)), None)

    def _of(self, deed: str, most: int, *also: sa.ColumnElement[bool]) -> list[KeptBackup]:
        columns = [backups.c[one.name] for one in fields(KeptBackup)]
        query = sa.select(*columns).where(backups.c.deed == deed, *also)
        with self.store.begin_read() as tx:
            rows = tx.execute(query.order_by(backups.c.at.desc(), backups.c.id.desc()).limit(most))
            return [KeptBackup(*row) for row in rows]
