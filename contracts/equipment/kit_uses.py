"""Help given on patrol with a service kit 服务工具包使用: which item, to what kind of person, where, when (F044, F045).

Nobody who was helped is named: what kind of person it was is all that is asked.
"""

from contracts import forms as ask
from contracts.equipment.custody import KEEPERS
from contracts.equipment.kit_definitions import SLOTS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

HELPED = Words(
    {
        "resident": "居民 / resident",
        "merchant": "商户 / merchant",
        "passer_by": "行人 / passer-by",
        "elderly": "老年人 / elderly person",
        "disabled": "残疾人 / disabled person",
        "child": "儿童 / child",
        "other": "其他",
    }
)


class Help(Form):
    """An officer on patrol helped somebody with an item of the kit."""

    kit = ask.record("equipment.kits", "工具包编号", "Kit code")
    slot = ask.number("槽位", "Slot", least=1, most=SLOTS)
    officer = ask.doer("队员", "Officer", roles="officer")
    helped = ask.choice("服务对象类别", "Who was helped", HELPED)
    help = ask.text("帮助内容", "What help was given", longest=200)
    place = ask.text("地点", "Place", longest=100)
    used_on = ask.happened("使用日期", "Used on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("现场照片", "Photo")


class Item(Form):
    """The item by the name that it has in the kit's definition, and the unit that the kit is for."""

    unit = ask.unit("配发单位", "Unit of the kit")
    item = ask.text("物品", "Item", longest=40)


register = Register(
    "equipment.kit_uses",
    "服务工具包使用",
    "Help with the kit",
    keys="kit, item, officer",
    words={"recorded": "已登记 / recorded", "voided": "已作废"},
    steps=(
        Step(
            "record",
            "recorded",
            "登记 / Record",
            "new -> recorded",
            Help,
            adds=Item,
            by=f"{KEEPERS}, officer",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "recorded -> voided",
            Reason,
            voids=True,
            by="quartermaster",
            not_by="officer",
        ),
    ),
)
