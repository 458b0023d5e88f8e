"""What one client may ask for: so many requests in a while, so many at a time, so many streams.

It is counted by account before address: an office of two hundred officers behind one address is two hundred accounts,
each with bounds of its own. Only who shows no good token is counted by address.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from contracts.errors import TooMany
from services.chassis.base import clock, metrics
from services.chassis.base.settings import HTTP_BOUNDS
from services.gateway.http.client import Client

WINDOW = 10
"""Seconds over which requests are counted."""
MOST_CLIENTS = 10_000
AT_ONCE, AT_ONCE_BY_ADDRESS = 32, 64
"""Requests of one client that are answered at a time."""
STREAMS_BY_ADDRESS = 300
SLOWEST = 1e-9
PAUSE, LONGEST_PAUSE, MOST_PAUSES = 2.0, 10.0, 4000
"""Seconds for which a refusal is held back, so that who asks again at once does not keep us busy: the more so, the more
refusals of the same client are held back already. And how many are, of all clients."""
Release = Callable[[], None]


@dataclass
class Allowance:
    """So many in a window, and as many as a whole window has in one burst.

    One number a key is kept: the tick at which all that it may take is its own again (the generic cell rate
    algorithm). Whoever has all of it is forgotten.
    """

    most: int
    window: float
    _whole_at: dict[str, float] = field(default_factory=dict)

    def take(self, key: str, now: float) -> float:
        """Take one; 0, or after how many seconds there is one to take."""
        whole_at = max(self._whole_at.get(key, now), now) + self.window / self.most
        if (late := whole_at - now - self.window) > SLOWEST:
            return late
        self._keep(key, whole_at, now)
        return 0.0

    def give_back(self, key: str) -> None:
        """What was taken was not used."""
        if key in self._whole_at:
            self._whole_at[key] -= self.window / self.most

    def whole_in(self, key: str, now: float) -> float:
        """After how many seconds all of it can be taken at once."""
        return max(self._whole_at.get(key, now) - now, 0.0)

    def _keep(self, key: str, whole_at: float, now: float) -> None:
        if len(self._whole_at) >= MOST_CLIENTS and key not in self._whole_at:
            busy = {one: at for one, at in self._whole_at.items() if at > now}
            self._whole_at = busy if len(busy) < MOST_CLIENTS else {}  # all anew is simpler than choosing
        self._whole_at[key] = whole_at


@dataclass
class RequestRate:
    """So many requests a second, and as many as a whole window has in one burst."""

    rate: int

    def __post_init__(self) -> None:
        self._allowance = Allowance(self.rate * WINDOW, WINDOW)

    def take(self, client: Client, now: float) -> list[tuple[str, str]]:
        """Count one request; answers the headers that tell a client what it has left. Raises TooMany."""
        if late := self._allowance.take(client.key, now):
            metrics.count_refusal("rate")
            raise TooMany(f"more than {self.rate * WINDOW} in {WINDOW} s", wait=math.ceil(late))
        whole_in = self._allowance.whole_in(client.key, now)
        left = int((WINDOW - whole_in) * self.rate + SLOWEST)
        return self._headers(left, math.ceil(whole_in))

    def headers_of_none_left(self) -> list[tuple[str, str]]:
        """What a client is told that has nothing left."""
        return self._headers(0, WINDOW)

    def _headers(self, left: int, seconds: int) -> list[tuple[str, str]]:
        """As draft-ietf-httpapi-ratelimit-headers has them."""
        policy = f'"requests";q={self.rate * WINDOW};w={WINDOW}'
        return [("RateLimit-Policy", policy), ("RateLimit", f'"requests";r={left};t={seconds}')]


@dataclass
class Places:
    """So many at a time for each client."""

    name: str
    by_account: int
    by_address: int
    _taken: Counter[str] = field(default_factory=Counter)

    def take(self, client: Client) -> Release:
        """Take a place; what is answered gives it back, once. Raises TooMany."""
        most = self.by_address if client.account is None else self.by_account
        return self._take(client.key, most)

    def take_for_both(self, client: Client) -> Release:
        """Take one of the account's and one of the address's, for what holds it long. Raises TooMany."""
        of_account = self.take(client)
        try:
            of_address = self._take(client.address, self.by_address)
        except TooMany:
            of_account()
            raise

        def give_both_back() -> None:
            of_account()
            of_address()

        return give_both_back

    def _take(self, key: str, most: int) -> Release:
        if self._taken[key] >= most:
            metrics.count_refusal(self.name)
            raise TooMany(f"{self.name}: at most {most} at a time")
        self._taken[key] += 1
        return partial(_give_back, self._taken, key)


def _give_back(taken: Counter[str], key: str) -> None:
    """One less; who has none left is forgotten."""
    taken[key] -= 1
    if not taken[key]:
        del taken[key]


@dataclass
class Bounds:
    """All bounds of one server."""

    request_rate: int = HTTP_BOUNDS["REQUEST_RATE"]
    most_streams: int = HTTP_BOUNDS["MOST_STREAMS"]

    def __post_init__(self) -> None:
        self.rate = RequestRate(self.request_rate)
        self.requests = Places("requests", AT_ONCE, AT_ONCE_BY_ADDRESS)
        self.streams = Places("streams", self.most_streams, STREAMS_BY_ADDRESS)
        self._pauses: Counter[str] = Counter()

    def pause(self, client: Client) -> None:
        """Let whoever was refused wait for the answer; too many at once are not worth their connections."""
        if self._pauses.total() >= MOST_PAUSES:
            return
        self._pauses[client.key] += 1
        try:
            clock.pause(min(PAUSE * math.ceil(self._pauses[client.key] / AT_ONCE), LONGEST_PAUSE))
        finally:
            _give_back(self._pauses, client.key)
