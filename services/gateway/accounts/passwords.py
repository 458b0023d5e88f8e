"""Passwords: argon2id hashes, and which passwords are too easy to guess."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from zxcvbn import zxcvbn

from contracts.errors import Invalid, TooMany, fault
from contracts.roles import ROLES
from services.chassis.base import real_threads

SHORTEST, LONGEST, LOOKED_AT = 10, 200, 72
"""Characters; beyond so many more of them make no password easier to guess, and take long to look at."""
HARD_ENOUGH = 3
"""Of 4: guessed in more than 10^8 tries."""
OF_THE_HOUSE = (
    *(
        "463",
        "four-six-three",
        "foursixthree",
        "四六三",
        "xishan",
        "锡山",
        "wuxi",
        "无锡",
        "chengguan",
        "城管",
        "campaign",
    ),
    *(word for role in ROLES.items() for word in role),
)
"""Words of this place and this work, with which somebody who knows both begins to guess."""
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB and two passes: what OWASP's password storage sheet asks for at least; some 30 ms."""


AT_ONCE, PATIENCE = 4, 2.0
"""Passwords that are looked at in one process at a time, each with 19 MiB; seconds for which others wait for a turn."""
_TURNS = threading.BoundedSemaphore(AT_ONCE)
P = ParamSpec("P")
T = TypeVar("T")


class SignInsBusy(TooMany):
    """Too many people sign in at this moment; try again in a few seconds."""

    slug, zh, status = "sign-ins-busy", "此刻登录的人过多，请几秒后再试", 503


class WeakPassword(Invalid):
    """This password is too short, too long, or too easy to guess."""

    slug, zh, field = "weak-password", "密码过短、过长，或者容易被猜中", "password"


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return _work(_HASHER.hash, password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one of which this was kept; where nothing was kept it takes as long to say no."""
    return _work(_verify, kept or _of_nobody(), password[: LONGEST + 1]) and kept is not None


def _work(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What takes long is done for a few at a time, each in a thread of the system's. Raises SignInsBusy."""
    if not _TURNS.acquire(timeout=PATIENCE):
        raise SignInsBusy
    try:
        return real_threads.run(work, *arguments, **options)
    finally:
        _TURNS.release()


@cache
def _of_nobody() -> str:
    return _HASHER.hash("of nobody")


def _verify(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False


def check_strength(password: str, about: Sequence[str]) -> None:
    """Refuse a password that others guess; `about` are words that belong to its person. Raises WeakPassword."""
    if not SHORTEST <= len(password) <= LONGEST:
        en, zh = f"Between {SHORTEST} and {LONGEST} characters", f"{SHORTEST} 至 {LONGEST} 个字符"
        raise WeakPassword(errors=[fault("password", en, zh)])
    if _work(_score, password, (*about, *OF_THE_HOUSE)) < HARD_ENOUGH:
        en, zh = "Others would guess it: choose a longer one", "容易被猜中，请换一个更长的"
        raise WeakPassword(errors=[fault("password", en, zh)])


def _score(password: str, about: Sequence[str]) -> int:
    score: int = zxcvbn(password[:LOOKED_AT], user_inputs=list(about))["score"]
    return score
