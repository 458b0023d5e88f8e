"""Sessions: who signed in where, for how long; each is a row that can be looked at and ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, fields

import sqlalchemy as sa

from services.chassis.base import clock, ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import last_use, moments
from services.gateway.accounts.tables import sessions

PREFIX = "fss_"
ABSOLUTE_HOURS, IDLE_HOURS = 12, 2
"""How long a session lasts at most, and how long it lasts unused."""
OVER_HOURS = 24
"""For how long after its end a session still says whose form it is that was sent too late, and such a form is kept."""
COOKIE_SECONDS = (ABSOLUTE_HOURS + OVER_HOURS) * 3600
"""How long a browser keeps a session's secret, which opens nothing after the session's end."""
LONGEST_AGENT = 200


@dataclass(frozen=True)
class Session:
    """One sign-in. `id` is the hash of its secret; `strong`: a second factor, or a link that works once, was shown.

    subject, sid  how the bureau's provider calls the person and its own session, if it was by that
    """

    id: str
    account: str
    post: str
    strong: bool
    begun_at: str
    used_at: str
    until: str
    address: str
    agent: str
    ended_at: str | None = None
    ended_by: str | None = None
    subject: str = ""
    sid: str = ""

    def lasts(self, now: dt.datetime) -> bool:
        """Whether it may still be used."""
        idle_since = moments.stamp(now - dt.timedelta(hours=IDLE_HOURS))
        return self.ended_at is None and moments.stamp(now) < self.until and idle_since < self.used_at

    def ran_out_lately(self, now: dt.datetime) -> bool:
        """Whether it ran out by itself, and not long ago. One that somebody ended may have been a thief's."""
        since = now - dt.timedelta(hours=OVER_HOURS)
        last_idle = moments.stamp(since - dt.timedelta(hours=IDLE_HOURS))
        lasted = self.ended_at is None and last_idle < self.used_at and moments.stamp(since) < self.until
        return lasted and not self.lasts(now)


@dataclass(frozen=True)
class Origin:
    """From where somebody signs in: a network address, what the browser calls itself, and the provider's session."""

    address: str
    agent: str = ""
    subject: str = ""
    sid: str = ""


_COLUMNS = [sessions.c[one.name] for one in fields(Session)]


@dataclass(frozen=True)
class Sessions:
    """Begins, finds and ends sessions."""

    store: Store

    def begin(self, account: str, origin: Origin, *, strong: bool = False, post: str = "") -> str:
        """Begin a session; its secret, which is shown this once."""
        secret, now = f"{PREFIX}{ids.draw_secret()}", moments.now()
        until = moments.later(hours=ABSOLUTE_HOURS)
        session = Session(
            moments.digest(secret),
            account,
            post,
            strong,
            now,
            now,
            until,
            origin.address,
            origin.agent[:LONGEST_AGENT],
            subject=origin.subject,
            sid=origin.sid,
        )
        with self.store.begin() as tx:
            store.insert_many(tx, sessions, [vars(session)])
        return secret

    def find(self, secret: str) -> Session | None:
        """The session of a secret, if it lasts; that it was used is noted."""
        session = self._read(moments.digest(secret))
        if session is None or not session.lasts(clock.now()):
            return None
        last_use.note(self.store, sessions, session.id, session.used_at)
        return session

    def find_run_out(self, secret: str) -> Session | None:
        """The session of a secret that ran out not long ago."""
        session = self._read(moments.digest(secret))
        return session if session and session.ran_out_lately(clock.now()) else None

    def _read(self, id_: str) -> Session | None:
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(sessions.c.id == id_)).one_or_none()
        return Session(*row) if row else None

    def of(self, account: str) -> list[Session]:
        """The sessions of an account that last, the newest first."""
        return self.of_each([account])[account]

    def of_each(self, accounts: Collection[str]) -> dict[str, list[Session]]:
        """The sessions of some accounts that last, the newest first."""
        query = sa.select(*_COLUMNS).where(sessions.c.account.in_(accounts), sessions.c.ended_at.is_(None))
        with self.store.begin_read() as tx:
            rows = tx.execute(query.order_by(sessions.c.begun_at.desc())).all()
        found: dict[str, list[Session]] = {account: [] for account in accounts}
        now = clock.now()
        for row in rows:
            if (session := Session(*row)).lasts(now):
                found[session.account].append(session)
        return found

    def act_as(self, id_: str, post: str) -> None:
        """Say in which of their posts somebody acts from now on."""
        self._change(id_, post=post)

    def end(self, id_: str, *, by: str) -> None:
        """End a session."""
        self._change(id_, ended_at=moments.now(), ended_by=by)

    def end_all(self, account: str, *, by: str, but: str = "") -> None:
        """End every session of an account, but perhaps one."""
        which = (sessions.c.account == account, sessions.c.ended_at.is_(None), sessions.c.id != but)
        with self.store.begin() as tx:
            tx.execute(sessions.update().where(*which).values(ended_at=moments.now(), ended_by=by))

    def end_by_provider(self, subject: str, sid: str, before: str) -> None:
        """End what was begun by a session of the bureau's provider, or by any of a person's there, until a moment."""
        which = [sessions.c.ended_at.is_(None), sessions.c.begun_at <= before]
        which += [sessions.c.sid == sid] if sid else []
        which += [sessions.c.subject == subject] if subject else []
        with self.store.begin() as tx:
            tx.execute(sessions.update().where(*which).values(ended_at=moments.now(), ended_by="provider"))

    def _change(self, id_: str, **values: str) -> None:
        with self.store.begin() as tx:
            tx.execute(sessions.update().where(sessions.c.id == id_).values(**values))
