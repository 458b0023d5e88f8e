"""When nobody pays: the court (Coercion Law art. 53, 54)."""

import datetime as dt

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import time_limits
from services.cases.penalties.execution.demand import require_heard
from services.cases.penalties.execution.lateness import parts
from services.cases.penalties.execution.payment import balance_after, balance_due, require_all
from services.cases.penalties.grounds.gaps import gap
from services.cases.penalties.remedies.pending import RemedyPending, remedy_periods, require_none_pending
from services.cases.penalties.remedies.windows import after_suit_alone, court_window, remedies
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
DEMAND = "10 workdays"
"""Time after the demand (Coercion Law art. 54, 69)."""


class TooSoonForCourt(Refused):
    """The court is asked when the time for remedies is over, and ten working days after the demand was served."""

    slug, zh, field = "too-soon-for-court", "应在救济期限届满且催告书送达十日（工作日）后申请", "applied_to_court_on"
    article = "行政强制法 第五十三条、第五十四条"


class TooLateForCourt(Refused):
    """The court is asked within three months; if not, say why."""

    slug, zh, field = "too-late-for-court", "应在期限届满之日起三个月内申请；逾期须说明", "late_reason"
    article = "行政强制法 第五十三条"


@rules.on("ask_court", upto=1)
def ask_court_by_suit_alone(case: Record, form: Data, at: Context) -> Data:
    """As it was: after a remedy nothing but the demand was awaited."""
    contested = list(remedy_periods(case))
    # `date.max`: the remedy is still pending.
    if any(last == dt.date.max for _, last in contested):
        raise RemedyPending(case.id)
    waited = at.calendar.after(case["demanded_on"], DEMAND)
    _require_between(case, form, waited if contested else max(waited, after_suit_alone(case, at.calendar)))
    return form


class DemandedInPart(Refused):
    """Of parts that were allowed, those that fell due after the demand are demanded before the court is asked."""

    slug, zh = "demanded-in-part", "催告之后又有分期到期，应当先就未缴余额再次催告"
    article = "行政强制法 第五十四条"


@rules.on("ask_court")
def ask_court(case: Record, form: Data, at: Context) -> Data:
    """All that the court is asked for was demanded (art. 54)."""
    asked = ask_court_after_any_demand(case, form, at)
    if any(one.left and one.due >= case["demanded_on"] for one in parts(case)):
        zh, en = "请再次办理“催告”", "Demand what is left"
        raise DemandedInPart(case["demanded_on"], errors=[gap("demanded_on", zh, en, "demand")])
    return asked


@rules.on("ask_court", upto=2)
def ask_court_after_any_demand(case: Record, form: Data, at: Context) -> Data:
    """As it was: after a demand, the party's answer and the time for remedies, and not too late (art. 53)."""
    require_none_pending(case)
    require_heard(case)
    balance_due(case)
    over, _ = court_window(case, remedies(case), at.calendar) or (dt.date.max, None)
    _require_between(case, form, max(over, at.calendar.after(case["demanded_on"], DEMAND)))
    return form


def _require_between(case: Record, form: Data, waited: dt.date) -> None:
    """After what is awaited, and within the time for it. Raises TooSoonForCourt, TooLateForCourt."""
    on = form["applied_to_court_on"]
    if on <= waited:
        raise TooSoonForCourt(on, waited)
    time_limits.require_in_time(on, time_limits.limit(case, "court"), form, TooLateForCourt)


@rules.on("enforce")
def enforce(case: Record, form: Data, _at: Context) -> Data:
    """The court has got the rest."""
    require_all(case, form)
    return form | balance_after(case, form)
