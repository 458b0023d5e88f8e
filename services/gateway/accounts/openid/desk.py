"""Letting people in whom the bureau's provider knows, and out again when it says so."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.chassis.base import ids, log
from services.gateway.accounts import moments
from services.gateway.accounts.accounts import Accounts
from services.gateway.accounts.directory import PERSON, Account
from services.gateway.accounts.factors import WrongOneTimeCode
from services.gateway.accounts.openid.errors import NobodyHere, NotSignedIn, WrongLogoutToken, WrongToken
from services.gateway.accounts.openid.provider import Provider
from services.gateway.accounts.openid.tokens import LEEWAY, Claims
from services.gateway.accounts.passkeys.passkeys import PasskeyAnswer, WrongPasskey
from services.gateway.accounts.sealing import Seal
from services.gateway.accounts.sessions import Origin

_log = log.get("openid")


@dataclass(frozen=True)
class Arrival:
    """Who came back from the provider: a session's secret, or a sealed text with which they hand in a code."""

    next: str
    secret: str = ""
    waits: str = ""


@dataclass(frozen=True)
class OpenIdDesk:
    """Lets people in."""

    provider: Provider
    accounts: Accounts
    key: bytes

    @property
    def _leaving(self) -> Seal:
        return Seal(self.key, b"at the provider")

    @property
    def _waiting(self) -> Seal:
        return Seal(self.key, b"asked for a code")

    def begin(self, next_: str) -> tuple[str, str]:
        """The provider's address to go to, and what the browser keeps meanwhile. Raises ProviderAway."""
        state, nonce, verifier = (ids.draw_secret() for _ in range(3))
        kept = self._leaving.close(state=state, nonce=nonce, verifier=verifier, next=next_)
        return self.provider.address(state, nonce, verifier), kept

    def arrive(self, kept: str | None, answer: Mapping[str, str], origin: Origin) -> Arrival:
        """Whoever came back with the provider's answer. Raises NotSignedIn, NobodyHere, NoPost, ProviderAway."""
        with self.accounts.guesses.count(origin.address, NotSignedIn):
            flow = self._of_this_browser(kept, answer)
            claims = self.provider.claims(answer["code"], flow["nonce"], flow["verifier"])
        account, strong = self._account(claims), self._is_strong(claims)
        origin = replace(origin, subject=str(claims["sub"]), sid=str(claims.get("sid", "")))
        if not strong and self._asks_for_code(account):
            about = {"account": account.id, "subject": origin.subject, "sid": origin.sid, "next": flow["next"]}
            return Arrival(flow["next"], waits=self._waiting.close(**about))
        return Arrival(flow["next"], self.accounts.begin(account, origin, strong=strong))

    def _of_this_browser(self, kept: str | None, answer: Mapping[str, str]) -> Mapping[str, str]:
        """What this browser kept, if the answer is to that and the provider's own."""
        flow = self._leaving.open(kept)
        if flow is None or not hmac.compare_digest(flow["state"].encode(), answer.get("state", "").encode()):
            raise NotSignedIn("state")
        if not self.provider.answers_for(answer.get("iss", "")):
            raise NotSignedIn("iss")
        if not answer.get("code"):
            _log.warning("sign_in.refused", reason=answer.get("error", "")[:80])
            raise NotSignedIn(answer.get("error", "code")[:80])
        return flow

    def _account(self, claims: Claims) -> Account:
        """Whose it is, by the claim that holds a person's code: nobody gets an account by signing in."""
        code = claims.get(self.provider.settings.claim)
        account = self.accounts.directory.find(code) if isinstance(code, str) else None
        if account is None or not account.open or account.kind != PERSON:
            raise NobodyHere
        return account

    def _is_strong(self, claims: Claims) -> bool:
        """Whether more than a password was shown there, by what the bureau says stands for that."""
        amr = claims.get("amr")
        methods = {one for one in amr if isinstance(one, str)} if isinstance(amr, list) else set()
        return bool(self.provider.settings.strong & (methods | {str(claims.get("acr"))}))

    def _asks_for_code(self, account: Account) -> bool:
        return self.accounts.identity.needs_factor(account) and bool(self.accounts.factors.of(account.id))

    def with_code(self, waits: str | None, code: str | PasskeyAnswer, origin: Origin) -> Arrival:
        """Who came by the provider and shows a code or a passkey.

        Raises NotSignedIn, WrongOneTimeCode, ChallengeOver, WrongPasskey.
        """
        flow = self._waiting.open(waits)
        if flow is None:
            raise NotSignedIn("code")
        account = self._account({self.provider.settings.claim: flow["account"]})
        origin = replace(origin, subject=flow["subject"], sid=flow["sid"])
        with self.accounts.guesses.count(origin.address, WrongOneTimeCode, WrongPasskey):
            self.accounts.check_code(account, code)
        return Arrival(flow["next"], self.accounts.begin(account, origin, strong=True))

    def end(self, token: str) -> None:
        """The provider says that a session ended there: what was begun by it here ends too.

        Only what was begun before the token was made: who repeats it signs nobody out again. Raises WrongLogoutToken,
        ProviderAway.
        """
        try:
            claims = self.provider.logout_claims(token)
        except WrongToken as error:
            raise WrongLogoutToken(*error.about) from None
        before = moments.stamp(dt.datetime.fromtimestamp(claims["iat"] + LEEWAY, dt.UTC))
        self.accounts.sessions.end_by_provider(str(claims.get("sub", "")), str(claims.get("sid", "")), before)
        self.accounts.identity.forget()
