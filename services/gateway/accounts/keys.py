"""Keys of programs: each for one role and unit, named, long-lived, shown once, revocable."""

from __future__ import annotations

from dataclasses import dataclass, fields

import sqlalchemy as sa

from contracts.errors import Refused
from contracts.roles import APART
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts import last_use, moments
from services.gateway.accounts.directory import NoSuchAccount
from services.gateway.accounts.tables import keys

PREFIX = "fsk_"
LIFETIME_DAYS = 365


class KeyThere(Refused):
    """There is a key of this name already."""

    slug, zh, field = "key-there", "已有同名密钥", "name"


@dataclass(frozen=True)
class Key:
    """One program's key; `id` is its name, and the program acts as `key:` and the name."""

    id: str
    digest: str
    role: str
    unit: str | None
    made_at: str
    made_by: str
    until: str
    used_at: str | None = None
    revoked_at: str | None = None
    revoked_by: str | None = None

    @property
    def lasts(self) -> bool:
        """Whether it may be used. One of an office, as there were once, opens nothing: offices are people's."""
        return self.revoked_at is None and moments.now() < self.until and self.role not in APART


_BY_NAME = KeyOrder(("id",))
_COLUMNS = [keys.c[one.name] for one in fields(Key)]


@dataclass(frozen=True)
class Keys:
    """Makes, finds and revokes keys."""

    store: Store

    def make(self, name: str, role: str, unit: str | None, *, by: str, days: int = LIFETIME_DAYS) -> str:
        """Make a key; its secret, which is shown this once. Raises KeyThere."""
        secret = f"{PREFIX}{ids.draw_secret()}"
        key = Key(name, moments.digest(secret), role, unit, moments.now(), by, moments.later(days=days))
        with self.store.begin() as tx:
            if not store.insert_new(tx, keys, [vars(key)]):
                raise KeyThere(name)
        return secret

    def find(self, secret: str) -> Key | None:
        """The key of a secret, if it may be used; that it was used is noted."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(keys.c.digest == moments.digest(secret))).one_or_none()
        if row is None or not (key := Key(*row)).lasts:
            return None
        last_use.note(self.store, keys, key.id, key.used_at)
        return key

    def get(self, name: str) -> Key | None:
        """The key of a name, also one that was revoked."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(keys.c.id == name)).one_or_none()
        return Key(*row) if row else None

    def page(self, window: ListWindow) -> RowPage[Key]:
        """Keys by their names, the revoked ones too, in a window of their order."""
        with self.store.begin_read() as tx:
            page = keyset.page(tx, [sa.select(*_COLUMNS)], _BY_NAME, window)
        return RowPage([Key(*row) for row in page.rows], page.part)

    def revoke(self, name: str, *, by: str) -> None:
        """Let a key be used no longer. Raises NoSuchAccount."""
        change = keys.update().where(keys.c.id == name, keys.c.revoked_at.is_(None))
        with self.store.begin() as tx:
            if not tx.execute(change.values(revoked_at=moments.now(), revoked_by=by)).rowcount:
                raise NoSuchAccount(name)
