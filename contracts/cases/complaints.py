"""Complaints 投诉: taken in, accepted or not, handled or turned into a digital case, replied to, rated (F120)."""

from contracts import forms as ask
from contracts.apart_reasons import ELSEWHERE, TAKEN_IN
from contracts.cases.digital_cases.intake import Picture, Point
from contracts.forms import Form, Reason
from contracts.outreach.referrals import Ending, Referral, Took
from contracts.outreach.supervision_reports import CATEGORIES as ASPECTS
from contracts.outreach.topics import CATEGORIES
from contracts.register import Clock, Register, Step
from contracts.words import Words

OPEN311 = "open311"
CHANNELS = Words(
    {
        "telephone": "电话",
        "hotline": "热线",
        "web": "网络",
        OPEN311: "开放接口（Open311） / open interface (Open311)",
        "letter": "来信",
        "visit": "来访",
        "transferred": "其他部门转来 / passed on by another department",
        "other": "其他",
    }
)
LIVE = "received, accepted, rejected, converted, referred, handled, replied, rated"
BY = "clerk, captain, publicist"
DONE_THERE = (
    "handled_as=cases.rectifications.plan, handled_as=cases.rectifications.start, "
    "handled_as=cases.rectifications.submit, handled_as=cases.digital_cases.begin, "
    "handled_as=cases.digital_cases.dispose, digital_case=cases.digital_cases.dispose"
)
"""What was done in the record that a complaint became: who did it does not rate it for the complainant."""


class Receipt(Point):
    """Somebody complains; who it was stays with the owner."""

    number = ask.text("投诉编号", "Complaint number", longest=40, required=False)
    unit = ask.unit("受理单位", "Unit that takes it in")
    channel = ask.choice("渠道", "Channel", CHANNELS)
    kind = ask.choice("投诉类别", "Kind", CATEGORIES)
    aspect = ask.choice("涉及队伍方面", "What about the team", ASPECTS, required=False)
    matter = ask.text("投诉内容", "Matter", longest=4000)
    street = ask.text("街道（镇）", "Street or town", longest=20, required=False)
    community = ask.text("社区（村）", "Community", longest=40, required=False)
    place = ask.text("地点", "Place", longest=200, required=False)
    media_url = ask.url("媒体地址", "Address of a picture elsewhere", required=False)
    more_media = ask.many(Picture, "更多媒体地址", "Addresses of further pictures", least=0, most=19)
    complainant_name = ask.private("投诉人", "Complainant's name", longest=80, required=False)
    complainant_contact = ask.private("投诉人联系方式", "How to reach the complainant", required=False)
    received_on = ask.happened("收到日期", "Received on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("投诉材料", "Papers")


class Likeness(Form):
    """An earlier complaint of the same kind and community whose place reads much the same."""

    complaint = ask.record("cases.complaints", "疑似重复投诉", "Complaint that it may repeat")
    percent = ask.number("地点相似度（%）", "Likeness of the places in percent", most=100)
    days = ask.number("相隔天数", "Days in between")


class Located(Form):
    """Community and kind together, and the complaints of the 30 days before that it may repeat: a person decides."""

    locus = ask.text("社区与类别", "Community and kind", longest=80)
    alike = ask.many(Likeness, "疑似重复", "May be the same again", least=0)


class Acceptance(Form):
    """The bureau takes it on; a person says whether it is an earlier one again."""

    accepted_on = ask.happened("受理日期", "Accepted on")
    repeats = ask.record("cases.complaints", "重复的原投诉", "Complaint that it repeats", required=False)
    reply_by = ask.day("答复期限", "Reply by", required=False)


class Accepted(Form):
    """Whether it is an earlier one again."""

    repeat = ask.flag("重复投诉", "Repeat complaint")


class Rejection(Reason):
    """It is not the bureau's, with the reason that the complainant hears."""

    rejected_on = ask.happened("不予受理日期", "Rejected on")


class Conversion(Form):
    """A digital case was opened for it."""

    converted_on = ask.happened("转案日期", "Converted on")
    digital_case = ask.record("cases.digital_cases", "数字城管案件", "Digital case")


class Handling(Form):
    """Something was done about it."""

    handled_on = ask.happened("办理日期", "Handled on")
    outcome = ask.text("办理结果", "Outcome")
    handling_evidence = ask.evidence("办理佐证", "Proof of the handling")


class Reply(Form):
    """The complainant hears what became of it."""

    replied_on = ask.happened("答复日期", "Replied on")
    reply = ask.text("答复内容", "Reply")
    reply_evidence = ask.evidence("答复佐证", "Proof of the reply")


class Rating(Form):
    """The complainant says whether that will do: evidence level E2."""

    rated_on = ask.happened("评价日期", "Rated on")
    satisfied = ask.flag("满意", "Satisfied")
    remark = ask.text("评价意见", "Remark", required=False)


class Closing(Form):
    """Nothing is left to say."""

    closed_on = ask.happened("办结归档日期", "Closed on")


register = Register(
    "cases.complaints",
    "投诉",
    "Complaints",
    keys="channel, kind, community",
    finds="locus",
    orders="number, channel, kind, community",
    dated="received_on",
    compared="place",
    numbered="TS",
    words={
        "received": "已收到",
        "accepted": "已受理",
        "rejected": "不予受理 / not accepted",
        "converted": "已转为数字城管案件 / turned into a city case",
        "referred": "已转办，等待结果 / passed on, outcome awaited",
        "handled": "已办理",
        "replied": "已答复",
        "rated": "已评价",
        "closed": "已归档 / archived",
        "voided": "已作废",
    },
    steps=(
        Step("receive", "received", "收到 / Receive", "new -> received", Receipt, adds=Located, by=BY, outside=True),
        Step(
            "accept",
            "accepted",
            "受理 / Accept",
            "received -> accepted",
            Acceptance,
            adds=Accepted,
            by=BY,
            apart_reason=TAKEN_IN,
            task="accept",
        ),
        Step("reject", "rejected", "不予受理 / Reject", "received -> rejected", Rejection, by=BY),
        Step("convert", "converted", "转为案件 / Convert", "accepted -> converted", Conversion, by=BY, instead="refer"),
        Step("refer", "referred", "转办 / Pass on", "accepted -> referred", Referral, by=BY),
        Step(
            "hear",
            "outcome_heard",
            "得到结果 / Hear the outcome",
            "referred, handled, replied, rated, closed -> handled",
            Ending,
            adds=Took,
            by=BY,
            apart_reason=ELSEWHERE,
        ),
        Step("handle", "handled", "办理 / Handle", "accepted, converted -> handled", Handling),
        Step("reply", "replied", "答复 / Reply", "handled, rejected -> replied", Reply, by=BY),
        Step(
            "rate",
            "rated",
            "评价 / Rate",
            "replied -> rated",
            Rating,
            level="E2",
            by=BY,
            apart_from="handle, refer, hear, reply",
            apart_in=DONE_THERE,
            task="confirm",
        ),
        Step("close", "closed", "归档 / Close", "replied, rated -> closed", Closing, by=BY),
        Step(
            "void",
            "voided",
            "作废 / Void",
            f"{LIVE}, closed -> voided",
            Reason,
            voids=True,
            by="captain, leader",
        ),
    ),
    clocks=(
        Clock(
            "reply",
            "accepted -> replied",
            "",
            "局内规定（待定）",
            title="投诉答复 / Reply to a complaint",
            until="reply_by",
            warns="1",
        ),
    ),
)
