"""Moves an owner's due dates when a year is announced, some at a time, while everybody else works on."""

from __future__ import annotations

import sqlalchemy as sa

from contracts.errors import Problem
from services.chassis.base import clock, log
from services.chassis.handling.calendars import moves
from services.chassis.handling.command_service import CommandService
from services.chassis.messaging.retry import AWAY
from services.chassis.storage.damage import StorageDamaged

LOOK, BREATH = 2.0, 0.1
"""Seconds between two looks whether a year was announced, and in which others write between two stretches."""
PASSES = (*AWAY, StorageDamaged, Problem, sa.exc.IntegrityError)
"""What another process wrote first, or a store that is away or full: it is tried again."""
_log = log.get("calendar")


def run(commands: CommandService) -> None:
    """Move what there is to move, for as long as the service lives."""
    while True:
        clock.pause(BREATH if _step(commands) else LOOK)


def _step(commands: CommandService) -> bool:
    try:
        return moves.step(commands)
    except PASSES as error:
        _log.warning("calendar.waiting", error=type(error).__name__)
        return False
