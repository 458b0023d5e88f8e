"""People who sign in to a suite of ours: real accounts and sessions; their posts stand in a file beside them.

Where the personnel register knows a person, that counts: the file is for suites whose registers are another test's.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from services.chassis.base import clock
from services.chassis.storage import migrations
from services.chassis.storage.store import Store
from services.gateway.accounts import database, moments
from services.gateway.accounts.directory import AccountThere, Directory
from services.gateway.accounts.links import Links
from services.gateway.accounts.sessions import ABSOLUTE_HOURS, Origin, Sessions
from services.gateway.accounts.tables import sessions
from services.gateway.read_model.staff_posts import Post, StaffPosts

FILE = "posts-for-tests.json"


class StaffPostsOfTests(StaffPosts):
    """The posts that the registers give, or else those in the file of the home."""

    home = Path()

    def on(self, person: str, day: dt.date) -> Sequence[Post]:  # type: ignore[override]
        return super().on(person, day) or [Post(role, unit) for role, unit in read(self.home).get(person, ())]


def read(home: Path) -> dict[str, list[tuple[str, str | None]]]:
    """Everybody's posts in a home's file."""
    try:
        posts: dict[str, list[tuple[str, str | None]]] = json.loads((home / FILE).read_text())
    except FileNotFoundError:
        return {}
    return posts


def account_store(ledger: Store) -> Store:
    """The accounts beside a ledger, with their tables."""
    accounts = database.open_store(ledger)
    if accounts is ledger:
        migrations.migrate(ledger, "gateway")
    else:
        database.prepare(accounts, ledger)
    return accounts


@dataclass
class People:
    """Signs people in, each in a post of theirs."""

    home: Path
    database_url: str = ""
    _tokens: dict[tuple[str, str, str | None], tuple[dt.datetime, str]] = field(default_factory=dict)
    _store: Store | None = None
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def token(self, role: str, unit: str | None, who: str = "") -> str:
        """The token of a person's session in a post."""
        with self._one_at_a_time:
            return self._token(role, unit, who)

    def _token(self, role: str, unit: str | None, who: str) -> str:
        person = who or f"SYN-{role}-{unit or 'bureau'}"
        until, token = self._tokens.get((person, role, unit), (clock.now(), ""))
        if until > clock.now():
            return token
        self._appoint(person, role, unit)
        token = self._sign_in(person, Post(role, unit).name)
        until = clock.now() + dt.timedelta(hours=ABSOLUTE_HOURS / 2)
        self._tokens[person, role, unit] = until, token
        return token

    def link(self, role: str, unit: str | None = None) -> str:
        """The secret of a link by which a person with a post chooses a password."""
        person = f"SYN-{role}-{unit or 'bureau'}"
        self._appoint(person, role, unit)
        with suppress(AccountThere):
            Directory(self._accounts()).add(person, by="tests")
        return Links(self._accounts()).make(person, by="tests")

    def let_sessions_run_out(self, person: str) -> None:
        """Somebody's sessions have lasted for as long as one may."""
        mine = sessions.update().where(sessions.c.account == person)
        with self._accounts().begin() as tx:
            tx.execute(mine.values(until=moments.later(seconds=-1)))
        for one in [one for one in self._tokens if one[0] == person]:
            del self._tokens[one]

    def _appoint(self, person: str, role: str, unit: str | None) -> None:
        posts = read(self.home)
        held = [tuple(one) for one in posts.setdefault(person, [])]
        if (role, unit) not in held:
            posts[person].append((role, unit))
            fresh = self.home / f"{FILE}.new"
            fresh.write_text(json.dumps(posts))
            fresh.replace(self.home / FILE)

    def _sign_in(self, person: str, post: str) -> str:
        store = self._accounts()
        with suppress(AccountThere):
            Directory(store).add(person, by="tests")
        return Sessions(store).begin(person, Origin("127.0.0.1", "tests"), strong=True, post=post)

    def _accounts(self) -> Store:
        if self._store is None:
            url = self.database_url or f"sqlite:///{self.home}/data/{{service}}.db"
            self._store = account_store(Store(url.replace("{service}", "gateway")))
        return self._store
