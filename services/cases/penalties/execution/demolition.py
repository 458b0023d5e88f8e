"""Rules for the demolition of illegal structures 强制拆除 (Coercion Law art. 34 to 37, 43, 44).

Which agency may demolish is another law's: the Urban Planning Law gives it to the government, which charges a
department with it (art. 68); the decision says by which power.
"""

from __future__ import annotations

import datetime as dt

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties.execution.demand import require_heard
from services.cases.penalties.execution.on_site import check_execution, require_standing
from services.cases.penalties.officers import ON_SITE, people
from services.cases.penalties.remedies.pending import require_none_pending
from services.cases.penalties.remedies.windows import contestable_until, remedies
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class NoTerm(Refused):
    """The notice gives a term to demolish, and so does the demand."""

    slug, zh, article = "no-term", "应当给予当事人自行拆除、履行的期限", "行政强制法 第三十五条、第四十四条"


class TermRunning(Refused):
    """The term that the party was given is not over."""

    slug, zh, article = "term-running", "自行拆除（履行）期限未满", "行政强制法 第三十五条、第四十四条"


class StillContestable(Refused):
    """Nothing is demolished before the time for reconsideration and suit is over."""

    slug, zh, field = "still-contestable", "法定救济期限届满前不得强制拆除", "demolition_decided_on"
    article = "行政强制法 第四十四条"


@rules.on("announce_demolition")
def announce_demolition(case: Record, form: Data, _at: Context) -> Data:
    """A public notice with a term (art. 44), after the decision was served."""
    on = form["announced_on"]
    require_standing(case)
    require_not_before(on, case["served_on"], "announced_on")
    _require_term(form["demolish_by"], on, "demolish_by")
    return form


@rules.on("demand_demolition")
def demand_demolition(case: Record, form: Data, _at: Context) -> Data:
    """The party is urged when the term of the notice is over (art. 35)."""
    on = form["demolition_demanded_on"]
    require_standing(case)
    _require_over(case["demolish_by"], on, "demolition_demanded_on")
    _require_term(form["last_term"], on, "last_term")
    return form


@rules.on("decide_demolition")
def decide_demolition(case: Record, form: Data, at: Context) -> Data:
    """No remedy is open or pending, the party was heard, and its term is over (art. 36, 37, 44)."""
    on = form["demolition_decided_on"]
    require_standing(case)
    require_none_pending(case)
    require_heard(case)
    _require_over(case["last_term"], on, "demolition_decided_on")
    until = contestable_until(case, remedies(case), at.calendar)
    if until is None or on <= until:
        raise StillContestable(on, until)
    require_not_before(form["planned_for"], on, "planned_for")
    return form


@rules.on("demolish", officers=people(ON_SITE))
def demolish(case: Record, form: Data, at: Context, officers: dict[str, Record]) -> Data:
    """By day, on no holiday, before witnesses, by a decision that still stands; the party was heard (art. 36, 43)."""
    on = form["demolished_on"]
    check_execution(form, on, at, officers)
    require_standing(case)
    require_none_pending(case)
    require_heard(case)
    require_not_before(on, case["demolition_decided_on"], "demolished_on")
    return form


@rules.on("stop_demolition")
def stop_demolition(case: Record, form: Data, _at: Context) -> Data:
    """The party has demolished it, or there is nothing to demolish (art. 40)."""
    require_not_before(form["demolition_stopped_on"], case["announced_on"], "demolition_stopped_on")
    return form


def _require_term(until: dt.date, on: dt.date, field: str) -> None:
    if until <= on:
        raise NoTerm(until, on, errors=[NoTerm.fault(field)])


def _require_over(until: dt.date, on: dt.date, field: str) -> None:
    if on <= until:
        raise TermRunning(until, on, errors=[TermRunning.fault(field)])
