"""Stock-takes 盘点: what a unit's assets are, looked at by their codes, and a second person who confirms it (F041).

A sheet holds 500 codes at most; a unit that has more hands in several, each of which counts for its own codes.
"""

from contracts import forms as ask
from contracts.equipment.custody import KEEPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

STATES = Words({"found": "在位 / found", "missing": "未见 / missing", "surplus": "账外 / surplus"})
MOST_LINES = 500


class Line(Form):
    """An asset, and how it was found: by the code that was scanned, or that should have been there."""

    code = ask.code("装备编号（扫码）", "Asset code, as scanned")
    state = ask.choice("盘点结果", "State", STATES)


class Seen(Line):
    """The same with a remark."""

    remark = ask.text("说明", "Remark", longest=60, required=False)


class Count(Form):
    """A sheet of a unit's stock-take."""

    unit = ask.unit("盘点单位", "Unit")
    sheet = ask.number("盘点表序号", "Sheet", least=1, most=999)
    counted_on = ask.happened("盘点日期", "Counted on")
    lines = ask.many(Seen, "盘点明细", "Assets", most=MOST_LINES)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("盘点表", "The sheet")


class Tally(Form):
    """What the sheet comes to."""

    found_count = ask.number("在位件数", "Assets found", most=MOST_LINES)
    missing_count = ask.number("未见件数", "Assets missing", most=MOST_LINES)
    surplus_count = ask.number("账外件数", "Assets in surplus", most=MOST_LINES)


class Confirmation(Form):
    """Somebody else has counted too: evidence level E2."""

    checker = ask.myself("复核人", "Confirmed by")
    confirmed_on = ask.happened("复核日期", "Confirmed on")
    opinion = ask.text("复核意见", "Remark", required=False)
    evidence = ask.evidence("复核佐证", "Proof")


class Confirmed(Form):
    """What was confirmed: the codes that were counted."""

    lines = ask.many(Line, "盘点明细", "Assets", most=MOST_LINES)


register = Register(
    "equipment.stocktakes",
    "装备盘点",
    "Stock-takes",
    keys="sheet",
    finds="unit+counted_on",
    orders="sheet",
    words={"counted": "已盘点 / counted", "confirmed": "已复核 / confirmed", "voided": "已作废"},
    steps=(
        Step("count", "counted", "盘点 / Count", "new -> counted", Count, adds=Tally, by=KEEPERS),
        Step(
            "confirm",
            "confirmed",
            "复核 / Confirm",
            "counted -> confirmed",
            Confirmation,
            adds=Confirmed,
            level="E2",
            by=f"{KEEPERS}, inspector",
            apart_from="count",
            task="confirm",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "counted, confirmed -> voided",
            Reason,
            voids=True,
            by="quartermaster",
        ),
    ),
)
