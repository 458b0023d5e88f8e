"""Assets 装备 that one person holds at a time: recorders, radios, terminals, tools."""

from contracts import forms as ask
from contracts.equipment.custody import KEEPERS, Custody, HandOver
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words(
    {
        "body_camera": "执法记录仪",
        "radio": "对讲机",
        "terminal": "移动执法终端 / mobile terminal",
        "tool": "工具器材 / tools and equipment",
        "other": "其他",
    }
)
CONDITIONS = Words({"good": "完好", "worn": "磨损", "damaged": "损坏"})
KEPT = "registered, in_stock, issued, in_repair"


class Registration(Form):
    """An asset enters the inventory."""

    code = ask.code("装备编号", "Asset code")
    unit = ask.unit("管理单位", "Keeping unit")
    kind = ask.choice("装备类别", "Kind", KINDS)
    model = ask.text("型号", "Model", longest=80)
    serial = ask.text(
        "序列号", "Serial number", same="number", longest=80, required=False, metadata=ask.numbers_of("the maker")
    )
    acquired_on = ask.day("购置日期", "Acquired on", required=False)
    registered_on = ask.happened("登记日期", "Registered on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("登记佐证", "Proof of registration")


class Stocking(Form):
    """It stands in the store, ready to be issued."""

    stocked_on = ask.happened("入库日期", "Stocked on")


class Issue(HandOver):
    """A person takes it over."""

    holder = ask.person("领用人", "Holder")
    issued_on = ask.happened("领用日期", "Issued on")


class Return(HandOver):
    """The holder gives it back; the signature is asked for here too (snipe-it#19114)."""

    returned_by = ask.person("交还人", "Returned by")
    returned_on = ask.happened("交还日期", "Returned on")
    condition = ask.choice("交还状况", "Condition", CONDITIONS)


class Transfer(Reason):
    """Another unit keeps it from now on."""

    unit = ask.unit("接收单位", "Receiving unit")
    transferred_on = ask.happened("调拨日期", "Transferred on")


class Repair(Reason):
    """It goes away to be mended; who held it holds it no longer."""

    sent_on = ask.happened("送修日期", "Sent on")


class Repaired(Form):
    """It is back in the store."""

    repaired_on = ask.happened("修复日期", "Repaired on")


class Loss(Reason):
    """It cannot be found."""

    lost_on = ask.happened("丢失日期", "Lost on")
    evidence = ask.evidence("丢失佐证", "Proof of the loss")


class Recovery(Form):
    """It was found again."""

    found_on = ask.happened("找回日期", "Found on")


class Retirement(Reason):
    """It leaves the inventory."""

    retired_on = ask.happened("报废日期", "Retired on")
    evidence = ask.evidence("报废佐证", "Proof of retirement")


register = Register(
    "equipment.assets",
    "装备台账",
    "Assets",
    keys="kind, holder",
    finds="unit+kind",
    identity="code",
    unique="serial",
    words={
        "registered": "已登记",
        "in_stock": "在库",
        "issued": "已领用",
        "in_repair": "在修",
        "lost": "丢失",
        "retired": "已报废",
        "voided": "已作废",
    },
    steps=(
        Step("register", "registered", "登记 / Register", "new -> registered", Registration, by=KEEPERS),
        Step("stock", "stocked", "入库 / Stock", "registered -> in_stock", Stocking, by=KEEPERS),
        Step("issue", "issued", "领用 / Issue", "in_stock -> issued", Issue, adds=Custody, by=KEEPERS, not_by="holder"),
        Step(
            "give_back",
            "returned",
            "交还 / Give back",
            "issued -> in_stock",
            Return,
            by=KEEPERS,
            not_by="holder, returned_by",
        ),
        Step("transfer", "transferred", "调拨 / Transfer", "registered, in_stock", Transfer, by="quartermaster"),
        Step("repair", "sent_to_repair", "送修 / Repair", "in_stock, issued -> in_repair", Repair, by=KEEPERS),
        Step("take_back", "repaired", "修复入库 / Take back", "in_repair -> in_stock", Repaired, by=KEEPERS),
        Step("lose", "lost", "报失 / Report lost", "in_stock, issued, in_repair -> lost", Loss, by=KEEPERS),
        Step("find", "found", "找回 / Find", "lost -> in_stock", Recovery, by=KEEPERS),
        Step(
            "retire",
            "retired",
            "报废 / Retire",
            "registered, in_stock, in_repair, lost -> retired",
            Retirement,
            by="quartermaster",
            not_by="holder",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            f"{KEPT}, lost, retired -> voided",
            Reason,
            voids=True,
            by="quartermaster",
            not_by="holder",
        ),
    ),
)
