"""Programmes beside the first 并行方案: a city's own action, next year's plan, as a file that a leader issues.

The gateway reads the file: what it finds wrong it refuses, what it takes it counts by, beside the programme in force.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step

MOST = 4
"""So many stand beside the first at most: every event is written once more for each of them."""
STANDING = ("handed_in", "issued")
"""The statuses in which one is counted by: previewed, and in force."""


class ProgrammeFile(Form):
    """The programme itself. Title and days are the file's: the gateway fills them in."""

    title = ask.text("方案名称", "Title", longest=120, required=False)
    title_en = ask.text("方案名称（英文）", "Title in English", longest=200, required=False)
    starts_on = ask.day("方案起始日期", "First day", required=False)
    ends_on = ask.day("方案截止日期", "Last day", required=False)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("方案文件（YAML）", "The programme (YAML)")


class HandingIn(ProgrammeFile):
    """A programme is handed in: it is checked, and its numbers are made, before it is anybody's."""

    campaign = ask.code("方案代号", "Campaign")
    handed_in_on = ask.happened("提交日期", "Handed in on")


class HandedIn(Form):
    """It is the bureau's."""

    unit = ask.unit()


class Revision(ProgrammeFile):
    """The file as it is to be, before it is issued."""

    revised_on = ask.happened("修改日期", "Changed on")


class Issuing(Form):
    """A leader issues it with its document."""

    issued_on = ask.happened("印发日期", "Issued on")
    issued_as = ask.text("印发文号", "Number of the document", longest=100, required=False)
    document = ask.evidence("印发文件", "The document")


class Withdrawal(Reason):
    """It is not to be issued."""

    withdrawn_on = ask.happened("撤回日期", "Withdrawn on")


class Ending(Reason):
    """It is counted by no longer; what it said stays in its file."""

    ended_on = ask.happened("终止日期", "Ended on")


register = Register(
    "training.programmes",
    "并行方案",
    "Programmes beside the first",
    finds="unit",
    identity="campaign",
    bureaus=True,
    words={
        "handed_in": "待印发 / awaits its issue",
        "issued": "已印发 / issued",
        "ended": "已终止",
        "withdrawn": "已撤回",
        "voided": "已作废",
    },
    steps=(
        Step(
            "hand_in", "handed_in", "提交 / Hand in", "new -> handed_in", HandingIn, adds=HandedIn, by="leader, clerk"
        ),
        Step("revise", "revised", "修改 / Change", "handed_in, withdrawn -> handed_in", Revision, by="leader, clerk"),
        Step(
            "issue",
            "issued",
            "印发 / Issue",
            "handed_in -> issued",
            Issuing,
            by="leader",
            apart_from="hand_in, revise",
            task="approve",
        ),
        Step("withdraw", "withdrawn", "撤回 / Withdraw", "handed_in -> withdrawn", Withdrawal, by="leader, clerk"),
        Step("end", "ended", "终止 / End", "issued -> ended", Ending, by="leader"),
        Step("void", "voided", "作废 / Void", "handed_in, withdrawn -> voided", Reason, voids=True, by="leader, clerk"),
    ),
)
