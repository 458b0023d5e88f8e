"""More time, and time that does not count: by a provision that is in force, never by itself."""

import datetime as dt
from collections.abc import Callable

from contracts.cases.penalties import register
from contracts.cases.provisions import PAUSE
from contracts.errors import Refused
from services.cases import provisions
from services.cases.penalties.grounds.hand_over import decision_run
from services.cases.penalties.time_limits import run_of
from services.chassis.records.deadlines import ClockRun
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
EXTENDED: dict[str, Callable[[Record], ClockRun | None]] = {
    "extend": decision_run,
    "extend_verification": lambda case: run_of(case, "verification"),
}
"""The run of which clock a step extends."""
ONCE, AGAIN = "decision_extension", "decision_second_extension"


class NoBasis(Refused):
    """No provision in force lets this be extended or suspended."""

    slug, zh, field = "no-basis", "没有现行有效的规定可作依据", "basis"
    article = "行政处罚法 第六十条"


class NothingRuns(Refused):
    """There is no limit that runs: nothing to extend or suspend."""

    slug, zh, article = "nothing-runs", "没有正在计算的期限", "行政处罚法 第六十条"


class TooMuchTime(Refused):
    """The limit is extended while it runs, once by each provision, and by no more than that says."""

    slug, zh, field = "too-much-time", "应在期限内延长，每项依据只用一次，且不得超过其规定天数", "until"
    article = "行政处罚法 第六十条"


class ExtensionNotDiscussed(Refused):
    """A second extension is discussed collectively."""

    slug, zh, field = "extension-not-discussed", "再次延长应当经集体讨论", "discussed"
    article = "行政处罚法 第六十条；办案规定"


def provision_of(_case: Record, form: Data, lookup: Lookup) -> Record:
    """The provision that the form names."""
    return lookup.record("cases.provisions", form["basis"])


@rules.on("extend", basis=provision_of)
def extend(case: Record, form: Data, at: Context, basis: Record) -> Data:
    """The decision takes longer, by a provision; a second time after a discussion (art. 60)."""
    require_basis(basis, (ONCE, AGAIN), form["extended_on"])
    if basis["kind"] == AGAIN and not (form["discussed"] and case.all("extend")):
        raise ExtensionNotDiscussed(basis.id)
    require_within(case, "extend", form, basis, at)
    return form


@rules.on("suspend", basis=provision_of)
def suspend(case: Record, form: Data, _at: Context, basis: Record) -> Data:
    """Time stands still, by a provision, while a limit runs (art. 60)."""
    require_basis(basis, (PAUSE,), form["suspended_on"])
    # A limit that has run out is missed: standing still afterwards would hide it.
    if form["suspended_on"] > _limit(decision_run(case)):
        raise TooMuchTime(form["suspended_on"], errors=[TooMuchTime.fault("suspended_on")])
    return form


def require_basis(basis: Record, kinds: tuple[str, ...], day: dt.date) -> None:
    """The provision is of one of these kinds and in force on the day. Raises NoBasis."""
    if basis["kind"] not in kinds or not provisions.holds(basis, day):
        raise NoBasis(basis.id, basis["kind"])


def _limit(running: ClockRun | None) -> dt.date:
    """The day on which a clock that runs ends, though it stand still. Raises NothingRuns."""
    if running is None:
        raise NothingRuns
    return running.due


def require_within(case: Record, step: str, form: Data, basis: Record, at: Context) -> None:
    """Decided while the clock runs, by a provision not used before, and no later than it lets. Raises TooMuchTime."""
    due = _limit(EXTENDED[step](case))
    spent = any(one["basis"] == basis.id for one in case.all(step))
    furthest = at.calendar.after(due, f"{basis['days']} days")
    if spent or form["extended_on"] > due or not due < form["until"] <= furthest:
        raise TooMuchTime(form["until"], furthest)
