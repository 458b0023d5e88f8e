"""The question bank 题库: single, multiple, true or false. Only who sets papers may read it (F014)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.courses import TOPICS
from contracts.words import Words

KINDS = Words(
    {"single": "单选题 / one answer", "multiple": "多选题 / several answers", "true_false": "判断题 / true or false"}
)
LETTERS = Words({letter: letter for letter in "ABCDEF"})


class Entry(Form):
    """A question with its options and its answer: letters, such as AC; 对 or 错 for true or false."""

    code = ask.code("题号", "Question code")
    unit = ask.unit("命题单位", "Setting unit")
    topic = ask.choice("内容", "Topic", TOPICS)
    kind = ask.choice("题型", "Kind", KINDS)
    question = ask.text("题干", "Question", longest=1000)
    option_a = ask.text("选项A", "Option A", longest=300, required=False)
    option_b = ask.text("选项B", "Option B", longest=300, required=False)
    option_c = ask.text("选项C", "Option C", longest=300, required=False)
    option_d = ask.text("选项D", "Option D", longest=300, required=False)
    option_e = ask.text("选项E", "Option E", longest=300, required=False)
    option_f = ask.text("选项F", "Option F", longest=300, required=False)
    answer = ask.text("答案", "Answer", longest=20)
    source = ask.text("出处", "Source", longest=200, required=False)
    entered_on = ask.happened("入库日期", "Entered on")
    note = ask.text("备注", "Note", required=False)


class Option(Form):
    """One of the answers from which to choose."""

    letter = ask.choice("选项", "Option", LETTERS)
    text = ask.text("内容", "Text", longest=300)


class Entered(Form):
    """The options with their letters, and the letters of the answer in their order: the key."""

    options = ask.many(Option, "选项", "Options", most=len(LETTERS))
    key = ask.text("答案字母", "Key", longest=6)


class Withdrawal(Reason):
    """It is drawn no longer."""

    withdrawn_on = ask.happened("停用日期", "Withdrawn on")


register = Register(
    "training.questions",
    "题库",
    "Question bank",
    keys="topic, kind",
    finds="topic",
    readers="trainer, legal, operator",
    identity="code",
    words={"in_force": "在用 / in use", "withdrawn": "已停用", "voided": "已作废"},
    steps=(
        Step("enter", "entered", "入库 / Enter", "new -> in_force", Entry, adds=Entered, by="trainer, legal"),
        Step("withdraw", "withdrawn", "停用 / Withdraw", "in_force -> withdrawn", Withdrawal, by="trainer, legal"),
        Step("void", "voided", "作废 / Void", "in_force, withdrawn -> voided", Reason, voids=True, by="trainer"),
    ),
)
