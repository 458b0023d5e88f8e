"""Whom a secret stands for: a session's person in one of their posts, a program by its key, this machine's operator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from contracts.errors import Unauthenticated
from services.chassis.base import clock
from services.chassis.base.settings import SECOND_FACTOR_ROLES
from services.chassis.records.command import PROGRAM
from services.gateway.accounts import keys, sessions
from services.gateway.accounts.directory import FOUNDER, Account, Directory
from services.gateway.accounts.keys import Keys
from services.gateway.accounts.sessions import Session, Sessions
from services.gateway.http import bearer_tokens
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.staff_posts import Post

MOST_REMEMBERED, REMEMBERED_FOR = 1000, 5.0
"""How many secrets are remembered, and for how many seconds each: what is ended elsewhere opens nothing after that."""
FOUNDER_POST = Post("administrator", None)


class NoPost(Unauthenticated):
    """This account has no post today."""

    slug, zh = "no-post", "该账号今日没有任职，不能办理"


class FactorNeeded(Unauthenticated):
    """This account's posts ask for a second factor; add one after signing in by a link of the administrator's."""

    slug, zh = "factor-needed", "该账号的职务须以第二因素登录；请凭安全管理员给的链接登录后添加"


class Posts(Protocol):
    """In which posts people act: `services.gateway.read_model.staff_posts`."""

    def on(self, person: str, day: dt.date) -> Sequence[Post]:
        """The posts in which a person acts on a day."""

    def knows_unit(self, code: str) -> bool:
        """Whether there is, or was, a unit of this code."""

    def makers(self, person: str) -> frozenset[str]:
        """Who recorded who a person is and which posts they have, in person or by a delegation."""


@dataclass
class Identity:
    """Knows bearers by the secrets that requests bring.

    today  the business day, on which posts are held or not
    strong_roles  posts in which nobody acts on a password alone
    """

    directory: Directory
    sessions: Sessions
    keys: Keys
    posts: Posts
    signing: bytes
    today: Callable[[], dt.date] = lambda: clock.day_of(clock.now())
    strong_roles: frozenset[str] = SECOND_FACTOR_ROLES
    _known: dict[str, tuple[float, Bearer]] = field(default_factory=dict)

    def bearer(self, secret: str) -> Bearer:
        """Whom a secret stands for. Raises Unauthenticated.

        What was good a moment ago is good now: nothing is read from disk at each of many requests.
        """
        until, bearer = self._known.get(secret, (0.0, None))
        if bearer is not None and clock.ticks() < until:
            return bearer
        bearer = self._read(secret)
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()  # simpler than choosing: the next requests bring theirs again
        self._known[secret] = (clock.ticks() + REMEMBERED_FOR, bearer)
        return bearer

    def forget(self) -> None:
        """Read everybody anew: something of an account, a session or a key was changed here."""
        self._known.clear()

    def _read(self, secret: str) -> Bearer:
        if secret.startswith(sessions.PREFIX):
            return self._of_session(secret)
        if secret.startswith(keys.PREFIX):
            return self._of_key(secret)
        return bearer_tokens.verify(self.signing, secret)

    def _of_key(self, secret: str) -> Bearer:
        if (key := self.keys.find(secret)) is None:
            raise Unauthenticated("key")
        return Bearer(f"{PROGRAM}{key.id}", key.role, key.unit)

    def _of_session(self, secret: str) -> Bearer:
        session = self.sessions.find(secret)
        account = self.directory.find(session.account) if session else None
        if session is None or account is None or not account.open:
            raise Unauthenticated("session")
        return _bearer(account, chosen(self.usable_posts(account, strong=session.strong), session), session)

    def late_bearer(self, secret: str) -> Bearer | None:
        """Who would ask by this secret, had their session not run out lately; None: nobody, it lasts, or was ended."""
        session = self.sessions.find_run_out(secret) if secret.startswith(sessions.PREFIX) else None
        account = self.directory.find(session.account) if session else None
        if session is None or account is None or not account.open:
            return None
        usable = self._usable(self.posts_of(account), strong=session.strong)
        return _bearer(account, chosen(usable, session), session) if usable else None

    def posts_of(self, account: Account) -> Sequence[Post]:
        """The posts that an account has today."""
        return (FOUNDER_POST,) if account.kind == FOUNDER else self.posts.on(account.id, self.today())

    def usable_posts(self, account: Account, *, strong: bool) -> list[Post]:
        """The posts in which somebody may act who signed in by a password alone, or `strong`: by more than that.

        Raises NoPost, FactorNeeded: a session that opens nothing is none.
        """
        held = self.posts_of(account)
        if not (usable := self._usable(held, strong=strong)):
            raise FactorNeeded if held else NoPost
        return usable

    def _usable(self, held: Sequence[Post], *, strong: bool) -> list[Post]:
        return [one for one in held if strong or one.role not in self.strong_roles]

    def needs_factor(self, account: Account) -> bool:
        """Whether a post of an account's asks for a second factor today."""
        return any(one.role in self.strong_roles for one in self.posts_of(account))


def chosen(held: Sequence[Post], session: Session) -> Post:
    """The post in which somebody acts in a session: the one that they chose, or else their first."""
    return next((one for one in held if one.name == session.post), held[0])


def _bearer(account: Account, post: Post, session: Session) -> Bearer:
    return Bearer(account.id, post.role, post.unit, post.on_behalf_of, session.id)
