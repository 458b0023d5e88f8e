"""Captions of papers 图片说明: what a paper shows, when and where, where no camera wrote it into the file (F005).

A caption is no evidence and names none: it is as readable as its paper, and never opens it to anybody.
"""

from contracts import forms as ask
from contracts.cases.datums import DATUMS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.roles import BUSINESS
from contracts.words import Words

KINDS = Words(
    {
        "photograph": "照片 / photograph",
        "video_still": "视频截图 / video still",
        "scan": "扫描件 / scan",
        "document": "文档 / document",
        "drawing": "图纸 / drawing",
    }
)
BY = ", ".join(sorted(BUSINESS))
"""Whoever hands in papers says what they show."""


class Paper(Form):
    """Which paper."""

    paper = ask.paper("佐证文件", "Paper")
    unit = ask.unit("说明单位", "Unit that describes it")


class Details(Form):
    """What is said of it; a moment, or where only that is known a day; a point as it was read off."""

    kind = ask.choice("类别", "Kind", KINDS)
    caption = ask.text("说明文字", "Caption", longest=200)
    taken_at = ask.moment("拍摄（形成）时间", "Taken at", required=False)
    taken_on = ask.day("拍摄（形成）日期（只知日期的）", "Taken on, where only the day is known", required=False)
    place = ask.text("拍摄地点", "Place", longest=100, required=False)
    longitude = ask.degrees("经度", "Longitude", most=180, required=False)
    latitude = ask.degrees("纬度", "Latitude", most=90, required=False)
    datum = ask.choice("坐标系", "Datum", DATUMS, required=False)


class Caption(Details, Paper):
    """A paper is described."""

    described_on = ask.happened("说明日期", "Described on")


class Withdrawal(Reason):
    """What was said of it is not so; the paper has no caption any more."""

    withdrawn_on = ask.happened("撤回日期", "Withdrawn on")


class NewCaption(Details):
    """It is described anew after what was said was withdrawn."""

    described_again_on = ask.happened("重新说明日期", "Described again on")


register = Register(
    "outreach.captions",
    "图片说明",
    "Captions of papers",
    keys="kind",
    identity="paper",
    orders="kind, taken_on",
    words={"described": "已说明 / described", "withdrawn": "已撤回 / withdrawn"},
    steps=(
        Step("describe", "described", "说明 / Describe", "new -> described", Caption, by=BY),
        Step("withdraw", "withdrawn", "撤回 / Withdraw", "described -> withdrawn", Withdrawal, by=BY),
        Step(
            "describe_again",
            "described_again",
            "重新说明 / Describe again",
            "withdrawn -> described",
            NewCaption,
            by=BY,
        ),
    ),
)
