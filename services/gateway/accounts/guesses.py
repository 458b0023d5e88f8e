"""How many wrong tries to sign in come from one address: whoever tries one password on a thousand accounts waits too.

Counted in this process's memory: so many gateways, so many times as much. Rows would be written at a stranger's pace,
and on a full disk not at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from contracts.errors import TooMany
from services.chassis.base import clock, log, metrics
from services.chassis.base.settings import HTTP_BOUNDS
from services.gateway.http.bounds import Allowance

_log = log.get("accounts")
WINDOW = 900
"""Seconds over which wrong tries are counted."""


class TooManyGuesses(TooMany):
    """There were too many wrong tries to sign in from this network address; it can be tried again later."""

    slug, zh = "too-many-guesses", "该网络地址登录失败次数过多，请稍后再试"


@dataclass(frozen=True)
class Guesses:
    """Counts wrong tries by address; `most` in `WINDOW` seconds, then one at a time as they become old.

    A right try costs nothing, however many people share the address. From an address that has none left nothing is
    looked at, right or wrong: a limit that lets the right password through tells which one that is.
    """

    most: int = HTTP_BOUNDS["SIGN_IN_FAILURES"]
    _allowance: Allowance = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_allowance", Allowance(self.most, WINDOW))

    @contextmanager
    def count(self, address: str, *wrong: type[Exception]) -> Iterator[None]:
        """One try, counted if it ends in one of these errors. Raises TooManyGuesses.

        It is counted before it is looked at: of a thousand at once no more are looked at than one after the other.
        """
        if late := self._allowance.take(address, clock.ticks()):
            metrics.count_refusal("guesses")
            _log.warning("sign_in.limited", address=address)
            raise TooManyGuesses(wait=math.ceil(late))
        try:
            yield
        except wrong:
            raise
        except BaseException:
            self._allowance.give_back(address)
            raise
        self._allowance.give_back(address)
