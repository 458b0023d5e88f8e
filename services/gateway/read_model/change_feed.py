"""Who waits for an event to arrive, and who wants to hear of every change."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

MOST_UNHEARD = 100


class ChangeFeed:
    """Wakes who waits for arrivals; safe in threads, green or not."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._awaited: dict[str, set[threading.Event]] = {}
        self._listeners: set[queue.Queue[list[str]]] = set()

    def publish(self, events: Sequence[str], measures: list[str]) -> None:
        """These events have arrived and touched these measures."""
        for event_id in events if self._awaited else ():
            for one in self._awaited.get(event_id, ()):
                one.set()
        for listener in list(self._listeners):
            # Who has stopped reading must not fill the memory.
            if listener.qsize() < MOST_UNHEARD:
                listener.put(measures)

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
    def subscribe(self) -> Iterator[queue.Queue[list[str]]]:
        """A queue of the measures that changed, one entry a batch."""
        listener: queue.Queue[list[str]] = queue.Queue()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
