"""Service outings 公共服务在路上: a street walked, shops helped with couplets and lanterns."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

WHAT = Words(
    {"couplets": "清理对联 / couplets cleared away", "lanterns": "清理灯笼 / lanterns cleared away", "other": "其他"}
)


class Plan(Form):
    """An outing is planned; it counts nothing until it was made."""

    number = ask.code("活动编号", "Outing number")
    unit = ask.unit("主办单位", "Host unit")
    counits = ask.units("协办单位", "Joint units")
    title = ask.text("活动名称", "Title", longest=80)
    street = ask.text("路段", "Street", longest=80)
    planned_on = ask.happened("计划日期", "Planned on")
    planned_for = ask.day("拟开展日期", "Planned for")
    note = ask.text("备注", "Note", required=False)


class Outing(Form):
    """The squadron went out."""

    held_on = ask.happened("开展日期", "Held on")
    staff = ask.number("参加人数", "Staff", least=1, most=1000, required=False)
    evidence = ask.evidence("活动佐证", "Proof of the outing")


class Help(Form):
    """One shop was helped (F112)."""

    shop = ask.record("outreach.managed_objects", "受助商铺", "Shop helped")
    what = ask.choice("帮助内容", "What was done", WHAT)
    helped_on = ask.happened("帮助日期", "Helped on")
    help_evidence = ask.evidence("帮助佐证", "Proof of the help")
    note = ask.text("备注", "Note", required=False)


class Cancellation(Reason):
    """The outing will not take place."""

    cancelled_on = ask.happened("取消日期", "Cancelled on")


register = Register(
    "outreach.service_runs",
    "公共服务在路上",
    "Service outings",
    keys="title, street",
    identity="number",
    words={"planned": "已计划", "held": "已开展", "cancelled": "已取消", "voided": "已作废"},
    steps=(
        Step("plan", "planned", "计划 / Plan", "new -> planned", Plan, nature="plan"),
        Step("hold", "held", "开展 / Hold", "planned -> held", Outing),
        Step("help", "helped", "帮助 / Help", "held", Help, by="clerk, captain, officer"),
        Step("cancel", "cancelled", "取消 / Cancel", "planned -> cancelled", Cancellation),
        Step("void", "voided", "作废 / Void", "planned, held, cancelled -> voided", Reason, voids=True, by="captain"),
    ),
)
