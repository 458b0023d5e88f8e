"""Threads that go on until they are told to stop: people who write, people who read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

ENDS_WITHIN = 60.0


@dataclass
class Threads:
    """What each of them does ends soon after `stopping` is set."""

    stopping: threading.Event = field(default_factory=threading.Event)
    _running: list[threading.Thread] = field(default_factory=list)

    def spawn(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._running.append(thread)
        thread.start()

    def stop(self) -> None:
        """Tell all, and wait until the last has ended."""
        self.stopping.set()
        for thread in self._running:
            thread.join(ENDS_WITHIN)
            assert not thread.is_alive()
