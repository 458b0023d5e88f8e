"""Delegations 代理: somebody acts for another in the other's post, for a time 代签、代理."""

from contracts import forms as ask
from contracts.apart_reasons import OWN_STEP
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.roles import BUSINESS, POSTS

BY = ", ".join(sorted(BUSINESS))


class Granting(Form):
    """Whoever is signed in lets another act in the post in which they act themselves."""

    delegator = ask.person("被代理人", "Delegator")
    delegate = ask.person("代理人", "Delegate")
    granted_on = ask.happened("授权日期", "Granted on")
    from_on = ask.day("起始日期", "From")
    until = ask.day("截止日期（含）", "Until, that day included")
    note = ask.text("事由", "Why", required=False)


class Granted(Form):
    """The post that is lent, and the unit in which its holder is on strength."""

    role = ask.choice("职务", "Post", POSTS.only(BUSINESS))
    post_unit = ask.unit("任职单位（空为全局）", "Unit of the post (empty: the bureau)", required=False)
    unit = ask.unit()


class Recall(Reason):
    """The delegate acts no longer; the last day on which they did is the day before."""

    recalled_on = ask.happened("收回日期", "Recalled on")


register = Register(
    "training.delegations",
    "代理",
    "Delegations",
    keys="delegate, delegator, role",
    finds="delegate, delegator",
    words={"granted": "有效 / in force", "recalled": "已收回", "voided": "已作废"},
    steps=(
        Step(
            "grant",
            "granted",
            "授权 / Grant",
            "new -> granted",
            Granting,
            adds=Granted,
            by=BY,
            apart_reason="各人只能出借本人的任职 / Everybody lends a post of their own",
            own_reason=OWN_STEP,
        ),
        Step("recall", "recalled", "收回 / Recall", "granted -> recalled", Recall, by=BY, own_reason=OWN_STEP),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "granted, recalled -> voided",
            Reason,
            voids=True,
            by="trainer",
            not_by="delegator, delegate",
        ),
    ),
)
