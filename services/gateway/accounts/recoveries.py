"""Lost second factors: one person starts a recovery, another confirms it within a day, then the factors are gone.

A row whose recovery was called off has an end and nobody who confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import sqlalchemy as sa

from contracts.errors import Refused, Unknown
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.accounts.tables import factors, recoveries, sessions

GOOD_FOR_HOURS, LISTED_FOR_DAYS = 24, 30


class NoSuchRecovery(Unknown):
    """There is no such recovery."""

    slug, zh = "no-such-recovery", "没有此恢复申请"


class RecoveryOver(Refused):
    """This recovery was confirmed or called off, or is too old; start another."""

    slug, zh = "recovery-over", "该恢复申请已办结、已撤销或者已过期，请重新发起"


class RecoveryOpen(Refused):
    """A recovery of this account is open already."""

    slug, zh = "recovery-open", "该账号已有未办结的恢复申请"


@dataclass(frozen=True)
class Recovery:
    """One recovery: of whose account, who started and who confirmed it."""

    id: str
    account: str
    made_at: str
    until: str
    first_by: str
    second_by: str | None = None
    done_at: str | None = None

    @property
    def state(self) -> str:
        """Open, confirmed, cancelled or expired."""
        if self.done_at is not None:
            return "confirmed" if self.second_by else "cancelled"
        return "open" if moments.now() < self.until else "expired"


_COLUMNS = [recoveries.c[one.name] for one in fields(Recovery)]


@dataclass(frozen=True)
class Recoveries:
    """Reads and writes recoveries."""

    store: Store

    def start(self, account: str, *, by: str) -> Recovery:
        """Open a recovery. Raises RecoveryOpen."""
        if any(one.state == "open" for one in self.of_the_month(account)):
            raise RecoveryOpen(account)
        recovery = Recovery(ids.new_id(), account, moments.now(), moments.later(hours=GOOD_FOR_HOURS), by)
        with self.store.begin() as tx:
            store.insert_many(tx, recoveries, [vars(recovery)])
        return recovery

    def get(self, id_: str) -> Recovery:
        """A recovery. Raises NoSuchRecovery."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(recoveries.c.id == id_)).one_or_none()
        if row is None:
            raise NoSuchRecovery(id_)
        return Recovery(*row)

    def of_the_month(self, account: str = "") -> list[Recovery]:
        """The recoveries of a month, of one account or of all, the newest first."""
        query = sa.select(*_COLUMNS).where(recoveries.c.made_at > moments.later(days=-LISTED_FOR_DAYS))
        if account:
            query = query.where(recoveries.c.account == account)
        with self.store.begin_read() as tx:
            return [Recovery(*row) for row in tx.execute(query.order_by(recoveries.c.made_at.desc()))]

    def confirm(self, recovery: Recovery, *, by: str) -> None:
        """Take all factors of the account away and sign it out, in one transaction. Raises RecoveryOver."""
        now = moments.now()
        mine = (sessions.c.account == recovery.account, sessions.c.ended_at.is_(None))
        with self.store.begin() as tx:
            self._end(tx, recovery.id, second_by=by, done_at=now)
            tx.execute(factors.delete().where(factors.c.account == recovery.account))
            tx.execute(sessions.update().where(*mine).values(ended_at=now, ended_by=by))

    def cancel(self, id_: str) -> None:
        """Call a recovery off. Raises RecoveryOver."""
        with self.store.begin() as tx:
            self._end(tx, id_, done_at=moments.now())

    def _end(self, tx: sa.Connection, id_: str, **values: str) -> None:
        is_open = (recoveries.c.id == id_, recoveries.c.done_at.is_(None), recoveries.c.until > moments.now())
        if not tx.execute(recoveries.update().where(*is_open).values(**values)).rowcount:
            raise RecoveryOver(id_)
