"""Every run of every clock, of every record: what is due, when, whose it is, and when it ended.

Rows are what a record's revisions say now, whatever the order in which they arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from contracts import catalogue
from contracts.envelope import Event
from contracts.register import Clock, Register
from services.chassis.base.interval_nodes import node_of, nodes_above
from services.chassis.records.deadlines import runs
from services.chassis.records.record import Record
from services.chassis.storage import store
from services.gateway.read_model import ledger
from services.gateway.read_model.records.touched_records import TouchedRecords

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
    sa.Column("node", sa.Integer),
    sqlite_with_rowid=False,
)
_c = deadlines.c
_OPEN = _c.ended.is_(None)
sa.Index(
    "deadlines_open",
    *(_c.district, _c.due, _c.record, _c.clock, _c.run, _c.start, _c.unit),
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
"""What goes on, soonest first: what has ended is read no more."""
sa.Index("deadlines_until", _c.district, _c.node, _c.ended)
sa.Index("deadlines_from", _c.district, _c.node, _c.start)
"""What has ended, by the days on which it ran."""

_FORGET = deadlines.delete().where(store.any_of(_c.record, "records"), _c.district == sa.bindparam("district"))


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


def put(tx: sa.Connection, district: str, events: Iterable[Event], records: TouchedRecords | None = None) -> None:
    """Write how the clocks run in the records of these events of a district."""
    touched = sorted({event.record for event in events if catalogue.REGISTERS[event.register].clocks})
    if not touched:
        return
    # Made anew from all events of the record: then the order in which they arrived cannot matter.
    tx.execute(_FORGET, {"records": touched, "district": district})
    some = (records or TouchedRecords(tx, district)).records(touched)
    rows = {tuple(row.values())[:4]: row for one in some for row in _rows(one)}
    store.insert_many(tx, deadlines, [row | {"district": district} for row in rows.values()])


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
                "node": ended_node(one.start, one.ended),
            }


def ended_node(start: dt.date, ended: dt.date | None) -> int | None:
    """Where a run that has ended lies among all that have; None: it goes on, or ended on the day of its start.

    On the day of its end it is due no more.
    """
    return node_of(start, ended - dt.timedelta(days=1)) if ended and ended > start else None


def clear(tx: sa.Connection, district: str) -> None:
    """Forget everything of a district, to be written again."""
    tx.execute(deadlines.delete().where(deadlines.c.district == district))


@dataclass(frozen=True)
class DueQuestion:
    """What ran on a day and is due by `last`, or announced by then: what is overdue too.

    hidden   registers of which nothing is told
    units    whose; None: everybody's
    without  records, by register and id, of which nothing is due any more
    """

    district: str
    as_of: dt.date
    last: dt.date
    hidden: frozenset[str] = frozenset()
    units: frozenset[str] | None = None
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DuePage:
    """Some deadlines, soonest first, with their places in the list, and whether more follow in the way it was read."""

    deadlines: Sequence[Deadline]
    places: Sequence[str]
    more: bool


def page(tx: sa.Connection, ask: DueQuestion, place: str, most: int, *, backward: bool) -> DuePage:
    """The deadlines after a place, or `backward` those before it; an empty place is the list's beginning, or its end.

    Raises ValueError for what is no place.
    """
    some = _due(ask, place, backward=backward).subquery()
    order = [one.desc() if backward else one for one in (some.c[name] for name in _KEY)]
    rows = tx.execute(sa.select(some).order_by(*order).limit(most + 1)).all()
    kept = rows[:most][:: -1 if backward else 1]
    return DuePage([_deadline(row) for row in kept], [_place(row) for row in kept], len(rows) > most)


def count(tx: sa.Connection, ask: DueQuestion, most: int) -> int:
    """How many are due; not more than `most` are counted."""
    some = _due(ask, "", backward=False).limit(most).subquery()
    return int(tx.scalar(sa.select(sa.func.count()).select_from(some)) or 0)


def of_registers(tx: sa.Connection, ask: DueQuestion, registers: Sequence[str]) -> list[Deadline]:
    """All that is due in registers of which few records have clocks."""
    others = frozenset(catalogue.REGISTERS) - frozenset(registers)
    hidden = frozenset(one for one in others if catalogue.REGISTERS[one].clocks)
    return [_deadline(row) for row in tx.execute(_due(replace(ask, hidden=ask.hidden | hidden), "", backward=False))]


_KEY = ("due", "record", "clock", "run", "start")
_BETWEEN = "\x1f"
_SHOWN = [column for column in _c if column is not _c.node]


def _place(row: Any) -> str:
    return _BETWEEN.join(getattr(row, name) for name in _KEY)


def _due(ask: DueQuestion, place: str, *, backward: bool) -> sa.CompoundSelect[Any]:
    """What ran: what has not ended, by an index that knows nothing else, and what has, by the days on which it ran."""
    c, day, nodes = deadlines.c, ask.as_of.isoformat(), nodes_above(ask.as_of)
    shown = (c.district == ask.district, _is_due(ask))
    meant = [*shown, *(~_in_register(name) for name in sorted(ask.hidden))]
    if ask.units is not None:
        meant.append(store.among(c.unit, sorted(ask.units)))
    if ask.without:
        meant.append(sa.not_(store.among(c.record, sorted(ask.without))))
    if place:
        key = sa.tuple_(*(c[name] for name in _KEY))
        values = sa.tuple_(*map(sa.literal, _values(place)))
        meant.append(key < values if backward else key > values)
    ways = (
        (c.ended.is_(None), c.start <= day),
        (store.among(c.node, nodes.before), c.ended > day),
        (store.among(c.node, nodes.behind), c.start <= day),
    )
    return sa.union_all(*(sa.select(*_SHOWN).where(*way, *meant) for way in ways))


def _values(place: str) -> list[str]:
    values = place.split(_BETWEEN)
    if len(values) != len(_KEY):
        raise ValueError(place)
    return values


def _is_due(ask: DueQuestion) -> sa.ColumnElement[bool]:
    """Due by the last day, or announced by the clock as it was in force when it started."""
    c = deadlines.c
    announced = [
        sa.and_(
            _in_register(register.name),
            c.clock == clock.name,
            c.start.between(clock.since.isoformat(), clock.upto.isoformat()),
            c.due <= (ask.as_of + dt.timedelta(days=clock.warning_days[0])).isoformat(),
        )
        for register in catalogue.REGISTERS.values()
        for clock in register.clocks
        if clock.warning_days and register.name not in ask.hidden
    ]
    farthest = max([ask.last, *(ask.as_of + dt.timedelta(days=days) for days in _ANNOUNCED)])
    return sa.and_(c.due <= farthest.isoformat(), sa.or_(c.due <= ask.last.isoformat(), *announced))


_ANNOUNCED = [days for one in catalogue.REGISTERS.values() for clock in one.clocks for days in clock.warning_days]


def _in_register(name: str) -> sa.ColumnElement[bool]:
    """A range of names, so that an index may serve; a name ends before its id with a stroke."""
    return sa.and_(deadlines.c.record >= f"{name}/", deadlines.c.record < f"{name}0")


def _deadline(row: Any) -> Deadline:
    name, _, subject = row.record.partition("/")
    register = catalogue.REGISTERS[name]
    start, due = (dt.date.fromisoformat(day) for day in (row.start, row.due))
    return Deadline(register, subject, register.clock(row.clock, start), row.run, row.unit, start, due)
