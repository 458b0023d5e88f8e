"""Whoever asks, as the rest of the gateway knows them; and the tokens by which this machine's own tools ask.

A tool that can read the home's key signs a token for itself: it runs the machine and looks after accounts, and takes no
step of the campaign.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt

from contracts.errors import Unauthenticated
from services.chassis.base import key_file

ALGORITHM, ISSUER, AUDIENCE, KIND = "HS256", "four-six-three", "campaign", "access"
MACHINE_ROLES = frozenset({"operator", "administrator"})
LIFETIME = dt.timedelta(hours=1)
LEEWAY = 30
"""Seconds by which the clocks of two machines may be apart."""


@dataclass(frozen=True)
class Bearer:
    """Who asks: an account, and the post in which they act: a role and the unit they speak for (None: the bureau).

    on_behalf_of  the person whose post it is, if it was lent
    session       the sign-in by which they ask; empty: they ask by a key or a tool's token
    """

    id: str
    role: str
    unit: str | None
    on_behalf_of: str = ""
    session: str = ""


NOBODY = Bearer("-", "anonymous", None)
"""Who asks without saying who they are."""


def key(home: Path) -> bytes:
    """The signing key, drawn once and kept readable for its owner alone."""
    return key_file.load_or_create(home / "secrets" / "token.key")


def issue(signing: bytes, role: str, now: dt.datetime, lifetime: dt.timedelta = LIFETIME) -> str:
    """A token for a tool of this machine. Raises ValueError for a role that is not a machine's."""
    if role not in MACHINE_ROLES:
        raise ValueError(role)
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": f"machine:{role}", "role": role, "iat": now, "exp": now + lifetime}
    return jwt.encode(claims, signing, ALGORITHM, headers={"typ": KIND})


def verify(signing: bytes, token: str) -> Bearer:
    """Whom a token speaks for. Raises Unauthenticated for anything not signed by us, for us, and in time."""
    return _machine(_claims(signing, token)["role"])


def machine(role: str) -> Bearer | None:
    """This machine's tool in a role; None: no tool acts in it."""
    return _machine(role) if role in MACHINE_ROLES else None


def _machine(role: str) -> Bearer:
    return Bearer(f"machine:{role}", role, None)


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
    if claims.get("role") not in MACHINE_ROLES:
        raise Unauthenticated("role")
    return claims
