"""Assessments 考核: one person sits one paper.

Who sits a drawn paper begins it under their own name, hands in within its time, and is marked once the paper is closed;
a written examination is recorded by somebody else, with its score sheet (docs/decisions/0040-examinations.md).
"""

from dataclasses import replace

from contracts import forms as ask
from contracts.apart_reasons import OWN_STEP
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.courses import CATEGORIES, TOPICS
from contracts.training.papers import ROUNDS
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


class Begun(Sat):
    """The same; where the examinee began it under their own name, when, and until when they may hand in."""

    begun_at = ask.moment("开始时间", "Begun at", required=False)
    hand_in_by = ask.moment("最迟交卷", "Hand in by", required=False)


class Answer(Form):
    """What was ticked for one question."""

    question = ask.code("题号", "Question code")
    chosen = ask.choices("所选", "Chosen", LETTERS, least=1)


class Answers(Form):
    """The answers are handed in; a question left out is wrong."""

    answers = ask.many(Answer, "答卷", "Answers", least=0)


class HandedIn(Form):
    """No mark yet: there is none before the paper is closed."""

    handed_in_on = ask.happened("考核日期", "Sat on")


class Marking(Form):
    """The answers are marked, by the key that the bank has by then."""

    note = ask.text("备注", "Note", required=False)


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


class TopicPoints(Form):
    """The points for one topic, of those that there were for it."""

    topic = ask.choice("内容", "Topic", TOPICS)
    points = ask.number("得分", "Points", most=1000)
    full = ask.number("满分", "Full points", least=1, most=1000)


class ScoreByTopic(Score):
    """The same, and where the sheet tells them apart the points for each topic."""

    topics = ask.many(TopicPoints, "分项得分", "Points by topic", least=0, most=len(TOPICS))


class TopicResult(TopicPoints):
    """The same in hundredths."""

    percent = ask.number("百分制得分", "Score of 100")


class ByTopic(Form):
    """What was scored in each topic (F013, F015), and whether the paper was a baseline or sat later."""

    round = ask.choice("摸底或复测", "Baseline or later test", ROUNDS, required=False)
    by_topic = ask.many(TopicResult, "各项成绩", "Score by topic", least=0, most=len(TOPICS))


class ResultByTopic(ByTopic, Result):
    """A result with its topics."""


class MarkedByTopic(ByTopic, Marked):
    """Marks with their topics."""


ASSESSMENT_ROLES = "officer, clerk, legal, captain, trainer"
READERS = "trainer, captain, clerk, legal, leader, auditor"
"""What a person ticked and scored is theirs: they are told it by name once it was marked."""
SIT = Step(
    "sit",
    "sat",
    "应试 / Sit",
    "new -> sat",
    Sitting,
    adds=Sat,
    by=ASSESSMENT_ROLES,
    corrected_by="clerk, captain, trainer",
    own_reason=OWN_STEP,
)
BEGIN = replace(SIT, adds=Begun, version=2)
"""As it was when a written sitting of a drawn paper was not counted with those in person."""
ANSWER = Step(
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
    own_reason=OWN_STEP,
)
"""As it was when answers were marked at once."""
MARK = Step(
    "mark",
    "marked",
    "评卷 / Mark",
    "handed_in -> marked",
    Marking,
    adds=Marked,
    level="E1",
    by="trainer, legal, captain",
    corrected_by="trainer",
    apart_from="sit, answer",
    not_by="person",
    task="confirm",
)
SCORE = Step(
    "score",
    "scored",
    "登分 / Score",
    "sat -> marked",
    Score,
    adds=Result,
    by="clerk, captain, trainer",
    apart_from="sit",
    version=3,
    not_by="person",
)
"""As they were when no score was told by topic."""
register = Register(
    "training.assessments",
    "考核",
    "Assessments",
    keys="person, course, category",
    finds="person, paper, invigilator, person+paper, person+course",
    readers=READERS,
    words={"sat": "待评分 / awaiting its score", "handed_in": "已交卷", "marked": "已评分", "voided": "已作废"},
    steps=(
        replace(BEGIN, version=3, earlier=(SIT, BEGIN)),
        replace(
            ANSWER,
            move="sat -> handed_in",
            adds=HandedIn,
            level="E0",
            blind=False,
            version=2,
            earlier=(ANSWER,),
        ),
        replace(MARK, adds=MarkedByTopic, version=2, earlier=(MARK,)),
        replace(SCORE, form=ScoreByTopic, adds=ResultByTopic, version=4, earlier=(SCORE,)),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "sat, handed_in, marked -> voided",
            Reason,
            voids=True,
            by="captain, trainer",
            apart_from="sit, score, mark",
            not_by="person",
        ),
    ),
)
