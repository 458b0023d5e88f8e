"""How somebody narrows and sorts a list again and again: kept under a name, for themselves alone.

Name and question are encrypted: a text that is looked for may be somebody's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from contracts import entry
from contracts.errors import Invalid, fault
from services.chassis.base import ids
from services.chassis.storage import store
from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.accounts.sealing import RowSeal
from services.gateway.accounts.tables import saved_filters

MOST, LONGEST_NAME, LONGEST_QUERY = 30, 40, 1000
"""How many somebody keeps of one list; how many characters a name has, and all that is asked together."""


class TooManyFilters(Invalid):
    """There are as many saved filters of this list as there may be: delete one first."""

    slug, zh, field = "too-many-filters", f"此台账已保存 {MOST} 个筛选，请先删除不用的", "name"


@dataclass(frozen=True)
class SavedFilter:
    """A question to a list, by its name."""

    id: str
    name: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class SavedFilters:
    """Keeps them; `key` is the home's."""

    store: Store
    key: bytes

    def save(self, account: str, register: str, name: str, query: Mapping[str, str]) -> None:
        """Keep a question under a name; what was kept under it before makes room. Raises Invalid, TooManyFilters."""
        name = _checked_name(name)
        if sum(map(len, query.values())) > LONGEST_QUERY:
            raise Invalid("query", errors=[fault("query", "Too long to be kept", "条件过长，无法保存")])
        id_ = ids.derive_id(f"filter\n{account}\n{register}\n{name}")
        body = self._seal.close(id_, name=name, query=dict(query))
        row = {"id": id_, "account": account, "register": register, "body": body, "made_at": moments.now()}
        others = sa.select(sa.func.count()).where(_of(account, register), saved_filters.c.id != id_)
        with self.store.begin() as tx:
            if (tx.scalar(others) or 0) >= MOST:
                raise TooManyFilters
            tx.execute(saved_filters.delete().where(saved_filters.c.id == id_))
            store.insert_many(tx, saved_filters, [row])

    def of(self, account: str, register: str) -> list[SavedFilter]:
        """Those of an account for a register, by their names; what another key encrypted is passed over."""
        with self.store.begin_read() as tx:
            rows = tx.execute(sa.select(saved_filters.c.id, saved_filters.c.body).where(_of(account, register))).all()
        opened = ((row.id, self._seal.open(row.id, row.body)) for row in rows)
        kept = (SavedFilter(id_, about["name"], about["query"]) for id_, about in opened if about)
        return sorted(kept, key=lambda one: one.name)

    def discard(self, account: str, id_: str) -> None:
        """Let one of an account go; one that is not there, or another's, is let be."""
        with self.store.begin() as tx:
            tx.execute(saved_filters.delete().where(saved_filters.c.account == account, saved_filters.c.id == id_))

    @property
    def _seal(self) -> RowSeal:
        return RowSeal(self.key, b"filters")


def _of(account: str, register: str) -> sa.ColumnElement[bool]:
    return sa.and_(saved_filters.c.account == account, saved_filters.c.register == register)


def _checked_name(name: str) -> str:
    try:
        text = entry.enter(name)
    except entry.NotText as wrong:
        raise Invalid("name", errors=[fault("name", f"Not a text: {wrong}", f"不是文字：{wrong}")]) from None
    if not 0 < len(text) <= LONGEST_NAME:
        told = fault("name", f"1 to {LONGEST_NAME} characters", f"应为 1 至 {LONGEST_NAME} 个字")
        raise Invalid("name", errors=[told])
    return text
