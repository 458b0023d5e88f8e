"""Finds the records in whose clocks the days of a year may have been counted, a stretch of the journal at a time.

A due date stands in the event that set it: no index is kept for what is asked once a year.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from contracts import catalogue
from contracts.register import Register
from services.chassis.handling.record_keys import by_register
from services.chassis.storage import store
from services.chassis.storage.tables import journal

WINDOW, MOST = 2000, 100
"""Rows of the journal that are looked at in one go, and records that are counted again in it."""
_c = journal.c
_END = sa.select(sa.func.coalesce(sa.func.max(_c.position), 0))
_SETS_A_DATE = sa.or_(_c.body.like(sa.bindparam("year")), _c.body.like(sa.bindparam("next_year")))
_MET = sa.select(_c.subject.distinct()).where(
    _c.register == sa.bindparam("register"),
    store.any_of(_c.subject, "subjects"),
    _c.position <= sa.bindparam("after"),
    _SETS_A_DATE,
)
_SOME = (
    sa.select(_c.position, _c.register, _c.subject)
    .where(_c.position > sa.bindparam("after"), _c.position <= sa.bindparam("until"), _SETS_A_DATE)
    .order_by(_c.position)
    .limit(sa.bindparam("most"))
)


@dataclass(frozen=True)
class JournalStretch:
    """The records met in a stretch of the journal, by register and id, and up to which position it reached."""

    records: tuple[tuple[str, str], ...]
    position: int


def end(tx: sa.Connection) -> int:
    """The last position of the journal."""
    return int(tx.scalar(_END) or 0)


def with_clocks(registers: Collection[str]) -> frozenset[str]:
    """Those of some registers that have clocks."""
    return frozenset(name for name in registers if _register(name).clocks)


def _register(name: str) -> Register:
    return catalogue.REGISTERS[name]


def find(tx: sa.Connection, registers: Collection[str], year: int, span: tuple[int, int]) -> JournalStretch:
    """The records of some registers that are to be looked at in a span: after its first position, up to its last."""
    after, upto = span
    until = min(after + WINDOW, upto)
    rows = tx.execute(_SOME, _said(year) | {"after": after, "until": until, "most": MOST}).all()
    met = dict.fromkeys((row.register, row.subject) for row in rows if row.register in registers)
    return JournalStretch(tuple(met), rows[-1].position if len(rows) == MOST else until)


def without_met(
    tx: sa.Connection, records: Collection[tuple[str, str]], year: int, after: int
) -> list[tuple[str, str]]:
    """Those of some records that were not found up to a position already: later events say as much of them."""
    met = {
        (register, subject)
        for register, subjects in by_register(records).items()
        for subject in tx.scalars(_MET, _said(year) | {"register": register, "subjects": subjects, "after": after})
    }
    return [one for one in records if one not in met]


def _said(year: int) -> dict[str, str]:
    """How days of a year stand in an event; a period that goes on into the next year has days of this one in it."""
    # Behind the word: before it stands when the event was recorded, which is no day by which anything is due.
    return {"year": f'%"due":{{"%"{year}-%', "next_year": f'%"due":{{"%"{year + 1}-%'}
