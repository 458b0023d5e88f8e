"""Reports of social supervisors 监督报告: received, assigned, handled, replied to, rated.

What a unit cannot handle at once is passed on with what was said and its papers, and waits here until the rectification
or the case that came of it ends.
"""

from contracts import forms as ask
from contracts.apart_reasons import ELSEWHERE
from contracts.forms import Form, Reason
from contracts.outreach.opinions import Conversion, Resolution
from contracts.outreach.referrals import Ending, HandedOver, HandOver, Took
from contracts.register import Clock, Register, Step
from contracts.words import Words

BY = "publicist, clerk, captain"
CATEGORIES = Words(
    {
        "dress": "着装 / dress",
        "vehicles": "执法车辆 / vehicles",
        "style": "工作作风 / style of work",
        "procedure": "执法程序 / procedure",
        "management": "执法管理 / management",
        "service": "服务群众 / service to the public",
        "other": "其他",
    }
)


class Receipt(Form):
    """A supervisor in office tells what they saw."""

    number = ask.text("报告编号", "Report number", longest=40, required=False)
    supervisor = ask.record("outreach.supervisors", "监督员", "Supervisor")
    unit = ask.unit("受理单位", "Receiving unit")
    matter = ask.text("反映内容", "Matter")
    concern = ask.choice("反映类别", "What it is about", CATEGORIES, required=False)
    received_on = ask.happened("收到日期", "Received on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("报告材料", "The report")


class Assignment(Form):
    """A unit gets it to handle."""

    unit = ask.unit("承办单位", "Handling unit")
    assigned_on = ask.happened("交办日期", "Assigned on")


class Handling(Form):
    """The unit has done something about it."""

    handled_on = ask.happened("办理日期", "Handled on")
    outcome = ask.text("办理结果", "Outcome")
    handling_evidence = ask.evidence("办理佐证", "Proof of the handling")


class Reply(Form):
    """The supervisor hears what became of the report."""

    replied_on = ask.happened("答复日期", "Replied on")
    reply = ask.text("答复内容", "Reply")
    reply_evidence = ask.evidence("答复佐证", "Proof of the reply")


class Rating(Form):
    """The supervisor says whether that will do: evidence level E2."""

    rated_on = ask.happened("评价日期", "Rated on")
    satisfied = ask.flag("满意", "Satisfied")
    remark = ask.text("评价意见", "Remark", required=False)


register = Register(
    "outreach.supervision_reports",
    "监督报告",
    "Supervision reports",
    keys="supervisor",
    words={
        "received": "已收到",
        "assigned": "已交办",
        "converted": "已转办，等待结果 / passed on, outcome awaited",
        "referred": "已随件转出，等待结果 / handed over, outcome awaited",
        "handled": "已办理",
        "replied": "已答复",
        "rated": "已评价",
        "voided": "已作废",
    },
    steps=(
        Step("receive", "received", "收到 / Receive", "new -> received", Receipt, by=BY),
        Step("assign", "assigned", "交办 / Assign", "received -> assigned", Assignment, by=BY, task="accept"),
        Step("handle", "handled", "办理 / Handle", "assigned -> handled", Handling),
        Step(
            "convert",
            "converted",
            "转办 / Convert",
            "received, assigned -> converted",
            Conversion,
            by="captain, publicist",
            prefills="summary=receive.matter",
            instead="refer",
        ),
        Step(
            "refer",
            "referred",
            "随件转办 / Pass on",
            "received, assigned -> referred",
            HandOver,
            adds=HandedOver,
            by="captain, publicist",
        ),
        Step(
            "resolve",
            "resolved",
            "得到结果 / Resolve",
            "converted -> handled",
            Resolution,
            by="captain, publicist",
            apart_reason=ELSEWHERE,
        ),
        Step(
            "hear",
            "outcome_heard",
            "得知结果 / Hear the outcome",
            "referred, handled, replied, rated -> handled",
            Ending,
            adds=Took,
            by="captain, publicist",
            apart_reason=ELSEWHERE,
        ),
        Step("reply", "replied", "答复 / Reply", "handled -> replied", Reply, by=BY),
        Step(
            "rate",
            "rated",
            "评价 / Rate",
            "replied -> rated",
            Rating,
            level="E2",
            by=BY,
            apart_from="handle, refer, resolve, hear, reply",
            task="confirm",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "received, assigned, converted, referred, handled, replied, rated -> voided",
            Reason,
            voids=True,
            by="publicist, captain",
        ),
    ),
    clocks=(Clock("reply", "received -> replied", "10 workdays", "局内规定（待定）", title="监督报告答复 / Reply"),),
)
