"""Volunteer events 志愿服务活动 and the hours given to them."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "visit": "走访",
        "fair": "公益集市 / charity fair",
        "cleanup": "清理行动 / clean-up",
        "service": "便民服务 / convenience service",
        "guardians": "城管小卫士 / little guardians",
    }
)


class Plan(Form):
    """An event is planned; it counts nothing until it was held (F082)."""

    unit = ask.unit("主办单位", "Host unit")
    counits = ask.units("协办单位", "Joint units")
    title = ask.text("活动名称", "Title", longest=80)
    programme = ask.text("活动项目", "Programme", longest=80, required=False)
    kind = ask.choice("活动类别", "Event kind", KINDS)
    community = ask.text("社区", "Community", longest=40, required=False)
    place = ask.text("地点", "Place", longest=80, required=False)
    planned_on = ask.happened("计划日期", "Planned on")
    planned_for = ask.day("拟举办日期", "Planned for")
    note = ask.text("备注", "Note", required=False)


class Holding(Form):
    """The event took place."""

    held_on = ask.happened("举办日期", "Held on")
    minutes = ask.number("时长（分钟）", "Minutes", least=1, most=24 * 60, required=False)
    volunteers = ask.number("志愿者人数", "Volunteers", most=10_000, required=False)
    cleared = ask.number("清理数量（处）", "Things cleared", most=1_000_000, required=False)
    evidence = ask.evidence("活动佐证", "Proof of the event")


class Service(Form):
    """One volunteer's time; the volunteer is named by a token, never by name."""

    volunteer = ask.code("志愿者编号", "Volunteer's token", same="number")
    minutes = ask.number("服务分钟", "Minutes", least=1, most=24 * 60)


class Hours(Form):
    """Who gave how much time, from the sign-in sheet; nobody logs their own hours."""

    logged_on = ask.happened("登记日期", "Logged on")
    service = ask.many(Service, "服务时长", "Service")
    evidence = ask.evidence("签到表", "Sign-in sheet")


class Credit(Service):
    """What counts: never more than the event lasted."""

    credited = ask.number("计入分钟", "Minutes credited")


class Credited(Form):
    """The hours as they count, on the day of the event."""

    served_on = ask.day("服务日期", "Served on")
    service = ask.many(Credit, "服务时长", "Service")


class Cancellation(Reason):
    """The event will not take place."""

    cancelled_on = ask.happened("取消日期", "Cancelled on")


register = Register(
    "outreach.volunteer_events",
    "志愿服务活动",
    "Volunteer events",
    keys="kind, community, title",
    words={"planned": "已计划", "held": "已举办", "cancelled": "已取消", "voided": "已作废"},
    steps=(
        Step("plan", "planned", "计划 / Plan", "new -> planned", Plan, nature="plan"),
        Step("hold", "held", "举办 / Hold", "planned -> held", Holding),
        Step("log_hours", "hours_logged", "登记时长 / Log hours", "held", Hours, adds=Credited, version=2),
        Step("cancel", "cancelled", "取消 / Cancel", "planned -> cancelled", Cancellation),
        Step("void", "voided", "作废 / Void", "planned, held, cancelled -> voided", Reason, voids=True, by="captain"),
    ),
)
