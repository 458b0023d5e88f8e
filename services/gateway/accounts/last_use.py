"""When a session or a program's key was used last: written now and then, and never in the way of whoever uses it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from services.chassis.base import clock, log
from services.chassis.storage.damage import StorageDamaged
from services.chassis.storage.store import Store
from services.gateway.accounts import moments

_log = log.get("accounts")
NOTED_EVERY = dt.timedelta(minutes=1)
"""How exactly it is kept."""


def note(store: Store, table: sa.Table, id_: str, before: str | None) -> None:
    """Write that a row's session or key is used now, unless that was written a moment ago.

    A disk that takes nothing turns nobody away: then the row says less than it might.
    """
    now = clock.now()
    if before is not None and before >= moments.stamp(now - NOTED_EVERY):
        return
    try:
        with store.begin(durable=False) as tx:
            tx.execute(table.update().where(table.c.id == id_).values(used_at=moments.stamp(now)))
    except (sa.exc.SQLAlchemyError, StorageDamaged) as error:
        _log.warning("use.unnoted", table=table.name, detail=type(error).__name__)
