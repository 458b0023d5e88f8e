"""The one place that draws identities; what follows from another identity is derived, so that a repeat is the same."""

from __future__ import annotations

import secrets
import time
import uuid


def new_id() -> str:
    """A new identity that sorts by the time it was drawn (UUIDv7, RFC 9562): rows that come together lie together."""
    chance = secrets.randbits(74)
    since = time.time_ns() // 1_000_000
    # 48 bits of milliseconds, version 7, 12 bits of chance, variant 2, 62 bits of chance.
    value = since << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1
    return str(uuid.UUID(int=value))


def derive_id(origin: str) -> str:
    """The identity that follows from a text: the same each time it is computed."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, origin))


def event_id(command: str, number: int) -> str:
    """The id of a command's event, counted from 0: a repeated command can never leave another event."""
    return f"{command}-{number}"


def draw_secret() -> str:
    """A secret that stands in addresses and headers: 256 bits of chance."""
    return secrets.token_urlsafe(32)


def draw_code() -> str:
    """Six digits that somebody reads at one place and types at another, within minutes and few tries."""
    return f"{secrets.randbelow(10**6):06}"


def draw_salt() -> bytes:
    """What makes a commitment unguessable: 256 bits of chance."""
    return secrets.token_bytes(32)
