"""Staffing 人员配备 per unit and role: what is laid down, and what there was on a day (F040)."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.people import KINDS, POSTS
from contracts.words import Words

BASES = Words({"norm": "核定 / authorised strength", "snapshot": "实有 / actual strength"})
KEEPERS = "quartermaster, trainer, clerk"
MOST = 10_000
MOST_NAMED = 1000


class Counted(Form):
    """One of the people who were counted."""

    person = ask.person("人员", "Person")


class Entry(Form):
    """So many people in a role of a unit: laid down by a paper, or counted on a day, and then who they were."""

    unit = ask.unit()
    role = ask.choice("岗位", "Role", POSTS)
    kind = ask.choice("编制", "Establishment", KINDS)
    basis = ask.choice("口径", "Basis", BASES)
    headcount = ask.number("人数", "Headcount", most=MOST)
    entered_on = ask.happened("日期", "As of")
    people = ask.many(Counted, "名单", "Who was counted", least=0, most=MOST_NAMED)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("依据", "Paper it rests on")


class Revision(Reason):
    """From a day on it is another number."""

    headcount = ask.number("人数", "Headcount", most=MOST)
    revised_on = ask.happened("调整日期", "Revised on")
    evidence = ask.evidence("调整依据", "Paper of the revision")


register = Register(
    "equipment.establishments",
    "人员配备",
    "Staffing",
    keys="role, kind, basis",
    finds="unit+role+kind+basis",
    words={"standing": "有效 / in force", "voided": "已作废"},
    steps=(
        Step("enter", "entered", "登记 / Enter", "new -> standing", Entry, by=KEEPERS),
        Step("revise", "revised", "调整 / Revise", "standing", Revision, by=KEEPERS),
        Step("void", "voided", "作废 / Void", "standing -> voided", Reason, voids=True, by="quartermaster"),
    ),
)
