"""Service calls 服务来电: what people say on the telephone, and when they were answered."""

from contracts import forms as ask
from contracts.apart_reasons import ELSEWHERE
from contracts.forms import Form, Reason
from contracts.outreach.referrals import Ending, MatterReferral, PassedOn, Took
from contracts.register import Clock, Register, Step
from contracts.words import Words

CALLERS = Words({"merchant": "商户", "resident": "居民", "other": "其他"})


class Receipt(Form):
    """Somebody calls, with a matter big or small (F114)."""

    number = ask.text("来电编号", "Call number", longest=40, required=False)
    unit = ask.unit("接听单位", "Answering unit")
    received_at = ask.moment("来电时间", "Received at", now=True)
    caller_kind = ask.choice("来电人类别", "Caller kind", CALLERS)
    caller = ask.private("来电人", "Caller", longest=40, required=False)
    telephone = ask.private("来电号码", "Caller's number", longest=20, required=False)
    object = ask.record("outreach.managed_objects", "管理对象", "Managed object", required=False)
    matter = ask.text("反映事项", "Matter")
    note = ask.text("备注", "Note", required=False)


class Received(Form):
    """The business day of the call."""

    received_on = ask.happened("来电日期", "Received on")


class Answer(Form):
    """The caller hears what became of it."""

    answered_at = ask.moment("答复时间", "Answered at", now=True)
    answered_by = ask.doer("答复人", "Answered by", required=False)
    reply = ask.text("答复内容", "Reply")
    evidence = ask.evidence("答复佐证", "Proof of the answer")


class Answered(Form):
    """The business day of the answer, and how long the caller waited."""

    answered_on = ask.happened("答复日期", "Answered on")
    took_minutes = ask.number("答复用时（分钟）", "Minutes to the answer")


class Conversion(Form):
    """The call becomes a practical matter that is followed to its end."""

    converted_on = ask.happened("转办日期", "Converted on")
    matter_record = ask.record("outreach.matters", "实事记录", "Practical matter")


register = Register(
    "outreach.service_calls",
    "服务来电",
    "Service calls",
    keys="caller_kind",
    words={
        "received": "已接听",
        "answered": "已答复",
        "converted": "已转实事 / turned into a matter",
        "referred": "已转办，等待结果 / passed on, outcome awaited",
        "outcome_heard": "已有结果，待答复 / outcome there, answer awaited",
        "voided": "已作废",
    },
    steps=(
        Step("receive", "received", "接听 / Receive", "new -> received", Receipt, adds=Received),
        Step(
            "answer",
            "answered",
            "答复 / Answer",
            "received, outcome_heard -> answered",
            Answer,
            adds=Answered,
            task="accept",
        ),
        Step(
            "convert", "converted", "转实事 / Convert", "received, answered -> converted", Conversion, instead="refer"
        ),
        Step("refer", "referred", "转办 / Pass on", "received, answered -> referred", MatterReferral, adds=PassedOn),
        Step(
            "hear",
            "outcome_heard",
            "得到结果 / Hear the outcome",
            "referred, outcome_heard, answered -> outcome_heard",
            Ending,
            adds=Took,
            apart_reason=ELSEWHERE,
        ),
        Step(
            "hear_reopened",
            "reopening_heard",
            "得知重新办理 / Hear that it is done again",
            "outcome_heard, answered -> referred",
            Ending,
            apart_reason=ELSEWHERE,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "received, answered, converted, referred, outcome_heard -> voided",
            Reason,
            voids=True,
            by="captain",
        ),
    ),
    clocks=(
        Clock(
            "answer",
            "received -> answered, converted, referred",
            "1 workdays",
            "局内规定（待定）",
            title="来电答复 / Answer",
        ),
    ),
)
