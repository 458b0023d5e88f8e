"""Changes of targets 目标调整: a measure is to reach another number, by whom and why, from its confirmation on.

The gateway judges the measure by it as of that day and later; days before are judged by the target that held then.
"""

from __future__ import annotations

from decimal import Decimal

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

OPERATORS = Words(
    {
        ">=": "不低于 / at least",
        "<=": "不高于 / at most",
        "==": "等于 / exactly",
    }
)
VALUE = r"\d{1,9}(?:\.\d{1,4})?%?"
"""A number, or of a share its per cent, as it is typed: 28, 7.5, 95%."""
WAS = ("was_op", "was_value", "was_by", "was_source")
NEW = ("op", "value", "by", "source")
"""The fields of the target of before, which the gateway fills in, and of the one that is to hold."""


class Proposal(Form):
    """A measure's target is to be another. What holds now is filled in by the gateway, and may be left empty."""

    number = ask.text("调整编号", "Number of the change", longest=40, required=False)
    measure = ask.text("指标编号", "Measure", longest=80)
    was_op = ask.choice("现行目标：要求", "Target in force: operator", OPERATORS, required=False)
    was_value = ask.text("现行目标：数值", "Target in force: value", longest=20, required=False)
    was_by = ask.day("现行目标：期限", "Target in force: by", required=False)
    was_source = ask.text("现行目标：依据", "Target in force: who set it", longest=300, required=False)
    op = ask.choice("新目标：要求", "New target: operator", OPERATORS)
    value = ask.text("新目标：数值", "New target: value", longest=20)
    by = ask.day("新目标：期限", "New target: by")
    source = ask.text("新目标：依据", "New target: what sets it", longest=300)
    reason = ask.text("调整原因", "Why it is changed", longest=1000)
    proposed_on = ask.happened("提出日期", "Proposed on")
    evidence = ask.evidence("调整文件", "Document that sets it")


class Proposed(Form):
    """It is the bureau's."""

    unit = ask.unit()


class Confirmation(Form):
    """A leader other than whoever proposed it says that it holds."""

    confirmed_on = ask.happened("确认日期", "Confirmed on")
    note = ask.text("备注", "Note", required=False)


class Confirmed(Form):
    """From when on it holds, never before it was confirmed, and both targets in a line each."""

    in_force_on = ask.day("生效日期", "In force from")
    target_before = ask.text("调整前目标", "Target before", longest=400, required=False)
    target_after = ask.text("调整后目标", "Target after", longest=400)


class Declining(Reason):
    """A leader says that it is not to hold."""

    declined_on = ask.happened("不予调整日期", "Declined on")


register = Register(
    "training.target_changes",
    "目标调整",
    "Changes of targets",
    keys="measure",
    finds="measure",
    numbered="MB",
    bureaus=True,
    words={
        "proposed": "待确认 / awaits confirmation",
        "confirmed": "已生效 / in force",
        "declined": "未予调整 / not changed",
        "voided": "已作废",
    },
    steps=(
        Step("propose", "proposed", "提出 / Propose", "new -> proposed", Proposal, adds=Proposed, by="leader, clerk"),
        Step(
            "confirm",
            "confirmed",
            "确认生效 / Confirm",
            "proposed -> confirmed",
            Confirmation,
            adds=Confirmed,
            by="leader",
            apart_from="propose",
            task="confirm",
        ),
        Step(
            "decline",
            "declined",
            "不予调整 / Decline",
            "proposed -> declined",
            Declining,
            by="leader",
            apart_from="propose",
        ),
        Step("void", "voided", "作废 / Void", "proposed, declined -> voided", Reason, voids=True, by="leader, clerk"),
    ),
)


def number_of(value: str) -> float:
    """What a value that was typed means: of 95% the share 0.95. Raises ArithmeticError."""
    return float(Decimal(value.removesuffix("%")) / 100) if value.endswith("%") else float(Decimal(value))
