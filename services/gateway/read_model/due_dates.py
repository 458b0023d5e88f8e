"""Every run of every clock, of every record: what is due, when, whose it is, and when it ended.

Rows are what a record's revisions say now, whatever the order in which they arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from contracts import catalogue
from contracts.envelope import Event
from contracts.register import Clock, Register
from services.chassis.records import record
from services.chassis.records.deadlines import runs
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.gateway.read_model import ledger

deadlines = sa.Table(
    "deadlines",
    ledger.meta,
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("district", sa.String, primary_key=True),
    sa.Column("clock", sa.String, primary_key=True),
    sa.Column("run", sa.String, primary_key=True),
    sa.Column("start", sa.String, primary_key=True),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("due", sa.String, nullable=False),
    sa.Column("ended", sa.String),
    sa.Index("deadlines_by_day", "district", "due"),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Deadline:
    """One clock of one record."""

    register: Register
    record: str
    clock: Clock
    run: str
    unit: str
    start: dt.date
    due: dt.date

    def days_left(self, today: dt.date) -> int:
        """The calendar days that are left; below 0: overdue."""
        return (self.due - today).days

    def nearest_announcement(self, today: dt.date) -> int | None:
        """The nearest of the clock's announcements that is due or past, in days before its end."""
        return min((days for days in self.clock.warning_days if self.days_left(today) <= days), default=None)


def put(tx: sa.Connection, district: str, events: Iterable[Event]) -> None:
    """Write how the clocks run in the records of these events of a district."""
    touched = sorted({event.record for event in events if catalogue.REGISTERS[event.register].clocks})
    if not touched:
        return
    # Made anew from all events of the record: then the order in which they arrived cannot matter.
    own = deadlines.c.district == district
    tx.execute(deadlines.delete().where(store.among(deadlines.c.record, touched), own))
    rows = {tuple(row.values())[:4]: row for one in _load_records(tx, district, touched) for row in _rows(one)}
    store.insert_many(tx, deadlines, [row | {"district": district} for row in rows.values()])


def _load_records(tx: sa.Connection, district: str, names: Sequence[str]) -> Iterator[Record]:
    for name, bodies in ledger.bodies(tx, district, names).items():
        register, _, subject = name.partition("/")
        yield record.rehydrate(catalogue.REGISTERS[register], subject, bodies)


def _rows(subject_record: Record) -> Iterator[dict[str, Any]]:
    """The runs that go on or have ended; one that stands still is due on no day, until it goes on."""
    for one in runs(subject_record):
        if one.paused is None or one.ended:
            yield {
                "record": f"{subject_record.register.name}/{subject_record.id}",
                "clock": one.clock,
                "run": one.line_run,
                "start": one.start.isoformat(),
                "unit": subject_record.unit,
                "due": one.due.isoformat(),
                "ended": one.ended.isoformat() if one.ended else None,
            }


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    tx.execute(deadlines.delete().where(deadlines.c.district == district))


def until(
    tx: sa.Connection, district: str, day: dt.date, as_of: dt.date, units: frozenset[str] | None = None
) -> list[Deadline]:
    """What ran on a day and is due by another, the overdue included, soonest first; of some units or of all."""
    c = deadlines.c
    ran = sa.and_(c.start <= as_of.isoformat(), sa.or_(c.ended.is_(None), c.ended > as_of.isoformat()))
    due = (c.district == district, c.due <= day.isoformat())
    query = sa.select(deadlines).where(ran, *due).order_by(c.due, c.record, c.clock, c.run)
    if units is not None:
        query = query.where(store.among(c.unit, sorted(units)))
    return [_deadline(row) for row in tx.execute(query)]


def _deadline(row: Any) -> Deadline:
    name, _, subject = row.record.partition("/")
    register = catalogue.REGISTERS[name]
    start, due = (dt.date.fromisoformat(day) for day in (row.start, row.due))
    return Deadline(register, subject, register.clock(row.clock, start), row.run, row.unit, start, due)
