"""Case transfers 案件移送: to another agency, the police, the procuratorate, a squadron (Penalty Law art. 22, 27)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step
from contracts.words import Words

RECEIVERS = Words(
    {
        "agency": "其他行政机关 / another administrative agency",
        "police": "公安机关 / public security organ",
        "procuratorate": "检察机关",
        "squadron": "其他中队 / another squadron",
    }
)
CRIMINAL = ("police", "procuratorate")
ORDER = "行政执法机关移送涉嫌犯罪案件的规定（国务院令，2020年修订）"
BY = "captain, legal"


class Preparation(Form):
    """A case that is somebody else's is written up."""

    number = ask.text("移送编号", "Transfer number", longest=40, required=False)
    unit = ask.unit("移送单位", "Transferring unit")
    case = ask.record("cases.penalties", "案件", "Case", required=False)
    matter = ask.text("移送事项", "Matter transferred")
    to = ask.choice("移送对象", "Kind of receiver", RECEIVERS)
    receiver = ask.text("接收机关", "Receiver", longest=80)
    reason = ask.text("移送理由", "Reason")
    prepared_on = ask.happened("拟移送日期", "Prepared on")
    evidence = ask.evidence("移送材料", "Papers")


class Decision(Form):
    """Until when the head has to decide on a suspicion of crime."""

    decide_by = ask.day("决定期限", "To be decided by", required=False)


class Approval(Form):
    """The head agrees."""

    approved_on = ask.happened("批准日期", "Approved on")
    approver = ask.myself("批准人", "Approved by")


class HandOver(Form):
    """Until when it has to be handed over."""

    hand_over_by = ask.day("移交期限", "To be handed over by", required=False)


class Rejection(Reason):
    """The head does not agree; the reason is recorded."""

    rejected_on = ask.happened("不予移送日期", "Rejected on")


class Sending(Form):
    """It goes out."""

    sent_on = ask.happened("移送日期", "Sent on")
    letter = ask.evidence("移送函", "Letter of transfer")


class Receipt(Form):
    """The receiver has it: evidence level E2."""

    received_on = ask.happened("签收日期", "Received on")
    receipt = ask.evidence("送达回证", "Receipt")


class Acceptance(Form):
    """The receiver takes it."""

    accepted_on = ask.happened("接收日期", "Accepted on")


class Refusal(Reason):
    """The receiver sends it back."""

    refused_on = ask.happened("退回日期", "Refused on")


class Outcome(Form):
    """What came of it."""

    returned_on = ask.happened("反馈日期", "Outcome returned on")
    outcome = ask.text("处理结果", "Outcome")
    outcome_evidence = ask.evidence("反馈材料", "Papers of the outcome")


class Took(Form):
    """How long it took since it was sent."""

    took_days = ask.number("用时（天）", "Days taken")


register = Register(
    "cases.transfers",
    "案件移送",
    "Case transfers",
    keys="to, case",
    finds="case",
    numbered="YS",
    words={
        "prepared": "拟移送 / to be transferred",
        "approved": "已批准",
        "rejected": "不予移送 / not transferred",
        "sent": "已送出",
        "received": "对方已签收 / receipt signed by the other side",
        "accepted": "对方已接收 / accepted by the other side",
        "refused": "对方退回 / sent back by the other side",
        "outcome_returned": "已反馈结果 / outcome reported",
        "voided": "已作废",
    },
    steps=(
        Step("prepare", "prepared", "拟移送 / Prepare", "new -> prepared", Preparation, adds=Decision, by=BY),
        Step(
            "approve",
            "approved",
            "批准 / Approve",
            "prepared -> approved",
            Approval,
            adds=HandOver,
            by="leader",
            apart_from="prepare",
            task="approve",
        ),
        Step(
            "reject",
            "rejected",
            "不予移送 / Reject",
            "prepared -> rejected",
            Rejection,
            by="leader",
            apart_from="prepare",
        ),
        Step("send", "transferred", "送出 / Send", "approved -> sent", Sending, by=BY),
        Step(
            "receive",
            "received",
            "签收 / Receive",
            "sent -> received",
            Receipt,
            level="E2",
            by=BY,
            apart_from="prepare, send",
            task="sign",
        ),
        Step(
            "accept",
            "transfer_accepted",
            "接收 / Accept",
            "received -> accepted",
            Acceptance,
            level="E2",
            by=BY,
            apart_from="prepare, send",
            task="accept",
        ),
        Step(
            "refuse",
            "transfer_refused",
            "退回 / Refuse",
            "received -> refused",
            Refusal,
            level="E2",
            by=BY,
            apart_from="prepare, send",
        ),
        Step(
            "return_outcome",
            "outcome_returned",
            "反馈结果 / Return the outcome",
            "accepted -> outcome_returned",
            Outcome,
            adds=Took,
            level="E2",
            by=BY,
            apart_from="prepare, send",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "prepared, approved, rejected, sent, received, accepted, refused, outcome_returned -> voided",
            Reason,
            voids=True,
            by="legal, leader",
        ),
    ),
    clocks=(
        Clock(
            "decide",
            "prepared -> approved, rejected",
            "",
            ORDER,
            title="移送决定 / Decision on a transfer",
            until="decide_by",
            warns="1",
        ),
        Clock(
            "hand_over",
            "approved -> transferred",
            "",
            ORDER,
            title="移交 / Hand-over",
            until="hand_over_by",
            warns="1",
        ),
    ),
)
