"""Files in the database of accounts: in pieces, each encrypted and bearing its place, so that none can be exchanged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken

from contracts.errors import Unknown
from services.chassis.base import clock, log
from services.chassis.storage import store
from services.chassis.storage.store import Store

CHUNK = 512 * 1024
"""How much is encrypted and written at a time, between which others have their turn."""
_log = log.get("accounts")


@dataclass(frozen=True)
class SealedParts:
    """The pieces of what is kept of one kind; `owner` is the column that says of what they are."""

    store: Store
    owner: sa.Column[str]
    cipher: Fernet

    @property
    def table(self) -> sa.Table:
        """Where they lie."""
        table: sa.Table = self.owner.table
        return table

    def write(self, tx: sa.Connection, id_: str, place: int, chunks: Iterable[bytes], first: int = 0) -> None:
        """Write one file, the one at a place of what is kept; `first` is the number of its first chunk."""
        for number, chunk in enumerate(chunks, first):
            body = self.cipher.encrypt(_label(id_, place, number) + chunk)
            row = {self.owner.name: id_, "place": place, "number": number, "body": body}
            store.insert_many(tx, self.table, [row])
            clock.pause(0)

    def read(self, id_: str, place: int) -> Iterator[bytes]:
        """What was written there, piece by piece. Raises Unknown where it cannot be read."""
        number, columns = 0, self.table.c
        query = sa.select(columns.body).where(self.owner == id_, columns.place == place)
        while (body := self._part(query.where(columns.number == number))) is not None:
            label = _label(id_, place, number)
            try:
                chunk = self.cipher.decrypt(bytes(body))
            except InvalidToken:  # the home has another key since
                _log.warning("part.unreadable", kept=id_)
                raise Unknown(id_) from None
            if not chunk.startswith(label):
                raise Unknown(id_)
            yield chunk[len(label) :]
            number += 1

    def _part(self, query: sa.Select[tuple[bytes]]) -> bytes | None:
        with self.store.begin_read() as tx:
            return tx.execute(query).scalar_one_or_none()

    def remove(self, tx: sa.Connection, ids: Collection[str], place: int | None = None) -> None:
        """Let all of some things go, or what is at one place of them."""
        which = self.owner.in_(ids) if place is None else sa.and_(self.owner.in_(ids), self.table.c.place == place)
        tx.execute(self.table.delete().where(which))


def _label(id_: str, place: int, number: int) -> bytes:
    """What stands before a chunk, within what is encrypted: nobody who can write the database can exchange them."""
    return f"{id_} {place} {number}\n".encode()
