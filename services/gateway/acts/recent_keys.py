"""What was just done: remembered for a minute, so that the same again is not told again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from services.chassis.base import clock

MINUTE, MOST = 60.0, 10_000


@dataclass
class RecentKeys:
    """Keys of the last minute; beyond some the oldest are forgotten."""

    _until: OrderedDict[Hashable, float] = field(default_factory=OrderedDict)

    def is_remembered(self, key: Hashable) -> bool:
        """Whether a key was remembered within the last minute."""
        return self._until.get(key, 0.0) > clock.ticks()

    def remember(self, key: Hashable) -> None:
        """Remember a key for a minute, unless it is remembered."""
        if self.is_remembered(key):
            return
        self._until[key] = clock.ticks() + MINUTE
        self._until.move_to_end(key)
        if len(self._until) > MOST:
            self._until.popitem(last=False)
