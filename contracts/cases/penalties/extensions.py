"""More time to decide, and time that does not count."""

from contracts import forms as ask
from contracts.cases.penalties.phases import HEADS, OPEN
from contracts.forms import Form, Reason
from contracts.register import Step


class Extension(Reason):
    """More time to decide, by a provision (Penalty Law art. 60)."""

    until = ask.day("延长至", "Until")
    basis = ask.record("cases.provisions", "依据", "Provision")
    discussed = ask.flag("经集体讨论", "Discussed collectively")
    extended_on = ask.happened("批准日期", "Approved on")
    evidence = ask.evidence("审批表", "Approval")


class Suspension(Reason):
    """Time that does not count, by a provision (Penalty Law art. 60)."""

    basis = ask.record("cases.provisions", "依据", "Provision")
    suspended_on = ask.happened("中止计算日期", "Stands still from")


class Resumption(Form):
    """Time counts again."""

    resumed_on = ask.happened("恢复计算日期", "Counts again from")


STEPS = (
    Step("extend", "extended", "延长办案期限 / Extend", OPEN, Extension, by=HEADS),
    Step(
        "suspend",
        "suspended",
        "中止计算期限 / Suspend",
        "new, counting -> standing",
        Suspension,
        line="time",
        during=OPEN,
        by=HEADS,
    ),
    Step(
        "resume",
        "resumed",
        "恢复计算期限 / Resume",
        "standing -> counting",
        Resumption,
        line="time",
        during=OPEN,
        by=HEADS,
    ),
)
