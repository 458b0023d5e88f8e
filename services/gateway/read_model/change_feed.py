"""Who waits for an event to arrive, and who wants to hear of every change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


class WakeUp:
    """Wakes one listener; twice before it listened again is once."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self._event = threading.Event()

    def wait(self, seconds: float) -> bool:
        """Wait, bounded, for the next one; whether there was one."""
        happened = self._event.wait(seconds)
        self._event.clear()
        return happened

    def ring(self) -> None:
        """Something has happened."""
        self._event.set()


class ChangeFeed:
    """Wakes who waits for arrivals; safe in threads, green or not. `published` counts how often something changed."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._awaited: dict[str, set[threading.Event]] = {}
        self._listeners: set[WakeUp] = set()
        self.published = 0

    def publish(self, events: Sequence[str]) -> None:
        """These events have arrived, and something may have changed."""
        self.published += 1
        for event_id in events if self._awaited else ():
            for one in self._awaited.get(event_id, ()):
                one.set()
        for listener in list(self._listeners):
            listener.ring()

    def awaited_events(self) -> list[str]:
        """The events for which somebody waits."""
        return list(self._awaited)

    @contextmanager
    def awaiting(self, event_id: str) -> Iterator[Callable[[float], bool]]:
        """Say beforehand which event is awaited, so that it cannot slip by; then call what is given, with seconds."""
        arrived = threading.Event()
        self._awaited.setdefault(event_id, set()).add(arrived)
        try:
            yield arrived.wait
        finally:
            self._awaited[event_id].discard(arrived)
            if not self._awaited[event_id]:
                del self._awaited[event_id]

    @contextmanager
    def subscribe(self) -> Iterator[WakeUp]:
        """Be woken by each change; what it was stands in the change log."""
        listener = WakeUp()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
