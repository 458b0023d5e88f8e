"""Templates of case-file review 案卷评查标准: veto items, points and bands, in versions.

Nothing of them is built in: patterns of other fields are known, none of city management's own.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

VETO, SCORE = "veto", "score"
KINDS = Words({VETO: "一票否决项 / veto item", SCORE: "评分项 / scored item"})
FULL_MARK = 100


class Item(Form):
    """What is looked at: a veto that decides alone, or so many points, of which each fault found takes some."""

    code = ask.code("评查项编号", "Item code")
    group = ask.text("类别", "Group", longest=40)
    kind = ask.choice("性质", "Kind", KINDS)
    requirement = ask.text("评查内容", "What is required", longest=500)
    points = ask.number("分值", "Points", least=1, most=FULL_MARK, required=False)
    each = ask.number("每处扣分", "Points off for each fault", least=1, most=FULL_MARK, required=False)


class Band(Form):
    """A grade, from which score on it is given, and whether the file passes with it."""

    name = ask.text("等次", "Band", longest=20)
    least = ask.number("最低分", "From", most=FULL_MARK)
    passes = ask.flag("合格", "Passes")


class Content(Form):
    """What a version of a template says."""

    title = ask.text("标准名称", "Title", longest=80)
    basis = ask.text("依据", "Basis", longest=200)
    items = ask.many(Item, "评查项", "Items", most=100)
    bands = ask.many(Band, "等次", "Bands", least=2, most=10)
    objection_days = ask.number("异议期（工作日）", "Working days for an objection", least=1, most=60)


class Adoption(Content):
    """A template comes into force."""

    code = ask.code("标准编号", "Template code")
    unit = ask.unit("制定单位", "Unit")
    adopted_on = ask.happened("施行日期", "In force from", decreed=True)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("标准文本", "The paper itself")


class Revision(Content):
    """A new version: what it says from this day on."""

    revised_on = ask.happened("修订施行日期", "Revised from", decreed=True)
    evidence = ask.evidence("修订文本", "The paper itself")


class Version(Form):
    """Which version of the template it is."""

    version_number = ask.number("版本号", "Version", least=1)


class Retirement(Reason):
    """It is used no longer: this day is the first without it."""

    retired_on = ask.happened("停用日期", "Retired on")


register = Register(
    "cases.file_review_templates",
    "案卷评查标准",
    "Case-file review templates",
    identity="code",
    offered="in_force",
    words={"in_force": "施行中", "retired": "已停用 / out of use", "voided": "已作废"},
    steps=(
        Step("adopt", "adopted", "施行 / Adopt", "new -> in_force", Adoption, adds=Version, by="legal"),
        Step("revise", "revised", "修订 / Revise", "in_force", Revision, adds=Version, by="legal"),
        Step("retire", "retired", "停用 / Retire", "in_force -> retired", Retirement, by="legal"),
        Step("void", "voided", "作废 / Void", "in_force, retired -> voided", Reason, voids=True, by="legal"),
    ),
)
