"""Editions of the grid 网格划分版本: from which day on the cells of a unit's cases must be known.

Where none is in force for a unit a case's cell is whatever somebody writes, as before.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step

DIGITS = 15
"""How many digits a cell's code has by GB/T 30428.1 (medium confidence: the standard's text was not at hand)."""
BY = "legal, inspector"


class Adoption(Form):
    """From this day on the cells of this edition hold for the cases of the unit and of those below it."""

    code = ask.code("版本编号", "Edition code")
    unit = ask.unit("适用单位（含下级）", "Unit for whose cases it holds, and those below it")
    name = ask.text("版本名称", "Name of the edition", longest=80)
    digits = ask.number("网格编码位数（国标 15 位）", "Digits of a cell's code: 15 by the standard", least=4, most=40)
    source = ask.text("依据", "Source", longest=200)
    in_force_on = ask.happened("启用日期", "In force on", decreed=True)
    evidence = ask.evidence("依据文件", "Paper")
    note = ask.text("备注", "Note", required=False)


class Withdrawal(Reason):
    """It holds no longer: this day is the first without it."""

    withdrawn_on = ask.happened("停用日期", "Withdrawn on", decreed=True)


register = Register(
    "cases.grid_editions",
    "网格划分版本",
    "Editions of the grid",
    keys="unit",
    identity="code",
    finds="unit",
    offered="in_force",
    words={"in_force": "施行中", "withdrawn": "已停用 / out of use", "voided": "已作废"},
    steps=(
        Step("adopt", "adopted", "启用 / Adopt", "new -> in_force", Adoption, by=BY),
        Step("withdraw", "withdrawn", "停用 / Withdraw", "in_force -> withdrawn", Withdrawal, by=BY),
        Step("void", "voided", "作废 / Void", "in_force, withdrawn -> voided", Reason, voids=True, by=BY),
    ),
)
