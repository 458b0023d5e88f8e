"""Moves the due dates that a year moves which was announced: each owner those of its own records.

Some records at a time, each time in one transaction with how far it has come: whoever is killed goes on there, and what
was moved is moved once. A record is counted again as `services/chassis/records/calendars/recount.py` says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from contracts.errors import Problem
from contracts.rpc import YearStanding
from services.chassis.base import failpoints, log
from services.chassis.handling.calendars import candidates
from services.chassis.handling.command_service import CommandService
from services.chassis.handling.record_keys import by_register
from services.chassis.handling.unit_of_work import UnitOfWork
from services.chassis.records.calendars.recount import Move, YearChange, is_touched, moves
from services.chassis.records.calendars.year_overlay import AnnouncedYear, overlay
from services.chassis.records.record import Record
from services.chassis.storage.tables import calendar_moves

_log = log.get("calendar")
_c = calendar_moves.c
SETTLES = dt.timedelta(seconds=60)
"""So long a command may still count as it began to; on SQLite, where one transaction writes at a time, none does."""


@dataclass(frozen=True)
class RecordMoves:
    """The clocks of a record that a year moves."""

    record: Record
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Preview:
    """What would move in a stretch of the journal, up to which position it was looked through, and how far it goes."""

    records: tuple[RecordMoves, ...]
    position: int
    upto: int


def reason_of(year: AnnouncedYear) -> str:
    """Why a due date moves, as its event says it."""
    return f"{year.year} 年放假安排已公布（{year.source}），按公布的日历重新计算时限"


def progress(commands: CommandService) -> list[YearStanding]:
    """How far this owner is with each year that was confirmed, the newest first; of one not begun nothing is done."""
    with commands.store.begin_read() as tx:
        years = _latest(commands, tx)
        rows = {row.event: row for row in tx.execute(sa.select(calendar_moves))}
        end = candidates.end(tx)
    newest = sorted(years, key=lambda one: one.year, reverse=True)
    return [_progress(one, rows[one.event]) if one.event in rows else _unbegun(one, end) for one in newest]


def _progress(one: AnnouncedYear, row: sa.Row[Any]) -> YearStanding:
    names = ("position", "upto", "moved", "refused", "since", "ended")
    return YearStanding(one.year, one.event, one.source, *(getattr(row, name) for name in names))


def _unbegun(one: AnnouncedYear, end: int) -> YearStanding:
    return YearStanding(one.year, one.event, one.source, 0, end, 0, 0)


def step(commands: CommandService) -> bool:
    """Move some due dates; whether there may be more to move. Raises what the store raises."""
    with commands.store.begin_read() as tx:
        waiting = _waiting(commands, tx)
    if waiting is None:
        return False
    moved = _move_some(commands, waiting)
    if moved:
        failpoints.reach("calendar.moved")
        commands.after_commit()
    return True


def _latest(commands: CommandService, tx: sa.Connection) -> list[AnnouncedYear]:
    years = commands.known_calendar.years(tx, commands.lookup(tx))
    return [some[-1] for some in years.values()]


def _waiting(commands: CommandService, tx: sa.Connection) -> AnnouncedYear | None:
    """The first year whose due dates are not all moved."""
    ended = set(tx.scalars(sa.select(_c.event).where(_c.ended != "")))
    return next((one for one in _latest(commands, tx) if one.event not in ended), None)


def _move_some(commands: CommandService, year: AnnouncedYear) -> int:
    """How many records were moved in the next stretch of the journal, which is then noted as looked through."""
    with commands.store.begin() as tx:
        row = _begun(tx, year, commands.now())
        upto = candidates.end(tx) if _settles(commands, row) else row.upto
        stretch = candidates.find(tx, candidates.with_clocks(commands.rules), year.year, (row.position, upto))
        moved, refused = _recount(commands, tx, year, stretch.records)
        through = stretch.position >= upto and not _settles(commands, row)
        ended = commands.now().isoformat() if through else ""
        values = {"position": stretch.position, "upto": upto, "ended": ended}
        values |= {"moved": row.moved + moved, "refused": row.refused + refused}
        tx.execute(calendar_moves.update().where(_c.event == year.event).values(values))
        if through:
            _log.info("calendar.moved", year=year.year, records=row.moved + moved, refused=row.refused + refused)
        failpoints.reach("calendar.written")
    return moved


def _begun(tx: sa.Connection, year: AnnouncedYear, now: dt.datetime) -> sa.Row[Any]:
    """How far it is; no other process of this service goes on there until the transaction ends."""
    mine = sa.select(calendar_moves).where(_c.event == year.event).with_for_update()
    if (row := tx.execute(mine).one_or_none()) is None:
        begun = {"event": year.event, "year": year.year, "since": now.isoformat(), "upto": candidates.end(tx)}
        tx.execute(calendar_moves.insert().values(begun | {"position": 0, "moved": 0, "refused": 0, "ended": ""}))
        row = tx.execute(mine).one()
    return row


def _settles(commands: CommandService, row: sa.Row[Any]) -> bool:
    if commands.store.is_sqlite:
        return False
    return commands.now() - dt.datetime.fromisoformat(str(row.since)) < SETTLES


def _recount(
    commands: CommandService, tx: sa.Connection, year: AnnouncedYear, names: Sequence[tuple[str, str]]
) -> tuple[int, int]:
    """How many of some records were moved, and how many could not be."""
    unit = commands.recounting(tx)
    calendar = commands.known_calendar.calendar(tx, unit.lookup)
    change = YearChange(year.event, year.year, commands.known_calendar.before(year.year), calendar, reason_of(year))
    moved = refused = 0
    for record in _records(unit, names, change.year):
        try:
            moved += unit.recount(record, change, commands.now()).version > record.version
        except Problem as problem:
            refused += 1
            _log.warning("calendar.refused", register=record.register.name, record=record.id, slug=problem.slug)
    unit.flush()
    return moved, refused


def _records(unit: UnitOfWork, names: Sequence[tuple[str, str]], year: int) -> Iterator[Record]:
    """Those of some records in which a clock goes on that was counted with days of a year."""
    for register, ids in by_register(names).items():
        unit.lookup.load_records(register, ids)
        records = (unit.lookup.record(register, id_) for id_ in ids)
        yield from (one for one in records if is_touched(one, year))


def preview(commands: CommandService, year: AnnouncedYear, after: int) -> Preview:
    """What a year would move in the next stretch of the journal, if it were confirmed now; nothing is written."""
    with commands.store.begin_read() as tx:
        unit, upto = commands.recounting(tx), candidates.end(tx)
        before = commands.known_calendar.calendar(tx, unit.lookup)
        change = YearChange("", year.year, before, overlay(before, [year]), reason_of(year))
        stretch = candidates.find(tx, candidates.with_clocks(commands.rules), year.year, (after, upto))
        # Each is told once, in the stretch in which it is met first.
        fresh = candidates.without_met(tx, stretch.records, year.year, after)
        touched = _records(unit, fresh, year.year)
        pairs = [(one, unit.dry_recount(one, change, commands.now())) for one in touched]
        found = [RecordMoves(old, tuple(moves(old, new))) for old, new in pairs]
    return Preview(tuple(one for one in found if one.moves), stretch.position, upto)
