"""What a browser is to sign: sealed into the page that asks, good for some minutes, at any gateway over this home."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from contracts.errors import Unauthenticated
from services.chassis.base import clock, ids
from services.gateway.accounts.sealing import Seal

GOOD_FOR = dt.timedelta(minutes=5)


class ChallengeOver(Unauthenticated):
    """This page stood open too long for its passkey button; press it again."""

    slug, zh = "challenge-over", "页面打开时间过长，请再次点击通行密钥按钮"


@dataclass(frozen=True)
class PasskeyChallenge:
    """Bytes to sign, since when, and for whom; empty: for whoever has a passkey here."""

    text: str
    at: str
    account: str

    @property
    def signable(self) -> bytes:
        """The bytes."""
        return base64url_to_bytes(self.text)


@dataclass(frozen=True)
class PasskeyChallenges:
    """Makes challenges and reads them again; `purpose`: one to sign in with makes no passkey."""

    key: bytes
    purpose: bytes

    def make(self, account: str = "") -> tuple[PasskeyChallenge, str]:
        """A challenge, and the sealed text that comes back with what was signed."""
        one = PasskeyChallenge(bytes_to_base64url(ids.draw_secret().encode()), instant(), account)
        return one, self._seal().close(**vars(one))

    def open(self, text: str) -> PasskeyChallenge:
        """The challenge of a sealed text. Raises ChallengeOver: it is too old, or none of ours."""
        values = self._seal().open(text)
        if values is None or values["at"] < _stamp(clock.now() - GOOD_FOR):
            raise ChallengeOver
        return PasskeyChallenge(**values)

    def _seal(self) -> Seal:
        return Seal(self.key, b"passkey " + self.purpose)


def instant() -> str:
    """The present moment as text that tells two moments of one second apart, and sorts among those that do not."""
    return _stamp(clock.now())


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
