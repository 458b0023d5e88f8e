"""Counts what comes by the thousand: the first acts of a minute are told one by one, the others by their number.

Whoever is refused ten thousand times a second fills no journal, and is counted to the last time. Of what was shown the
first time alone is told, and only what was put on record then is counted afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.chassis.base import ids
from services.chassis.handling.audit.doer import Doer

ONE_BY_ONE = 10
MINUTE = 60.0
MOST_KEYS = 4000
"""Of further ones it is counted only how many there were."""
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class FloodKey:
    """What is counted together: the same act of the same person, from the same place, about the same, ending alike.

    about  what the event will say of it: names and values
    state  in which it was shown; no event says it
    """

    act: str
    doer: Doer
    about: tuple[tuple[str, str], ...] = ()
    state: str = ""


@dataclass(slots=True)
class _Counter:
    """Of one key in its minute: how many there were, and how many of them nobody was told of.

    id    of the event that will say so
    kept  how many of them are written down
    """

    since: float
    seen: int = 0
    untold: int = 0
    id: str = ""
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Flood:
    """So many acts of one key, of which no event was written, since a tick; `id` is that of the event to come."""

    key: FloodKey
    count: int
    since: float
    id: str


class Floods:
    """The counters of one process. Not safe for threads by itself."""

    def __init__(self) -> None:
        """Nothing was counted yet."""
        self._counters: dict[FloodKey, _Counter] = {}

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._counters)

    def admit(self, key: FloodKey, now: float) -> bool:
        """Whether an event is to be written of this one; else it was counted."""
        counter = self._counters.get(key)
        if counter is None:
            if len(self._counters) >= MOST_KEYS:
                self.count(key, now)
                return False
            counter = self._counters[key] = _Counter(now)
        counter.seen += 1
        if counter.seen <= ONE_BY_ONE:
            return True
        counter.untold += 1
        return False

    def repeats(self, key: FloodKey) -> bool:
        """Whether the first of this key is on record in a minute that is not over: then this one was counted."""
        counter = self._counters.get(key)
        if counter is None:
            return False
        counter.untold += 1
        return True

    def begin(self, key: FloodKey, now: float) -> None:
        """The first of a key is on record: further ones are counted, while there is room to remember it."""
        if len(self._counters) < MOST_KEYS:
            self._counters.setdefault(key, _Counter(now, ONE_BY_ONE))

    def count(self, key: FloodKey, now: float, number: int = 1) -> None:
        """Count acts of which no more is remembered than which act it was."""
        others = FloodKey(key.act, Doer(OTHERS))
        self._counters.setdefault(others, _Counter(now, ONE_BY_ONE)).untold += number

    def over(self, now: float) -> Iterator[Flood]:
        """What was counted in minutes that are over, each once."""
        yield from self._take([key for key, one in self._counters.items() if now - one.since >= MINUTE])

    def all(self) -> Iterator[Flood]:
        """What was counted, each once, whether its minute is over or not."""
        yield from self._take(list(self._counters))

    def _take(self, keys: list[FloodKey]) -> Iterator[Flood]:
        for key in keys:
            counter = self._counters.pop(key)
            if counter.untold:
                yield _flood(key, counter)

    def grown(self) -> list[Flood]:
        """What was counted and is not written down, each with its whole number."""
        return [_flood(key, one) for key, one in self._counters.items() if one.untold > one.kept]

    def note_kept(self, floods: Iterable[Flood]) -> None:
        """These numbers are written down."""
        for flood in floods:
            counter = self._counters.get(flood.key)
            if counter is not None and counter.id == flood.id:
                counter.kept = flood.count


def _flood(key: FloodKey, counter: _Counter) -> Flood:
    counter.id = counter.id or ids.new_id()
    return Flood(key, counter.untold, counter.since, counter.id)
