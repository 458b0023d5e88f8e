"""Praise 表扬 from the public (F107), checked by a second person; it stands beside complaints, and decides nothing."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

CHANNELS = Words(
    {
        "banner": "锦旗 / pennant",
        "letter": "感谢信 / letter of thanks",
        "call": "来电",
        "visit": "走访",
        "online": "网络留言 / message online",
        "media": "媒体 / the press",
        "other": "其他",
    }
)
BY = "clerk, captain, publicist"


class Receipt(Form):
    """Somebody praises a unit, a person or an event; who it was stays with the owner."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("受表扬单位", "Praised unit")
    praised = ask.person("受表扬人员", "Praised person", required=False)
    volunteer_event = ask.record("outreach.volunteer_events", "所属志愿服务", "Volunteer event", required=False)
    public_event = ask.record("outreach.public_events", "所属公众体验活动", "Public event", required=False)
    channel = ask.choice("渠道", "Channel", CHANNELS)
    received_on = ask.happened("收到日期", "Received on")
    giver = ask.private("表扬人", "Who praised", required=False)
    contact = ask.private("联系方式", "How to reach them", required=False)
    matter = ask.text("表扬事由", "What for")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("表扬佐证", "Proof of the praise")


class Check(Form):
    """A second person has seen the pennant or the letter, or asked who wrote it."""

    checked_on = ask.happened("核对日期", "Checked on")
    finding = ask.text("核对情况", "Finding", required=False)
    evidence = ask.evidence("核对佐证", "Proof of the check")


class Dismissal(Reason):
    """It could not be confirmed."""

    dismissed_on = ask.happened("核对日期", "Dismissed on")


register = Register(
    "outreach.praise",
    "表扬",
    "Praise",
    keys="channel, volunteer_event, public_event",
    numbered="BY",
    papers_as="outreach.praise",
    words={"received": "待核对 / to be checked", "confirmed": "已核对", "dismissed": "未予确认", "voided": "已作废"},
    steps=(
        Step("receive", "received", "收到 / Receive", "new -> received", Receipt, by=BY),
        Step(
            "confirm",
            "confirmed",
            "核对 / Confirm",
            "received -> confirmed",
            Check,
            by="captain, publicist, inspector",
            apart_from="receive",
            not_by="praised",
            task="confirm",
        ),
        Step(
            "dismiss",
            "dismissed",
            "不予确认 / Dismiss",
            "received -> dismissed",
            Dismissal,
            by="captain, publicist, inspector",
            apart_from="receive",
            not_by="praised",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "received, confirmed, dismissed -> voided",
            Reason,
            voids=True,
            by="captain, publicist",
            not_by="praised",
        ),
    ),
)
