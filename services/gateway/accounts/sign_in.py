"""Signing in: a name, a password, and a second factor where there is one; who guesses waits longer each time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from contracts.errors import TooMany, Unauthenticated
from services.chassis.base import clock
from services.gateway.accounts import moments, passwords
from services.gateway.accounts.directory import Account, Directory
from services.gateway.accounts.links import Links
from services.gateway.accounts.sessions import Origin, Sessions

FREE_TRIES = 5
"""Wrong passwords in a row before an account is locked."""
FIRST_LOCK, LONGEST_LOCK = dt.timedelta(minutes=1), dt.timedelta(hours=1)
"""It is locked for so long, twice as long after each further wrong one, and never longer than this."""


class WrongCredentials(Unauthenticated):
    """The name or the password is wrong."""

    slug, zh = "wrong-credentials", "账号或密码不正确"


class CodeNeeded(Unauthenticated):
    """This account has a second factor: the code that its authenticator shows now is needed too, or its passkey."""

    slug, zh = "code-needed", "该账号已启用第二因素，请输入动态验证码或者使用通行密钥"


class Locked(TooMany):
    """There were too many wrong tries; this account can be tried again later."""

    slug, zh = "locked", "错误次数过多，请稍后再试"


class WorksNoMore(Unauthenticated):
    """This link was used, or is too old; ask the administrator for another."""

    slug, zh = "link-used", "链接已使用或者已过期，请向安全管理员重新索取"


@dataclass(frozen=True)
class SignInDesk:
    """Lets people in."""

    directory: Directory
    sessions: Sessions
    links: Links

    def with_password(self, name: str, password: str) -> Account:
        """The account of a name and a password; its failures stand until all was right.

        Raises WrongCredentials, Locked.

        An unknown name, a closed account and a wrong password cannot be told apart, nor by how long they take.
        """
        account = self.directory.find(name)
        usable = account if account is not None and account.open else None
        if usable is not None:
            refuse_while_locked(usable)
        if not passwords.matches(usable.password if usable else None, password) or usable is None:
            if usable is not None:
                self.note_failure(usable)
            raise WrongCredentials
        return usable

    def with_link(self, secret: str, password: str, origin: Origin) -> str:
        """A session for who came by a link that works once, and chose a password. Raises WorksNoMore, WeakPassword.

        Whoever had the account before is signed out: the link was asked for because something was lost.
        """
        if (id_ := self.links.account_of(secret)) is None:
            raise WorksNoMore
        passwords.check_strength(password, [id_])
        kept = passwords.hash_of(password)
        if self.links.use(secret) is None:
            raise WorksNoMore
        self.directory.change(id_, password=kept, must_change=False, failures=0, locked_until=None)
        self.sessions.end_all(id_, by=id_)
        return self.sessions.begin(id_, origin, strong=True)

    def note_failure(self, account: Account) -> None:
        """Count a wrong password or code; beyond some the account is locked, each time for longer."""
        failures = self.directory.note_failure(account.id)
        if failures >= FREE_TRIES:
            period = min(FIRST_LOCK * 2 ** min(failures - FREE_TRIES, 16), LONGEST_LOCK)
            self.directory.change(account.id, locked_until=moments.stamp(clock.now() + period))


def refuse_while_locked(account: Account) -> None:
    """Raises Locked for an account that may be tried again later only."""
    if account.locked_until is None:
        return
    left = (dt.datetime.fromisoformat(account.locked_until) - clock.now()).total_seconds()
    if left > 0:
        raise Locked(wait=max(1, round(left)))
