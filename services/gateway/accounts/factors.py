"""Second factors, and codes of an authenticator (TOTP, RFC 6238). All are kept encrypted under the home's key."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields

import pyotp
import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken

from contracts.errors import Invalid, Unknown
from services.chassis.base import clock, ids, log
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments, sealing
from services.gateway.accounts.tables import factors

_log = log.get("accounts")
TOTP, ISSUER = "totp", "四六三 Four-Six-Three"
SECONDS, AROUND = 30, 1
"""How long a code lasts, and how many codes before and after the present one are taken: clocks differ."""


class WrongOneTimeCode(Invalid):
    """This code is not the one that the authenticator shows now."""

    slug, zh, field = "wrong-one-time-code", "验证码不正确或者已使用", "code"


class UnreadableSecret(Exception):
    """The home has another key since this was kept."""


@dataclass(frozen=True)
class Factor:
    """One second factor of an account; `counter` is the last code's number, or how often a passkey says it was used."""

    id: str
    account: str
    kind: str
    name: str
    secret: bytes
    counter: int
    made_at: str
    used_at: str | None = None


_COLUMNS = [factors.c[one.name] for one in fields(Factor)]


@dataclass(frozen=True)
class Factors:
    """Adds, checks and removes factors; `key` is the home's."""

    store: Store
    key: bytes

    def of(self, account: str) -> list[Factor]:
        """The factors of an account, the oldest first."""
        query = sa.select(*_COLUMNS).where(factors.c.account == account).order_by(factors.c.made_at)
        with self.store.begin_read() as tx:
            return [Factor(*row) for row in tx.execute(query)]

    def holders(self, accounts: Collection[str]) -> set[str]:
        """Which of some accounts have any."""
        with self.store.begin_read() as tx:
            return set(tx.scalars(sa.select(factors.c.account).where(factors.c.account.in_(accounts)).distinct()))

    def add_totp(self, account: str, secret: str, code: str, name: str) -> None:
        """Add an authenticator that has been given a secret, once it shows the right code. Raises WrongOneTimeCode."""
        number = _number_of(secret, code)
        if number is None:
            raise WrongOneTimeCode
        kept = self.encrypt(secret.encode())
        factor = Factor(ids.new_id(), account, TOTP, name, kept, number, moments.now())
        with self.store.begin() as tx:
            store.insert_many(tx, factors, [vars(factor)])

    def check(self, account: str, code: str) -> None:
        """Take a code in, once. Raises WrongOneTimeCode."""
        for factor in self.of(account):
            if factor.kind == TOTP and self._takes(factor, code):
                return
        raise WrongOneTimeCode

    def _takes(self, factor: Factor, code: str) -> bool:
        try:
            number = _number_of(self.decrypt(factor).decode(), code)
        except UnreadableSecret:
            return False
        if number is None:
            return False
        unused = (factors.c.id == factor.id, factors.c.counter < number)
        with self.store.begin() as tx:
            taken = tx.execute(factors.update().where(*unused).values(counter=number, used_at=moments.now()))
        return bool(taken.rowcount)

    def remove(self, account: str, id_: str) -> None:
        """Take a factor away. Raises Unknown."""
        with self.store.begin() as tx:
            gone = tx.execute(factors.delete().where(factors.c.account == account, factors.c.id == id_))
        if not gone.rowcount:
            raise Unknown(id_)

    def encrypt(self, kept: bytes) -> bytes:
        """What stands in the table of what is kept of a factor."""
        return self._cipher().encrypt(kept)

    def decrypt(self, factor: Factor) -> bytes:
        """What is kept of a factor. Raises UnreadableSecret."""
        try:
            return self._cipher().decrypt(factor.secret)
        except InvalidToken:
            _log.warning("factor.unreadable", account=factor.account, factor=factor.id)
            raise UnreadableSecret(factor.id) from None

    def _cipher(self) -> Fernet:
        return sealing.cipher(self.key, b"factors")


def new_secret() -> str:
    """A secret for an authenticator, in base 32."""
    return pyotp.random_base32()


def address_for(account: str, secret: str) -> str:
    """What an authenticator reads off a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def _number_of(secret: str, code: str) -> int | None:
    """The number of a code among the codes around now; None: it is none of them."""
    totp, now = pyotp.TOTP(secret, interval=SECONDS), int(clock.now().timestamp()) // SECONDS
    given = "".join(code.split())
    try:
        shown = {number: totp.at(number * SECONDS) for number in range(now - AROUND, now + AROUND + 1)}
    except ValueError:  # no base 32
        return None
    return next((number for number, one in shown.items() if pyotp.utils.strings_equal(one, given)), None)
