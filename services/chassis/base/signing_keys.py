"""Ed25519 keys: each service signs with its own, and who can check a signature cannot forge one.

A public key stands in `<service>.pub` of a folder that all can read: a line of Base64 for each key, the present one
first, earlier ones after it, so that what they signed can still be checked.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.chassis.base import disk, key_file
from services.chassis.base.settings import Settings

KEY_ID_DIGITS = 16


class SigningKey:
    """The key with which one service signs; `id` names it in what it signed."""

    def __init__(self, secret: bytes) -> None:
        """`secret` is any text of which nobody else knows; the key follows from it."""
        self._key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret).digest())
        self.public = self._key.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes."""
        return self._key.sign(message)

    def has_signed(self, key: str, signature: bytes, message: bytes) -> bool:
        """Whether this key signed a message, under its id."""
        return key == self.id and _is_signature(self._key.public_key(), signature, message)


class VerifyingKeys:
    """The public keys of all services, read from their folder when one is first asked for."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds `<service>.pub` of each service."""
        self._folder = folder
        self._keys: dict[tuple[str, str], Ed25519PublicKey] = {}

    def verify(self, service: str, key: str, signature: bytes, message: bytes) -> bool:
        """Whether a service signed a message with the key of this id."""
        # A service that starts later, or got another key, has written it since: asked for anew while it is unknown.
        public = self._keys.get((service, key)) or self._find(service, key)
        return public is not None and _is_signature(public, signature, message)

    def _find(self, service: str, key: str) -> Ed25519PublicKey | None:
        for public in public_keys(self._folder, service):
            self._keys[service, key_id(public)] = Ed25519PublicKey.from_public_bytes(public)
        return self._keys.get((service, key))


def _is_signature(public: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def key_id(public: bytes) -> str:
    """How a public key is named in what was signed with it."""
    return hashlib.sha256(public).hexdigest()[:KEY_ID_DIGITS]


def load(settings: Settings) -> SigningKey:
    """The key that the settings give, or the home's own; its public half is written where the others look for it."""
    if settings.signing_key:
        return SigningKey(settings.signing_key.encode())
    key = SigningKey(key_file.load_or_create(settings.verifying_keys / f"{settings.service}.key"))
    publish(settings.verifying_keys, settings.service, key)
    return key


def publish(folder: Path, service: str, key: SigningKey) -> None:
    """Write a service's public key before its earlier ones; nothing is done where it stands first already."""
    known = public_keys(folder, service)
    if known[:1] == [key.public]:
        return
    keys = [key.public, *(one for one in known if one != key.public)]
    text = "".join(f"{base64.b64encode(one).decode()}\n" for one in keys)
    disk.write(folder / f"{service}.pub", text.encode("ascii"))


def public_keys(folder: Path, service: str) -> list[bytes]:
    """The public keys of a service, the present one first; none where it has never published one."""
    try:
        lines = (folder / f"{service}.pub").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    return [base64.b64decode(line) for line in lines]
