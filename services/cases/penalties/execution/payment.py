"""Payment: in full, in parts, later, late (Penalty Law art. 66 to 73)."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from contracts.cases.penalties import register
from contracts.cases.penalties.clocks import NEW_LAW
from contracts.errors import Refused
from services.cases.law import law_on
from services.cases.penalties import time_limits
from services.cases.penalties.execution.lateness import late_days, late_fine_most, late_fine_most_on, next_part
from services.cases.penalties.fines import confiscation, fine, gains_paid, on_spot, outstanding
from services.cases.penalties.time_limits import require_not_before
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class NothingToPay(Refused):
    """No fine is left to pay."""

    slug, zh, article = "nothing-to-pay", "没有未缴罚款", "行政处罚法 第六十六条"


class WrongAmount(Refused):
    """The amount is not what is left of the fine: pay all of it, or a part that is smaller."""

    slug, zh, field = "wrong-amount", "金额与未缴余额不符：缴清应等于余额，部分缴纳应小于余额", "amount"
    article = "行政处罚法 第六十六条、第六十七条"


class LateFineTooHigh(Refused):
    """The late fine is three per cent a day at most, never more than the fine, and stands still during remedies."""

    slug, zh, field = "late-fine-too-high", "加处罚款每日不超过百分之三，总额不超过罚款数额，救济期间不计", "late_fine"
    article = "行政处罚法 第七十二条、第七十三条"


class WrongInstalments(Refused):
    """Instalments come one after another, from the approval on, and add up to what is left of the fine."""

    slug, zh, field = "wrong-instalments", "分期应按日期先后排列，合计等于未缴余额", "instalments"
    article = "行政处罚法 第六十六条"


class DeferredToThePast(Refused):
    """Payment is put off to a day later than the limit that runs."""

    slug, zh, field = "deferred-to-the-past", "暂缓期限应晚于原缴纳期限", "until"
    article = "行政处罚法 第六十六条"


class NotOnTheSpot(Refused):
    """Money is collected on the spot for a decision made there, or far from any bank when the party asks."""

    slug, zh, field = "not-on-the-spot", "仅当场处罚或者边远、水上、交通不便地区经当事人提出可以当场收缴", "ground"
    article = "行政处罚法 第六十七条至第六十九条"


class CashTooMuch(Refused):
    """A small fine is 100 yuan at most: more is collected on the spot only where it would be hard to collect later."""

    slug, zh, field = "cash-too-much", "当场收缴限一百元（旧法二十元）以下，事后难以执行的除外", "amount"
    article = "行政处罚法 第六十八条"


class MoreThanConfiscated(Refused):
    """No more is paid in than was confiscated by the decision."""

    slug, zh, field = "more-than-confiscated", "上缴金额应大于零且不超过尚未上缴的没收数额", "gains"
    article = "行政处罚法 第七十四条"


class NothingCollected(Refused):
    """No cash was collected in this case."""

    slug, zh, article = "nothing-collected", "本案没有当场收缴罚款", "行政处罚法 第七十一条"


class HandedInLate(Refused):
    """Cash reaches the agency within two working days; if not, say why."""

    slug, zh, field = "handed-in-late", "当场收缴的罚款应当在二日（工作日）内交至行政机关；逾期须说明", "late_reason"
    article = "行政处罚法 第七十一条"


class BankedLate(Refused):
    """Cash reaches the bank within two more working days; if not, say why."""

    slug, zh, field = "banked-late", "行政机关应当在二日（工作日）内将罚款缴付指定的银行；逾期须说明", "late_reason"
    article = "行政处罚法 第七十一条"


def balance_due(case: Record) -> Decimal:
    """What is left to pay. Raises NothingToPay."""
    balance = outstanding(case)
    if not balance:
        raise NothingToPay(case.id)
    return balance


def balance_after(case: Record, form: Data) -> dict[str, str]:
    """What is left after this payment."""
    return {"outstanding": f"{outstanding(case) - Decimal(form['amount']):.2f}"}


class ElectronicTooEarly(Refused):
    """Fines are paid electronically since 15 July 2021."""

    slug, zh, field = "electronic-too-early", "2021年7月15日起方可通过电子支付系统缴纳罚款", "manner"
    article = "行政处罚法 第六十七条"


def require_manner(form: Data) -> None:
    """Electronic payment is the new law's. Raises ElectronicTooEarly."""
    if form["manner"] == "electronic" and form["paid_on"] < NEW_LAW:
        raise ElectronicTooEarly(form["paid_on"])


@rules.on("pay_part", upto=1)
def pay_part_by_no_plan(case: Record, form: Data, _at: Context) -> Data:
    """As it was: a part of the fine is paid, and no other day follows from it."""
    require_manner(form)
    require_not_before(form["paid_on"], case["served_on"], "paid_on")
    if not 0 < Decimal(form["amount"]) < balance_due(case):
        raise WrongAmount(form["amount"], outstanding(case))
    return form | balance_after(case, form)


@rules.on("pay_part", upto=2)
def pay_part_of_a_plan(case: Record, form: Data, at: Context) -> Data:
    """As it was: the next part that is not covered falls due, and nothing was said of how late this one was."""
    return pay_part_by_no_plan(case, form, at) | {"until": next_part(case, Decimal(form["amount"]))}


@rules.on("pay_part")
def pay_part(case: Record, form: Data, at: Context) -> Data:
    """A part of the fine is paid, late or not (art. 66, 72); where parts were allowed, the next one falls due."""
    return pay_part_of_a_plan(case, form, at) | _lateness(case, form)


def _lateness(case: Record, form: Data) -> Data:
    """How late it is, and the most that could be imposed for delay on that day: a later remedy does not change it."""
    on = form["paid_on"]
    return {"late_days": late_days(case, on), "late_fine_most": str(late_fine_most_on(case, on))}


@rules.on("pay", upto=1)
def pay_by_the_last_day_alone(case: Record, form: Data, _at: Context) -> Data:
    """As it was: for delay the whole fine counted, from the day on which the next part fell due."""
    _require_rest(case, form)
    days = late_days(case, form["paid_on"])
    most = late_fine_most(fine(case), days)
    _require_late_fine(form, most)
    return form | balance_after(case, form) | {"late_days": days, "late_fine_most": str(most)}


@rules.on("pay")
def pay(case: Record, form: Data, _at: Context) -> Data:
    """The rest is paid, with a late fine that is not too high (art. 67, 72, 73)."""
    _require_rest(case, form)
    late = _lateness(case, form)
    _require_late_fine(form, Decimal(late["late_fine_most"]))
    return form | balance_after(case, form) | late


def _require_rest(case: Record, form: Data) -> None:
    require_manner(form)
    require_not_before(form["paid_on"], case["served_on"], "paid_on")
    require_all(case, form)


def _require_late_fine(form: Data, most: Decimal) -> None:
    if Decimal(form["late_fine"] or 0) > most:
        raise LateFineTooHigh(form["late_fine"], most)


def require_all(case: Record, form: Data) -> None:
    """The amount is all that is left to pay. Raises WrongAmount, NothingToPay."""
    if Decimal(form["amount"]) != balance_due(case):
        raise WrongAmount(form["amount"], outstanding(case))


@rules.on("defer", upto=1)
def defer_from_any_day(case: Record, form: Data, _at: Context) -> Data:
    """As it was: the new day lay after the limit, wherever the approval lay."""
    balance_due(case)
    due = case.due("payment")
    if due and form["until"] <= due:
        raise DeferredToThePast(form["until"], due)
    return form


@rules.on("defer")
def defer(case: Record, form: Data, at: Context) -> Data:
    """The party pays later, on its application, after the approval and after the limit that runs (art. 66)."""
    _require_asked(case, form)
    if form["until"] <= form["deferred_on"]:
        raise DeferredToThePast(form["until"], form["deferred_on"])
    return defer_from_any_day(case, form, at)


def _require_asked(case: Record, form: Data) -> None:
    """The party has the decision, asks, and then it is approved. Raises OutOfOrder."""
    require_not_before(form["applied_on"], case["served_on"], "applied_on")
    require_not_before(form["deferred_on"], form["applied_on"], "deferred_on")


@rules.on("allow_instalments", upto=1)
def allow_instalments_to_the_last(case: Record, form: Data, _at: Context) -> Data:
    """As it was: the period ended with the last part."""
    days = [form["deferred_on"], *(one["due_on"] for one in form["instalments"])]
    total = sum(Decimal(one["amount"]) for one in form["instalments"])
    if total != balance_due(case) or any(earlier >= later for earlier, later in pairwise(days)):
        raise WrongInstalments(total, outstanding(case))
    return form | {"until": days[-1]}


@rules.on("allow_instalments", upto=2)
def allow_instalments_before_the_limit(case: Record, form: Data, at: Context) -> Data:
    """As it was: the first part could fall due before the limit that ran."""
    return allow_instalments_to_the_last(case, form, at) | {"until": form["instalments"][0]["due_on"]}


@rules.on("allow_instalments")
def allow_instalments(case: Record, form: Data, at: Context) -> Data:
    """The party pays in parts, on its application; each falls due in its turn, none before the limit (art. 66)."""
    _require_asked(case, form)
    allowed = allow_instalments_before_the_limit(case, form, at)
    # The party's own period is made no shorter by a kindness.
    if (due := case.due("payment")) and allowed["until"] < due:
        raise DeferredToThePast(allowed["until"], due, errors=[DeferredToThePast.fault("instalments")])
    return allowed


@rules.on("collect")
def collect(case: Record, form: Data, _at: Context) -> Data:
    """Officers collect the fine where the law lets them (art. 68, 69; old law art. 47, 48)."""
    require_not_before(form["paid_on"], case["served_on"], "paid_on")
    if not on_spot(case) and form["ground"] != "remote":
        raise NotOnTheSpot(form["ground"])
    if form["ground"] == "small" and fine(case) > law_on(form["paid_on"]).cash_limit:
        raise CashTooMuch(fine(case), law_on(form["paid_on"]).cash_limit)
    require_all(case, form)
    return form | balance_after(case, form)


@rules.on("pay_gains")
def pay_gains(case: Record, form: Data, _at: Context) -> Data:
    """What was confiscated goes to the treasury, and no more than that (art. 74)."""
    require_not_before(form["gains_paid_on"], case["served_on"], "gains_paid_on")
    left, paid = confiscation(case) - gains_paid(case), Decimal(form["gains"])
    if not 0 < paid <= left:
        raise MoreThanConfiscated(paid, left)
    return form


@rules.on("hand_in")
def hand_in(case: Record, form: Data, _at: Context) -> Data:
    """The officers hand the cash in (art. 71)."""
    if not case.all("collect"):
        raise NothingCollected(case.id)
    require_not_before(form["handed_in_on"], case["paid_on"], "handed_in_on")
    time_limits.require_in_time(form["handed_in_on"], time_limits.limit(case, "cash_hand_in"), form, HandedInLate)
    return form


@rules.on("bank")
def bank(case: Record, form: Data, _at: Context) -> Data:
    """The agency pays it in (art. 71)."""
    time_limits.require_in_time(form["banked_on"], time_limits.limit(case, "cash_banking"), form, BankedLate)
    return form
