"""Spreadsheets between choosing, checking and importing: sent once, kept encrypted for the session that sent them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import orjson
import sqlalchemy as sa

from contracts.errors import Unknown
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments, sealing
from services.gateway.accounts.sealed_parts import CHUNK, SealedParts
from services.gateway.accounts.sessions import OVER_HOURS
from services.gateway.accounts.tables import sessions, sheet_parts, sheets

MOST_SHEETS = 5
"""Of one account; beyond that the oldest makes room. How large one may be is the reader's to say."""
DONE_HOURS = 1
"""For how long a file stays that was imported: who clicks twice is told the same twice."""
ABOUT, FILE = 0, 1
"""The places of what is known of a file, and of the file."""


class SheetGone(Unknown):
    """This file is kept no longer; send it again."""

    slug, zh = "sheet-gone", "文件已不再保留，请重新上传"


@dataclass(frozen=True)
class Holder:
    """Whose a file is: an account, by one of its sessions; a program's key has none."""

    account: str
    session: str = ""


@dataclass(frozen=True)
class KeptSheet:
    """A file that is kept: for which register, how large, since when, until when."""

    id: str
    account: str
    session: str
    register: str
    bytes: int
    made_at: str
    until: str


_COLUMNS = [sheets.c[one.name] for one in fields(KeptSheet)]
_NEWEST = (sheets.c.made_at.desc(), sheets.c.id)


@dataclass(frozen=True)
class KeptSheets:
    """Keeps files with what is known of them (their name, what was chosen); `key` is the home's."""

    store: Store
    key: bytes

    def keep(self, holder: Holder, register: str, body: bytes, about: dict[str, Any]) -> KeptSheet:
        """Keep a file; the same file sent again takes the place of the first."""
        until = moments.later(hours=OVER_HOURS)
        content = hashlib.blake2b(body, digest_size=16).hexdigest()
        id_ = ids.derive_id(f"sheet {holder.account} {holder.session} {register} {content}")
        sheet = KeptSheet(id_, holder.account, holder.session, register, len(body), moments.now(), until)
        with self.store.begin() as tx:
            self._make_room(tx, sheet)
            store.insert_many(tx, sheets, [vars(sheet)])
            self._parts.write(tx, sheet.id, ABOUT, [orjson.dumps(about)])
            self._parts.write(tx, sheet.id, FILE, _chunks(body))
        return sheet

    def _make_room(self, tx: sa.Connection, sheet: KeptSheet) -> None:
        """Let go of what was kept for too long, and of the oldest where there are too many."""
        self._remove(tx, sa.or_(sheets.c.until <= sheet.made_at, sheets.c.id == sheet.id))
        own = sa.select(sheets.c.id).where(sheets.c.account == sheet.account).order_by(*_NEWEST)
        for id_ in list(tx.scalars(own))[MOST_SHEETS - 1 :]:
            self._remove(tx, sheets.c.id == id_)

    def of(self, holder: Holder) -> list[KeptSheet]:
        """The files of a session, the newest first."""
        own = (sheets.c.account == holder.account, sheets.c.session == holder.session, sheets.c.until > moments.now())
        with self.store.begin_read() as tx:
            return [KeptSheet(*row) for row in tx.execute(sa.select(*_COLUMNS).where(*own).order_by(*_NEWEST))]

    def get(self, holder: Holder, id_: str) -> KeptSheet:
        """A file of a session. Raises SheetGone, of another's as of none."""
        for one in self.of(holder):
            if one.id == id_:
                return one
        raise SheetGone(id_)

    def hand_on(self, holder: Holder, id_: str) -> None:
        """Give a file to the session in which its person goes on with a form, whose session had run out."""
        with self.store.begin() as tx:
            which = (sheets.c.id == id_, sheets.c.account == holder.account)
            tx.execute(sheets.update().where(*which).values(session=holder.session))

    def read(self, sheet: KeptSheet) -> bytes:
        """The file as it was sent. Raises Unknown where it cannot be read."""
        return b"".join(self.chunks(sheet))

    def chunks(self, sheet: KeptSheet) -> Iterator[bytes]:
        """The same piece by piece."""
        return self._parts.read(sheet.id, FILE)

    def about(self, sheet: KeptSheet) -> dict[str, Any]:
        """What is known of a file. Raises Unknown where it cannot be read."""
        about: dict[str, Any] = orjson.loads(b"".join(self._parts.read(sheet.id, ABOUT)))
        return about

    def note(self, sheet: KeptSheet, about: dict[str, Any]) -> None:
        """Keep something else of it from now on."""
        with self.store.begin() as tx:
            self._parts.remove(tx, [sheet.id], ABOUT)
            self._parts.write(tx, sheet.id, ABOUT, [orjson.dumps(about)])

    def settle(self, sheet: KeptSheet) -> None:
        """Say that a file was imported: it is kept for a while longer, no more."""
        with self.store.begin() as tx:
            soon = min(sheet.until, moments.later(hours=DONE_HOURS))
            tx.execute(sheets.update().where(sheets.c.id == sheet.id).values(until=soon))

    def discard(self, holder: Holder, id_: str) -> None:
        """Let a file of a session go; one that is not there, or not theirs, is let be."""
        own = (sheets.c.account == holder.account, sheets.c.session == holder.session)
        with self.store.begin() as tx:
            self._remove(tx, sa.and_(*own, sheets.c.id == id_))

    def discard_old(self) -> None:
        """Let go of what was kept for its time, and of what belongs to sessions that somebody ended."""
        ended = sa.select(sessions.c.id).where(sessions.c.ended_at.is_not(None))
        with self.store.begin(durable=False) as tx:
            self._remove(tx, sa.or_(sheets.c.until <= moments.now(), sheets.c.session.in_(ended)))

    @property
    def _parts(self) -> SealedParts:
        return SealedParts(self.store, sheet_parts.c.sheet, sealing.cipher(self.key, b"sheets"))

    def _remove(self, tx: sa.Connection, which: sa.ColumnElement[bool]) -> None:
        if gone := list(tx.scalars(sa.select(sheets.c.id).where(which))):
            self._parts.remove(tx, gone)
            tx.execute(sheets.delete().where(sheets.c.id.in_(gone)))


def _chunks(body: bytes) -> Iterator[bytes]:
    return (body[start : start + CHUNK] for start in range(0, len(body), CHUNK))
