"""Driving incidents 行车安全事件: what happened on the road, and whether the dashcam recorded it (F042)."""

from contracts import forms as ask
from contracts.equipment.custody import KEEPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "collision": "碰撞 / collision",
        "scrape": "刮擦 / scrape",
        "violation": "交通违法 / traffic violation",
        "near_miss": "险情 / near miss",
        "other": "其他",
    }
)


class Report(Form):
    """Something happened while a vehicle was driven."""

    vehicle = ask.record("equipment.vehicles", "车辆编号", "Vehicle code")
    driver = ask.person("驾驶人", "Driver", required=False)
    kind = ask.choice("事件类别", "Kind", KINDS)
    happened_at = ask.moment("发生时间", "Happened at")
    place = ask.text("发生地点", "Place", longest=100)
    facts = ask.text("经过", "What happened")
    injury = ask.flag("有人员受伤", "Somebody was hurt")
    filmed = ask.flag("行车记录仪有影像", "The dashcam recorded it")
    dashcam = ask.record("equipment.dashcams", "行车记录仪", "Dashcam", required=False)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("事件佐证", "Proof")


class OfVehicle(Form):
    """It belongs to the unit that had the vehicle on the day."""

    unit = ask.unit("使用单位", "Unit that uses the vehicle")
    incident_on = ask.happened("发生日期", "Happened on")


class Handling(Form):
    """What was done about it."""

    handled_on = ask.happened("处理日期", "Handled on")
    measures = ask.text("处理情况", "What was done")
    evidence = ask.evidence("处理佐证", "Proof of the handling")


class Closing(Form):
    """Somebody else has looked: nothing is left to be done."""

    closed_on = ask.happened("办结日期", "Closed on")
    remark = ask.text("办结意见", "Remark", required=False)


register = Register(
    "equipment.driving_incidents",
    "行车安全事件",
    "Driving incidents",
    keys="vehicle, kind",
    words={
        "reported": "已上报 / reported",
        "handled": "已处理 / handled",
        "closed": "已办结 / closed",
        "voided": "已作废",
    },
    steps=(
        Step(
            "report",
            "reported",
            "上报 / Report",
            "new -> reported",
            Report,
            adds=OfVehicle,
            by=f"{KEEPERS}, officer",
        ),
        Step(
            "handle",
            "handled",
            "处理 / Handle",
            "reported -> handled",
            Handling,
            by=KEEPERS,
            not_by="driver",
            task="proceed",
        ),
        Step(
            "close",
            "closed",
            "办结 / Close",
            "handled -> closed",
            Closing,
            by="quartermaster, captain",
            apart_from="report, handle",
            not_by="driver",
            task="confirm",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "reported, handled, closed -> voided",
            Reason,
            voids=True,
            by="quartermaster",
            not_by="driver",
        ),
    ),
)
