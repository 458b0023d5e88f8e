"""Checks of the three focuses 行为、程序、管理规范化 (F134)."""

from contracts import forms as ask
from contracts.apart_reasons import OWN_RECORD
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

FOCUSES = Words(
    {
        "conduct": "执法行为规范化 / conduct of enforcement",
        "procedure": "执法程序规范化 / procedure of enforcement",
        "management": "执法管理规范化 / management of enforcement",
    }
)

AS_LAST_TIME = ask.Points("cases.norm_checks", by="focus", points="findings", key="point", last=True)
"""The bureau has no list of these points: those of the last check of the same focus are proposed."""


class Finding(Form):
    """One thing that was looked at."""

    point = ask.text("检查要点", "Point", longest=200)
    passed = ask.flag("合格", "Passed")
    remark = ask.text("说明", "Remark", required=False)


class Check(Form):
    """Somebody looked whether a unit keeps to the norms of one focus."""

    unit = ask.unit("被检查单位", "Unit checked")
    focus = ask.choice("检查重点", "Focus", FOCUSES)
    checker = ask.myself("检查人", "Checked by")
    checked_on = ask.happened("检查日期", "Checked on")
    findings = ask.checks(Finding, "检查情况", "Findings", AS_LAST_TIME, most=100)
    evidence = ask.evidence("检查表", "Check sheet")


class Verdict(Form):
    """Passed: every point was."""

    passed = ask.flag("合格", "Passed")
    failed = ask.number("不合格项", "Points failed")


register = Register(
    "cases.norm_checks",
    "规范化检查",
    "Norm checks",
    keys="focus",
    words={"done": "已检查", "voided": "已作废"},
    steps=(
        Step(
            "check",
            "done",
            "检查 / Check",
            "new -> done",
            Check,
            adds=Verdict,
            level="E3",
            by="inspector, legal",
            other_unit=True,
            apart_reason=OWN_RECORD,
        ),
        Step("void", "voided", "作废 / Void", "done -> voided", Reason, voids=True, by="inspector, leader"),
    ),
)
