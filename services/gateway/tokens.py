"""Bearer tokens: signed by the bureau's own key, for one role and, for most, one unit."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt

from contracts.errors import Unauthenticated

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
}


@dataclass(frozen=True)
class Bearer:
    """Who asks: an account, a role, and the unit they speak for (None: the bureau)."""

    id: str
    role: str
    unit: str | None


def key(home: Path) -> bytes:
    """The signing key, drawn once and kept readable for its owner alone."""
    path = home / "secrets" / "token.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _length(path):
        _draw(path)
    return path.read_bytes()


def _length(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _draw(path: Path) -> None:
    """Written whole under another name, then linked into place: who comes second takes what the first has drawn."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    if _length(path) == 0:  # left by a crash
        path.unlink(missing_ok=True)
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


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


def read(signing: bytes, token: str) -> Bearer:
    """Who a token speaks for. Raises Unauthenticated for anything not signed by us, for us, and in time."""
    said = _said(signing, token)
    return Bearer(said["sub"], said["role"], said.get("unit"))


def expiry(signing: bytes, token: str) -> dt.datetime:
    """Until when a good token is good. Raises Unauthenticated."""
    return dt.datetime.fromtimestamp(_said(signing, token)["exp"], dt.UTC)


def _said(signing: bytes, token: str) -> dict[str, Any]:
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
