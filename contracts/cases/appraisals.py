"""Appraisals 评议考核 of units for a period, and their objections (F123)."""

from dataclasses import replace

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step


class Mark(Form):
    """Points in one respect."""

    point = ask.text("考核内容", "Respect", longest=120)
    most = ask.number("满分", "Full marks", least=1, most=1000)
    points = ask.number("得分", "Points", most=1000)
    remark = ask.text("扣分说明", "Remark", required=False)


class Publication(Form):
    """A unit's result is published. No mark may be for fines (Penalty Law art. 74)."""

    unit = ask.unit("被考核单位", "Unit appraised")
    begins = ask.day("考核期起", "Period from")
    ends = ask.day("考核期止", "Period to")
    published_on = ask.happened("公布日期", "Published on")
    marks = ask.many(Mark, "考核得分", "Marks", most=100)
    evidence = ask.evidence("考核材料", "Papers")


class Total(Form):
    """The sum of the points, of a hundred."""

    score = ask.number("总分（百分制）", "Score of a hundred", most=100)


class Objection(Reason):
    """The unit does not agree."""

    objected_on = ask.happened("申诉日期", "Objected on")


class Upholding(Reason):
    """The result stays."""

    upheld_on = ask.happened("维持日期", "Upheld on")


class Change(Form):
    """The result is another."""

    changed_on = ask.happened("变更日期", "Changed on")
    marks = ask.many(Mark, "变更后得分", "Marks after the change", most=100)
    reason = ask.text("变更理由", "Reason")


UPHOLD = Step(
    "uphold",
    "upheld",
    "维持 / Uphold",
    "objected -> upheld",
    Upholding,
    by="leader, inspector",
    apart_from="publish",
    task="approve",
)
"""As it was when no measure asked for the result that stays."""
register = Register(
    "cases.appraisals",
    "评议考核",
    "Appraisals",
    words={
        "published": "已公布",
        "objected": "申诉中 / under appeal",
        "upheld": "维持原结果 / result upheld",
        "changed": "已变更",
        "voided": "已作废",
    },
    steps=(
        Step("publish", "published", "公布 / Publish", "new -> published", Publication, adds=Total, by="inspector"),
        Step("object", "objected", "申诉 / Object", "published -> objected", Objection, by="captain"),
        replace(UPHOLD, adds=Total, version=2, earlier=(UPHOLD,)),
        Step(
            "change",
            "changed",
            "变更 / Change",
            "objected -> changed",
            Change,
            adds=Total,
            by="leader, inspector",
            apart_from="publish",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "published, objected, upheld, changed -> voided",
            Reason,
            voids=True,
            by="leader, inspector",
        ),
    ),
)
