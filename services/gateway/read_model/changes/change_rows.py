"""Every change of a number, written in the transaction that made it: none is missing, none stands there twice.

A change is known by a token that says nothing: who hears of some of them cannot count the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import orjson
import sqlalchemy as sa

from services.chassis.base import ids
from services.gateway.read_model.ledger import meta

KEPT, PRUNED_EVERY = 10_000, 100
"""So many of the last changes are kept, and after how many those before them are let go of."""
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
changes = sa.Table(
    "changes",
    meta,
    sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
    sa.Column("district", sa.String, nullable=False),
    sa.Column("token", sa.String, nullable=False, unique=True),
    sa.Column("measures", sa.Text, nullable=False),
)
_c = changes.c


@dataclass(frozen=True)
class Change:
    """Which measures changed; the later, the greater its number."""

    number: int
    token: str
    measures: tuple[str, ...]


def put(tx: sa.Connection, district: str, measures: Collection[str]) -> None:
    """Write down that these measures changed. Writers of a ledger wait for each other: numbers are in their order."""
    if not measures:
        return
    row = {"district": district, "token": ids.new_id(), "measures": orjson.dumps(sorted(measures)).decode()}
    number = tx.execute(changes.insert().values(**row).returning(_c.number)).scalar_one()
    if number % PRUNED_EVERY == 0:
        tx.execute(changes.delete().where(_c.number <= number - KEPT))


def after(tx: sa.Connection, district: str, number: int, most: int) -> list[Change]:
    """The changes that followed one, in their order."""
    following = sa.select(changes).where(_c.district == district, _c.number > number)
    return _changes(tx.execute(following.order_by(_c.number).limit(most)))


def newest(tx: sa.Connection, district: str, most: int) -> list[Change]:
    """The last changes, in their order."""
    last = sa.select(changes).where(_c.district == district).order_by(_c.number.desc()).limit(most)
    return _changes(tx.execute(last))[::-1]


def find(tx: sa.Connection, district: str, token: str) -> Change | None:
    """The change of a token; None: it is kept no more, or never was."""
    return next(iter(_changes(tx.execute(sa.select(changes).where(_c.district == district, _c.token == token)))), None)


def is_whole(tx: sa.Connection) -> bool:
    """Whether every change that ever was is kept."""
    return tx.scalar(sa.select(sa.func.min(_c.number))) in (None, 1)


def _changes(rows: Iterable[sa.Row[tuple[int, str, str, str]]]) -> list[Change]:
    return [Change(row.number, row.token, tuple(orjson.loads(row.measures))) for row in rows]
