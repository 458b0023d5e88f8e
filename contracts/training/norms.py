"""Conduct norms 规范: numbered clauses in editions, their wording entered by the bureau."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "ten_prohibitions": "十条禁令",
        "five_musts": "五要五不准 / five musts and five must-nots",
        "four_befores": "四先四后 / four befores and four afters",
        "dress": "着装规定 / rules of dress",
        "vehicles": "车辆规定 / rules for vehicles",
        "eight_provisions": "中央八项规定 / eight provisions of the centre",
        "ten_provisions": "省市十项规定 / ten provisions of province and city",
        "other": "其他",
    }
)
PROVISIONS = KINDS.only(("eight_provisions", "ten_provisions"))
"""By which conduct is checked and taught (F061)."""
PARTS = Words({"before": "先", "after": "后", "must": "要", "must_not": "不准"})


class Clause(Form):
    """A numbered clause; `part` says to which half of a norm in two halves it belongs."""

    number = ask.number("条款号", "Clause number", least=1, most=200)
    text = ask.text("条款内容", "Wording")
    part = ask.choice("类别", "Half", PARTS, required=False)


class Edition(Form):
    """What every edition says."""

    issuer = ask.text("发布机关", "Issuer", longest=80)
    edition = ask.number("版次", "Edition", least=1, most=999)
    effective_on = ask.happened("施行日期", "In force from", decreed=True)
    clauses = ask.many(Clause, "条款", "Clauses", most=200)
    evidence = ask.evidence("规范文本", "The norm itself")


class Heading(Form):
    """Which norm it is."""

    code = ask.code("规范编号", "Norm code")
    unit = ask.unit("登记单位", "Kept by")
    kind = ask.choice("规范类别", "Norm", KINDS)
    title = ask.text("规范名称", "Title", longest=80)


class Publication(Edition, Heading):
    """A norm comes into force."""

    note = ask.text("备注", "Note", required=False)


class Document(Form):
    """The norm and its edition in one word, as signatures name it."""

    document = ask.text("规范与版次", "Norm and edition", longest=60)


class Withdrawal(Reason):
    """A norm is no longer in force, and no edition takes its place."""

    withdrawn_on = ask.happened("废止日期", "Withdrawn on", decreed=True)


register = Register(
    "training.norms",
    "纪律规范",
    "Conduct norms",
    keys="kind",
    finds="kind",
    identity="code",
    offered="in_force",
    words={"in_force": "施行中", "withdrawn": "已废止", "voided": "已作废"},
    steps=(
        Step(
            "publish", "published", "发布 / Publish", "new -> in_force", Publication, adds=Document, by="trainer, legal"
        ),
        Step(
            "revise",
            "revised",
            "改版 / Revise",
            "in_force, withdrawn -> in_force",
            Edition,
            adds=Document,
            by="trainer, legal",
        ),
        Step("withdraw", "withdrawn", "废止 / Withdraw", "in_force -> withdrawn", Withdrawal, by="trainer, legal"),
        Step("void", "voided", "作废 / Void", "in_force, withdrawn -> voided", Reason, voids=True, by="trainer"),
    ),
)
