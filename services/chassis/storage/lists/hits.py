"""What a list is narrowed to beside its groups and its days: a text that is held, a record that is named, or both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

AT_ONCE = 200
"""So many records are looked at together on the way along a list."""


class Hits:
    """Some records of a register."""

    # No ABC: every ABC has a method by the name that is a field of those that are hits.

    @property
    def number(self) -> int:
        """How many they are, wherever in the register; known without looking where `is_known`."""
        raise NotImplementedError

    @property
    def is_known(self) -> bool:
        """Whether their number is known."""
        raise NotImplementedError

    def are_few(self, most: int) -> bool:
        """Whether it costs less to look at all of them than to go along the list until a page is full."""
        raise NotImplementedError

    def all_ids(self) -> list[str]:
        """All of them; to be asked of few."""
        raise NotImplementedError

    def holding(self, ids: Sequence[str]) -> set[str]:
        """Those of some records that are among them."""
        raise NotImplementedError

    def on_the_way(self, ids: Iterable[str]) -> Iterator[str]:
        """Those of many records that are among them, in their order."""
        waiting = iter(ids)
        while some := list(islice(waiting, AT_ONCE)):
            having = self.holding(some)
            yield from (id_ for id_ in some if id_ in having)


@dataclass(frozen=True)
class Both(Hits):
    """The records that are among two."""

    one: Hits
    other: Hits

    @property
    def number(self) -> int:
        """Not known without looking."""
        return 0

    @property
    def is_known(self) -> bool:
        """Never."""
        return False

    def are_few(self, most: int) -> bool:
        """Where either are: the other are looked for among them."""
        return self.one.are_few(most) or self.other.are_few(most)

    def all_ids(self) -> list[str]:
        """Those of the few that are among the others."""
        few, rest = (self.one, self.other) if self.one.are_few(1) else (self.other, self.one)
        return list(rest.on_the_way(few.all_ids()))

    def holding(self, ids: Sequence[str]) -> set[str]:
        """Those of some records that are among both."""
        having = self.one.holding(ids)
        return self.other.holding(list(having)) if having else having
