"""How often the ledger was written: by it each of several gateways over one database notices what another wrote.

SQLite has one gateway, which wrote everything itself and needs no count.
"""

from __future__ import annotations

import sqlalchemy as sa

from services.chassis.storage import store
from services.gateway.read_model.ledger import meta

writings = sa.Table(
    "writings",
    meta,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)
LEDGER = "ledger"
_c = writings.c
_ONE_MORE = writings.update().where(_c.name == LEDGER).values(number=_c.number + 1).returning(_c.number)
_NUMBER = sa.select(_c.number).where(_c.name == LEDGER)


def increment(tx: sa.Connection) -> int:
    """The ledger is written once more: the number of this writing."""
    if store.is_lite(tx):
        return 0
    number = tx.scalar(_ONE_MORE)
    if number is None:
        tx.execute(writings.insert().values(name=LEDGER, number=1))
    return number or 1


def current(tx: sa.Connection) -> int:
    """The number of the last writing that this transaction sees."""
    return 0 if store.is_lite(tx) else tx.scalar(_NUMBER) or 0
