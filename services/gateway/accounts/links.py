"""Links that work once: by them somebody chooses the first password, or another after the old one was lost."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.accounts.tables import links

GOOD_FOR_DAYS = 3


@dataclass(frozen=True)
class UsedLink:
    """A link that was used: who made it, and when somebody came in by it."""

    made_by: str
    used_at: str


@dataclass(frozen=True)
class Links:
    """Makes links and takes them in."""

    store: Store

    def make(self, account: str, *, by: str) -> str:
        """Make a link's secret; what an account had before opens nothing any more."""
        secret, now = ids.draw_secret(), moments.now()
        row = {
            "id": moments.digest(secret),
            "account": account,
            "made_at": now,
            "made_by": by,
            "until": moments.later(days=GOOD_FOR_DAYS),
            "used_at": None,
        }
        with self.store.begin() as tx:
            _end(tx, account)
            store.insert_many(tx, links, [row])
        return secret

    def end(self, account: str) -> None:
        """Let a link that was not used yet open nothing."""
        with self.store.begin() as tx:
            _end(tx, account)

    def last_used(self, account: str) -> UsedLink | None:
        """The link by which somebody last came into an account."""
        query = sa.select(links.c.made_by, links.c.used_at).where(
            links.c.account == account, links.c.used_at.is_not(None)
        )
        with self.store.begin_read() as tx:
            row = tx.execute(query.order_by(links.c.used_at.desc()).limit(1)).one_or_none()
        return UsedLink(*row) if row else None

    def account_of(self, secret: str) -> str | None:
        """Whose link it is, if it still works."""
        query = sa.select(links.c.account).where(*_works(secret))
        with self.store.begin_read() as tx:
            account: str | None = tx.execute(query).scalar_one_or_none()
        return account

    def use(self, secret: str) -> str | None:
        """Take a link in; whose it was, if it worked. Of two who come at once one is told no."""
        account = self.account_of(secret)
        with self.store.begin() as tx:
            used = tx.execute(links.update().where(*_works(secret)).values(used_at=moments.now()))
        return account if used.rowcount else None


def _end(tx: sa.Connection, account: str) -> None:
    unused = links.update().where(links.c.account == account, links.c.used_at.is_(None))
    tx.execute(unused.values(until=moments.now()))


def _works(secret: str) -> tuple[sa.ColumnElement[bool], ...]:
    return links.c.id == moments.digest(secret), links.c.used_at.is_(None), links.c.until > moments.now()
