"""Service kits 服务工具包: packed, issued ten of ten, looked through slot by slot over time (F044)."""

from contracts import forms as ask
from contracts.apart_reasons import A_CLAIM
from contracts.equipment.custody import KEEPERS, Custody, HandOver
from contracts.equipment.kit_definitions import SLOTS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

STATES = Words({"present": "在位 / in place", "missing": "缺失", "damaged": "损坏", "expired": "过期"})


SLOTS_OF_KIT = ask.Points("equipment.kit_definitions", by="definition", points="slots", key="slot")


class Found(Form):
    """How one slot was found."""

    slot = ask.number("槽位", "Slot", least=1, most=SLOTS)
    state = ask.choice("状态", "State", STATES)


class Contents(Form):
    """Every slot of the kit was looked at."""

    contents = ask.checks(Found, "清点", "Contents", SLOTS_OF_KIT, least=SLOTS, most=SLOTS)
    evidence = ask.evidence("清点佐证", "Proof of the contents")


class Lacking(Form):
    """A slot in which the item does not stand as it should, by name."""

    slot = ask.number("槽位", "Slot", least=1, most=SLOTS)
    name = ask.text("物品", "Item", longest=40)
    state = ask.choice("状态", "State", STATES)


class Counted(Form):
    """What the contents come to: how many stand as they should, and which do not."""

    present = ask.number("在位件数", "Items present", most=SLOTS)
    lacking = ask.many(Lacking, "缺件", "Lacking", least=0, most=SLOTS)


class Packing(Contents):
    """A kit is packed by a definition; one that is short may lie in the store, and is not issued."""

    code = ask.code("工具包编号", "Kit code")
    unit = ask.unit("配发单位", "Unit it is for")
    definition = ask.record("equipment.kit_definitions", "定义编号", "Definition code")
    assembled_on = ask.happened("组包日期", "Assembled on")
    note = ask.text("备注", "Note", required=False)


class Repacking(Contents):
    """What was short or came back is packed again."""

    repacked_on = ask.happened("重新组包日期", "Repacked on")


class Issue(HandOver):
    """A person takes the whole kit over."""

    holder = ask.person("领用人", "Holder")
    issued_on = ask.happened("领用日期", "Issued on")


class Check(Contents):
    """Ten of ten."""

    checked_on = ask.happened("检查日期", "Checked on")


class ShortCheck(Contents):
    """At least one slot is not as it should be."""

    found_short_on = ask.happened("缺件检查日期", "Found short on")


class Replenishment(Contents):
    """What was lacking is there again."""

    replenished_on = ask.happened("补齐日期", "Replenished on")


class Return(HandOver):
    """The holder gives the kit back."""

    returned_by = ask.person("交还人", "Returned by")
    returned_on = ask.happened("交还日期", "Returned on")


class Scrapping(Reason):
    """The kit is taken apart."""

    scrapped_on = ask.happened("拆包日期", "Scrapped on")


register = Register(
    "equipment.kits",
    "服务工具包",
    "Service kits",
    keys="holder, definition",
    finds="holder*",
    identity="code",
    words={
        "assembled": "已组包",
        "issued": "已领用",
        "short": "缺件 / items missing",
        "returned": "已交还",
        "scrapped": "已拆包 / taken apart",
        "voided": "已作废",
    },
    steps=(
        Step("assemble", "assembled", "组包 / Assemble", "new -> assembled", Packing, adds=Counted, by=KEEPERS),
        Step(
            "repack",
            "repacked",
            "重新组包 / Repack",
            "assembled, returned -> assembled",
            Repacking,
            adds=Counted,
            by=KEEPERS,
        ),
        Step(
            "issue", "issued", "领用 / Issue", "assembled -> issued", Issue, adds=Custody, by=KEEPERS, not_by="holder"
        ),
        Step(
            "check",
            "checked",
            "检查齐全 / Check complete",
            "issued, short -> issued",
            Check,
            adds=Counted,
            by=f"{KEEPERS}, officer, inspector",
            apart_reason=A_CLAIM,
            own_reason=A_CLAIM,
        ),
        Step(
            "find_short",
            "found_short",
            "检查缺件 / Check short",
            "issued, short -> short",
            ShortCheck,
            adds=Counted,
            by=f"{KEEPERS}, officer, inspector",
        ),
        Step(
            "replenish",
            "replenished",
            "补齐 / Replenish",
            "short -> issued",
            Replenishment,
            adds=Counted,
            by=KEEPERS,
        ),
        Step(
            "give_back",
            "returned",
            "交还 / Give back",
            "issued, short -> returned",
            Return,
            by=KEEPERS,
            not_by="holder, returned_by",
        ),
        Step(
            "scrap",
            "scrapped",
            "拆包 / Scrap",
            "assembled, returned -> scrapped",
            Scrapping,
            by="quartermaster",
            not_by="holder",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "assembled, issued, short, returned, scrapped -> voided",
            Reason,
            voids=True,
            by="quartermaster",
            not_by="holder",
        ),
    ),
)
