"""What the bureau's accounts publish 政务账号发布: an account as a platform of government information (F055)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.outreach.qa_sessions import PLATFORMS
from contracts.outreach.topics import CATEGORIES
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "information": "政务信息 / government information",
        "service": "便民服务 / service to the public",
        "law": "普法宣传 / publicity of law",
        "reply": "公开答复 / reply in public",
        "other": "其他",
    }
)
BY = "publicist, clerk, captain"


class Post(Form):
    """A post of an account."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("发布单位", "Publishing unit")
    platform = ask.choice("平台", "Platform", PLATFORMS)
    account = ask.text("账号", "Account", longest=40)
    kind = ask.choice("发布类别", "Kind", KINDS)
    theme = ask.choice("涉及问题", "Theme", CATEGORIES, required=False)
    title = ask.text("标题", "Title", longest=200)
    address = ask.url("网址", "Address", required=False)
    posted_on = ask.happened("发布日期", "Posted on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("网页快照", "Snapshot of the page")


class TakingDown(Reason):
    """The post is no longer there; it was posted all the same, and counts."""

    taken_down_on = ask.happened("撤下日期", "Taken down on")


register = Register(
    "outreach.account_posts",
    "政务账号发布",
    "Posts of accounts",
    keys="platform, account, kind, theme",
    numbered="FB",
    words={"posted": "已发布", "taken_down": "已撤下", "voided": "已作废"},
    steps=(
        Step("post", "posted", "发布 / Post", "new -> posted", Post, by=BY),
        Step("take_down", "taken_down", "撤下 / Take down", "posted -> taken_down", TakingDown, by=BY),
        Step(
            "void", "voided", "作废 / Void", "posted, taken_down -> voided", Reason, voids=True, by="captain, publicist"
        ),
    ),
)
