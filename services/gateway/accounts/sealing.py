"""What is encrypted under the home's key, each kind under a key of its own; what a browser keeps of it for minutes."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.chassis.base import clock

GOOD_FOR = 600
"""Seconds for which a browser's copy opens again."""


def cipher(key: bytes, purpose: bytes) -> Fernet:
    """Encrypts and decrypts one kind of thing; `key` is the home's."""
    derived = HKDF(SHA256(), 32, None, b"four-six-three " + purpose).derive(key)
    return Fernet(base64.urlsafe_b64encode(derived))


@dataclass(frozen=True)
class RowSeal:
    """Seals and opens what rows of one kind say, each under its own id: laid into another row, it does not open."""

    key: bytes
    purpose: bytes

    def close(self, id_: str, **about: Any) -> bytes:
        """What a row says, as bytes that nobody else reads or makes."""
        return cipher(self.key, self.purpose).encrypt(orjson.dumps({"id": id_, **about}))

    def open(self, id_: str, body: bytes) -> dict[str, Any] | None:
        """What a row says, if it was closed by this home's key and for this row."""
        try:
            about: dict[str, Any] = orjson.loads(cipher(self.key, self.purpose).decrypt(bytes(body)))
        except InvalidToken:
            return None
        return about if about["id"] == id_ else None


@dataclass(frozen=True)
class Seal:
    """Seals and opens what a browser keeps of one kind: any gateway over this home reads it."""

    key: bytes
    purpose: bytes

    def close(self, **values: str) -> str:
        """Values as a text that nobody else reads or makes."""
        return cipher(self.key, self.purpose).encrypt_at_time(orjson.dumps(values), self._now()).decode()

    def open(self, text: str | None) -> dict[str, Any] | None:
        """The values, if it was closed here and not too long ago."""
        try:
            opened = cipher(self.key, self.purpose).decrypt_at_time((text or "").encode(), GOOD_FOR, self._now())
        except (InvalidToken, ValueError):
            return None
        values: dict[str, Any] = orjson.loads(opened)
        return values

    def _now(self) -> int:
        return int(clock.now().timestamp())
