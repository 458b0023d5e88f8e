"""The open connections: bounded in number, and each with a moment by which it must have come further.

A connection waits for a request, or is answered. When there are too many, one that waits goes: the longest waiting one
of the address that has most of them. So whoever opens thousands displaces themselves, and nobody new is turned away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from services.chassis.base import clock, metrics

HEAD, IDLE = 10.0, 75.0
"""Seconds in which a request's head must have come; seconds for which a connection is kept between two requests."""
GRACE, RATE = 20.0, 2048.0
"""A body, sent or received, may take so many seconds, and one more for each so many bytes."""
ENDED_AT_ONCE = 150


@dataclass(eq=False, slots=True)
class Connection:
    """One connection.

    hang_up   closes it: who reads or writes there meets its end
    due       the tick by which it must have come further; None: it is ours to act
    over      it was hung up on: what has arrived of a request is none
    plain     it does not speak TLS where that is spoken
    """

    address: str
    hang_up: Callable[[], None]
    due: float | None = None
    over: bool = False
    plain: bool = False

    def allow(self, octets: int) -> None:
        """From now on it may take as long as so many bytes may."""
        self.due = clock.ticks() + GRACE + octets / RATE

    def act(self) -> None:
        """What comes next is ours to do, and has no end of its own."""
        self.due = None


@dataclass
class ConnectionTable:
    """All connections, at most `most` of which may wait or be answered at a time."""

    most: int
    _all: set[Connection] = field(default_factory=set)
    _waiting: dict[str, dict[Connection, None]] = field(default_factory=dict)
    """By address, in the order in which they began to wait."""

    def __len__(self) -> int:
        """How many are open."""
        return len(self._all)

    def admit(self, connection: Connection) -> None:
        """A new one; another goes for it where there are too many."""
        if len(self._all) >= self.most and self._waiting:
            self._end(self._most_dispensable(), "displaced")
        self._all.add(connection)
        self.wait(connection, HEAD)

    def wait(self, connection: Connection, seconds: float) -> None:
        """It waits for a request, at most so long."""
        if connection.over:
            return
        connection.due = clock.ticks() + seconds
        self._waiting.setdefault(connection.address, {})[connection] = None

    def answer(self, connection: Connection) -> None:
        """A whole head has come; it is not in anybody's way until it waits again."""
        connection.due = None
        self._forget_waiting(connection)

    def remove(self, connection: Connection) -> None:
        """It is closed."""
        self._all.discard(connection)
        self._forget_waiting(connection)

    def sweep(self) -> None:
        """Hang up on those whose time is over, some at a time: thousands who leave at once come again at once."""
        now = clock.ticks()
        late = (one for one in self._all if one.due is not None and one.due < now)
        for one in list(islice(late, ENDED_AT_ONCE)):
            self._end(one, "waited" if one in self._waiting.get(one.address, ()) else "too-slow")

    def _most_dispensable(self) -> Connection:
        address = max(self._waiting, key=lambda one: len(self._waiting[one]))
        return next(iter(self._waiting[address]))

    def _end(self, connection: Connection, reason: str) -> None:
        connection.over, connection.due = True, None
        self.remove(connection)
        connection.hang_up()
        metrics.count_hang_up(reason)

    def _forget_waiting(self, connection: Connection) -> None:
        siblings = self._waiting.get(connection.address, {})
        siblings.pop(connection, None)
        if not siblings:
            self._waiting.pop(connection.address, None)
