"""Whether a signed call is new, without any wall clock (docs/decisions/0024-signed-calls-and-message-versions.md).

A process hands out a challenge with each of its answers; who calls it signs the latest. How old a call is, is how old
the challenge is that it names, on this process's own monotonic clock; of calls under one challenge each counts once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from contracts.call import CallFault
from services.chassis.base import clock, ids

ANEW, LIFETIME = 5.0, 60.0
"""Seconds after which another challenge is handed out, and for which one may be named."""
MOST_NONCES = 50_000


@dataclass
class _Challenge:
    """When it was first handed out, and the calls that named it."""

    since: float
    nonces: set[str] = field(default_factory=set)


class Challenges:
    """The challenges that this process has handed out: it knows none of another's, nor of its own before a restart."""

    def __init__(self, ticks: Callable[[], float] = clock.ticks) -> None:
        """`ticks` is a clock in seconds that never goes back."""
        self._ticks = ticks
        self._process = ids.new_id()
        self._handed_out: dict[str, _Challenge] = {}

    def current(self) -> str:
        """The challenge that the next calls may name: the process that knows it, and what nobody could guess."""
        self._forget_old()
        newest = next(reversed(self._handed_out), None)
        if newest is None or self._ticks() - self._handed_out[newest].since > ANEW:
            newest = f"{self._process}/{ids.new_id()}"
            self._handed_out[newest] = _Challenge(self._ticks())
        return newest

    def fault_of(self, named: Iterable[str], nonce: str) -> CallFault | None:
        """What is wrong with a call's age, or None: then the nonce has been used."""
        self._forget_old()
        ours = next((self._handed_out[one] for one in named if one in self._handed_out), None)
        if ours is None:
            return CallFault.STALE
        if nonce in ours.nonces:
            return CallFault.REPEATED
        ours.nonces.add(nonce)
        return None

    def _forget_old(self) -> None:
        """Forget challenges by age; and the oldest where they hold too many nonces: their calls are signed anew."""
        while self._handed_out and (self._oldest_is_old() or self._nonces() > MOST_NONCES):
            del self._handed_out[next(iter(self._handed_out))]

    def _oldest_is_old(self) -> bool:
        oldest = next(iter(self._handed_out.values()))
        return self._ticks() - oldest.since > LIFETIME

    def _nonces(self) -> int:
        return sum(len(one.nonces) for one in self._handed_out.values())
