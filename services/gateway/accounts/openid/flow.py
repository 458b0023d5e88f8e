"""What a browser keeps while its person is at the provider, or is asked for a code: sealed, for some minutes."""

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
"""Seconds."""


@dataclass(frozen=True)
class Seal:
    """Seals and opens what one kind of cookie holds, under the home's key: any gateway over this home reads it."""

    key: bytes
    purpose: bytes

    def close(self, **values: str) -> str:
        """Values as a text that nobody else reads or makes."""
        return self._cipher().encrypt_at_time(orjson.dumps(values), self._now()).decode()

    def open(self, text: str | None) -> dict[str, Any] | None:
        """The values, if it was closed here and not too long ago."""
        try:
            opened = self._cipher().decrypt_at_time((text or "").encode(), GOOD_FOR, self._now())
        except (InvalidToken, ValueError):
            return None
        values: dict[str, Any] = orjson.loads(opened)
        return values

    def _now(self) -> int:
        return int(clock.now().timestamp())

    def _cipher(self) -> Fernet:
        derived = HKDF(SHA256(), 32, None, b"four-six-three " + self.purpose).derive(self.key)
        return Fernet(base64.urlsafe_b64encode(derived))
