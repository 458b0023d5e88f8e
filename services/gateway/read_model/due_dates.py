"""Every run of every clock, of every record: what is due, when, whose it is, and when it ended.

Rows are what a record's revisions say now, whatever the order in which they arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

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

SHAPES = 64
"""So many statements are kept as they are written: a post hides the same registers each time."""
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

    hidden     registers of which nothing is told
    units      whose; None: everybody's
    without    records, by register and id, of which nothing is due any more
    announced  whether what a clock has announced is meant too, however far away its end is
    """

    district: str
    as_of: dt.date
    last: dt.date
    hidden: frozenset[str] = frozenset()
    units: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    announced: bool = True


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
    shape = _shape(ask, ("before" if backward else "after") if place else "")
    rows = tx.execute(_page_statement(shape, backward=backward), _bound(ask, place) | {"most": most + 1}).all()
    kept = rows[:most][:: -1 if backward else 1]
    return DuePage([_deadline(row) for row in kept], [_place(row) for row in kept], len(rows) > most)


def count(tx: sa.Connection, ask: DueQuestion, most: int) -> int:
    """How many are due; not more than `most` are counted."""
    return int(tx.scalar(_count_statement(_shape(ask)), _bound(ask) | {"most": most}) or 0)


def of_registers(tx: sa.Connection, ask: DueQuestion, registers: Sequence[str]) -> list[Deadline]:
    """All that is due in registers of which few records have clocks."""
    others = frozenset(catalogue.REGISTERS) - frozenset(registers)
    hidden = frozenset(one for one in others if catalogue.REGISTERS[one].clocks)
    return [_deadline(row) for row in tx.execute(_due(_shape(replace(ask, hidden=ask.hidden | hidden))), _bound(ask))]


def nearest(tx: sa.Connection, district: str, records: Sequence[str]) -> dict[str, Deadline]:
    """Of each of some records ("register/id") the clock of the bureau's own that ends soonest."""
    rows = tx.execute(_NEAREST, {"records": list(records), "district": district}) if records else ()
    running = ((row.record, _deadline(row)) for row in rows)
    found: dict[str, Deadline] = {}
    for record, deadline in running:
        if not deadline.clock.party:
            found.setdefault(record, deadline)
    return found


_KEY = ("due", "record", "clock", "run", "start")
_BETWEEN = "\x1f"
_SHOWN = [column for column in _c if column is not _c.node]
_bind = sa.bindparam
_NEAREST = (
    sa.select(*_SHOWN)
    .where(store.any_of(_c.record, "records"), _c.district == _bind("district"), _OPEN)
    .order_by(_c.due, _c.clock, _c.run)
)


def _place(row: Any) -> str:
    return _BETWEEN.join(getattr(row, name) for name in _KEY)


class _Shape(NamedTuple):
    """What decides how a question is written: a statement of so many clocks takes longer to write than to answer."""

    hidden: frozenset[str]
    by_unit: bool
    has_departed: bool
    place: str
    announced: bool


def _shape(ask: DueQuestion, place: str = "") -> _Shape:
    return _Shape(ask.hidden, ask.units is not None, bool(ask.without), place, ask.announced)


def _bound(ask: DueQuestion, place: str = "") -> dict[str, Any]:
    """What a question asks for, by the names under which its statement has it."""
    nodes = nodes_above(ask.as_of)
    days = {_within(most): (ask.as_of + dt.timedelta(days=most)).isoformat() for most in _ANNOUNCED}
    last = ask.last.isoformat()
    return {
        **days,
        "district": ask.district,
        "day": ask.as_of.isoformat(),
        "last": last,
        "farthest": max(last, *days.values()),
        "nodes_before": nodes.before,
        "nodes_behind": nodes.behind,
        **({} if ask.units is None else {"units": sorted(ask.units)}),
        **({"without": sorted(ask.without)} if ask.without else {}),
        **(dict(zip(_KEY_NAMES, _values(place), strict=True)) if place else {}),
    }


_KEY_NAMES = tuple(f"place_{name}" for name in _KEY)


@lru_cache(maxsize=SHAPES)
def _page_statement(shape: _Shape, *, backward: bool) -> sa.Select[Any]:
    some = _due(shape).subquery()
    order = [one.desc() if backward else one for one in (some.c[name] for name in _KEY)]
    return sa.select(some).order_by(*order).limit(_bind("most"))


@lru_cache(maxsize=SHAPES)
def _count_statement(shape: _Shape) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(_due(shape).limit(_bind("most")).subquery())


@lru_cache(maxsize=SHAPES)
def _due(shape: _Shape) -> sa.CompoundSelect[Any]:
    """What ran: what has not ended, by an index that knows nothing else, and what has, by the days on which it ran."""
    c, day = deadlines.c, _bind("day", type_=sa.String)
    is_due = _is_due(shape.hidden) if shape.announced else c.due <= _bind("last")
    meant = [c.district == _bind("district"), is_due]
    meant += [~_in_register(name) for name in sorted(shape.hidden)]
    if shape.by_unit:
        meant.append(store.any_of(c.unit, "units"))
    if shape.has_departed:
        meant.append(sa.not_(store.any_of(c.record, "without")))
    if shape.place:
        key, values = sa.tuple_(*(c[name] for name in _KEY)), sa.tuple_(*map(_bind, _KEY_NAMES))
        meant.append(key < values if shape.place == "before" else key > values)
    ways = (
        (c.ended.is_(None), c.start <= day),
        (store.any_of(c.node, "nodes_before"), c.ended > day),
        (store.any_of(c.node, "nodes_behind"), c.start <= day),
    )
    return sa.union_all(*(sa.select(*_SHOWN).where(*way, *meant) for way in ways))


def _values(place: str) -> list[str]:
    values = place.split(_BETWEEN)
    if len(values) != len(_KEY):
        raise ValueError(place)
    return values


def _is_due(hidden: frozenset[str]) -> sa.ColumnElement[bool]:
    """Due by the last day, or announced by the clock as it was in force when it started."""
    c = deadlines.c
    announced = [
        sa.and_(
            _in_register(register.name),
            c.clock == clock.name,
            c.start.between(clock.since.isoformat(), clock.upto.isoformat()),
            c.due <= _bind(_within(clock.warning_days[0])),
        )
        for register in catalogue.REGISTERS.values()
        for clock in register.clocks
        if clock.warning_days and register.name not in hidden
    ]
    return sa.and_(c.due <= _bind("farthest"), sa.or_(c.due <= _bind("last"), *announced))


_ANNOUNCED = [days for one in catalogue.REGISTERS.values() for clock in one.clocks for days in clock.warning_days]


def _within(most: int) -> str:
    """The name of the day that lies so many days behind the one that is asked about."""
    return f"within_{most}"


def _in_register(name: str) -> sa.ColumnElement[bool]:
    """A range of names, so that an index may serve; a name ends before its id with a stroke."""
    return sa.and_(deadlines.c.record >= f"{name}/", deadlines.c.record < f"{name}0")


def _deadline(row: Any) -> Deadline:
    name, _, subject = row.record.partition("/")
    register = catalogue.REGISTERS[name]
    start, due = (dt.date.fromisoformat(day) for day in (row.start, row.due))
    return Deadline(register, subject, register.clock(row.clock, start), row.run, row.unit, start, due)


_RUNNING = (
    sa.select(*_SHOWN)
    .where(_c.district == _bind("district"), _OPEN, _c.due <= _bind("last"))
    .where(sa.tuple_(*(_c[name] for name in _KEY)) > sa.tuple_(*map(_bind, _KEY_NAMES)))
    .order_by(*(_c[name] for name in _KEY))
    .limit(_bind("most"))
)


def running_until(tx: sa.Connection, district: str, place: str, last: dt.date, most: int) -> DuePage:
    """Of what goes on, due by a day, the clocks behind a place, soonest first; a place may be a day alone."""
    values = _values(place) if _BETWEEN in place else [place, *[""] * (len(_KEY) - 1)]
    bound = {"district": district, "last": last.isoformat(), "most": most + 1}
    rows = tx.execute(_RUNNING, bound | dict(zip(_KEY_NAMES, values, strict=True))).all()
    kept = rows[:most]
    return DuePage([_deadline(row) for row in kept], [_place(row) for row in kept], len(rows) > most)
