"""Examination papers 试卷: written ones by their marks alone, or drawn from the question bank (F014)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.courses import CATEGORIES
from contracts.training.questions import KINDS, LETTERS, Option
from contracts.words import Words

MOST = 200
"""Questions on one paper."""
MOST_ATTEMPTS = 20


ROUNDS = Words({"baseline": "摸底 / baseline", "later": "复测 / later test"})
"""Whether a paper is sat before something is taught, or afterwards (F004, F013)."""


class Setting(Form):
    """A paper with its full mark; without a pass mark of its own it has its course's share of the full mark."""

    code = ask.code("试卷编号", "Paper code")
    title = ask.text("试卷名称", "Title", longest=80)
    unit = ask.unit("命题单位", "Setting unit")
    course = ask.record("training.courses", "课程编号", "Course")
    full_mark = ask.number("满分", "Full mark", least=1, most=1000)
    pass_mark = ask.number("合格分", "Pass mark", least=1, most=1000, required=False)
    minutes = ask.number("考试时长（分钟）", "Minutes allowed", least=1, most=24 * 60, required=False)
    opens_at = ask.moment("开考时间", "Opens at", required=False)
    closes_at = ask.moment("截止时间", "Closes at", required=False)
    attempts = ask.number("每人次数", "Attempts a person", least=1, most=MOST_ATTEMPTS, required=False)
    round = ask.choice("摸底或复测", "Baseline or later test", ROUNDS, required=False)
    baseline = ask.record("training.papers", "对照的摸底试卷", "Baseline that it is compared with", required=False)
    set_on = ask.happened("命题日期", "Set on")
    note = ask.text("备注", "Note", required=False)


class Set(Form):
    """What follows from the course."""

    category = ask.choice("培训类别", "Category", CATEGORIES)
    pass_mark = ask.number("合格分", "Pass mark")


class Draw(Form):
    """Questions are drawn at random from the bank, on the topics of the course; the same seed draws the same ones."""

    number = ask.number("题数", "Number of questions", least=1, most=MOST)
    seed = ask.text("随机种子", "Seed", longest=40, required=False, metadata=ask.numbers_of("chance"))
    drawn_on = ask.happened("组卷日期", "Drawn on")


class Item(Form):
    """A question on the paper, as it was worded when it was drawn; its answer stays in the bank."""

    question = ask.code("题号", "Question code")
    version = ask.number("题目版本", "Question's version")
    kind = ask.choice("题型", "Kind", KINDS)
    text = ask.text("题干", "Question", longest=1000)
    options = ask.many(Option, "选项", "Options", most=len(LETTERS))


class Drawn(Form):
    """The questions, and the points for each."""

    seed = ask.text("随机种子", "Seed", longest=40, metadata=ask.numbers_of("chance"))
    points = ask.number("每题分值", "Points each")
    questions = ask.many(Item, "试题", "Questions", most=MOST)


class Withdrawal(Reason):
    """It is sat no longer; what was handed in may be marked."""

    withdrawn_on = ask.happened("停用日期", "Withdrawn on")


register = Register(
    "training.papers",
    "试卷",
    "Examination papers",
    keys="course, category",
    identity="code",
    readers="trainer, legal, captain, clerk, auditor",
    offered="set, drawn",
    words={"set": "已命题 / set, not drawn yet", "drawn": "已组卷", "withdrawn": "已停用", "voided": "已作废"},
    steps=(
        Step("set", "set", "命题 / Set", "new -> set", Setting, adds=Set, by="trainer, legal"),
        Step("draw", "drawn", "组卷 / Draw", "set -> drawn", Draw, adds=Drawn, by="trainer, legal"),
        Step(
            "withdraw",
            "withdrawn",
            "停用 / Withdraw",
            "set, drawn -> withdrawn",
            Withdrawal,
            by="trainer, legal",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "set, drawn, withdrawn -> voided",
            Reason,
            voids=True,
            by="trainer",
        ),
    ),
)
