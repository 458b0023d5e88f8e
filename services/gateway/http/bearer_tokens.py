"""Bearer tokens: signed by the bureau's own key, for one role and, for most, one unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt

from contracts.errors import Unauthenticated
from services.chassis.base import key_file

ALGORITHM, ISSUER, AUDIENCE, KIND = "HS256", "four-six-three", "campaign", "access"
LEEWAY = 30
ROLES = {
    "clerk": "内勤",
    "captain": "中队长",
    "officer": "执法队员",
    "legal": "法制员",
    "trainer": "训练政工",
    "publicist": "宣教外联",
    "quartermaster": "装备管理员",
    "inspector": "督察",
    "leader": "局领导",
    "auditor": "上级检查",
    "operator": "运维",
    "outsider": "外部应用",
}
"""An outsider is a citizens' application: it hands in reports for a unit, and reads what became of them (Open311)."""


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
    said = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": bearer.id,
        "role": bearer.role,
        "unit": bearer.unit,
        "iat": now,
        "exp": now + lifetime,
    }
    return jwt.encode(said, signing, ALGORITHM, headers={"typ": KIND})


def verify(signing: bytes, token: str) -> Bearer:
    """Who a token speaks for. Raises Unauthenticated for anything not signed by us, for us, and in time."""
    said = _claims(signing, token)
    return Bearer(said["sub"], said["role"], said.get("unit"))


def expiry(signing: bytes, token: str) -> dt.datetime:
    """Until when a good token is good. Raises Unauthenticated."""
    return dt.datetime.fromtimestamp(_claims(signing, token)["exp"], dt.UTC)


def _claims(signing: bytes, token: str) -> dict[str, Any]:
    try:
        if jwt.get_unverified_header(token).get("typ") != KIND:
            raise Unauthenticated("typ")
        said: dict[str, Any] = jwt.decode(
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
    if said.get("role") not in ROLES:
        raise Unauthenticated("role")
    return said
