"""Templates of papers 文书模板: by which Word file a paper of a penalty case is filled from a day on.

A paper of which no template is in force is filled by the one that comes with the suite.
"""

from contracts import forms as ask
from contracts.cases.penalties.papers import PAPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step


class Edition(Form):
    """A template, as the Word file that it is."""

    in_force_on = ask.happened("启用日期", "In force on", decreed=True)
    note = ask.text("说明", "Note", required=False)
    evidence = ask.evidence("模板文件（docx）", "The template (docx)")


class Adoption(Edition):
    """A paper gets a template of the bureau's own."""

    paper = ask.choice("文书", "Paper", PAPERS)
    unit = ask.unit("制定单位", "Unit")


class Withdrawal(Reason):
    """The template is used no longer: papers of this day and later are filled by the suite's own."""

    withdrawn_on = ask.happened("停用日期", "Withdrawn on", decreed=True)


register = Register(
    "cases.paper_templates",
    "文书模板",
    "Paper templates",
    identity="paper",
    offered="in_force",
    words={"in_force": "现行有效", "withdrawn": "已停用 / withdrawn", "voided": "已作废"},
    steps=(
        Step("adopt", "adopted", "启用模板 / Adopt", "new -> in_force", Adoption, by="legal"),
        Step("amend", "amended", "更换模板 / Amend", "in_force, withdrawn -> in_force", Edition, by="legal"),
        Step("withdraw", "withdrawn", "停用 / Withdraw", "in_force -> withdrawn", Withdrawal, by="legal"),
        Step("void", "voided", "作废 / Void", "in_force, withdrawn -> voided", Reason, voids=True, by="legal"),
    ),
)
