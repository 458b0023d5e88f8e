"""What a unit chose for the headings of its files, register by register: offered for the next such file, never applied.

The texts are encrypted, since headings and the words that fill a whole column are an office's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.accounts.sealing import RowSeal
from services.gateway.accounts.tables import heading_choices

MOST_CHOICES = 20
"""Of one unit in one register; beyond that the oldest makes room."""


@dataclass(frozen=True)
class KeptChoice:
    """What somebody of a unit chose: `headings` are all of the file, `choice` what each was to mean."""

    id: str
    unit: str
    register: str
    made_at: str
    made_by: str
    headings: tuple[str, ...]
    choice: dict[str, Any]


@dataclass(frozen=True)
class KeptHeadings:
    """Keeps choices; `key` is the home's. The bureau itself is the unit without a name."""

    store: Store
    key: bytes

    def keep(self, place: tuple[str, str], headings: Iterable[str], choice: dict[str, Any], *, by: str) -> str:
        """Keep what was chosen in a unit and register; its id. For the same headings it takes the other's place."""
        unit, register = place
        texts = list(headings)
        id_ = ids.derive_id("\n".join(["headings", unit, register, *texts]))
        body = self._seal.close(id_, headings=texts, choice=choice)
        row = {"id": id_, "unit": unit, "register": register, "body": body, "made_at": moments.now(), "made_by": by}
        with self.store.begin() as tx:
            tx.execute(heading_choices.delete().where(heading_choices.c.id == id_))
            store.insert_many(tx, heading_choices, [row])
            older = tx.scalars(_of(sa.select(heading_choices.c.id), unit, register)).all()[MOST_CHOICES:]
            tx.execute(heading_choices.delete().where(heading_choices.c.id.in_(older)))
        return id_

    def of(self, unit: str, register: str) -> list[KeptChoice]:
        """The choices of a unit in a register, the newest first; what another key encrypted is passed over."""
        with self.store.begin_read() as tx:
            rows = tx.execute(_of(sa.select(heading_choices), unit, register)).all()
        opened = ((row, self._seal.open(row.id, row.body)) for row in rows)
        return [
            KeptChoice(
                row.id, unit, register, row.made_at, row.made_by, tuple(texts["headings"]), dict(texts["choice"])
            )
            for row, texts in opened
            if texts
        ]

    def discard(self, unit: str, id_: str) -> None:
        """Let a choice of a unit go; one that is not there, or another unit's, is let be."""
        which = (heading_choices.c.id == id_, heading_choices.c.unit == unit)
        with self.store.begin() as tx:
            tx.execute(heading_choices.delete().where(*which))

    @property
    def _seal(self) -> RowSeal:
        return RowSeal(self.key, b"headings")


def _of(query: sa.Select[Any], unit: str, register: str) -> sa.Select[Any]:
    columns = heading_choices.c
    own = query.where(columns.unit == unit, columns.register == register)
    return own.order_by(columns.made_at.desc(), columns.id)
