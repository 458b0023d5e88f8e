"""Messages that operators threw away: kept whole, with the reason, so that none is gone for good by a slip."""

from __future__ import annotations

from dataclasses import dataclass, fields

import orjson
import sqlalchemy as sa

from contracts.errors import Unknown
from contracts.operations.dead_letters import WholeLetter
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts import moments, sealing
from services.gateway.accounts.sealed_parts import SealedParts
from services.gateway.accounts.tables import discarded_letters, letter_parts

LETTER = 0
"""The place of the whole letter; there is no other."""


class NoSuchLetter(Unknown):
    """No such message was thrown away."""

    slug, zh = "no-such-letter", "没有丢弃过此消息"


@dataclass(frozen=True)
class DiscardedLetter:
    """A message that was thrown away; what it said stands beside, encrypted."""

    id: str
    service: str
    event: str
    type: str
    reason: str
    why: str
    by: str
    at: str


@dataclass(frozen=True)
class DiscardedLetters:
    """Keeps them; `key` is the home's."""

    store: Store
    key: bytes

    def keep(self, service: str, letter: WholeLetter, why: str, by: str) -> str:
        """Keep a letter before it is thrown away; its id here. Nothing that is kept is written over."""
        id_ = ids.new_id()
        row = DiscardedLetter(
            id_, service, letter.row.id, letter.row.type, letter.row.reason, why, by, moments.precise()
        )
        with self.store.begin() as tx:
            store.insert_many(tx, discarded_letters, [vars(row)])
            self._parts.write(tx, id_, LETTER, [orjson.dumps(letter.to_payload())])
        return id_

    def page(self, window: ListWindow) -> RowPage[DiscardedLetter]:
        """The newest first, in a window of their order."""
        with self.store.begin_read() as tx:
            page = keyset.page(tx, [sa.select(*_COLUMNS)], _NEWEST, window)
        return RowPage([DiscardedLetter(*row) for row in page.rows], page.part)

    def get(self, id_: str) -> tuple[DiscardedLetter, WholeLetter]:
        """One, and what it said. Raises NoSuchLetter; Unknown where another key encrypted it."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(discarded_letters.c.id == id_)).one_or_none()
        if row is None:
            raise NoSuchLetter(id_)
        whole = b"".join(self._parts.read(id_, LETTER))
        return DiscardedLetter(*row), WholeLetter.from_payload(orjson.loads(whole))

    @property
    def _parts(self) -> SealedParts:
        return SealedParts(self.store, letter_parts.c.letter, sealing.cipher(self.key, b"letters"))


_NEWEST = KeyOrder(("at", "id"), newest=True)
_COLUMNS = [discarded_letters.c[one.name] for one in fields(DiscardedLetter)]
