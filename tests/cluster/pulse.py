"""When writes were acknowledged, and so for how long none was."""

from __future__ import annotations

import threading
import time
from collections.abc import Sized
from dataclasses import dataclass, field
from itertools import pairwise

OFTEN = 0.05


@dataclass
class Pulse:
    """Watches a collection that grows with each acknowledgement."""

    acknowledged: Sized
    beats: list[float] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self.beats.append(time.monotonic())
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5)

    def _watch(self) -> None:
        before = len(self.acknowledged)
        while not self._stopping.wait(OFTEN):
            if len(self.acknowledged) != before:
                before = len(self.acknowledged)
                self.beats.append(time.monotonic())

    def longest_silence(self, since: float, until: float) -> float:
        """The longest time without an acknowledgement that touches these seconds."""
        beats = [*self.beats, time.monotonic()]
        gaps = [after - before for before, after in pairwise(beats) if after > since and before < until]
        return max(gaps, default=0.0)
