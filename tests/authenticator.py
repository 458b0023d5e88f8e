"""An authenticator of a test's own, whose codes are still good when the test comes to use them."""

from __future__ import annotations

import time

import pyotp

HALF_MINUTE, ROOM = 30, 3.0
"""Seconds for which a code is shown; and that are left of it at least when one is read off."""


def earlier_code(shared: str) -> str:
    """The code that was shown before the present one: it is taken too, and leaves the present one for later."""
    if (rest := HALF_MINUTE - time.time() % HALF_MINUTE) < ROOM:
        time.sleep(rest)
    return pyotp.TOTP(shared).at(int(time.time()) - HALF_MINUTE)
