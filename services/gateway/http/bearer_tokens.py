"""Bearer tokens: signed by the bureau's own key, for one role and, for most, one unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt

from contracts.errors import Unauthenticated
from contracts.roles import ROLES
from services.chassis.base import key_file

ALGORITHM, ISSUER, AUDIENCE, KIND = "HS256", "four-six-three", "campaign", "access"
LEEWAY = 30
"""Seconds by which the clocks of two machines may be apart."""


@dataclass(frozen=True)
class Bearer:
    """Who asks: an account, a role, and the unit they speak for (None: the bureau)."""

    id: str
    role: str
    unit: str | None


def key(home: Path) -> bytes:
    """The signing key, drawn once and kept readable for its owner alone."""
    return key_file.load_or_create(home / "secrets" / "token.key")


def issue(signing: bytes, bearer: Bearer, now: dt.datetime, lifetime: dt.timedelta) -> str:
    """A token for a bearer. Raises ValueError for a role that does not exist."""
    if bearer.role not in ROLES:
        raise ValueError(bearer.role)
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": bearer.id,
        "role": bearer.role,
        "unit": bearer.unit,
        "iat": now,
        "exp": now + lifetime,
    }
    return jwt.encode(claims, signing, ALGORITHM, headers={"typ": KIND})


def verify(signing: bytes, token: str) -> Bearer:
    """Who a token speaks for. Raises Unauthenticated for anything not signed by us, for us, and in time."""
    claims = _claims(signing, token)
    return Bearer(claims["sub"], claims["role"], claims.get("unit"))


def expiry(signing: bytes, token: str) -> dt.datetime:
    """Until when a good token is good. Raises Unauthenticated."""
    return dt.datetime.fromtimestamp(_claims(signing, token)["exp"], dt.UTC)


def _claims(signing: bytes, token: str) -> dict[str, Any]:
    try:
        # Something else that this key may sign one day is no token of access (RFC 8725, 3.11).
        if jwt.get_unverified_header(token).get("typ") != KIND:
            raise Unauthenticated("typ")
        claims: dict[str, Any] = jwt.decode(
            token,
            signing,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "sub", "iss", "aud"]},
        )
    except jwt.PyJWTError as error:
        raise Unauthenticated(type(error).__name__) from None
    if claims.get("role") not in ROLES:
        raise Unauthenticated("role")
    return claims
