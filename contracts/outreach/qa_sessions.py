"""Questions and answers with the public 你问我答: posts, broadcasts, interactions (F054-F056)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

PLATFORMS = Words(
    {"weibo": "微博 / Weibo", "wechat": "微信公众号 / WeChat official account", "other": "其他平台 / another platform"}
)
KINDS = Words(
    {
        "post": "问答帖 / question-and-answer post",
        "micro_broadcast": "微直播 / live micro-broadcast",
        "micro_interaction": "微互动",
    }
)
HOSTS = "clerk, captain, publicist"


class Opening(Form):
    """A session begins. `account` takes the words of the source: the article's is a 微博公众号."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("主办单位", "Host unit")
    title = ask.text("主题", "Title", longest=80)
    platform = ask.choice("平台", "Platform", PLATFORMS)
    platform_name = ask.text("平台名称", "Platform's name", longest=40, required=False)
    account = ask.text("账号", "Account", longest=40, required=False)
    kind = ask.choice("形式", "Kind", KINDS)
    url = ask.url("网址", "Address", required=False)
    started_at = ask.moment("开始时间", "Started at", now=True)
    note = ask.text("备注", "Note", required=False)


class Opened(Form):
    """The business day of the beginning."""

    opened_on = ask.happened("开始日期", "Opened on")


class Capture(Form):
    """The page is kept as a file, whose hash is the evidence: posts may vanish from the platform."""

    captured_at = ask.moment("截取时间", "Captured at", now=True)
    evidence = ask.evidence("网页快照", "Snapshot of the page")


class Captured(Form):
    """The business day of the snapshot."""

    captured_on = ask.happened("截取日期", "Captured on")


class Closing(Form):
    """The session ends."""

    ended_at = ask.moment("结束时间", "Ended at", now=True)


class Closed(Form):
    """The business day of the end."""

    closed_on = ask.happened("结束日期", "Closed on")


register = Register(
    "outreach.qa_sessions",
    "你问我答",
    "Question-and-answer sessions",
    keys="platform, kind",
    words={"open": "进行中 / under way", "closed": "已结束 / ended", "voided": "已作废"},
    steps=(
        Step("open", "opened", "开始 / Open", "new -> open", Opening, adds=Opened, by=HOSTS),
        Step("close", "closed", "结束 / Close", "open -> closed", Closing, adds=Closed, by=HOSTS),
        Step(
            "capture",
            "captured",
            "留存快照 / Keep a snapshot",
            "open, closed",
            Capture,
            adds=Captured,
            by=HOSTS,
        ),
        Step("void", "voided", "作废 / Void", "open, closed -> voided", Reason, voids=True, by="captain"),
    ),
)
