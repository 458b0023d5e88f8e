"""What belongs in a service kit 服务工具包: ten small items 十小件 in numbered slots, by version (F044).

The article names five of the ten: 相关法律文书, 铲刀, 联系卡, 地图, 便民修理箱; the others are the bureau's to name.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step

SLOTS = 10


class Slot(Form):
    """One of the ten."""

    slot = ask.number("槽位", "Slot", least=1, most=SLOTS)
    name = ask.text("物品", "Item", longest=40)
    quantity = ask.number("数量", "Quantity", least=1, most=100)
    consumable = ask.flag("消耗品", "Consumable", required=False)
    document = ask.flag("文书类", "Paper", required=False)


class Publication(Form):
    """A version of the kit comes into force."""

    code = ask.code("定义编号", "Definition code")
    unit = ask.unit("适用单位", "Unit it is made for")
    version = ask.number("版本", "Version", least=1, most=1000)
    effective_on = ask.happened("生效日期", "In force from", decreed=True)
    slots = ask.many(Slot, "十小件", "Ten items", least=SLOTS, most=SLOTS)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("依据", "Paper it rests on")


class Supersession(Reason):
    """A later version takes its place; kits packed by it stay what they are."""

    superseded_on = ask.happened("停用日期", "Superseded on")


register = Register(
    "equipment.kit_definitions",
    "工具包定义",
    "Kit definitions",
    keys="version",
    identity="code",
    offered="in_force",
    words={"in_force": "现行", "superseded": "已停用", "voided": "已作废"},
    steps=(
        Step("publish", "published", "发布 / Publish", "new -> in_force", Publication, by="quartermaster"),
        Step("supersede", "superseded", "停用 / Supersede", "in_force -> superseded", Supersession, by="quartermaster"),
        Step("void", "voided", "作废 / Void", "in_force, superseded -> voided", Reason, voids=True, by="quartermaster"),
    ),
)
