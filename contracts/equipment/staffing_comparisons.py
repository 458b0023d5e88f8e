"""Staffing compared 人员配备对照: a unit's people in a role against the authorised strength that was entered (F040).

One record for each authorised strength: its last comparison is the last word. Each post that should be filled has a
number of its own, filled or not: so a gap list can name it.
"""

from contracts import forms as ask
from contracts.equipment.establishments import KEEPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.people import KINDS, POSTS
from contracts.training.units import KINDS as UNIT_KINDS

MOST_POSTS = 1000
COMPUTED = "对照结果由系统按人员名册计算 / The comparison is computed from the personnel register"


class Opening(Form):
    """An authorised strength is compared with the people of that day."""

    norm = ask.record("equipment.establishments", "核定编制登记", "Authorised strength")
    opened_on = ask.happened("对照日期", "Compared on")
    note = ask.text("备注", "Note", required=False)


class Comparison(Form):
    """It is compared once more."""

    compared_on = ask.happened("对照日期", "Compared on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("对照佐证", "Proof of the comparison")


class Post(Form):
    """One post that should be filled, or should no longer be."""

    post = ask.number("岗位序号", "Post", least=1, most=MOST_POSTS)
    required = ask.flag("应配", "Required")
    held = ask.flag("已配", "Filled")


class Compared(Form):
    """The authorised strength against the personnel register as it stood on that day."""

    unit = ask.unit()
    unit_kind = ask.choice("单位类别", "Unit kind", UNIT_KINDS)
    role = ask.choice("岗位", "Role", POSTS)
    kind = ask.choice("编制", "Establishment", KINDS)
    authorised = ask.number("核定人数", "Authorised", most=MOST_POSTS)
    actual = ask.number("在岗人数", "On strength", most=MOST_POSTS)
    posts = ask.many(Post, "逐岗对照", "Posts", least=0, most=MOST_POSTS)


register = Register(
    "equipment.staffing_comparisons",
    "人员配备对照",
    "Staffing compared",
    keys="norm",
    identity="norm",
    words={"open": "在用 / in use", "voided": "已作废"},
    steps=(
        Step("open", "opened", "建立对照 / Open", "new -> open", Opening, adds=Compared, by=KEEPERS),
        Step(
            "compare",
            "compared",
            "对照 / Compare",
            "open",
            Comparison,
            adds=Compared,
            by=KEEPERS,
            apart_reason=COMPUTED,
        ),
        Step("void", "voided", "作废 / Void", "open -> voided", Reason, voids=True, by="quartermaster"),
    ),
)
