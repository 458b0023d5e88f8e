"""Answers to warnings 核对说明: why a record is right all the same that a warning found unlikely beside another.

Warnings are made of events, by the gateway; what a person says to one is an event of its own, so that it stands in a
journal with who said it and when (docs/decisions/0052-warnings.md).
"""

from contracts import forms as ask
from contracts.cases.penalties import register as penalties
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.roles import BUSINESS


class Answer(Form):
    """Somebody of the record's unit says why it is right all the same."""

    warning = ask.code("提示编号", "Warning")
    unit = ask.unit("记录所属单位", "Unit of the record")
    register = ask.text("台账", "Register", longest=80)
    record = ask.text("记录编号", "Record", longest=80)
    answer = ask.text("答复", "Answer", longest=500)
    answered_on = ask.happened("答复日期", "Answered on")


register = Register(  # of all records that bear warnings those of penalty cases are for the fewest to read
    "cases.warning_answers",
    "核对说明",
    "Answers to warnings",
    identity="warning",
    keys="register, record",
    readers=penalties.readers,
    words={"answered": "已答复", "voided": "已作废"},
    steps=(
        Step(
            "answer",
            "answered",
            "答复 / Answer",
            "new -> answered",
            Answer,
            by=", ".join(sorted(BUSINESS)),
            apart_reason="说明本身不作核实 / An answer explains a record and verifies nothing",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "answered -> voided",
            Reason,
            voids=True,
            by=", ".join(sorted(BUSINESS)),
        ),
    ),
)
