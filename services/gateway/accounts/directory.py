"""The accounts that there are: who has one, whether it is open, its password."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from contracts import comparison
from contracts.errors import Refused, Unknown
from services.chassis.storage import store
from services.chassis.storage.lists import keyset
from services.chassis.storage.lists.keyset import KeyOrder, RowPage
from services.chassis.storage.lists.window import ListWindow
from services.chassis.storage.store import Store
from services.gateway.accounts import moments, passwords
from services.gateway.accounts.tables import accounts

PERSON, FOUNDER = "person", "founder"
"""Who set up the suite: the one account that belongs to nobody of the personnel register."""


class NoSuchAccount(Unknown):
    """There is no such account."""

    slug, zh = "no-such-account", "没有此账号"


class AccountThere(Refused):
    """This person has an account already."""

    slug, zh, field = "account-there", "该人员已有账号", "person"


class LastAccount(Refused):
    """Nobody would be left who can look after accounts."""

    slug, zh = "last-account", "至少保留一个可用的安全管理员账号"


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in.

    kind        a person of the personnel register, or the founder
    failures    wrong passwords since the last right one; beyond some the account is locked until a moment
    must_change the password was chosen by another
    """

    id: str
    kind: str
    password: str | None
    must_change: bool
    failures: int
    locked_until: str | None
    made_at: str
    made_by: str
    closed_at: str | None
    closed_by: str | None

    @property
    def open(self) -> bool:
        """Whether it may be used."""
        return self.closed_at is None


_BY_ID = KeyOrder(("id",))
_COLUMNS = [accounts.c[one.name] for one in fields(Account)]


@dataclass(frozen=True)
class Directory:
    """Reads and writes accounts."""

    store: Store

    def add(self, id_: str, *, by: str, kind: str = PERSON) -> Account:
        """Make an account, without a password yet. Raises AccountThere, also where the id is written otherwise."""
        row = {"id": id_, "kind": kind, "must_change": False, "failures": 0, "made_at": moments.now(), "made_by": by}
        with self.store.begin() as tx:
            if others := _ids_by_key(tx, id_):
                raise AccountThere(*others)
            if not store.insert_new(tx, accounts, [_whole(row)]):
                raise AccountThere(id_)
        return self.get(id_)

    def find(self, id_: str) -> Account | None:
        """An account, if there is one."""
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(*_COLUMNS).where(accounts.c.id == id_)).one_or_none()
        return Account(*row) if row else None

    def find_as_typed(self, name: str) -> Account | None:
        """The account that somebody means who types its id in some writing; where several are alike, to the letter."""
        with self.store.begin_read() as tx:
            ids = _ids_by_key(tx, name)
        # One look-up more or less would tell who has an account.
        return self.find(name if name in ids or len(ids) != 1 else ids[0])

    def get(self, id_: str) -> Account:
        """An account. Raises NoSuchAccount."""
        if (account := self.find(id_)) is None:
            raise NoSuchAccount(id_)
        return account

    def all(self) -> Iterator[Account]:
        """Every account by its id."""
        with self.store.begin_read() as tx:
            rows = tx.execute(sa.select(*_COLUMNS).order_by(accounts.c.id)).all()
        yield from (Account(*row) for row in rows)

    def is_unused(self) -> bool:
        """Whether nobody has an account yet, but for a founder who has not chosen a password."""
        in_use = sa.or_(accounts.c.kind != FOUNDER, accounts.c.password.is_not(None))
        with self.store.begin_read() as tx:
            return tx.execute(sa.select(accounts.c.id).where(in_use).limit(1)).first() is None

    def tally(self) -> dict[str, int]:
        """How many accounts there are, are closed, are locked now, and have not chosen a password yet."""
        closed = accounts.c.closed_at.is_not(None)
        locked = sa.and_(~closed, accounts.c.locked_until > moments.now())
        conditions = {"closed": closed, "locked": locked, "unused": sa.and_(~closed, accounts.c.password.is_(None))}
        counts = [sa.func.count().filter(one).label(name) for name, one in conditions.items()]
        with self.store.begin_read() as tx:
            row = tx.execute(sa.select(sa.func.count().label("total"), *counts).select_from(accounts)).mappings().one()
        return dict(row)

    def page(self, begins: str, window: ListWindow) -> RowPage[Account]:
        """The accounts whose ids begin in a way, by their ids, in a window of their order."""
        query = sa.select(*_COLUMNS)
        if begins:
            query = query.where(accounts.c.id.startswith(begins, autoescape=True))
        with self.store.begin_read() as tx:
            page = keyset.page(tx, [query], _BY_ID, window)
        return RowPage([Account(*row) for row in page.rows], page.part)

    def replace_password(self, id_: str, before: str | None, password: str) -> bool:
        """Another password in place of one; whether it still was that. Raises WeakPassword."""
        passwords.check_strength(password, [id_])
        change = accounts.update().where(accounts.c.id == id_, accounts.c.password == before)
        values = {"password": passwords.hash_of(password), "must_change": False, "failures": 0, "locked_until": None}
        with self.store.begin() as tx:
            return bool(tx.execute(change.values(**values)).rowcount)

    def note_failure(self, id_: str) -> int:
        """Count one wrong password more; how many there are now."""
        mine = accounts.c.id == id_
        with self.store.begin() as tx:
            tx.execute(accounts.update().where(mine).values(failures=accounts.c.failures + 1))
            return int(tx.execute(sa.select(accounts.c.failures).where(mine)).scalar_one())

    def close(self, id_: str, *, by: str) -> None:
        """Let an account be used no longer; it stays, since events name it."""
        self.change(id_, closed_at=moments.now(), closed_by=by)

    def reopen(self, id_: str) -> None:
        """Let an account be used again."""
        self.change(id_, closed_at=None, closed_by=None, failures=0, locked_until=None)

    def change(self, id_: str, **values: Any) -> None:
        """Write something of an account. Raises NoSuchAccount."""
        with self.store.begin() as tx:
            if not tx.execute(accounts.update().where(accounts.c.id == id_).values(**values)).rowcount:
                raise NoSuchAccount(id_)


def _ids_by_key(tx: sa.Connection, id_: str) -> list[str]:
    """The accounts whose ids mean the same as this one."""
    return list(tx.scalars(sa.select(accounts.c.id).where(accounts.c.key == comparison.number(id_))))


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    return {column.name: row.get(column.name) for column in accounts.c} | {"key": comparison.number(row["id"])}
