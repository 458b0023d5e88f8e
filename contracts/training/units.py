"""Units 单位: squadrons, sections, brigades, the bureau; a tree with dated parents."""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "bureau": "局",
        "brigade": "大队",
        "section": "科室",
        "squadron": "中队",
        "town": "镇（街道） / town or subdistrict",
    }
)
FOR_ALL = frozenset({"bureau", "section"})
"""Kinds of units that work for the whole bureau: their people's posts are for all units."""


class Opening(Form):
    """A unit is set up. At most two parents: since 2021 a squadron may answer to a town and to the bureau."""

    code = ask.code("单位编号", "Unit code")
    name = ask.text("单位名称", "Unit name", same="name", longest=40)
    kind = ask.choice("单位类别", "Unit kind", KINDS)
    parents = ask.units("上级单位", "Parent units", most=2)
    opened_on = ask.happened("设立日期", "Set up on")
    note = ask.text("备注", "Note", required=False)


class Opened(Form):
    """A unit's events belong to the unit itself."""

    unit = ask.unit()


class Move(Reason):
    """A unit comes under other parents from a day on."""

    parents = ask.units("新上级单位", "New parent units", most=2)
    moved_on = ask.happened("改隶日期", "Moved on")


class Closing(Reason):
    """A unit is dissolved."""

    closed_on = ask.happened("撤销日期", "Dissolved on")


register = Register(
    "training.units",
    "单位名册",
    "Units",
    keys="kind",
    finds="kind",
    identity="code",
    unique="name",
    offered="open",
    words={"open": "存续 / in being", "closed": "已撤销 / abolished", "voided": "已作废"},
    steps=(
        Step(
            "open",
            "opened",
            "设立 / Set up",
            "new -> open",
            Opening,
            adds=Opened,
            by="trainer",
            founding=True,
        ),
        Step("move", "moved", "改隶 / Move", "open", Move, by="trainer"),
        Step("close", "closed", "撤销 / Dissolve", "open -> closed", Closing, by="trainer"),
        Step("void", "voided", "作废 / Void", "open, closed -> voided", Reason, voids=True, by="trainer"),
    ),
)
