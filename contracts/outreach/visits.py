"""Visits 走访 to communities, enterprises and households, under a pairing or on their own (F091)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.outreach.counterparts import DIFFICULTIES, PROGRAMMES, Counterpart, Difficulty, Identified
from contracts.register import Register, Step


class Schedule(Counterpart):
    """A visit is planned; it counts nothing until it was made. Under a pairing the counterpart is the pairing's."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("走访单位", "Visiting unit")
    counits = ask.units("联合单位", "Joint units")
    pairing = ask.record("outreach.pairings", "所属结对", "Pairing", required=False)
    programme = ask.choice("走访活动", "Programme", PROGRAMMES, required=False)
    scheduled_on = ask.happened("安排日期", "Scheduled on")
    scheduled_for = ask.day("拟走访日期", "Scheduled for")
    purpose = ask.text("走访事由", "Purpose", required=False)
    note = ask.text("备注", "Note", required=False)


class Making(Form):
    """The visit took place: who led it, how many went, who received them."""

    made_on = ask.happened("走访日期", "Made on")
    visitor = ask.doer("带队人员", "Leading visitor", required=False)
    visitors = ask.number("走访人数", "Visitors", least=1, most=1000, required=False)
    hosts = ask.private("接待人员", "Hosts", required=False)
    evidence = ask.evidence("走访佐证", "Proof of the visit")


class Minutes(Form):
    """What was talked about: how they are, and what troubles them (F092)."""

    minuted_on = ask.happened("纪要日期", "Minuted on")
    minutes = ask.text("座谈纪要", "Minutes")
    situation = ask.private("基本情况", "Basic situation", longest=500, required=False)
    difficulties = ask.many(Difficulty, "自身困难", "Difficulties", least=0, most=len(DIFFICULTIES))
    evidence = ask.evidence("走访记录表", "Visit sheet with stamp")


class Missing(Reason):
    """The day passed and nobody went."""

    missed_on = ask.happened("登记日期", "Entered on")


class Cancellation(Reason):
    """The visit will not be made."""

    cancelled_on = ask.happened("取消日期", "Cancelled on")


register = Register(
    "outreach.visits",
    "走访",
    "Visits",
    keys="pairing, programme, counterpart_kind, counterpart",
    words={
        "scheduled": "已安排",
        "made": "已走访 / visited",
        "minuted": "已有纪要 / minutes kept",
        "missed": "未成行 / did not take place",
        "cancelled": "已取消",
        "voided": "已作废",
    },
    steps=(
        Step("schedule", "scheduled", "安排 / Schedule", "new -> scheduled", Schedule, adds=Identified, nature="plan"),
        Step("make", "made", "走访 / Make", "scheduled -> made", Making),
        Step("minute", "minuted", "纪要 / Minute", "made -> minuted", Minutes),
        Step("miss", "missed", "未成行 / Miss", "scheduled -> missed", Missing),
        Step("cancel", "cancelled", "取消 / Cancel", "scheduled -> cancelled", Cancellation),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "scheduled, made, minuted, missed, cancelled -> voided",
            Reason,
            voids=True,
            by="captain",
        ),
    ),
)
