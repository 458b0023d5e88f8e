"""Answers which records name one: of a register the newest, and how many there are, at most so many counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from contracts.register import split_names
from services.chassis.records.finding.mentions import Key
from services.chassis.storage import store
from services.chassis.storage.lists.hits import Hits
from services.chassis.storage.lists.matches import FEW
from services.chassis.storage.lists.tables import mentions

EXACT_UP_TO = 1_000
"""More than so many records that name one are not counted: one norm may be named by all."""
_c = mentions.c
_OF_ONE = sa.and_(*(_c[name] == sa.bindparam(name) for name in ("target", "named", "register")))
_NEWEST = sa.select(_c.id, _c.fields, _c.earlier).where(_OF_ONE).order_by(_c.place.desc()).limit(sa.bindparam("most"))
_SOME = sa.select(_c.id).where(_OF_ONE).order_by(_c.place).limit(sa.bindparam("most"))
_AMONG = sa.select(_c.id).where(_OF_ONE, store.any_of(_c.id, "ids"))


@dataclass(frozen=True)
class Naming:
    """A record that names the one in question: in which fields it does, and in which it did."""

    id: str
    fields: tuple[str, ...]
    earlier: tuple[str, ...]


@dataclass(frozen=True)
class NamingPart:
    """The newest records of a register that name one; `total` of them, or, not `is_exact`, at least."""

    rows: Sequence[Naming]
    total: int
    is_exact: bool


def read(tx: sa.Connection, named: Key, register: str, most: int) -> NamingPart:
    """The newest records of a register that name one."""
    asked = _asked(named, register)
    rows = tx.execute(_NEWEST, asked | {"most": most})
    shown = [Naming(row.id, split_names(row.fields), split_names(row.earlier)) for row in rows]
    counted = len(shown) if len(shown) < most else len(tx.scalars(_SOME, asked | {"most": EXACT_UP_TO + 1}).all())
    return NamingPart(shown, min(counted, EXACT_UP_TO), counted <= EXACT_UP_TO)


def _asked(named: Key, register: str) -> dict[str, str | int]:
    return {"target": named[0], "named": named[1], "register": register}


@dataclass(frozen=True)
class Namers(Hits):
    """The records of a register that name one, as a list is narrowed to them."""

    tx: sa.Connection
    register: str
    named: Key

    @cached_property
    def _some(self) -> list[str]:
        return list(self.tx.scalars(_SOME, _asked(self.named, self.register) | {"most": FEW + 1}))

    @property
    def number(self) -> int:
        """How many they are, where that `is_known`."""
        return len(self._some)

    @property
    def is_known(self) -> bool:
        """Whether they were all counted."""
        return len(self._some) <= FEW

    def are_few(self, _most: int) -> bool:
        """Whether they are sorted rather than met on the way along the list."""
        return self.is_known

    def all_ids(self) -> list[str]:
        """All of them; to be asked of few."""
        return self._some

    def holding(self, ids: Sequence[str]) -> set[str]:
        """Those of some records that name it."""
        return set(self.tx.scalars(_AMONG, _asked(self.named, self.register) | {"ids": list(ids)}))
