"""Money that was paid and no longer owed goes back 退还 (Coercion Law art. 41, Penalty Law art. 74)."""

from contracts import forms as ask
from contracts.cases.penalties.phases import ACTING, DECIDED
from contracts.forms import Form
from contracts.register import Step


class Refund(Form):
    """Part or all of what is to be given back reaches the party."""

    amount = ask.money("退还金额（元）", "Refunded, yuan")
    refund_receipt = ask.text("退库凭证号", "Number of the proof", longest=60, metadata=ask.numbers_of("the treasury"))
    refunded_on = ask.happened("退还日期", "Refunded on")
    evidence = ask.evidence("退还凭证", "Proof of the refund")


class RefundLeft(Form):
    """What is still to be given back."""

    refund_left = ask.money("尚未退还（元）", "Still to be refunded, yuan")


STEPS = (
    Step(
        "refund",
        "fine_refunded",
        "退还罚款 / Refund",
        "new, refunded -> refunded",
        Refund,
        adds=RefundLeft,
        line="refund",
        during=DECIDED,
        nature="punishes",
        by=ACTING,
    ),
)
