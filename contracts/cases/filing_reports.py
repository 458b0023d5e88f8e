"""Reports of filed cases to the authority above 立案报备 (F124)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Clock, Register, Step


class Duty(Form):
    """A filed case has to be reported, to whom and by when: the bureau's own rule, no statute names a period."""

    unit = ask.unit("办案单位", "Unit that has the case")
    case = ask.record("cases.penalties", "案件", "Case")
    reported_to = ask.text("报备机关", "Reported to", longest=80)
    filed_on = ask.happened("立案日期", "Case filed on")
    due_on = ask.day("报备期限", "Report due on")
    note = ask.text("备注", "Note", required=False)


class Report(Form):
    """The report was handed in."""

    reported_on = ask.happened("报备日期", "Reported on")
    evidence = ask.evidence("报备材料", "The report")


class Punctual(Form):
    """Whether it was in time."""

    late = ask.flag("逾期", "Late")


class Noting(Form):
    """The authority above has taken note: evidence level E2."""

    noted_on = ask.happened("备案日期", "Noted on")
    receipt_number = ask.text("备案编号", "Receipt number", longest=40, required=False)
    receipt = ask.evidence("备案回执", "Receipt")


register = Register(
    "cases.filing_reports",
    "立案报备",
    "Filing reports",
    keys="case",
    finds="case",
    words={"due": "待报备 / to be reported", "reported": "已报备", "noted": "已备案 / on file", "voided": "已作废"},
    steps=(
        Step("open", "opened", "应报备 / Open", "new -> due", Duty, by="clerk, captain, legal"),
        Step(
            "report", "reported", "报备 / Report", "due -> reported", Report, adds=Punctual, by="clerk, captain, legal"
        ),
        Step(
            "note",
            "noted",
            "备案 / Note",
            "reported -> noted",
            Noting,
            level="E2",
            by="legal",
            apart_from="open, report",
            task="confirm",
        ),
        Step(
            "void", "voided", "作废 / Void", "due, reported, noted -> voided", Reason, voids=True, by="legal, captain"
        ),
    ),
    clocks=(
        Clock(
            "report",
            "opened -> reported",
            "",
            "局内规定（待定）",
            title="立案报备 / Filing report",
            until="due_on",
            warns="3, 1",
        ),
    ),
)
