"""Keys for tests, of no use elsewhere."""

from __future__ import annotations

from services.chassis.base.signing_keys import SigningKey
from services.chassis.storage.sealer import Sealer

KEY = SigningKey(b"a key for tests, of no use elsewhere")


def sealer(source: str = "/320205/test", key: SigningKey = KEY) -> Sealer:
    """What writes a journal in tests."""
    return Sealer(source, key)
