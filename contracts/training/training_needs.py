"""Training needs 培训需求: what the staff of a class ask to learn, and which courses meet it (F011, 按需定训)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.courses import TOPICS
from contracts.training.people import POSTS


class Survey(Form):
    """A class of the staff was asked about one topic; whoever answered is not named."""

    unit = ask.unit("调查单位", "Unit asked")
    role = ask.choice("岗位", "Post", POSTS)
    topic = ask.choice("培训内容", "Topic", TOPICS)
    asked = ask.number("调查人数", "People asked", least=1, most=100_000)
    needing = ask.number("有需求人数", "People in need", least=1, most=100_000)
    surveyed_on = ask.happened("调查日期", "Surveyed on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("需求调查表", "Survey")


class Meeting(Form):
    """A course is there for it."""

    course = ask.record("training.courses", "课程编号", "Course")
    met_on = ask.happened("定训日期", "Course chosen on")


class Reopening(Reason):
    """The course is no longer taught, or is not what was needed."""

    reopened_on = ask.happened("重新提出日期", "Open again on")


class Withdrawal(Reason):
    """The need is no more."""

    withdrawn_on = ask.happened("撤销日期", "Withdrawn on")


register = Register(
    "training.training_needs",
    "培训需求",
    "Training needs",
    keys="role, topic",
    words={
        "open": "待定训 / without a course",
        "met": "已定训 / with a course",
        "withdrawn": "已撤销",
        "voided": "已作废",
    },
    steps=(
        Step("survey", "surveyed", "登记需求 / Survey", "new -> open", Survey, by="trainer, clerk, captain"),
        Step("meet", "met", "按需定训 / Meet", "open, met -> met", Meeting, by="trainer"),
        Step("reopen", "reopened", "重新提出 / Open again", "met -> open", Reopening, by="trainer"),
        Step("withdraw", "withdrawn", "撤销 / Withdraw", "open, met -> withdrawn", Withdrawal, by="trainer"),
        Step("void", "voided", "作废 / Void", "open, met, withdrawn -> voided", Reason, voids=True, by="trainer"),
    ),
)
