"""Assessments 考核: one person sits one paper once; marked by the rule, or from a score sheet."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.courses import CATEGORIES
from contracts.training.questions import LETTERS


class Sitting(Form):
    """A person sits a paper."""

    paper = ask.record("training.papers", "试卷编号", "Paper")
    person = ask.person("应试人", "Examinee")
    sat_on = ask.happened("考核日期", "Sat on")
    invigilator = ask.person("监考人", "Invigilator", required=False)
    note = ask.text("备注", "Note", required=False)


class Sat(Form):
    """The examinee's unit on the day, which attempt at the course it is, and the marks of the paper."""

    unit = ask.unit()
    course = ask.code("课程编号", "Course")
    category = ask.choice("培训类别", "Category", CATEGORIES)
    attempt = ask.number("第几次", "Attempt")
    full_mark = ask.number("满分", "Full mark")
    pass_mark = ask.number("合格分", "Pass mark")


class Answer(Form):
    """What was ticked for one question."""

    question = ask.code("题号", "Question code")
    chosen = ask.choices("所选", "Chosen", LETTERS, least=1)


class Answers(Form):
    """The answers are handed in; a question left out is wrong."""

    answers = ask.many(Answer, "答卷", "Answers", least=0)


class Score(Form):
    """The score is entered from a score sheet."""

    score = ask.number("得分", "Score", most=1000)
    evidence = ask.evidence("成绩单", "Score sheet")


class Result(Form):
    """The score in hundredths of the full mark, and whether it is a pass."""

    percent = ask.number("百分制得分", "Score of 100")
    passed = ask.flag("合格", "Passed")
    marked_on = ask.happened("考核日期", "Sat on")


class Marked(Result):
    """The same for answers: how many were right, and the score that this makes."""

    right = ask.number("答对题数", "Right answers")
    score = ask.number("得分", "Score")


ASSESSMENT_ROLES = "officer, clerk, legal, captain, trainer"
READERS = "trainer, captain, clerk, legal, leader, auditor"
"""What a person ticked and scored is theirs: they are told it when they hand in."""
register = Register(
    "training.assessments",
    "考核",
    "Assessments",
    keys="person, course, category",
    finds="person, paper, invigilator",
    readers=READERS,
    words={"sat": "待评分", "marked": "已评分", "voided": "已作废"},
    steps=(
        Step(
            "sit",
            "sat",
            "应试 / Sit",
            "new -> sat",
            Sitting,
            adds=Sat,
            by=ASSESSMENT_ROLES,
            corrected_by="clerk, captain, trainer",
        ),
        Step(
            "answer",
            "answered",
            "交卷 / Answer",
            "sat -> marked",
            Answers,
            adds=Marked,
            level="E1",
            by=ASSESSMENT_ROLES,
            corrected_by="trainer",
            blind=True,
        ),
        Step(
            "score",
            "scored",
            "登分 / Score",
            "sat -> marked",
            Score,
            adds=Result,
            by="clerk, captain, trainer",
            apart_from="sit",
        ),
        Step("void", "voided", "作废 / Void", "sat, marked -> voided", Reason, voids=True, by="captain, trainer"),
    ),
)
