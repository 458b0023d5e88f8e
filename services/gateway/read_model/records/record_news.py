"""Which records have news that was not looked at yet: written with the events, let go of by who looks.

A row says that something arrived, not what: who looks reads the record as it stands. It belongs to no generation and is
not cleared with the ledger, since a look that is not needed changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from contracts import catalogue
from contracts.envelope import Event
from contracts.register import Register
from services.chassis.base import ids
from services.chassis.records.tasks import has_tasks
from services.chassis.storage import store

meta = sa.MetaData()
record_news = sa.Table(
    "record_news",
    meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("turn", sa.String, nullable=False),
    sqlite_with_rowid=False,
)
_c = record_news.c
_NEXT = (
    sa.select(_c.record, _c.turn)
    .where(_c.district == sa.bindparam("district"))
    .order_by(_c.record)
    .limit(sa.bindparam("most"))
)
_DONE = record_news.delete().where(
    _c.record == sa.bindparam("of_record"), _c.district == sa.bindparam("of_district"), _c.turn == sa.bindparam("seen")
)


def is_watched(register: Register) -> bool:
    """Whether anything of a register's records is ever due, or waits for anybody."""
    return bool(register.clocks) or has_tasks(register)


WATCHED = frozenset(name for name, one in catalogue.REGISTERS.items() if is_watched(one))


def note(tx: sa.Connection, district: str, events: Iterable[Event]) -> None:
    """Note that these records have news, under a turn of this transaction's own."""
    names = sorted({event.record for event in events if event.register in WATCHED})
    turn = ids.new_id()
    rows = [{"record": name, "district": district, "turn": turn} for name in names]
    store.insert_many(tx, record_news, rows, update="turn")


def some(tx: sa.Connection, district: str, most: int) -> dict[str, str]:
    """Some records with news, each with its turn."""
    rows = tx.execute(_NEXT, {"district": district, "most": most})
    return {row.record: row.turn for row in rows}


def settle(tx: sa.Connection, district: str, seen: Mapping[str, str]) -> None:
    """Let go of what was looked at, but for records that have had other news since."""
    rows: Sequence[Mapping[str, object]] = [
        {"of_record": record, "of_district": district, "seen": turn} for record, turn in seen.items()
    ]
    if rows:
        tx.execute(_DONE, rows)
