"""A page of a list as it is asked for and found: rows between two places of one order, never a count of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

Place = tuple[Any, ...]
"""By what a list is sorted, texts or whole numbers: no two rows share one."""


@dataclass(frozen=True)
class ListWindow:
    """So many rows after a place; `backward` before it. Without a place from the beginning."""

    most: int
    place: Place | None = None
    backward: bool = False

    def of_all(self, places: Iterable[Place]) -> ListPart:
        """The window's part of a whole list, which is in order."""
        some = list(places)
        if self.place is not None:
            beyond = self.place
            some = [one for one in some if (one < beyond if self.backward else one > beyond)]
        return self.part(islice(reversed(some) if self.backward else some, self.most + 1))

    def part(self, places: Iterable[Place]) -> ListPart:
        """The part of which these places were read in the way that was asked for: one more than it has, if there is."""
        read = list(places)
        own, more, came = read[: self.most], len(read) > self.most, self.place is not None
        if self.backward:
            own.reverse()
        earlier, later = (more, came) if self.backward else (came, more)
        return ListPart(own, own[0] if own and earlier else None, own[-1] if own and later else None)


@dataclass(frozen=True)
class ListPart:
    """Places in order; before which and after which of them the list goes on, None: it does not."""

    places: Sequence[Place]
    before: Place | None = None
    after: Place | None = None
