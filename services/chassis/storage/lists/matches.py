"""Which records of a list hold a text: few hits are sorted, frequent ones are met on the way along the list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from services.chassis.storage import store
from services.chassis.storage.lists import gram_index, grams
from services.chassis.storage.lists.gram_index import Bitmaps
from services.chassis.storage.lists.hits import Hits
from services.chassis.storage.tables import records

FEW = 2000
MOST_ON_THE_WAY = 10_000
"""So many records are looked through on the way along a list, then the answer ends, and says where it goes on."""


@dataclass(frozen=True)
class Matches(Hits):
    """The records of a register that hold a folded text."""

    tx: sa.Connection
    register: str
    text: str

    @cached_property
    def _waiting(self) -> list[str]:
        return gram_index.waiting(self.tx, self.register)

    @cached_property
    def _likely(self) -> Bitmaps:
        found = gram_index.bitmaps(self.tx, self.register, self.text)
        # What a record said before it changed is no hit, though it is not taken in anew yet.
        return gram_index.without(self.tx, self.register, found, self._waiting) if found else found

    @cached_property
    def likely(self) -> int:
        """How many may hold it; never fewer than do."""
        return gram_index.count(self._likely) + len(self._waiting)

    @cached_property
    def number(self) -> int:
        """How many hold it, wherever in the register; known without looking where `is_known`."""
        return gram_index.count(self._likely) + len(self.holding(self._waiting))

    @property
    def is_known(self) -> bool:
        """Whether whatever is likely is so."""
        return grams.is_whole(self.text)

    def are_few(self, most: int) -> bool:
        """Whether it costs less to look at all hits than to go along the list until a page is full."""
        if self.likely <= FEW:
            return True
        return self.likely <= math.isqrt(gram_index.size(self.tx, self.register) * most)

    def all_ids(self) -> list[str]:
        """All that hold it; to be asked of few."""
        return list(self.on_the_way([*gram_index.ids_at(self.tx, self.register, self._likely), *self._waiting]))

    def holding(self, ids: Sequence[str]) -> set[str]:
        """Those of some records that hold it."""
        own = (records.c.register == self.register, store.among(records.c.id, ids))
        holds = records.c.sought.contains(self.text, autoescape=True)
        return set(self.tx.scalars(sa.select(records.c.id).where(*own, holds))) if ids else set()
