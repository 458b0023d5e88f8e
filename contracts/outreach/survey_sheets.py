"""Answer sheets of surveys 答卷, a bundle at a time as they come in: points by question, no names."""

from typing import Any

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.outreach.surveys import HIGHEST, MOST_QUESTIONS, MOST_WAVES, SURVEYORS, QuestionTotal
from contracts.register import Register, Step

MOST_SHEETS = 50
MOST_BUNDLES = 2000
"""How many bundles a wave takes (局内规定（待定）): its closing reads them. Full ones hold all that it may hand out."""


def _points(question: int) -> Any:
    return ask.number(f"第{question}题", f"Question {question}", most=HIGHEST, required=False)


class Sheet(Form):
    """One sheet: a question that was left out stays empty. A code, never a name, and none in an anonymous survey."""

    respondent = ask.code("答卷人编号", "Respondent's code", required=False)
    q1 = _points(1)
    q2 = _points(2)
    q3 = _points(3)
    q4 = _points(4)
    q5 = _points(5)
    q6 = _points(6)
    q7 = _points(7)
    q8 = _points(8)
    q9 = _points(9)
    q10 = _points(10)


class Return(Form):
    """Sheets come back and are typed in by who collected them."""

    number = ask.text("登记编号", "Register number", longest=40, required=False)
    survey = ask.record("outreach.surveys", "问卷", "Survey")
    wave = ask.number("轮次", "Wave", least=1, most=MOST_WAVES)
    unit = ask.unit("收卷单位", "Collecting unit")
    returned_on = ask.happened("收卷日期", "Returned on")
    sheets = ask.many(Sheet, "答卷", "Sheets", most=MOST_SHEETS)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("答卷扫描件", "Scans of the sheets")


class Returned(Form):
    """How many sheets there are, and the points of each question together: a wave is counted from these."""

    returned = ask.number("份数", "Number of sheets", least=1, most=MOST_SHEETS)
    totals = ask.many(QuestionTotal, "各题合计", "Totals", least=0, most=MOST_QUESTIONS)
    bundle = ask.number("本轮批次", "Bundle of the wave", least=1, most=MOST_BUNDLES, required=False)


register = Register(
    "outreach.survey_sheets",
    "答卷",
    "Answer sheets",
    keys="survey, wave",
    finds="survey+wave, survey+wave+bundle",
    numbered="DJ",
    readers=SURVEYORS,
    words={"returned": "已收回", "voided": "已作废"},
    steps=(
        Step("return", "returned", "收卷 / Take in", "new -> returned", Return, adds=Returned, by=SURVEYORS),
        Step(
            "void", "voided", "作废 / Void", "returned -> voided", Reason, voids=True, by=SURVEYORS, apart_from="return"
        ),
    ),
)
