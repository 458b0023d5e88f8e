"""Payment: in full, in parts, later, in cash."""

from contracts import forms as ask
from contracts.apart_reasons import APPROVER
from contracts.cases.penalties import choices
from contracts.cases.penalties.clocks import Late
from contracts.cases.penalties.phases import ACTING, HEADS, MONEY
from contracts.forms import Form, Reason
from contracts.register import Step


class Deferral(Reason):
    """The party may pay later (Penalty Law art. 66)."""

    applied_on = ask.day("申请日期", "Applied on")
    until = ask.day("暂缓至", "Until")
    approved_by = ask.myself("批准人", "Approved by")
    deferred_on = ask.happened("批准日期", "Approved on")


class Instalment(Form):
    """One part of the fine."""

    due_on = ask.day("应缴日期", "Due on")
    amount = ask.money("金额（元）", "Amount, yuan")


class Instalments(Reason):
    """The party may pay in parts (Penalty Law art. 66)."""

    applied_on = ask.day("申请日期", "Applied on")
    instalments = ask.many(Instalment, "分期", "Instalments", least=2, most=60)
    approved_by = ask.myself("批准人", "Approved by")
    deferred_on = ask.happened("批准日期", "Approved on")


class NextInstalment(Form):
    """When the next part is due that is not paid yet."""

    until = ask.day("下期应缴日期", "Next part due on")


class Paying(Form):
    """Money reaches the bank (Penalty Law art. 67)."""

    amount = ask.money("缴纳罚款（元）", "Paid of the fine, yuan")
    receipt = ask.text("票据号", "Receipt number", longest=60, metadata=ask.numbers_of("the treasury"))
    paid_on = ask.happened("缴纳日期", "Paid on")
    evidence = ask.evidence("缴款凭证", "Proof of payment")


class PartPayment(Paying):
    """A part is paid, at the bank or electronically (Penalty Law art. 66, 67)."""

    manner = ask.choice("缴纳方式", "Paid how", choices.MANNERS, required=False)


class Payment(PartPayment):
    """The rest is paid; with it what was imposed for being late (Penalty Law art. 72)."""

    late_fine = ask.money("加处罚款（元）", "Late fine, yuan", required=False)


class Outstanding(Form):
    """What is left to pay of the fine."""

    outstanding = ask.money("未缴余额（元）", "Outstanding, yuan")


class PartPaid(Outstanding):
    """What is left, by when the next part is due where parts were allowed, and how late it comes (Penalty Law art. 72).

    A part that was missed stays visible by it when the next one falls due.
    """

    until = ask.day("下期应缴日期", "Next part due on", required=False)
    late_days = ask.number("逾期天数", "Days late", required=False)
    late_fine_most = ask.money("加处罚款上限（元）", "Greatest late fine, yuan", required=False)


class LateDays(Outstanding):
    """How late it was, and the most that may be imposed for it (Penalty Law art. 72, 73)."""

    late_days = ask.number("逾期天数", "Days late")
    late_fine_most = ask.money("加处罚款上限（元）", "Greatest late fine, yuan")


class OnSpotCash(Form):
    """Officers take the fine on the spot against the finance department's receipt (Penalty Law art. 68 to 70)."""

    ground = ask.choice("当场收缴情形", "Ground", choices.ON_SPOT_CASH)
    amount = ask.money("收缴罚款（元）", "Collected, yuan")
    receipt = ask.text(
        "财政专用票据号",
        "Number of the finance department's receipt",
        longest=60,
        metadata=ask.numbers_of("the treasury"),
    )
    paid_on = ask.happened("收缴日期", "Collected on")


class GainsPayment(Form):
    """Money that was confiscated, or what confiscated things brought, goes to the treasury (Penalty Law art. 74)."""

    gains = ask.money("上缴没收款（元）", "Confiscated money paid in, yuan")
    gains_receipt = ask.text(
        "没收款票据号", "Receipt for what was confiscated", longest=60, metadata=ask.numbers_of("the treasury")
    )
    gains_paid_on = ask.happened("上缴日期", "Paid in on")
    evidence = ask.evidence("缴款凭证", "Proof of payment")


class CashHandIn(Late):
    """Officers hand the cash to the agency (Penalty Law art. 71)."""

    handed_in_on = ask.happened("交至机关日期", "Handed in on")


class CashBanking(Late):
    """The agency pays the cash in at the bank (Penalty Law art. 71)."""

    banked_on = ask.happened("缴付银行日期", "Paid in on")
    evidence = ask.evidence("缴款凭证", "Proof of payment")


STEPS = (
    Step(
        "defer",
        "payment_deferred",
        "批准暂缓 / Defer payment",
        "new, deferred, demanded -> deferred",
        Deferral,
        line="payment",
        during=MONEY,
        by=HEADS,
        apart_reason=APPROVER,
        version=2,
    ),
    Step(
        "allow_instalments",
        "instalments_approved",
        "批准分期 / Allow instalments",
        "new, deferred, demanded -> deferred",
        Instalments,
        adds=NextInstalment,
        line="payment",
        during=MONEY,
        by=HEADS,
        apart_reason=APPROVER,
        version=3,
    ),
    Step(
        "pay_part",
        "part_paid",
        "缴纳部分罚款 / Pay a part",
        "new, deferred, demanded, in_court",
        PartPayment,
        adds=PartPaid,
        line="payment",
        during=MONEY,
        nature="punishes",
        by=ACTING,
        version=3,
    ),
    Step(
        "pay",
        "paid",
        "缴清罚款 / Pay",
        "new, deferred, demanded, in_court -> paid",
        Payment,
        adds=LateDays,
        line="payment",
        during=MONEY,
        nature="punishes",
        by=ACTING,
        version=2,
    ),
    Step(
        "collect",
        "collected_on_spot",
        "当场收缴 / Collect on the spot",
        "new -> paid",
        OnSpotCash,
        adds=Outstanding,
        line="payment",
        during=MONEY,
        nature="punishes",
        by=ACTING,
    ),
    Step(
        "hand_in",
        "cash_handed_in",
        "现金交至机关 / Hand in cash",
        "new -> handed_in",
        CashHandIn,
        line="cash",
        during=MONEY,
        by=ACTING,
    ),
    Step(
        "bank",
        "cash_banked",
        "现金缴付银行 / Bank cash",
        "handed_in -> banked",
        CashBanking,
        line="cash",
        during=MONEY,
        by="clerk",
    ),
    Step(
        "pay_gains",
        "gains_paid",
        "上缴没收款 / Pay confiscated money in",
        "new, paid -> paid",
        GainsPayment,
        line="gains",
        during=MONEY,
        nature="punishes",
        by=ACTING,
    ),
)
