"""Premises 办公执法场所: the whole against which public service facilities are combed in full (F043).

Which kinds of facility belong to which premises the bureau enters: the article names the three kinds and no norm.
"""

from contracts import forms as ask
from contracts.equipment import facilities
from contracts.equipment.custody import KEEPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "bureau": "局机关办公场所 / bureau office",
        "squadron": "中队驻地 / squadron station",
        "window": "服务窗口 / service window",
        "post": "执勤岗亭 / duty post",
        "store": "物品仓库 / store",
        "other": "其他",
    }
)
COMPUTED = "对照结果由系统按设施台账计算 / The comparison is computed from the register of facilities"


class Registration(Form):
    """The bureau uses premises from a day on."""

    code = ask.code("场所编号", "Premises code")
    unit = ask.unit("使用单位", "Unit that uses them")
    name = ask.text("场所名称", "Name of the premises", longest=80)
    kind = ask.choice("场所类别", "Kind of premises", KINDS)
    address = ask.text("场所地址", "Address of the premises", longest=200)
    needs = ask.choices("应设设施", "Facilities that they need", facilities.KINDS, least=1)
    norm = ask.text("配置依据", "Paper it rests on", longest=200, required=False)
    used_from = ask.happened("启用日期", "In use from")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("场所照片", "Photo of the premises")


class Revision(Reason):
    """From a day on they need other kinds."""

    needs = ask.choices("应设设施", "Facilities that they need", facilities.KINDS, least=1)
    revised_on = ask.happened("调整日期", "Revised on")
    evidence = ask.evidence("调整依据", "Paper of the revision")


class Combing(Form):
    """Somebody went through them: every kind is there, or is not."""

    combed_on = ask.happened("梳理日期", "Combed on")
    remark = ask.text("梳理情况", "Remark", required=False)
    evidence = ask.evidence("梳理佐证", "Proof of the combing")


class Item(Form):
    """One kind of facility, and whether it is needed and there."""

    kind = ask.choice("设施类别", "Kind", facilities.KINDS)
    required = ask.flag("应设", "Required")
    held = ask.flag("已设", "There")


class Compared(Form):
    """The premises against the register of facilities as it stood on that day."""

    items = ask.many(Item, "逐类对照", "Kinds", most=len(facilities.KINDS))


class Leaving(Reason):
    """They are no longer used."""

    used_until = ask.happened("停用日期", "No longer used on")


register = Register(
    "equipment.premises",
    "办公执法场所",
    "Premises",
    keys="kind",
    identity="code",
    offered="in_use",
    words={"in_use": "在用", "left": "已停用 / no longer used", "voided": "已作废"},
    steps=(
        Step(
            "register",
            "registered",
            "登记场所 / Register",
            "new -> in_use",
            Registration,
            adds=Compared,
            by=KEEPERS,
        ),
        Step("revise", "revised", "调整 / Revise", "in_use", Revision, adds=Compared, by=KEEPERS),
        Step(
            "comb",
            "combed",
            "梳理 / Comb",
            "in_use",
            Combing,
            adds=Compared,
            by=f"{KEEPERS}, inspector",
            apart_reason=COMPUTED,
        ),
        Step("leave", "left", "停用 / Leave", "in_use -> left", Leaving, adds=Compared, by=KEEPERS),
        Step("void", "voided", "作废 / Void", "in_use, left -> voided", Reason, voids=True, by="quartermaster"),
    ),
)
