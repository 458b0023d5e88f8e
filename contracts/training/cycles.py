"""Rotation cycles 轮训周期: the periods, set by the bureau, in which everybody is to be trained.

Where no cycle was set the calendar year is one.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step


class Setting(Form):
    """The bureau sets a cycle, first and last day included."""

    code = ask.code("周期编号", "Cycle code")
    starts_on = ask.day("起始日期", "First day")
    until = ask.day("截止日期", "Last day")
    set_on = ask.happened("制定日期", "Set on")
    evidence = ask.evidence("轮训方案", "Rotation plan")
    note = ask.text("备注", "Note", required=False)


class Set(Form):
    """A cycle is the bureau's."""

    unit = ask.unit()


class Closing(Form):
    """The cycle is over and was looked back on."""

    closed_on = ask.happened("总结日期", "Closed on")
    outcome = ask.text("轮训总结", "Outcome")
    closing_evidence = ask.evidence("总结材料", "Report")


register = Register(
    "training.cycles",
    "轮训周期",
    "Rotation cycles",
    finds="unit",
    identity="code",
    bureaus=True,
    words={"set": "执行中 / under way", "closed": "已总结 / summed up", "voided": "已作废"},
    steps=(
        Step("set", "set", "制定 / Set", "new -> set", Setting, adds=Set, by="trainer, leader"),
        Step("close", "closed", "总结 / Close", "set -> closed", Closing, by="trainer, leader"),
        Step("void", "voided", "作废 / Void", "set, closed -> voided", Reason, voids=True, by="trainer, leader"),
    ),
    clocks=(
        Clock(
            "end",
            "set -> closed",
            "",
            "局内轮训方案",
            title="轮训周期届满 / End of the rotation cycle",
            until="until",
            warns="90, 30, 7",
        ),
    ),
)
