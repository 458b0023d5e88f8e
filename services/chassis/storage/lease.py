"""A lease: of several processes one acts; one that slept through its term asks again before it acts again.

Terms are counted by the database's clock. That clock may be wrong for a while, and a term that was written then may end
hours ahead: so who waits believes its own watch too, and takes a lease of which it saw no change for a whole term. No
fence is needed: what a late relay still marks was confirmed to it by the broker, and publishing twice is harmless.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from services.chassis.base import clock
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.store import Store
from services.chassis.storage.tables import leases

_NOW = {
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', :after)",
    "postgresql": "to_char(clock_timestamp() AT TIME ZONE 'UTC' + CAST(:after AS interval),"
    """ 'YYYY-MM-DD"T"HH24:MI:SS.MS"+00:00"')""",
}
"""The database's clock, as text that sorts so."""
_ALONE = sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))")
_PERHAPS = sa.text("SELECT pg_try_advisory_xact_lock(hashtext(:name))")
TERM, NOTHING = dt.timedelta(seconds=10), dt.timedelta()


class Lease:
    """One process's claim on a task."""

    def __init__(self, store: Store, name: str, holder: str) -> None:
        """Nothing is claimed before `hold`."""
        self._store, self._name, self._holder = store, name, holder
        self._sure_until = 0.0
        self._seen, self._seen_at = ("", ""), 0.0

    def hold(self) -> bool:
        """Take the lease, or keep it; asked of the database only when half the term has passed."""
        if clock.ticks() < self._sure_until:
            return True
        # Counted from before the database is asked: however long its answer takes, the term has not run out by then.
        began = clock.ticks()
        with self._store.begin(durable=False) as tx:
            is_ours = self._take(tx)
        if is_ours:
            self._sure_until = began + TERM.total_seconds() / 2
        return is_ours

    def take_turns(
        self, turn: Callable[[], float], idle: float, after_trouble: float, *troubles: type[Exception]
    ) -> None:
        """Take turns for ever while it is held.

        A turn says after how many seconds the next comes. `idle` are those between two tries to take the lease;
        `after_trouble` those after a turn that its database, or one of these `troubles`, has ended.
        """
        ends: tuple[type[Exception], ...] = (exc.DBAPIError, StorageDamaged, *troubles)
        while True:
            try:
                clock.pause(turn() if self.hold() else idle)
            except ends:
                clock.pause(after_trouble)

    def _take(self, tx: sa.Connection) -> bool:
        c = leases.c
        mine = {"holder": self._holder, "until": _clock(tx, TERM)}
        row = tx.execute(sa.select(leases).where(c.name == self._name).with_for_update()).one_or_none()
        if row is None:
            tx.execute(leases.insert().values(name=self._name, **mine))
            return True
        if row.holder != self._holder and row.until > _clock(tx, NOTHING) and not self._stands_still(row):
            return False
        tx.execute(leases.update().where(c.name == self._name).values(**mine))
        return True

    def _stands_still(self, row: sa.Row[Any]) -> bool:
        """Whether its holder has not renewed it for a whole term, by our own watch."""
        if (seen := (row.holder, row.until)) != self._seen:
            self._seen, self._seen_at = seen, clock.ticks()
        return clock.ticks() - self._seen_at > TERM.total_seconds()

    def release(self) -> None:
        """Give the lease back, if it is still ours."""
        self._sure_until = 0.0
        with self._store.begin(durable=False) as tx:
            ours = sa.and_(leases.c.name == self._name, leases.c.holder == self._holder)
            tx.execute(leases.update().where(ours).values(until=""))


def _clock(tx: sa.Connection, after: dt.timedelta) -> str:
    """What the database's clock shows, and so much more."""
    shown = sa.text(f"SELECT {_NOW[tx.dialect.name]}")
    return str(tx.scalar(shown, {"after": f"+{after.total_seconds():.0f} seconds"}))


def advisory_lock(tx: sa.Connection, name: str) -> None:
    """Let nobody else write under this name until the transaction ends.

    What arrives in two transactions at once would not see each other's rows. SQLite has one writer anyway.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(_ALONE, {"name": name})


def try_advisory_lock(tx: sa.Connection, name: str) -> bool:
    """Whether nobody else works under this name; then nobody else begins before the transaction ends."""
    return tx.dialect.name != "postgresql" or bool(tx.scalar(_PERHAPS, {"name": name}))
