"""Equipment norms 装备配备标准: how many of a kind a unit should have, and the gap against it (F041, M-S4-7).

Each piece that a unit should have is an item of its own ("DT/radio/3"), held or lacking: so a gap list can name it.
"""

from contracts import forms as ask
from contracts.equipment import assets
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = assets.KINDS.with_words(Words({"vehicle": "执法车辆"}))
MOST = 500


class Norm(Form):
    """A paper lays down how many of a kind a unit should have."""

    unit = ask.unit()
    kind = ask.choice("装备类别", "Kind", KINDS)
    quantity = ask.number("应配数量", "Should have", least=1, most=MOST)
    source = ask.text("标准依据", "Paper it rests on", longest=200)
    set_on = ask.happened("设定日期", "Set on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("标准文件", "The paper itself")


class Revision(Reason):
    """From a day on it should have more, or fewer."""

    quantity = ask.number("应配数量", "Should have", least=1, most=MOST)
    revised_on = ask.happened("调整日期", "Revised on")
    evidence = ask.evidence("调整依据", "Paper of the revision")


class Assessment(Form):
    """What the unit has is counted against the norm once more."""

    assessed_on = ask.happened("对照日期", "Assessed on")
    evidence = ask.evidence("对照佐证", "Proof of the assessment")


class Withdrawal(Reason):
    """The norm holds no longer."""

    withdrawn_on = ask.happened("废止日期", "Withdrawn on")


class Item(Form):
    """One piece that the unit should have, or should no longer have."""

    item = ask.text("应配件", "Item", longest=80)
    required = ask.flag("应配", "Required")
    held = ask.flag("已配", "Held")


class Compared(Form):
    """The norm against the registers as they stood on that day."""

    held = ask.number("实有数量", "Has")
    items = ask.many(Item, "逐件对照", "Items", most=2 * MOST)


register = Register(
    "equipment.equipment_norms",
    "装备配备标准",
    "Equipment norms",
    keys="kind",
    finds="unit+kind",
    words={"in_force": "现行", "withdrawn": "已废止", "voided": "已作废"},
    steps=(
        Step("set", "set", "设定 / Set", "new -> in_force", Norm, adds=Compared, by="quartermaster"),
        Step(
            "assess",
            "assessed",
            "对照 / Assess",
            "in_force",
            Assessment,
            adds=Compared,
            by="quartermaster",
            apart_reason="对照结果由系统按台账计算 / The comparison is computed from the registers",
        ),
        Step("revise", "revised", "调整 / Revise", "in_force", Revision, adds=Compared, by="quartermaster"),
        Step(
            "withdraw",
            "withdrawn",
            "废止 / Withdraw",
            "in_force -> withdrawn",
            Withdrawal,
            adds=Compared,
            by="quartermaster",
        ),
        Step("void", "voided", "作废 / Void", "in_force, withdrawn -> voided", Reason, voids=True, by="quartermaster"),
    ),
)
