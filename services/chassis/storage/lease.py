"""A lease: of several processes one acts; one that slept through its term asks again before it acts again.

No fence is needed: what a late relay still marks was confirmed to it by the broker, and publishing twice is harmless.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from services.chassis.base import clock
from services.chassis.storage.store import Store
from services.chassis.storage.tables import leases

_ALONE = sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))")
TERM = dt.timedelta(seconds=10)


class Lease:
    """One process's claim on a task."""

    def __init__(self, store: Store, name: str, holder: str) -> None:
        """Nothing is claimed before `hold`."""
        self._store, self._name, self._holder = store, name, holder
        self._sure_until = 0.0

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

    def _take(self, tx: sa.Connection) -> bool:
        now, c = clock.now(), leases.c
        mine = {"holder": self._holder, "until": (now + TERM).isoformat()}
        row = tx.execute(sa.select(leases).where(c.name == self._name).with_for_update()).one_or_none()
        if row is None:
            tx.execute(leases.insert().values(name=self._name, **mine))
            return True
        if row.holder != self._holder and row.until > now.isoformat():
            return False
        tx.execute(leases.update().where(c.name == self._name).values(**mine))
        return True

    def release(self) -> None:
        """Give the lease back, if it is still ours."""
        self._sure_until = 0.0
        with self._store.begin(durable=False) as tx:
            ours = sa.and_(leases.c.name == self._name, leases.c.holder == self._holder)
            tx.execute(leases.update().where(ours).values(until=""))


def advisory_lock(tx: sa.Connection, name: str) -> None:
    """Let nobody else write under this name until the transaction ends.

    What arrives in two transactions at once would not see each other's rows. SQLite has one writer anyway.
    """
    if tx.dialect.name == "postgresql":
        tx.execute(_ALONE, {"name": name})
