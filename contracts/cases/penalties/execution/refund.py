"""What was taken and is not owed goes back 退还: fines, gains, things (Coercion Law art. 41, Penalty Law art. 74)."""

from contracts import forms as ask
from contracts.cases.penalties import choices
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


class Restitution(Form):
    """Things that were confiscated go back, or are paid for where they are gone (Coercion Law art. 41)."""

    things_of = ask.code("清单、查封扣押编号", "Number of the list or seizure")
    restitution = ask.choice("返还方式", "How", choices.RESTITUTIONS)
    things = ask.text("财物", "Things")
    compensation = ask.money("赔偿金额（元）", "Compensation, yuan", required=False)
    things_back_on = ask.happened("返还日期", "Given back on")
    evidence = ask.evidence("返还凭证", "Receipt of the party")


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
        version=2,
    ),
    Step(
        "return_things",
        "things_given_back",
        "退还没收财物 / Give confiscated things back",
        "new -> returned",
        Restitution,
        line="restitution",
        each="things_of",
        during=DECIDED,
        nature="punishes",
        by=ACTING,
    ),
)
