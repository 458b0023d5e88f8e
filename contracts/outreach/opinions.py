"""Opinions 意见建议: questions from the web, what visits and calls bring, in one register.

What cannot be answered at once is passed on with what was said and its papers, and waits here until the matter, the
rectification or the case that came of it is over.
"""

from contracts import forms as ask
from contracts.apart_reasons import ELSEWHERE
from contracts.forms import Form, Reason
from contracts.outreach.referrals import Ending, HandedOver, MatterHandOver, Took
from contracts.outreach.topics import CATEGORIES, TARGET_REGISTERS, TARGETS
from contracts.register import Clock, Register, Step
from contracts.words import Words

CHANNELS = Words(
    {
        "weibo": "微博 / Weibo",
        "wechat": "微信公众号 / WeChat official account",
        "visit": "走访",
        "call": "来电",
        "letter": "来信",
        "other": "其他",
    }
)
OUTCOMES = Words({"answered": "已答复", "out_of_scope": "不属本部门职责，已告知 / not for this bureau, and told so"})
RESULTS = Words({"done": "已办理", "unfounded": "经查不属实 / found to be untrue", "declined": "不予办理"})
HEARERS = "clerk, captain, publicist"


class Receipt(Form):
    """Somebody from the public says something; who it was stays with the owner."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("接收单位", "Receiving unit")
    channel = ask.choice("渠道", "Channel", CHANNELS)
    qa_session = ask.record("outreach.qa_sessions", "所属问答", "Session it was asked in", required=False)
    visit = ask.record("outreach.visits", "所属走访", "Visit it was raised on", required=False)
    service_call = ask.record("outreach.service_calls", "所属来电", "Call it was raised in", required=False)
    received_at = ask.moment("收到时间", "Received at", now=True)
    matter = ask.text("意见内容", "What was said")
    asker = ask.private("提出人", "Who said it", required=False)
    contact = ask.private("联系方式", "How to reach them", required=False)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("意见材料（不含提出人信息）", "Papers, without who said it")


class Received(Form):
    """The business day of the receipt."""

    received_on = ask.happened("收到日期", "Received on")


class Triage(Form):
    """What it is about, who answers it, and until when."""

    triaged_on = ask.happened("分办日期", "Triaged on")
    topic = ask.choice("类别", "Topic", CATEGORIES)
    unit = ask.unit("承办单位", "Answering unit", required=False)
    reply_by = ask.day("答复期限", "Reply by", required=False)


class Answer(Form):
    """The asker is told."""

    answered_at = ask.moment("答复时间", "Answered at", now=True)
    outcome = ask.choice("答复结果", "Outcome", OUTCOMES)
    reply = ask.text("答复内容", "Reply")
    evidence = ask.evidence("答复佐证", "Proof of the reply")


class Answered(Form):
    """The business day of the reply and the working hours it took."""

    answered_on = ask.happened("答复日期", "Answered on")
    took_hours = ask.number("用时（工作小时）", "Working hours taken")


class Conversion(Form):
    """It becomes a rectification or a case: what the cases service needs to open one, and nothing of the asker."""

    converted_on = ask.happened("转办日期", "Converted on")
    target = ask.choice("转为", "Becomes", TARGETS)
    category = ask.choice("问题类别", "Category", CATEGORIES)
    summary = ask.text("问题摘要", "Summary", longest=500)
    responsible_unit = ask.unit("责任单位", "Responsible unit", required=False)


class Resolution(Form):
    """What came of the rectification or the case."""

    resolved_on = ask.happened("办结日期", "Resolved on")
    result = ask.choice("办理结果", "Result", RESULTS)
    outcome_text = ask.text("办理情况", "What was done")
    handled_as = ask.code(
        "整改或案件编号",
        "Id of the rectification or the case",
        required=False,
        metadata=ask.named_by("target", TARGET_REGISTERS),
    )


class FeedBack(Form):
    """The asker hears what came of it."""

    fed_back_at = ask.moment("反馈时间", "Fed back at", now=True)
    reply = ask.text("反馈内容", "Reply")
    evidence = ask.evidence("反馈佐证", "Proof of the reply")


class FedBack(Form):
    """The business day of the feedback and the working hours since the receipt."""

    fed_back_on = ask.happened("反馈日期", "Fed back on")
    took_hours = ask.number("用时（工作小时）", "Working hours taken")


class Closing(Form):
    """Nothing is left to say."""

    closed_on = ask.happened("办结归档日期", "Closed on")


register = Register(
    "outreach.opinions",
    "意见建议",
    "Opinions",
    keys="channel, topic",
    words={
        "received": "已收到",
        "triaged": "已分办 / assigned",
        "answered": "已答复",
        "converted": "已转办，等待结果 / passed on, outcome awaited",
        "referred": "已随件转出，等待结果 / handed over, outcome awaited",
        "resolved": "已有结果，待反馈 / outcome there, feedback awaited",
        "fed_back": "已反馈",
        "closed": "已归档 / archived",
        "voided": "已作废",
    },
    steps=(
        Step("receive", "received", "收到 / Receive", "new -> received", Receipt, adds=Received, by=HEARERS),
        Step("triage", "triaged", "分办 / Triage", "received -> triaged", Triage, by=HEARERS, task="accept"),
        Step("answer", "answered", "答复 / Answer", "triaged -> answered", Answer, adds=Answered, by=HEARERS),
        Step(
            "convert",
            "converted",
            "转办 / Convert",
            "triaged -> converted",
            Conversion,
            by="captain, publicist",
            prefills="category=triage.topic, summary=receive.matter",
            instead="refer",
        ),
        Step(
            "refer",
            "referred",
            "随件转办 / Pass on",
            "triaged -> referred",
            MatterHandOver,
            adds=HandedOver,
            by="captain, publicist",
        ),
        Step(
            "resolve",
            "resolved",
            "得到结果 / Resolve",
            "converted -> resolved",
            Resolution,
            by="captain, publicist",
            apart_reason=ELSEWHERE,
        ),
        Step(
            "hear",
            "outcome_heard",
            "得知结果 / Hear the outcome",
            "referred, resolved, fed_back, closed -> resolved",
            Ending,
            adds=Took,
            by="captain, publicist",
            apart_reason=ELSEWHERE,
        ),
        Step(
            "hear_reopened",
            "reopening_heard",
            "得知重新办理 / Hear that it is done again",
            "resolved, fed_back, closed -> referred",
            Ending,
            by="captain, publicist",
            apart_reason=ELSEWHERE,
        ),
        Step("feed_back", "fed_back", "反馈 / Feed back", "resolved -> fed_back", FeedBack, adds=FedBack, by=HEARERS),
        Step("close", "closed", "归档 / Close", "answered, fed_back -> closed", Closing, by=HEARERS),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "received, triaged, answered, converted, referred, resolved, fed_back, closed -> voided",
            Reason,
            voids=True,
            by="captain",
        ),
    ),
    clocks=(
        Clock(
            "reply",
            "triaged -> answered, fed_back",
            "",
            "局内规定（待定）",
            title="答复期限 / Reply",
            until="reply_by",
            warns="1",
        ),
    ),
)
