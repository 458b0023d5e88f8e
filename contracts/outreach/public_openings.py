"""Whether the public pages 公开网页 are open: nobody without an account sees anything before a leader has opened them.

There is one record for the pages; each opening and each closing is a step in it, and so stands in the audit log.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

PAGES = Words({"public": "公开网页 / the public pages"})


class Opening(Form):
    """A leader has looked through what will be shown, and opens the pages."""

    unit = ask.unit("开放单位", "Unit")
    pages = ask.choice("网页", "Pages", PAGES)
    seen = ask.flag("已在预览中逐项核对将公开的内容", "Every part was looked through in the preview")
    opened_on = ask.happened("开放日期", "Opened on")
    note = ask.text("备注", "Note", required=False)


class Closing(Reason):
    """Nobody without an account sees them any more."""

    closed_on = ask.happened("关闭日期", "Closed on")


class Reopening(Form):
    """They are looked through again, and opened again."""

    seen = ask.flag("已在预览中逐项核对将公开的内容", "Every part was looked through in the preview")
    reopened_on = ask.happened("重新开放日期", "Opened again on")


register = Register(
    "outreach.public_openings",
    "公开网页开关",
    "Openings of the public pages",
    keys="pages",
    unique="pages",
    words={"open": "开放中 / open", "closed": "已关闭", "voided": "已作废"},
    steps=(
        Step("open", "opened", "开放 / Open", "new -> open", Opening, by="leader"),
        Step("close", "closed", "关闭 / Close", "open -> closed", Closing, by="leader"),
        Step("reopen", "reopened", "重新开放 / Open again", "closed -> open", Reopening, by="leader"),
        Step("void", "voided", "作废 / Void", "open, closed -> voided", Reason, voids=True, by="leader"),
    ),
)
