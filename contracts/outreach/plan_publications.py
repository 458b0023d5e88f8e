"""Publications of solution plans 解决方案公开: what the public is told of a plan, in words written for the public.

The plan itself is written for the office, and may say who raised what: it is never shown.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step


class Publication(Form):
    """The public is told what will be done."""

    plan = ask.record("outreach.solution_plans", "解决方案", "Solution plan")
    unit = ask.unit("公开单位", "Unit")
    statement = ask.text("公开内容（不得写明当事人）", "What the public is told; nobody is named", longest=600)
    published_on = ask.happened("公开日期", "Published on")
    note = ask.text("备注", "Note", required=False)


class Withdrawal(Reason):
    """It is no longer shown."""

    withdrawn_on = ask.happened("撤下日期", "Withdrawn on")


register = Register(
    "outreach.plan_publications",
    "解决方案公开",
    "Publications of solution plans",
    keys="plan",
    finds="plan",
    words={"published": "公开中 / on display", "withdrawn": "已撤下 / taken down", "voided": "已作废"},
    steps=(
        Step("publish", "published", "公开 / Publish", "new -> published", Publication, by="publicist, captain"),
        Step("withdraw", "withdrawn", "撤下 / Withdraw", "published -> withdrawn", Withdrawal, by="publicist, captain"),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "published, withdrawn -> voided",
            Reason,
            voids=True,
            by="publicist, captain",
        ),
    ),
)
