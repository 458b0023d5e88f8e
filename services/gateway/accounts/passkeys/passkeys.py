"""An account's passkeys: made, asked for, and checked by `webauthn`. Each stands in a row of factors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from contracts.errors import Invalid, Refused, Unauthenticated
from services.chassis.base import ids, log
from services.chassis.storage import store
from services.gateway.accounts import moments
from services.gateway.accounts.factors import ISSUER, Factor, Factors, UnreadableSecret
from services.gateway.accounts.passkeys.challenges import PasskeyChallenge, PasskeyChallenges, instant
from services.gateway.accounts.passkeys.party import RelyingParty
from services.gateway.accounts.tables import factors

_log = log.get("accounts")
PASSKEY = "passkey"
LONGEST, MOST = 20_000, 20
"""Characters of what a browser says; passkeys of one account."""
LOWEST_COUNT = -(2**31)
"""Authenticators count without a sign in 32 bits; the column has a sign."""
VERIFIED = UserVerificationRequirement.REQUIRED


class WrongPasskey(Unauthenticated):
    """This passkey opens nothing here, or what it showed was shown before."""

    slug, zh = "wrong-passkey", "通行密钥不正确、未登记，或者已使用过"


class NoPasskey(Invalid):
    """The browser made no passkey that can be used here."""

    slug, zh, field = "no-passkey", "浏览器未能创建可用的通行密钥", "passkey"


class PasskeyThere(Refused):
    """This account has this passkey already, or as many as it may have."""

    slug, zh = "passkey-there", "该账号已有此通行密钥，或者数量已达上限"


@dataclass(frozen=True)
class PasskeyAnswer:
    """What a browser says for a passkey: JSON of Web Authentication, with the sealed challenge of the page."""

    text: str
    challenge: str
    party: RelyingParty


@dataclass(frozen=True)
class Offer:
    """What a page asks a browser for: options as JSON, and the sealed challenge in them."""

    options: str
    challenge: str


@dataclass(frozen=True)
class Passkeys:
    """Makes and checks passkeys."""

    factors: Factors

    @property
    def _door(self) -> PasskeyChallenges:
        return _door(self.factors.key)

    @property
    def _making(self) -> PasskeyChallenges:
        return PasskeyChallenges(self.factors.key, b"made")

    def of(self, account: str) -> list[Factor]:
        """The passkeys of an account."""
        return [one for one in self.factors.of(account) if one.kind == PASSKEY]

    # --- making one ---

    def offer_new(self, account: str, party: RelyingParty) -> Offer:
        """What makes a passkey for an account: one that needs no name typed, and asks who holds it."""
        challenge, sealed = self._making.make(account)
        options = webauthn.generate_registration_options(
            rp_id=party.id,
            rp_name=ISSUER,
            user_name=account,
            user_id=account.encode(),
            challenge=challenge.signable,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
            ),
            exclude_credentials=self._descriptors(account),
        )
        return Offer(webauthn.options_to_json(options), sealed)

    def add(self, account: str, answer: PasskeyAnswer, name: str) -> None:
        """Use a passkey that a browser made for an account. Raises NoPasskey, ChallengeOver, PasskeyThere."""
        challenge = self._making.open(answer.challenge)
        if challenge.account != account:
            raise NoPasskey
        with _refused_as(NoPasskey):
            made = webauthn.verify_registration_response(
                credential=_read(answer.text),
                expected_challenge=challenge.signable,
                expected_rp_id=answer.party.id,
                expected_origin=answer.party.origin,
                require_user_verification=True,
            )
        there = self.of(account)
        if len(there) >= MOST or made.credential_id in map(self._id_of, there):
            raise PasskeyThere
        kept = {
            "account": account,
            "id": bytes_to_base64url(made.credential_id),
            "key": bytes_to_base64url(made.credential_public_key),
        }
        secret, count = self.factors.encrypt(orjson.dumps(kept)), LOWEST_COUNT + made.sign_count
        row = Factor(ids.new_id(), account, PASSKEY, name, secret, count, moments.now())
        with self.factors.store.begin() as tx:
            store.insert_many(tx, factors, [vars(row)])

    # --- showing one ---

    def offer(self, party: RelyingParty, account: str = "") -> Offer:
        """What asks for a passkey: of one account, or of whoever has one here."""
        return ask_for_passkey(self.factors.key, party, account, self._descriptors(account) if account else ())

    def account_of(self, answer: PasskeyAnswer) -> str:
        """Whose passkey it is said to be; whether it is stands open. Raises ChallengeOver, WrongPasskey."""
        challenge = self._door.open(answer.challenge)
        with _refused_as(WrongPasskey):
            handle = base64url_to_bytes(_read(answer.text)["response"].get("userHandle") or "").decode()
        if challenge.account and handle not in ("", challenge.account):
            raise WrongPasskey
        return challenge.account or handle

    def find(self, account: str, answer: PasskeyAnswer) -> Factor:
        """The passkey of an account that an answer is by, as it says. Raises ChallengeOver, WrongPasskey."""
        if self.account_of(answer) not in ("", account):
            raise WrongPasskey
        with _refused_as(WrongPasskey):
            id_ = base64url_to_bytes(_read(answer.text)["id"])
        if found := [one for one in self.of(account) if self._id_of(one) == id_]:
            return found[0]
        raise WrongPasskey

    def check(self, passkey: Factor, answer: PasskeyAnswer) -> None:
        """Take in what a passkey signed, once. Raises ChallengeOver, WrongPasskey."""
        challenge = self._door.open(answer.challenge)
        with _refused_as(WrongPasskey):
            signed = webauthn.verify_authentication_response(
                credential=_read(answer.text),
                expected_challenge=challenge.signable,
                expected_rp_id=answer.party.id,
                expected_origin=answer.party.origin,
                credential_public_key=base64url_to_bytes(self._content(passkey)["key"]),
                credential_current_sign_count=passkey.counter - LOWEST_COUNT,
                require_user_verification=True,
            )
        if not self._use(passkey, challenge, signed.new_sign_count):
            raise WrongPasskey("again")

    def _use(self, passkey: Factor, challenge: PasskeyChallenge, count: int) -> bool:
        """Note the use, unless there was one since the challenge was made: each opens once, at whichever gateway.

        Many passkeys count nothing; theirs stays at 0, and the moment alone tells a second use.
        """
        now = max(instant(), challenge.at)  # another gateway's clock may be ahead
        unused = (
            factors.c.id == passkey.id,
            sa.or_(factors.c.used_at.is_(None), factors.c.used_at < challenge.at),
            factors.c.counter == passkey.counter,
        )
        with self.factors.store.begin() as tx:
            used = tx.execute(factors.update().where(*unused).values(counter=LOWEST_COUNT + count, used_at=now))
        return bool(used.rowcount)

    # --- what is kept ---

    def _content(self, passkey: Factor) -> dict[str, str]:
        """What is kept of a passkey; nothing where the home has another key since, or the row is another's."""
        try:
            kept: dict[str, str] = orjson.loads(self.factors.decrypt(passkey))
        except UnreadableSecret:
            return {"id": "", "key": ""}
        return kept if kept["account"] == passkey.account else {"id": "", "key": ""}

    def _id_of(self, passkey: Factor) -> bytes:
        return base64url_to_bytes(self._content(passkey)["id"])

    def _descriptors(self, account: str) -> list[PublicKeyCredentialDescriptor]:
        return [PublicKeyCredentialDescriptor(id=id_) for one in self.of(account) if (id_ := self._id_of(one))]


def ask_for_passkey(
    key: bytes, party: RelyingParty, account: str = "", allowed: Sequence[PublicKeyCredentialDescriptor] = ()
) -> Offer:
    """What asks a browser for a passkey; `key` is the home's, `allowed` are the only ones that will do."""
    challenge, sealed = _door(key).make(account)
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge.signable,
        allow_credentials=list(allowed) or None,
        user_verification=VERIFIED,
    )
    return Offer(webauthn.options_to_json(options), sealed)


def _door(key: bytes) -> PasskeyChallenges:
    return PasskeyChallenges(key, b"shown")


def _read(text: str) -> dict[str, Any]:
    """What a browser said. Raises ValueError where it is too long or no object."""
    if len(text) > LONGEST or not isinstance(said := orjson.loads(text), dict):
        raise ValueError
    return said


@contextmanager
def _refused_as(problem: type[Invalid | Unauthenticated]) -> Iterator[None]:
    """Whatever is wrong with what a client said is one problem, and our log says which."""
    try:
        yield
    except (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        _log.warning("passkey.refused", reason=str(error)[:200])
        raise problem from None
