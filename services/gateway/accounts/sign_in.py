"""Signing in: a name, a password, and a second factor where there is one; who guesses waits longer each time."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field

from contracts import comparison
from contracts.errors import TooMany, Unauthenticated
from services.chassis.base import clock
from services.gateway.accounts import moments, passwords
from services.gateway.accounts.directory import Account, Directory
from services.gateway.accounts.links import Links
from services.gateway.accounts.sessions import Origin, Sessions

FREE_TRIES = 5
"""Wrong passwords in a row before an account is locked."""
MOST_STRANGERS = 10_000
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
    strangers: Strangers

    def with_password(self, name: str, password: str) -> Account:
        """The account of a name and a password; its failures stand until all was right.

        Raises WrongCredentials, Locked.

        An unknown name, a closed account and a wrong password cannot be told apart, nor by how long they take.
        """
        account = self.directory.find_as_typed(name)
        usable = account if account is not None and account.open else None
        refuse_while_locked(usable.locked_until if usable else self.strangers.locked_until(name))
        if not passwords.matches(usable.password if usable else None, password) or usable is None:
            if usable is not None:
                self.note_failure(usable)
            else:
                self.strangers.note_failure(name)
            raise WrongCredentials
        return usable

    def with_link(self, secret: str, password: str, origin: Origin) -> str:
        """A session for who came by a link that works once, and chose a password. Raises WorksNoMore, WeakPassword.

        Whoever had the account before is signed out: the link was asked for because something was lost.
        """
        id_ = self.links.account_of(secret)
        if id_ is None or not self.directory.get(id_).open:
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
        if until := _locked_after(self.directory.note_failure(account.id)):
            self.directory.change(account.id, locked_until=until)


@dataclass
class Strangers:
    """Wrong tries of names that open nothing: they wait as accounts do, or who is locked would be known to be there.

    In this process's memory, since anybody may think up names; the oldest are forgotten.
    """

    _failures: OrderedDict[str, tuple[int, str | None]] = field(default_factory=OrderedDict)

    def locked_until(self, name: str) -> str | None:
        """Until when a name may not be tried."""
        return self._failures.get(comparison.number(name), (0, None))[1]

    def note_failure(self, name: str) -> None:
        """Count one try more."""
        key = comparison.number(name)
        failures = self._failures.pop(key, (0, None))[0] + 1
        self._failures[key] = failures, _locked_after(failures)
        if len(self._failures) > MOST_STRANGERS:
            self._failures.popitem(last=False)


def _locked_after(failures: int) -> str | None:
    """Until when who has failed so often in a row must wait; None: they need not."""
    if failures < FREE_TRIES:
        return None
    period = min(FIRST_LOCK * 2 ** min(failures - FREE_TRIES, 16), LONGEST_LOCK)
    return moments.stamp(clock.now() + period)


def refuse_while_locked(locked_until: str | None) -> None:
    """Raises Locked where it may be tried again later only."""
    if locked_until is None:
        return
    left = (dt.datetime.fromisoformat(locked_until) - clock.now()).total_seconds()
    if left > 0:
        raise Locked(wait=max(1, round(left)))
