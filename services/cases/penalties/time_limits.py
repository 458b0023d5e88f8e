"""A limit of the agency's own: what comes after it says why, or is refused. The breach stays visible either way."""

import datetime as dt

from contracts.errors import OutOfOrder, Refused
from services.chassis.records.deadlines import ClockRun, open_runs
from services.chassis.records.record import Data, Record


def run_of(case: Record, clock: str, run: str = "") -> ClockRun | None:
    """The open run of a clock; None: it does not run."""
    return next((one for one in open_runs(case) if (one.clock, one.line_run) == (clock, run)), None)


def limit(case: Record, clock: str, run: str = "") -> dt.date | None:
    """When a clock ends; None: it does not run, or stands still."""
    return due_of(run_of(case, clock, run))


def due_of(running: ClockRun | None) -> dt.date | None:
    """When an open run ends; None: there is none, or it stands still."""
    return running.due if running and not running.paused else None


def require_in_time(on: dt.date, due: dt.date | None, form: Data, refusal: type[Refused]) -> None:
    """Refuse what is late and does not say why; None: there was no limit. Raises the refusal."""
    if due and on > due and not form["late_reason"]:
        raise refusal(f"{on} > {due}")


def require_not_before(on: dt.date, earlier: dt.date, field: str) -> None:
    """A step beside the main line does not come before what it follows. Raises OutOfOrder."""
    if on < earlier:
        raise OutOfOrder(f"{on} < {earlier}", errors=[OutOfOrder.fault(field)])
