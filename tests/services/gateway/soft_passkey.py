"""An authenticator in software: makes a passkey and shows it, rightly or as an attacker would."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


@dataclass
class SoftPasskey:
    """One passkey. What it lies about can be set before it is shown."""

    account: str
    origin: str
    id: bytes = b"synthetic"
    count: int = 0
    verified: bool = True
    party: str = ""
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str) -> str:
        """What a browser says of the new passkey."""
        numbers = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        data = self._data(options, ATTESTED)
        data += bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(key)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client(options, "webauthn.create")
        return self._say(attestationObject=attestation, clientDataJSON=client)

    def show(self, options: str) -> str:
        """What a browser says of a passkey that is shown."""
        data, client = self._data(options, 0), self._client(options, "webauthn.get")
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._say(
            authenticatorData=data, clientDataJSON=client, signature=signature, userHandle=self.account.encode()
        )

    def _data(self, options: str, flags: int) -> bytes:
        asked = json.loads(options)
        party = self.party or asked.get("rpId") or asked["rp"]["id"]
        flags |= PRESENT | (VERIFIED if self.verified else 0)
        return hashlib.sha256(party.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, options: str, kind: str) -> bytes:
        said = {"type": kind, "challenge": json.loads(options)["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _say(self, **response: bytes) -> str:
        id_ = bytes_to_base64url(self.id)
        said: dict[str, Any] = {"id": id_, "rawId": id_, "type": "public-key"}
        return json.dumps(said | {"response": {name: bytes_to_base64url(one) for name, one in response.items()}})
