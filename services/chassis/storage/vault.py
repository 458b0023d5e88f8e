"""What says who somebody is, kept by its owner alone: encrypted, under a token that stands for it everywhere else.

A token is a keyed hash: equal texts have equal tokens within one service, another service's are others, and nobody
finds the text from it.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from contracts.errors import Undefined
from contracts.forms import Token
from services.chassis.records.pseudonyms import UNREADABLE
from services.chassis.storage import store
from services.chassis.storage.tables import private

_BYTES = 15
"""Of the hash: 120 bits, which base32 writes in 24 characters and no padding."""
_TEXTS = sa.select(private.c.token, private.c.text).where(store.any_of(private.c.token, "tokens"))


class NoKey(Undefined):
    """There is no key for personal data: PERSONAL_DATA_KEY_FILE names none."""


def no_key() -> bytes:
    """For services whose registers ask for nothing private. Raises NoKey."""
    raise NoKey


class Vault:
    """One service's key: the tokens it draws, and the writing that only it can read."""

    def __init__(self, secret: Callable[[], bytes] = no_key, service: str = "") -> None:
        """`secret` is asked for when the first private text comes."""
        self._secret, self._service = secret, service

    def _key(self, purpose: str) -> bytes:
        # A key for each purpose and service: whoever has one can neither read the texts nor join two services' tokens.
        derived = HKDF(SHA256(), 32, salt=None, info=f"four-six-three {purpose} {self._service}".encode())
        return derived.derive(self._secret())

    @cached_property
    def _drawing(self) -> bytes:
        return self._key("token")

    @cached_property
    def _writing(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._key("text")))

    def token(self, text: str) -> Token:
        """What stands for a text."""
        if isinstance(text, Token):
            return text
        digest = hmac.digest(self._drawing, text.encode(errors="surrogatepass"), "sha256")[:_BYTES]
        return Token(f"who-{base64.b32encode(digest).decode().lower()}")

    def keep(self, tx: sa.Connection, texts: Mapping[str, str]) -> None:
        """Write texts under their tokens, always in one order, so that two writers never wait for each other."""
        rows = [{"token": str(one), "text": self._encrypt(text)} for one, text in sorted(texts.items())]
        store.insert_many(tx, private, rows)

    def _encrypt(self, text: str) -> str:
        return self._writing.encrypt(text.encode()).decode()

    def texts(self, tx: sa.Connection, tokens: Iterable[str]) -> dict[str, str]:
        """The texts that these tokens stand for; those that were forgotten are missing."""
        if not (unique := set(tokens)):
            return {}
        return {row.token: self._decrypt(row.text) for row in tx.execute(_TEXTS, {"tokens": unique})}

    def _decrypt(self, written: str) -> str:
        try:
            return self._writing.decrypt(written.encode()).decode()
        except InvalidToken:
            return UNREADABLE


def forget(tx: sa.Connection, token: str) -> bool:
    """Delete the text that a token stands for; whether there was one. Events keep the token, which says nothing."""
    return bool(tx.execute(private.delete().where(private.c.token == token)).rowcount)
