"""The demand, and what the party says to it (Coercion Law art. 34 to 36)."""

from __future__ import annotations

from decimal import Decimal

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties.execution.lateness import late_days, late_fine_most, late_fine_most_on, overdue
from services.cases.penalties.execution.payment import WrongAmount, balance_due
from services.cases.penalties.fines import fine
from services.cases.penalties.remedies.pending import remedy_periods
from services.cases.penalties.remedies.windows import COURT, after_suit_alone, court_window, remedies
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
DEMANDS = ("demand", "decide_performance", "demand_performance", "announce_demolition", "demand_demolition")


class NotOverdue(Refused):
    """Nobody is urged before the time for payment is over."""

    slug, zh, field = "not-overdue", "缴纳期限未满，不得催告", "demanded_on"
    article = "行政强制法 第三十四条、第三十五条"


class NothingDemanded(Refused):
    """Nothing was demanded that the party could answer."""

    slug, zh, article = "nothing-demanded", "尚未催告", "行政强制法 第三十六条"


class DemandUnheard(Refused):
    """What the party said to the demand is looked into before anything is enforced."""

    slug, zh, article = "demand-unheard", "催告后的陈述申辩尚未复核", "行政强制法 第三十六条"


class DemandRefuted(Refused):
    """What the party said to the demand was adopted: nothing is enforced on that demand."""

    slug, zh, article = "demand-refuted", "催告后的陈述申辩已被采纳，不得强制执行", "行政强制法 第三十六条、第三十七条"


def require_heard(case: Record) -> None:
    """The party's answer was looked into and does not hold. Raises DemandUnheard, DemandRefuted."""
    if case.status("demand_statement") == "heard":
        raise DemandUnheard(case.id)
    if _last_result(case) == "adopted":
        raise DemandRefuted(case.id)


def _last_result(case: Record) -> str:
    """What became of the party's answer to the last demand; empty: nothing yet."""
    result = ""
    for entry in case.effective:
        result = "" if entry.step.name in DEMANDS else str(entry.data.get("demand_result") or result)
    return result


def _require_overdue(case: Record, form: Data) -> None:
    due = case.due("payment")
    if due and form["demanded_on"] <= due:
        raise NotOverdue(form["demanded_on"], due)


def _require_most(form: Data, most: Decimal) -> None:
    if not 0 < Decimal(form["amount"]) <= most:
        raise WrongAmount(form["amount"], most)


def _guard_all(case: Record, form: Data) -> None:
    """As it was: all that is left of the fine was demanded, whatever of it was due."""
    _require_overdue(case, form)
    days = late_days(case, form["demanded_on"])
    _require_most(form, balance_due(case) + late_fine_most(fine(case), days))


@rules.on("demand", upto=1)
def demand_by_suit_alone(case: Record, form: Data, at: Context) -> Data:
    """As it was: six months for a suit in every case, and no day for the court where a remedy had been taken."""
    _guard_all(case, form)
    contested = any(True for _ in remedy_periods(case))
    return form | {"court_by": None if contested else at.calendar.after(after_suit_alone(case, at.calendar), COURT)}


@rules.on("demand", upto=2)
def demand_all(case: Record, form: Data, at: Context) -> Data:
    """As it was: what of parts that were allowed was not due yet could be demanded too."""
    _guard_all(case, form)
    return form | _court_by(case, at)


@rules.on("demand")
def demand(case: Record, form: Data, at: Context) -> Data:
    """The party is urged once it is late, for no more than is due by then (art. 35); the court is asked in time."""
    _require_overdue(case, form)
    on = form["demanded_on"]
    balance, due = balance_due(case), overdue(case, on)
    _require_most(form, (balance if due is None else due) + late_fine_most_on(case, on))
    return form | _court_by(case, at)


def _court_by(case: Record, at: Context) -> Data:
    # While a remedy is pending nobody knows when the time for the court begins: it is said when that ends.
    window = court_window(case, remedies(case), at.calendar)
    return {"court_by": window[1] if window else None}


@rules.on("hear_on_demand")
def hear_on_demand(case: Record, form: Data, _at: Context) -> Data:
    """The party answers what was demanded (art. 36)."""
    demands = [entry for entry in case.effective if entry.step.name in DEMANDS]
    if not demands:
        raise NothingDemanded(case.id)
    require_not_before(form["demand_answered_on"], demands[0].on, "demand_answered_on")
    return form


@rules.on("recheck_demand")
def recheck_demand(case: Record, form: Data, _at: Context) -> Data:
    """It is looked into after it was received (art. 36)."""
    require_not_before(form["demand_rechecked_on"], case["demand_answered_on"], "demand_rechecked_on")
    return form
