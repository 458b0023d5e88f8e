"""Grid cells 单元网格: the smallest areas into which a city is divided for city cases (GB/T 30428.1)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step

BY = "legal, inspector"


class Cell(Form):
    """What is said of a cell from a day on, in one edition of the grid."""

    edition = ask.record("cases.grid_editions", "网格划分版本", "Edition of the grid")
    street = ask.text("街道（镇）", "Street or town", longest=20, required=False)
    community = ask.text("社区（村）", "Community", longest=40, required=False)
    name = ask.text("网格名称", "Name", longest=40, required=False)
    in_force_on = ask.happened("启用日期", "In force on", decreed=True)
    note = ask.text("备注", "Note", required=False)


class Definition(Cell):
    """A cell with its code."""

    code = ask.code("单元网格编码", "Code of the cell")
    unit = ask.unit("责任单位", "Unit that answers for it")


class Withdrawal(Reason):
    """There is no such cell any more: this day is the first without it."""

    withdrawn_on = ask.happened("停用日期", "Withdrawn on", decreed=True)


register = Register(
    "cases.grids",
    "单元网格",
    "Grid cells",
    keys="edition, community",
    identity="code",
    orders="edition, community",
    offered="in_force",
    words={"in_force": "启用中 / in use", "withdrawn": "已停用 / out of use", "voided": "已作废"},
    steps=(
        Step("define", "defined", "划定 / Define", "new -> in_force", Definition, by=BY),
        Step("amend", "amended", "变更 / Amend", "in_force -> in_force", Cell, by=BY),
        Step("withdraw", "withdrawn", "停用 / Withdraw", "in_force -> withdrawn", Withdrawal, by=BY),
        Step("void", "voided", "作废 / Void", "in_force, withdrawn -> voided", Reason, voids=True, by=BY),
    ),
)
