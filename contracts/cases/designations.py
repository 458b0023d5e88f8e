"""Designated jurisdiction 指定管辖: a dispute is negotiated, then the common superior decides (Penalty Law art. 25)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

GROUNDS = Words(
    {
        "dispute": "管辖权争议 / dispute over jurisdiction",
        "unclear": "管辖不明 / jurisdiction unclear",
        "special": "特殊原因 / special reason",
    }
)


class Request(Form):
    """Two or more claim a case, or none does."""

    number = ask.text("编号", "Number", longest=40, required=False)
    unit = ask.unit("提请单位", "Requesting unit")
    matter = ask.text("争议事项", "Matter in dispute")
    ground = ask.choice("事由", "Ground", GROUNDS)
    disputants = ask.units("争议单位", "Units in dispute")
    others = ask.text("其他争议机关", "Other bodies in dispute", longest=200, required=False)
    requested_on = ask.happened("提出日期", "Requested on")
    evidence = ask.evidence("提请材料", "Papers of the request")


class Negotiation(Form):
    """The parties talk first (Penalty Law art. 25)."""

    negotiated_on = ask.happened("协商日期", "Negotiated on")
    minutes = ask.text("协商情况", "Minutes")


class Agreement(Form):
    """They agree who has it."""

    agreed_on = ask.happened("协商一致日期", "Agreed on")
    agreed_unit = ask.unit("管辖单位", "Unit that has it")


class Designation(Form):
    """The common superior decides."""

    designated_on = ask.happened("指定日期", "Designated on")
    superior = ask.text("共同上级机关", "Common superior", longest=80)
    designated_unit = ask.unit("指定管辖单位", "Unit designated")
    decision = ask.evidence("指定管辖决定", "The decision")


class Took(Form):
    """How long it took."""

    took_days = ask.number("用时（天）", "Days taken")


class Withdrawal(Reason):
    """The dispute is over without a decision."""

    withdrawn_on = ask.happened("撤回日期", "Withdrawn on")


register = Register(
    "cases.designations",
    "指定管辖",
    "Designations of jurisdiction",
    keys="ground",
    numbered="ZD",
    words={
        "requested": "已提请",
        "negotiating": "协商中",
        "agreed": "协商一致",
        "designated": "已指定",
        "withdrawn": "已撤回",
        "voided": "已作废",
    },
    steps=(
        Step("request", "disputed", "提请 / Request", "new -> requested", Request, by="captain, legal"),
        Step(
            "negotiate", "negotiated", "协商 / Negotiate", "requested -> negotiating", Negotiation, by="legal, leader"
        ),
        Step("agree", "agreed", "协商一致 / Agree", "negotiating -> agreed", Agreement, adds=Took, by="legal, leader"),
        Step(
            "designate",
            "designated",
            "指定 / Designate",
            "requested, negotiating -> designated",
            Designation,
            adds=Took,
            by="legal, leader",
            apart_from="request",
            task="approve",
        ),
        Step("withdraw", "withdrawn", "撤回 / Withdraw", "requested, negotiating -> withdrawn", Withdrawal, by="legal"),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "requested, negotiating, agreed, designated, withdrawn -> voided",
            Reason,
            voids=True,
            by="legal, leader",
        ),
    ),
)
