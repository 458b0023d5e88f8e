"""Standards for filing and closing 立案结案标准: which problem is a case, of which class, within which limits.

The limits are the bureau's data: no official table of them could be read, so each class
names its source.
"""

from dataclasses import replace

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

COMPONENT, EVENT = "component", "event"
KINDS = Words({COMPONENT: "部件", EVENT: "事件"})
LETTERS = {"C": COMPONENT, "E": EVENT}
"""The first letter of a class's code: components and events have the same numbers."""
BIG_CLASSES = Words(
    {
        "C-01": "公用设施 / public utilities",
        "C-02": "道路交通设施 / road and traffic facilities",
        "C-03": "市容环境设施 / city appearance and sanitation facilities",
        "C-04": "园林绿化设施 / parks and greenery",
        "C-05": "其他部件 / other components",
        "E-01": "市容环境 / city appearance and sanitation",
        "E-02": "宣传广告 / advertising",
        "E-03": "施工管理 / construction management",
        "E-04": "突发事件 / sudden incidents",
        "E-05": "街面秩序 / street order",
        "E-06": "扩展事件 / extended events",
    }
)
"""As Yuncheng's platform has them: they hold where no edition is in force (`contracts.cases.class_editions`)."""
GRADES = Words({"A": "A 紧急 / A urgent", "B": "B 一般 / B ordinary", "C": "C 疑难 / C difficult"})
HOURS, WORKHOURS, WORKDAYS, DAYS = "hours", "workhours", "workdays", "days"
LIMITS = Words(
    {
        HOURS: "紧急工作时 / urgent working hours",
        WORKHOURS: "工作时 / working hours",
        WORKDAYS: "工作日 / working days",
        DAYS: "自然日 / calendar days",
    }
)
"""Urgent hours run day and night, holidays too; working hours only while the office is open."""
VERIFY_HOURS, CHECK_HOURS = 24, 2
"""Yuncheng's, where a class says nothing else: urgent hours in which a report is verified, and in which
what was disposed of is checked."""
BY = "legal, inspector"


class Limit(Form):
    """Within what time a case of one grade is disposed of."""

    grade = ask.choice("等级", "Grade", GRADES)
    kind = ask.choice("时限类型", "Kind of limit", LIMITS)
    value = ask.number("时限数值", "Limit", least=1, most=3650)
    condition = ask.text("适用条件", "When this grade applies", longest=200, required=False)


class Standard(Form):
    """What a case of this class is, when it is closed, and its limits."""

    name = ask.text("小类名称", "Small class", longest=40)
    condition = ask.text("立案条件", "Condition for filing")
    closing_condition = ask.text("结案条件", "Condition for closing")
    limits = ask.many(Limit, "处置时限", "Limits of disposal", most=3)
    verify_hours = ask.number("核实时限（小时）", "Verification within hours", least=1, most=720, required=False)
    check_hours = ask.number("核查时限（小时）", "Check within hours", least=1, most=720, required=False)
    source = ask.text("依据", "Source", longest=200)
    in_force_on = ask.happened("施行日期", "In force on", decreed=True)
    note = ask.text("备注", "Note", required=False)


class BuiltIn(Standard):
    """A class with its code: C (component) or E (event), two digits of the big class, two of the small one: E-0501."""

    code = ask.code("类别代码", "Class code")
    division = ask.code("行政区划代码", "Division code")
    unit = ask.unit("制定单位", "Unit that keeps the standard")


class Definition(BuiltIn):
    """A class whose big class is one of an edition; of all that are in force, where none is named."""

    edition = ask.record("cases.class_editions", "分类版本", "Edition of the classification", required=False)


class Placed(Form):
    """What the code says."""

    kind = ask.choice("部件或事件", "Component or event", KINDS)
    big_class = ask.open_choice("大类", "Big class", BIG_CLASSES)
    big_title = ask.text("大类名称", "Title of the big class", longest=40, required=False)
    full_code = ask.code("完整代码", "Full code")


class Withdrawal(Reason):
    """No case of this class is filed any more."""

    withdrawn_on = ask.happened("停用日期", "Withdrawn on")


DEFINE = Step("define", "defined", "制定 / Define", "new -> in_force", BuiltIn, adds=Placed, by=BY)
register = Register(
    "cases.case_classes",
    "立案结案标准",
    "Standards for filing and closing",
    keys="kind, big_class, name",
    identity="code",
    offered="in_force",
    words={"in_force": "施行中", "withdrawn": "已停用 / out of use", "voided": "已作废"},
    steps=(
        replace(DEFINE, form=Definition, version=2, earlier=(DEFINE,)),
        Step("amend", "amended", "修订 / Amend", "in_force -> in_force", Standard, by=BY),
        Step("withdraw", "withdrawn", "停用 / Withdraw", "in_force -> withdrawn", Withdrawal, by=BY),
        Step("void", "voided", "作废 / Void", "in_force, withdrawn -> voided", Reason, voids=True, by=BY),
    ),
)
