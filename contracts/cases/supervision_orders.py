"""Supervision orders 督查督办: laid over any case, until it is resolved or goes higher (F124)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "overdue": "超期督办 / overdue case",
        "leader": "领导批示督办 / instruction of a leader",
        "key": "重点督办 / key matter",
    }
)
SUBJECTS = Words(
    {
        "cases.digital_cases": "数字城管案件 / Digital city cases",
        "cases.complaints": "投诉举报 / Complaints",
        "cases.penalties": "行政处罚案件 / Penalty cases",
        "cases.rectifications": "整改事项 / Rectifications",
    }
)
BY = "inspector, leader"


class Order(Form):
    """Somebody above says what must be done about a case, and by when."""

    number = ask.text("督办编号", "Order number", longest=40, required=False)
    unit = ask.unit("承办单位", "Responsible unit")
    kind = ask.choice("督办类别", "Kind", KINDS)
    register = ask.choice("督办对象类别", "Register of the case", SUBJECTS)
    case = ask.text(
        "督办对象编号", "Id of the case", longest=80, metadata=ask.named_by("register", {one: one for one in SUBJECTS})
    )
    issued_by = ask.myself("签发人", "Issued by")
    requirement = ask.text("督办要求", "Requirement")
    issued_on = ask.happened("签发日期", "Issued on")
    reply_due = ask.day("回复期限", "Reply due on")
    due_on = ask.day("办结期限", "To be resolved by")
    evidence = ask.evidence("督办单", "The order")


class Acknowledgement(Form):
    """The unit has it."""

    acknowledged_on = ask.happened("签收日期", "Acknowledged on")


class Reply(Form):
    """The unit tells what was done."""

    replied_on = ask.happened("回复日期", "Replied on")
    reply = ask.text("回复内容", "Reply")
    reply_evidence = ask.evidence("回复佐证", "Proof of the reply")


class Return(Reason):
    """The reply will not do."""

    returned_on = ask.happened("退回日期", "Returned on")


class Resolution(Form):
    """The order is fulfilled; whoever issued it says so."""

    resolved_on = ask.happened("办结日期", "Resolved on")
    verdict = ask.text("办结意见", "Verdict")


class Escalation(Reason):
    """It goes higher."""

    escalated_on = ask.happened("升级日期", "Escalated on")
    to = ask.text("升级至", "Escalated to", longest=80)


register = Register(
    "cases.supervision_orders",
    "督查督办",
    "Supervision orders",
    keys="kind, register, case",
    finds="case",
    numbered="DB",
    words={
        "issued": "已签发",
        "acknowledged": "已签收 / receipt signed",
        "replied": "已回复",
        "resolved": "已办结",
        "escalated": "已升级",
        "voided": "已作废",
    },
    steps=(
        Step(
            "issue",
            "ordered",
            "签发 / Issue",
            "new -> issued",
            Order,
            by=BY,
            apart_reason="签发人须为本人 / Whoever issues it is who signs in",
        ),
        Step(
            "acknowledge", "acknowledged", "签收 / Acknowledge", "issued -> acknowledged", Acknowledgement, task="sign"
        ),
        Step("reply", "replied", "回复 / Reply", "acknowledged, escalated -> replied", Reply),
        Step("return", "returned", "退回 / Return", "replied -> acknowledged", Return, by=BY),
        Step(
            "resolve",
            "resolved",
            "办结 / Resolve",
            "replied -> resolved",
            Resolution,
            level="E3",
            by=BY,
            apart_from="acknowledge, reply",
            other_unit=True,
            task="confirm",
        ),
        Step(
            "escalate",
            "escalated",
            "升级 / Escalate",
            "issued, acknowledged, replied -> escalated",
            Escalation,
            by=BY,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "issued, acknowledged, replied, resolved, escalated -> voided",
            Reason,
            voids=True,
            by=BY,
        ),
    ),
    clocks=(
        Clock(
            "reply",
            "ordered -> replied",
            "",
            "督办单所定期限",
            title="督办回复 / Reply to an order",
            until="reply_due",
            warns="1",
        ),
        Clock(
            "resolve",
            "ordered -> resolved",
            "",
            "督办单所定期限",
            title="督办办结 / Resolution of an order",
            until="due_on",
            warns="3, 1",
        ),
    ),
)
