"""Publicity activities 法律法规宣传: urban-management law and policy told to the public (F131)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

WAYS = Words(
    {
        "lecture": "宣讲 / talk",
        "stall": "设点宣传 / information stall",
        "leaflet": "发放资料 / leaflets",
        "exhibition": "展板 / display boards",
        "online": "线上宣传",
        "other": "其他",
    }
)
BY = "publicist, clerk, captain"


class Plan(Form):
    """An activity is planned; it counts nothing until it was held."""

    unit = ask.unit("主办单位", "Host unit")
    counits = ask.units("协办单位", "Joint units")
    title = ask.text("活动名称", "Title", longest=80)
    topic = ask.text("宣传内容", "Law or policy", longest=80)
    way = ask.choice("宣传形式", "Way", WAYS)
    place = ask.text("地点", "Place", longest=80, required=False)
    planned_on = ask.happened("计划日期", "Planned on")
    planned_for = ask.day("拟举办日期", "Planned for")
    note = ask.text("备注", "Note", required=False)


class Holding(Form):
    """The activity took place."""

    held_on = ask.happened("举办日期", "Held on")
    reached = ask.number("受众人次", "People reached", most=10_000_000, required=False)
    evidence = ask.evidence("活动佐证", "Proof of the activity")


class Cancellation(Reason):
    """The activity will not take place."""

    cancelled_on = ask.happened("取消日期", "Cancelled on")


register = Register(
    "outreach.publicity_activities",
    "法律法规宣传活动",
    "Publicity activities",
    keys="title, topic, way",
    words={"planned": "已计划", "held": "已举办", "cancelled": "已取消", "voided": "已作废"},
    steps=(
        Step("plan", "planned", "计划 / Plan", "new -> planned", Plan, nature="plan", by=BY),
        Step("hold", "held", "举办 / Hold", "planned -> held", Holding, by=BY),
        Step("cancel", "cancelled", "取消 / Cancel", "planned -> cancelled", Cancellation, by=BY),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "planned, held, cancelled -> voided",
            Reason,
            voids=True,
            by="publicist, captain",
        ),
    ),
)
