"""When nobody pays: the demand, and the court (Coercion Law art. 34 to 54)."""

import datetime as dt
from decimal import Decimal

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import time_limits
from services.cases.penalties.execution.payment import (
    WrongAmount,
    balance_after,
    balance_due,
    late_days,
    late_fine_most,
    require_all,
)
from services.cases.penalties.fines import fine
from services.cases.penalties.remedies import RemedyPending, remedy_periods
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
SUIT, COURT, DEMAND = "6 months", "3 months", "10 workdays"
"""Time for a suit (Litigation Law art. 46); for asking the court, and after the demand (Coercion Law art. 53, 54)."""


class NotOverdue(Refused):
    """Nobody is urged before the time for payment is over."""

    slug, zh, field = "not-overdue", "缴纳期限未满，不得催告", "demanded_on"
    article = "行政强制法 第三十四条、第三十五条"


class TooSoonForCourt(Refused):
    """The court is asked when the time for remedies is over, and ten working days after the demand was served."""

    slug, zh, field = "too-soon-for-court", "应在救济期限届满且催告书送达十日（工作日）后申请", "applied_to_court_on"
    article = "行政强制法 第五十三条、第五十四条"


class TooLateForCourt(Refused):
    """The court is asked within three months; if not, say why."""

    slug, zh, field = "too-late-for-court", "应在期限届满之日起三个月内申请；逾期须说明", "late_reason"
    article = "行政强制法 第五十三条"


def contestable_until(case: Record, at: Context) -> dt.date:
    """The last day for a suit, or of a deferral that ends later (Penalty Law art. 72)."""
    suit = at.calendar.after(case["served_on"], SUIT, rolls=True)
    deferred: list[dt.date] = [one["until"] for step in ("defer", "allow_instalments") for one in case.all(step)]
    return max([suit, *deferred])


@rules.on("demand")
def demand(case: Record, form: Data, at: Context) -> Data:
    """The party is urged once it is late, for no more than it owes (art. 35); the court is asked in three months."""
    due = case.due("payment")
    if due and form["demanded_on"] <= due:
        raise NotOverdue(form["demanded_on"], due)
    most = balance_due(case) + late_fine_most(fine(case), late_days(case, form["demanded_on"]))
    if not 0 < Decimal(form["amount"]) <= most:
        raise WrongAmount(form["amount"], most)
    # With a remedy the time for the court begins when that has ended, on a day that nobody knows yet.
    contested = any(True for _ in remedy_periods(case))
    return form | {"court_by": None if contested else at.calendar.after(contestable_until(case, at), COURT)}


@rules.on("ask_court")
def ask_court(case: Record, form: Data, at: Context) -> Data:
    """The court is asked after the demand and the time for remedies, and not too late (art. 53, 54)."""
    on, contested = form["applied_to_court_on"], list(remedy_periods(case))
    # `date.max`: the remedy is still pending.
    if any(last == dt.date.max for _, last in contested):
        raise RemedyPending(case.id)
    waited = at.calendar.after(case["demanded_on"], DEMAND)
    if on <= max([waited] if contested else [waited, contestable_until(case, at)]):
        raise TooSoonForCourt(on)
    time_limits.require_in_time(on, time_limits.limit(case, "court"), form, TooLateForCourt)
    return form


@rules.on("enforce")
def enforce(case: Record, form: Data, _at: Context) -> Data:
    """The court has got the rest."""
    require_all(case, form)
    return form | balance_after(case, form)
