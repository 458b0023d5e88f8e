"""Who may bring back somebody who lost a second factor: the administrator starts it, another person confirms it.

The other is a second administrator, a captain or leader of the person's unit, who knows them by sight, or a leader of
the bureau. One alone would be a way around every second factor.
"""

from __future__ import annotations

from dataclasses import dataclass

from contracts.errors import Forbidden, Refused
from services.gateway.accounts import moments
from services.gateway.accounts.accounts import ADMINISTRATOR, Accounts
from services.gateway.accounts.directory import Account
from services.gateway.accounts.links import UsedLink
from services.gateway.accounts.recoveries import Recoveries, Recovery
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.staff_posts import Post

MACHINE = "machine:administrator"
NOTICED_IN_DAYS = 30
"""In so many days somebody notices that their password works no more, and says so."""
OF_THE_UNIT = frozenset({"captain", "leader"})


class NothingLost(Refused):
    """This account has no second factor that could have been lost."""

    slug, zh = "nothing-lost", "该账号没有第二因素，无需恢复"


class NotTheOther(Forbidden):
    """Another administrator, a captain or leader of the person's unit, or a leader of the bureau confirms this."""

    slug, zh = "not-the-other", "须由另一位安全管理员、本人所在单位的中队长或者局领导确认，本人和发起人不得确认"


class LinkOfStarter(Forbidden):
    """Who started this recovery lately gave you the link to your account: somebody else confirms it."""

    slug, zh = "link-of-starter", "发起人近 30 日内为您出具过登录链接，须由他人确认"


class NotStrong(Forbidden):
    """This is done by a person who signed in with a second factor."""

    slug, zh = "not-strong", "须由以第二因素登录的人员办理"


@dataclass(frozen=True)
class RecoveryDesk:
    """Starts, confirms and calls off recoveries."""

    accounts: Accounts

    @property
    def recoveries(self) -> Recoveries:
        """Those that there are."""
        return Recoveries(self.accounts.directory.store)

    def start(self, account: str, bearer: Bearer) -> tuple[Recovery, str]:
        """Open a recovery; beside it the secret of a link if nobody is there who could confirm it, else nothing.

        Whoever can read the home's key could write the database too: alone they come in where no second person is.

        Raises NoSuchAccount, NothingLost, NotTheOther, NotStrong, RecoveryOpen.
        """
        lost = self.accounts.directory.get(account)
        if bearer.id != MACHINE:
            self._refuse_weak(bearer)
        if account in (bearer.id, bearer.on_behalf_of):
            raise NotTheOther(account)
        if not self.accounts.factors.of(account):
            raise NothingLost(account)
        recovery = self.recoveries.start(account, by=bearer.id)
        alone = bearer.id == MACHINE and not self._others(lost)
        link = self._finish(recovery, by=bearer.id) if alone else ""
        return self.recoveries.get(recovery.id), link

    def confirm(self, id_: str, bearer: Bearer) -> str:
        """Take the factors away; the secret of a link that works once. Raises NotTheOther, NotStrong, RecoveryOver."""
        recovery = self.recoveries.get(id_)
        self._refuse_weak(bearer)
        if not self.may_confirm(recovery, bearer):
            raise NotTheOther(id_)
        self._refuse_link_of_starter(recovery, bearer)
        return self._finish(recovery, by=bearer.id)

    def _refuse_link_of_starter(self, recovery: Recovery, bearer: Bearer) -> None:
        """Raises NotStrong, LinkOfStarter."""
        if (link := self.accounts.links.last_used(bearer.id)) is None:
            return
        if not self.accounts.began_after(bearer, link.used_at):
            raise NotStrong(bearer.id)  # by the link, not by a factor
        if self._is_given(link, recovery.first_by):
            raise LinkOfStarter(bearer.id, link.made_by)

    @staticmethod
    def _is_given(link: UsedLink | None, by: str) -> bool:
        """Whether somebody made the link by which an account was lately come into: they may have used it themselves."""
        return link is not None and link.made_by == by and moments.later(days=-NOTICED_IN_DAYS) < link.used_at

    def cancel(self, id_: str, bearer: Bearer) -> None:
        """Call a recovery off: its person, or an administrator. Raises NoSuchRecovery, Forbidden, RecoveryOver."""
        if bearer.role != ADMINISTRATOR and self.recoveries.get(id_).account != bearer.id:
            raise Forbidden(id_)
        self.recoveries.get(id_)
        self.recoveries.cancel(id_)

    def may_confirm(self, recovery: Recovery, bearer: Bearer) -> bool:
        """Whether somebody is another person than both, in a post that may."""
        apart = not {bearer.id, bearer.on_behalf_of} & {recovery.account, recovery.first_by}
        lost = self.accounts.directory.get(recovery.account)
        return apart and self._vouches(Post(bearer.role, bearer.unit), lost)

    def seen_by(self, bearer: Bearer) -> list[Recovery]:
        """Every recovery for the administrator; for others their own, and those that they may confirm."""
        return [one for one in self.recoveries.of_the_month() if self._sees(one, bearer)]

    def concerns(self, account: str) -> bool:
        """Whether somebody must hear of a recovery of theirs: one is open, or took factors that they still lack."""
        states = {one.state for one in self.recoveries.of_the_month(account)}
        return "open" in states or ("confirmed" in states and not self.accounts.factors.of(account))

    def _sees(self, recovery: Recovery, bearer: Bearer) -> bool:
        return bearer.role == ADMINISTRATOR or recovery.account == bearer.id or self.may_confirm(recovery, bearer)

    def _refuse_weak(self, bearer: Bearer) -> None:
        if not self.accounts.shows_strength(bearer):
            raise NotStrong(bearer.id)

    def _vouches(self, post: Post, lost: Account) -> bool:
        if post.role == ADMINISTRATOR or (post.role == "leader" and post.unit is None):
            return True
        units = {one.unit for one in self.accounts.identity.posts_of(lost)}
        return post.role in OF_THE_UNIT and post.unit is not None and post.unit in units

    def _others(self, lost: Account) -> list[Account]:
        """Who could confirm the recovery of an account that the machine starts."""
        others = (one for one in self.accounts.directory.all() if one.open and one.id != lost.id)
        usable = [one for one in others if not self._is_given(self.accounts.links.last_used(one.id), MACHINE)]
        return [
            one for one in usable if any(self._vouches(post, lost) for post in self.accounts.identity.posts_of(one))
        ]

    def _finish(self, recovery: Recovery, *, by: str) -> str:
        self.recoveries.confirm(recovery, by=by)
        self.accounts.identity.forget()
        return self.accounts.links.make(recovery.account, by=by)
