"""Editions of the classification 分类版本: which big classes there are, by a national list or what extends it.

A city's manual has classes beyond the national list; which hold is the bureau's data. Where no edition is in force the
big classes are those that were built in before (`contracts.cases.case_classes`).
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

LEVELS = Words(
    {
        "national": "国家标准 / national list",
        "province": "省级扩展 / extension of the province",
        "city": "市级扩展 / extension of the city",
        "district": "区县扩展 / extension of the district",
    }
)
BY = "legal, inspector"


class BigClass(Form):
    """One big class: C (component) or E (event), a dash, two digits."""

    code = ask.code("大类代码", "Code, as C-06")
    title = ask.text("大类名称", "Title", longest=40)


class Adoption(Form):
    """An edition holds from this day on, beside those that it extends."""

    code = ask.code("版本编号", "Edition code")
    unit = ask.unit("录入单位", "Unit")
    name = ask.text("版本名称", "Name of the edition", longest=80)
    level = ask.choice("层级", "Level", LEVELS)
    big_classes = ask.many(BigClass, "大类", "Big classes", most=60)
    source = ask.text("依据", "Source", longest=200)
    in_force_on = ask.happened("施行日期", "In force on", decreed=True)
    evidence = ask.evidence("依据文件", "Paper")
    note = ask.text("备注", "Note", required=False)


class Withdrawal(Reason):
    """It holds no longer: this day is the first without it. Classes of its big classes stay as they are."""

    withdrawn_on = ask.happened("停用日期", "Withdrawn on", decreed=True)


register = Register(
    "cases.class_editions",
    "分类版本",
    "Editions of the classification",
    keys="level",
    identity="code",
    finds="level",
    offered="in_force",
    words={"in_force": "施行中", "withdrawn": "已停用 / out of use", "voided": "已作废"},
    steps=(
        Step("adopt", "adopted", "启用 / Adopt", "new -> in_force", Adoption, by=BY),
        Step("withdraw", "withdrawn", "停用 / Withdraw", "in_force -> withdrawn", Withdrawal, by=BY),
        Step("void", "voided", "作废 / Void", "in_force, withdrawn -> voided", Reason, voids=True, by=BY),
    ),
)
