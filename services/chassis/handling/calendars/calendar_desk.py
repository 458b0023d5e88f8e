"""What others ask of a service's calendar: which years it has heard of, and which due dates another would move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from contracts.rpc import (
    CalendarPreviewReply,
    CalendarPreviewRequest,
    CalendarReply,
    MovingClock,
    YearMessage,
)
from services.chassis.handling.calendars import moves
from services.chassis.handling.calendars.moves import RecordMoves
from services.chassis.handling.command_service import CommandService
from services.chassis.records.calendars.year_overlay import AnnouncedYear, year_of


def standing(commands: CommandService) -> CalendarReply:
    """How far each year is that the service has heard of."""
    return CalendarReply(tuple(moves.progress(commands)))


def preview(commands: CommandService, request: CalendarPreviewRequest) -> CalendarPreviewReply:
    """The clocks that a year would move, those that end soonest first in each record."""
    seen = moves.preview(commands, _year(request.year), request.after)
    rows = tuple(row for one in seen.records for row in _rows(one))
    return CalendarPreviewReply(rows, seen.position, seen.upto)


def _year(message: YearMessage) -> AnnouncedYear:
    days = [dict(one) | {"day": dt.date.fromisoformat(one["day"])} for one in message.days]
    return year_of(message.year, days, message.source)


def _rows(found: RecordMoves) -> Iterator[MovingClock]:
    record = found.record
    for move in found.moves:
        run = move.clock
        yield MovingClock(
            record.register.name,
            record.id,
            record.unit,
            run.clock,
            run.line_run,
            run.start.isoformat(),
            run.due.isoformat(),
            move.due.isoformat(),
        )
