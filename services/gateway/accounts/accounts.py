"""Accounts as they are looked after: made, closed, opened again; their links, sessions and keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.accounts import FOUNDER_ID
from contracts.errors import Forbidden, Invalid, Refused, Unknown, fault
from contracts.wire import JsonObject
from services.chassis.base.settings import HTTP_BOUNDS, SECOND_FACTOR_ROLES
from services.chassis.records.personal_numbers.guard import refuse_in_name
from services.chassis.storage.store import Store
from services.gateway.accounts import moments, passwords
from services.gateway.accounts.directory import (
    FOUNDER,
    Account,
    AccountThere,
    Directory,
    LastAccount,
)
from services.gateway.accounts.drafts import Drafts
from services.gateway.accounts.factors import Factors, WrongOneTimeCode
from services.gateway.accounts.guesses import Guesses
from services.gateway.accounts.identity import FactorNeeded, Identity, Posts
from services.gateway.accounts.keys import LIFETIME_DAYS, Keys
from services.gateway.accounts.links import Links
from services.gateway.accounts.passkeys.passkeys import PasskeyAnswer, Passkeys, WrongPasskey
from services.gateway.accounts.sessions import ABSOLUTE_HOURS, Origin, Session, Sessions
from services.gateway.accounts.sign_in import (
    CodeNeeded,
    SignInDesk,
    Strangers,
    WorksNoMore,
    WrongCredentials,
    refuse_while_locked,
)
from services.gateway.accounts.street.street_devices import DeviceKey, StreetDevices
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.read_model.staff_posts import Post

ADMINISTRATOR = "administrator"


class NotOnStrengthToday(Unknown):
    """The personnel register knows nobody of this code who is on strength and has a post today."""

    slug, zh, field = "no-such-person", "人员名册中没有此人，或者此人今日没有任职", "person"


class MadeByYou(Forbidden):
    """You recorded who this person is, or gave them a post: another administrator lets them in."""

    slug, zh, field = "made-by-you", "该人员由您登记入册或任命，须由另一位安全管理员开通账号", "person"


class ClosedAccount(Refused):
    """This account is closed; open it again first."""

    slug, zh, field = "account-closed", "该账号已停用，请先恢复", "account"


class KeyOfNoUnit(Invalid):
    """No register knows a unit of this code."""

    slug, zh, field = "key-of-no-unit", "没有此编号的单位", "unit"


class LastFactor(Refused):
    """This account's posts ask for a second factor; add another one first."""

    slug, zh = "last-factor", "该账号的职务须有第二因素，请先添加另一个"


@dataclass
class Accounts:
    """All that the gateway keeps of who may sign in."""

    directory: Directory
    sessions: Sessions
    keys: Keys
    links: Links
    factors: Factors
    identity: Identity
    drafts: Drafts
    devices: StreetDevices
    guesses: Guesses = field(default_factory=Guesses)
    strangers: Strangers = field(default_factory=Strangers)

    @property
    def desk(self) -> SignInDesk:
        """Where people sign in."""
        return SignInDesk(self.directory, self.sessions, self.links, self.strangers)

    @property
    def passkeys(self) -> Passkeys:
        """The factors that are passkeys."""
        return Passkeys(self.factors)

    # --- the founder ---

    def founders_link(self, *, by: str) -> str:
        """A link that works once for the first administrator, who is made where there is none."""
        if self.directory.find(FOUNDER_ID) is None:
            self.directory.add(FOUNDER_ID, by=by, kind=FOUNDER)
        return self.links.make(FOUNDER_ID, by=by)

    # --- programs ---

    def make_key(self, asked: Mapping[str, Any], *, by: str) -> str:
        """A key as `KeyRequest` asks for it; its secret, shown this once.

        Raises KeyOfNoUnit, KeyThere, NamesSomebody.
        """
        name, role, unit = asked["name"], asked["role"], asked["unit"]
        refuse_in_name("name", name)  # it stands in every event of the program
        if unit and not self.identity.posts.knows_unit(unit):
            raise KeyOfNoUnit(unit)
        return self.keys.make(name, role, unit, by=by, days=asked["days"] or LIFETIME_DAYS)

    # --- looking after accounts ---

    def invite(self, person: str, *, by: str) -> str:
        """An account for a person; the secret of the link by which they choose a password.

        Raises NotOnStrengthToday, AccountThere, MadeByYou.
        """
        self._refuse_maker(person, by)
        if not self.identity.posts.on(person, self.identity.today()):
            raise NotOnStrengthToday(person)
        if self.directory.find(person) is not None:
            raise AccountThere(person)
        self.directory.add(person, by=by)
        return self.links.make(person, by=by)

    def renew_link(self, id_: str, *, by: str) -> str:
        """Another link for an account whose password was lost. Raises NoSuchAccount, ClosedAccount, MadeByYou."""
        if id_ == FOUNDER_ID:
            return self.founders_link(by=by)
        if not self.directory.get(id_).open:
            raise ClosedAccount(id_)
        self._refuse_maker(id_, by)
        return self.links.make(id_, by=by)

    def _refuse_maker(self, person: str, by: str) -> None:
        """Who says who somebody is does not let them in as well: one person would make the second. Raises MadeByYou."""
        if by in self.identity.posts.makers(person):
            raise MadeByYou(person, by)

    def close(self, id_: str, *, by: str) -> None:
        """Let an account be used no longer, from now on. Raises NoSuchAccount, LastAccount."""
        account = self.directory.get(id_)
        others = (one for one in self.directory.all() if one.id != id_)
        if account.open and self._holds_office(account) and not any(map(self._administers, others)):
            raise LastAccount(id_)
        self.directory.close(id_, by=by)
        self.links.end(id_)
        self.end_sessions(id_, by=by)

    def reopen(self, id_: str) -> None:
        """Let an account be used again. Raises NoSuchAccount."""
        self.directory.reopen(id_)
        self.identity.forget()

    def _holds_office(self, account: Account) -> bool:
        return any(one.role == ADMINISTRATOR for one in self.identity.posts_of(account))

    def _administers(self, account: Account) -> bool:
        """Whether somebody could sign in as administrator now, with the factor that the post asks for."""
        if not account.open or not self._holds_office(account):
            return False
        strong = ADMINISTRATOR not in self.identity.strong_roles or bool(self.factors.of(account.id))
        return strong and bool(account.password or self.passkeys.of(account.id))

    def end_sessions(self, id_: str, *, by: str) -> None:
        """Sign an account out everywhere, and let no device keep anything for it."""
        self.sessions.end_all(id_, by=by)
        self.devices.revoke_all(id_, by=by)
        self.identity.forget()

    # --- one's own account ---

    def sign_in(self, name: str, password: str, origin: Origin, code: str | None = None) -> str:
        """A session for a name and a password, and a code where the account has a second factor.

        Raises TooManyGuesses, WrongCredentials, Locked, CodeNeeded, WrongOneTimeCode, NoPost, FactorNeeded.
        """
        with self.guesses.count(origin.address, WrongCredentials, WrongOneTimeCode):
            return self._sign_in(name, password, origin, code)

    def sign_in_by_passkey(self, answer: PasskeyAnswer, origin: Origin) -> str:
        """A session for who shows a passkey, which asked its holder who they are: that is two factors.

        Of no account, a closed one's or another's, it is refused in the same words.

        Raises TooManyGuesses, ChallengeOver, WrongPasskey, Locked, NoPost.
        """
        with self.guesses.count(origin.address, WrongPasskey):
            account = self.directory.find(self.passkeys.account_of(answer))
            if account is None or not account.open:
                raise WrongPasskey
            self.check_code(account, answer)
        return self._begin_after(account, origin, strong=True)

    def sign_in_by_link(self, link: str, password: str, origin: Origin, code: str | PasskeyAnswer | None = None) -> str:
        """A session for who came by a link that works once, and shows the factor of an account that has one.

        The administrator alone makes links: without the factor, one person would take over any account.

        Raises TooManyGuesses, WorksNoMore, WeakPassword, Locked, CodeNeeded, WrongOneTimeCode, WrongPasskey.
        """
        with self.guesses.count(origin.address, WorksNoMore, WrongOneTimeCode, WrongPasskey):
            self._check_code_beside(link, password, code)
            secret = self.desk.with_link(link, password, origin)
        self.identity.forget()
        return secret

    def _sign_in(self, name: str, password: str, origin: Origin, code: str | None) -> str:
        account = self.desk.with_password(name, password)
        strong = bool(self.factors.of(account.id))
        if strong:
            self.check_code(account, code)
        return self._begin_after(account, origin, strong=strong)

    def _begin_after(self, account: Account, origin: Origin, *, strong: bool) -> str:
        """A session for who has shown who they are, after whatever went wrong before."""
        secret = self.begin(account, origin, strong=strong)
        if account.failures:
            self.directory.change(account.id, failures=0, locked_until=None)
        return secret

    def begin(self, account: Account, origin: Origin, *, strong: bool) -> str:
        """A session for who has shown who they are. Raises NoPost, FactorNeeded."""
        self.identity.usable_posts(account, strong=strong)
        return self.sessions.begin(account.id, origin, strong=strong)

    def check_code(self, account: Account, code: str | PasskeyAnswer | None) -> None:
        """Take in a code, or what a passkey showed.

        Raises CodeNeeded, WrongOneTimeCode, ChallengeOver, WrongPasskey, Locked.
        """
        if isinstance(code, PasskeyAnswer):
            self._check_passkey(account, code)
            return
        refuse_while_locked(account.locked_until)
        if not code:
            raise CodeNeeded
        try:
            self.factors.check(account.id, code)
        except WrongOneTimeCode:
            self.desk.note_failure(account)
            raise

    def _check_passkey(self, account: Account, answer: PasskeyAnswer) -> None:
        """Raises what `check_code` does of a passkey. What names no passkey of the account locks nobody out."""
        passkey = self.passkeys.find(account.id, answer)
        refuse_while_locked(account.locked_until)
        try:
            self.passkeys.check(passkey, answer)
        except WrongPasskey:
            self.desk.note_failure(account)
            raise

    def _check_code_beside(self, link: str, password: str, code: str | PasskeyAnswer | None) -> None:
        account = self.links.account_of(link)
        if account is None or not self.factors.of(account):
            return
        passwords.check_strength(password, [account])  # before the code is used up
        self.check_code(self.directory.get(account), code)

    def sign_out(self, bearer: Bearer) -> None:
        """End the session in which somebody asks; what the device kept for them is gone with it."""
        self.sessions.end(bearer.session, by=bearer.id)
        self._revoke_device(bearer, bearer.session)
        self.identity.forget()

    def leave(self, secret: str) -> None:
        """End the session of a secret that a browser kept, if it is one; whoever signs in anew leaves it."""
        if session := self.sessions.find(secret):
            self.sessions.end(session.id, by=session.account)
        self.identity.forget()

    def came_by_provider(self, bearer: Bearer) -> bool:
        """Whether somebody signed in by the bureau's provider, in the session in which they ask."""
        session = self._session(bearer)
        return bool(session and session.subject)

    def end_session(self, bearer: Bearer, id_: str) -> None:
        """End one of somebody's own sessions. Raises Unknown."""
        if id_ not in {one.id for one in self.sessions.of(bearer.id)}:
            raise Unknown(id_)
        self.sessions.end(id_, by=bearer.id)
        self._revoke_device(bearer, id_)
        self.identity.forget()

    def _revoke_device(self, bearer: Bearer, session: str) -> None:
        if session:
            self.devices.revoke_of_session(session, by=bearer.id)

    def device_key(self, bearer: Bearer, devices: Collection[str]) -> tuple[DeviceKey, str]:
        """What opens that which one of these devices keeps for who asks, and until when it may stay open there."""
        session = self._session(bearer)
        until = session.until if session else moments.later(hours=ABSOLUTE_HOURS)
        return self.devices.hand_out(bearer.id, bearer.session, devices), until

    def act_as(self, bearer: Bearer, post: str) -> Post:
        """Let somebody act in another of their posts. Raises Invalid."""
        held = {one.name: one for one in self.posts_of(bearer)}
        if post not in held:
            raise Invalid("post", errors=[fault("post", "Not one of your posts", "您没有此任职")])
        self.sessions.act_as(bearer.session, post)
        self.identity.forget()
        return held[post]

    def change_password(self, bearer: Bearer, present: str, new: str) -> None:
        """Another password for who knows the present one; they are signed out everywhere else.

        Whoever guesses in a session that was left open waits as those do who guess at the door.

        Raises WrongCredentials, Locked, WeakPassword.
        """
        account = self.directory.get(bearer.id)
        refuse_while_locked(account.locked_until)
        if not passwords.matches(account.password, present):
            self.desk.note_failure(account)
            raise WrongCredentials
        if not self.directory.replace_password(bearer.id, account.password, new):
            raise WrongCredentials  # somebody was quicker, and knew it as well
        self.sessions.end_all(bearer.id, by=bearer.id, but=bearer.session)
        self.identity.forget()

    def add_authenticator(self, bearer: Bearer, secret: str, code: str, name: str) -> None:
        """Use an authenticator from now on; it is asked for at each sign-in. Raises WrongOneTimeCode, FactorNeeded."""
        self._refuse_weak(bearer)
        self.factors.add_totp(self.directory.get(bearer.id).id, secret, code, name)

    def add_passkey(self, bearer: Bearer, answer: PasskeyAnswer, name: str) -> None:
        """Use a passkey from now on. Raises NoPasskey, ChallengeOver, PasskeyThere, FactorNeeded."""
        self._refuse_weak(bearer)
        self.passkeys.add(self.directory.get(bearer.id).id, answer, name)

    def _refuse_weak(self, bearer: Bearer) -> None:
        """A password alone does not become more than that by itself where a post asks for more. Raises FactorNeeded."""
        if self.identity.needs_factor(self.directory.get(bearer.id)) and not self.shows_strength(bearer):
            raise FactorNeeded

    def shows_strength(self, bearer: Bearer) -> bool:
        """Whether somebody asks in a session that began with more than a password."""
        session = self._session(bearer)
        return session is not None and session.strong

    def began_after(self, bearer: Bearer, moment: str) -> bool:
        """Whether the session in which somebody asks began after a moment."""
        session = self._session(bearer)
        return session is not None and session.begun_at > moment

    def remove_factor(self, bearer: Bearer, id_: str) -> None:
        """Ask for a second factor no longer. Raises Unknown, LastFactor."""
        account = self.directory.get(bearer.id)
        if self.identity.needs_factor(account) and len(self.factors.of(account.id)) == 1:
            raise LastFactor(id_)
        self.factors.remove(account.id, id_)

    def posts_of(self, bearer: Bearer) -> Sequence[Post]:
        """The posts between which somebody may choose in this session."""
        account = self.directory.find(bearer.id)
        if account is None or not (session := self._session(bearer)):
            return (Post(bearer.role, bearer.unit, bearer.on_behalf_of),)
        return self.identity.usable_posts(account, strong=session.strong)

    def _session(self, bearer: Bearer) -> Session | None:
        return next((one for one in self.sessions.of(bearer.id) if one.id == bearer.session), None)

    def about(self, bearer: Bearer) -> JsonObject:
        """Who asks, in which post, and which others they have."""
        return {
            "id": bearer.id,
            "role": bearer.role,
            "unit": bearer.unit,
            "on_behalf_of": bearer.on_behalf_of or None,
            "posts": [one.name for one in self.posts_of(bearer)],
        }


def open_accounts(
    store: Store,
    posts: Posts,
    signing: bytes,
    failures: int = HTTP_BOUNDS["SIGN_IN_FAILURES"],
    strong_roles: frozenset[str] = SECOND_FACTOR_ROLES,
) -> Accounts:
    """The accounts in a database; `signing` is the key of this machine's own tools, `failures` are one address's."""
    directory, sessions, keys = Directory(store), Sessions(store), Keys(store)
    identity = Identity(directory, sessions, keys, posts, signing, strong_roles=strong_roles)
    return Accounts(
        directory,
        sessions,
        keys,
        Links(store),
        Factors(store, signing),
        identity,
        Drafts(store, signing),
        StreetDevices(store, signing),
        Guesses(failures),
    )
