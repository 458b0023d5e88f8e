"""Case-file reviews 案卷评查: a complete file is sampled, scored, objected to, made final.

The score, the band and the vetoes are reckoned from what the reviewer found; a veto alone makes the file unqualified.
"""

from contracts import forms as ask
from contracts.cases.file_review_templates import FULL_MARK
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step

REVIEWERS = "legal, inspector"


class Sampling(Form):
    """A case file is drawn for a round of reviews."""

    case = ask.record("cases.penalties", "案件", "Case")
    template = ask.record("cases.file_review_templates", "评查标准", "Template")
    round = ask.code("评查批次", "Round")
    sampled_on = ask.happened("抽取日期", "Sampled on")
    note = ask.text("备注", "Note", required=False)


class InCharge(Form):
    """Whose case it is."""

    unit = ask.unit("承办单位", "Unit in charge")


class Assignment(Form):
    """Somebody is to review it who did not have the case."""

    reviewer = ask.person("评查人", "Reviewer")
    assigned_on = ask.happened("分派日期", "Assigned on")


class Finding(Form):
    """A fault that was found, how often, and where in the file."""

    item = ask.code("评查项编号", "Item code")
    times = ask.number("处数", "Times", least=1, most=100)
    remark = ask.text("问题说明", "Remark", longest=500, required=False)


class Scoring(Form):
    """What the reviewer found; nothing found is a full score."""

    findings = ask.many(Finding, "发现问题", "Findings", least=0, most=100)
    scored_on = ask.happened("评查日期", "Scored on")
    evidence = ask.evidence("评查表", "Review sheet")


class Deduction(Form):
    """What an item cost: never more than its points."""

    item = ask.code("评查项编号", "Item code")
    points = ask.number("扣分", "Points off", most=FULL_MARK)


class Veto(Form):
    """A veto item that was hit."""

    item = ask.code("评查项编号", "Item code")
    requirement = ask.text("评查内容", "What is required", longest=500)


class Result(Form):
    """What follows from the findings."""

    version_number = ask.number("标准版本号", "Version of the template", least=1)
    score = ask.number("得分", "Score", most=FULL_MARK)
    band = ask.text("等次", "Band", longest=20)
    passed = ask.flag("合格", "Passed")
    veto_count = ask.number("一票否决项数", "Vetoes, how many")
    vetoes = ask.many(Veto, "一票否决项", "Vetoes", least=0, most=100)
    deductions = ask.many(Deduction, "扣分项", "Deductions", least=0, most=100)


class Scored(Result):
    """The result, and until when the unit may object to it."""

    objection_until = ask.day("异议截止日期", "Objection until")


class Objection(Form):
    """The unit does not agree."""

    grounds = ask.text("异议理由", "Grounds")
    objected_on = ask.happened("异议日期", "Objected on")
    evidence = ask.evidence("异议材料", "Papers")


class Rescoring(Scoring):
    """It is looked at again, once; what is found now stands."""

    reviewer = ask.myself("复评人", "Reviewed again by")
    answer = ask.text("异议答复", "Answer to the objection")


class Finalisation(Form):
    """The result stands: the time for objections is over, or the unit has none."""

    undisputed = ask.flag("承办单位无异议", "The unit has no objection")
    finalised_on = ask.happened("终结日期", "Finalised on")
    evidence = ask.evidence("评查结果", "Result as signed")


class Sending(Form):
    """The defects are in the rectification ledger, each with this review as its source."""

    rectifications = ask.records("cases.rectifications", "整改台账编号", "Rectifications", most=50)
    sent_on = ask.happened("转整改日期", "Sent on")


register = Register(
    "cases.case_file_reviews",
    "案卷评查",
    "Case-file reviews",
    keys="case, template, round",
    finds="case+round",
    words={
        "sampled": "已抽取",
        "assigned": "已分派",
        "scored": "已评分",
        "objected": "有异议 / objection raised",
        "final": "已终结",
        "in_rectification": "缺陷已转整改 / defects under rectification",
        "voided": "已作废",
    },
    steps=(
        Step("sample", "sampled", "抽取 / Sample", "new -> sampled", Sampling, adds=InCharge, by=REVIEWERS),
        Step(
            "assign", "assigned", "分派 / Assign", "sampled, assigned -> assigned", Assignment, by=REVIEWERS, version=2
        ),
        Step(
            "score",
            "scored",
            "评分 / Score",
            "assigned -> scored",
            Scoring,
            adds=Scored,
            by=REVIEWERS,
            apart_reason="只由他人分派的评查人评分，且非本案办案人员 / By whom another assigned, who had no part in it",
            version=2,
        ),
        Step(
            "object",
            "objected",
            "提出异议 / Object",
            "scored -> objected",
            Objection,
            by="officer, clerk, captain",
        ),
        Step(
            "rescore",
            "rescored",
            "复评 / Score again",
            "objected -> scored",
            Rescoring,
            adds=Result,
            by=REVIEWERS,
            apart_from="score",
            task="confirm",
        ),
        Step(
            "finalise",
            "finalised",
            "终结 / Make final",
            "scored -> final",
            Finalisation,
            adds=Result,
            by=REVIEWERS,
        ),
        Step(
            "send_defects",
            "defects_sent",
            "缺陷转整改 / Send the defects to rectification",
            "final -> in_rectification",
            Sending,
            by=REVIEWERS,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "sampled, assigned, scored, objected, final, in_rectification -> voided",
            Reason,
            voids=True,
            by=REVIEWERS,
        ),
    ),
    clocks=(
        Clock(
            "objection",
            "scored -> objected",
            "",
            "案卷评查标准（异议期由局规定）",
            title="评查异议 / Objection",
            until="objection_until",
            lapses="finalised",
            warns="1",
            consequence="期满无异议的，评查结果终结 / The result stands",
        ),
    ),
)
