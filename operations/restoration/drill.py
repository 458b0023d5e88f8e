"""A drill: an archive is restored elsewhere and read to its last row; what came of it is noted where operators look."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import psycopg2
import sqlalchemy as sa
import structlog

from contracts.errors import Problem
from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.client.client import Away, Declined
from operations.client.copies import backup_notes
from services.chassis.base.settings import Misconfigured
from services.chassis.storage.history import BrokenHistory
from services.gateway.accounts.operations.kept_backups import DRILL

log = structlog.get_logger()
LONGEST_FAULT = 500
FAULTS = (OperatorError, OSError, Problem, BrokenHistory, ValueError, Misconfigured)
OF_DATABASES = (sqlite3.Error, psycopg2.Error, sa.exc.SQLAlchemyError, subprocess.SubprocessError)


@dataclass(frozen=True)
class Outcome:
    """What a drill found.

    seconds       until all was restored and read
    loss_seconds  how much would have been lost, had all ended when the drill began
    """

    restored_to: str = ""
    seconds: float = 0.0
    events: int = 0
    loss_seconds: float = 0.0
    faults: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """For whoever tries it by hand."""
        yield f"restored to 恢复至 {self.restored_to}: {self.events} events 事件, {self.seconds:.0f} s"
        yield f"lost if all had ended then 届时丢失: {self.loss_seconds:.1f} s"
        yield from (f"wrong 有误: {one}" for one in self.faults)


def drill(environment: Environment, attempt: Callable[[], Outcome]) -> Outcome:
    """Try an archive; what came of it is noted, also that it failed."""
    began = time.monotonic()
    try:
        outcome = attempt()
    except (*FAULTS, *OF_DATABASES) as error:
        outcome = Outcome(faults=(str(error) or type(error).__name__,))
    outcome = replace(outcome, seconds=round(time.monotonic() - began, 3), loss_seconds=round(outcome.loss_seconds, 3))
    log.info("drill.ended", **vars(outcome))
    # Who tries an archive on another machine has no suite there that would be told.
    with suppress(Away, Declined):
        _note(environment, outcome)
    return outcome


def _note(environment: Environment, outcome: Outcome) -> None:
    """Raises Away, Declined."""
    fault = "; ".join(outcome.faults)[:LONGEST_FAULT]
    if not outcome.restored_to:
        backup_notes.note(environment, "tested", DRILL, fault=fault)
        return
    figures = backup_notes.DrillFigures(outcome.restored_to, outcome.seconds, outcome.events, outcome.loss_seconds)
    backup_notes.note_drill(environment, DRILL, figures, fault)
