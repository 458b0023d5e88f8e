"""Pairings 结对挂钩 with communities, enterprises and households (F090)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.outreach.counterparts import PROGRAMMES, Counterpart, Identified
from contracts.register import Register, Step
from contracts.words import Words

CONTENTS = Words(
    {
        "policy": "政策宣传 / explaining policy",
        "environment": "环境整治 / tidying up",
        "facilities": "设施维护 / upkeep of facilities",
        "business": "服务企业 / service to enterprises",
        "hardship": "帮困助学 / help in hardship",
        "culture": "文化共建 / culture together",
        "other": "其他",
    }
)


class Content(Form):
    """One kind of thing that is done together."""

    content = ask.choice("结对内容", "Content", CONTENTS)


class Pairing(Counterpart):
    """A unit, or one of its people, takes on a counterpart for a programme."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    unit = ask.unit("结对单位", "Paired unit")
    person = ask.person("结对人员", "Paired person", required=False)
    programme = ask.choice("结对活动", "Programme", PROGRAMMES)
    paired_on = ask.happened("结对日期", "Paired on")
    scope = ask.text("结对范围", "Scope", longest=200, required=False)
    contents = ask.many(Content, "结对内容", "What is done together", least=0, most=len(CONTENTS))
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("结对协议", "Pairing agreement")


class Ending(Reason):
    """The pairing is over."""

    ended_on = ask.happened("解除日期", "Ended on")


register = Register(
    "outreach.pairings",
    "结对挂钩",
    "Pairings",
    keys="programme, counterpart_kind, counterpart",
    finds="counterpart+programme",
    offered="active",
    words={"active": "结对中 / paired", "ended": "已解除", "voided": "已作废"},
    steps=(
        Step("pair", "paired", "结对 / Pair", "new -> active", Pairing, adds=Identified),
        Step("end", "ended", "解除 / End", "active -> ended", Ending, by="captain"),
        Step("void", "voided", "作废 / Void", "active, ended -> voided", Reason, voids=True, by="captain"),
    ),
)
