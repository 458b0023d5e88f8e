"""Uniform issue 制式服装配发: five classes, for established officers at the front line (F032)."""

from contracts import forms as ask
from contracts.equipment.custody import KEEPERS
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

CLASSES = Words(
    {
        "caps": "帽类",
        "clothing": "服装类",
        "shoes": "鞋类",
        "insignia": "标志标识类 / marks and insignia",
        "gear": "装具类",
    }
)
MOST = 50


class Issue(Form):
    """One receipt: pieces of some of the five classes, or of all."""

    person = ask.person("领用人", "Issued to")
    issued_on = ask.happened("配发日期", "Issued on")
    caps = ask.number("帽类", "Caps", most=MOST, required=False)
    clothing = ask.number("服装类", "Clothing", most=MOST, required=False)
    shoes = ask.number("鞋类", "Shoes", most=MOST, required=False)
    insignia = ask.number("标志标识类", "Insignia", most=MOST, required=False)
    gear = ask.number("装具类", "Gear", most=MOST, required=False)
    sizes = ask.text("尺码", "Sizes", longest=200, required=False)
    badge = ask.text("胸号", "Badge number", longest=20, required=False)
    note = ask.text("备注", "Note", required=False)
    receipt = ask.evidence("签收单", "Signed receipt")


class Item(Form):
    """Pieces of one class."""

    item = ask.choice("类别", "Class", CLASSES)
    pieces = ask.number("件数", "Pieces", least=1, most=MOST)


class Items(Form):
    """What the receipt comes to, class by class."""

    items = ask.many(Item, "配发明细", "Items")


class Issued(Items):
    """It belongs to the unit in which the person was on the day."""

    unit = ask.unit()


class Return(Reason):
    """Everything on the receipt comes back."""

    returned_on = ask.happened("交还日期", "Returned on")
    receipt = ask.evidence("交还单", "Receipt of the return")


register = Register(
    "equipment.uniforms",
    "制式服装配发",
    "Uniform issue",
    keys="person",
    finds="person",
    words={"issued": "已配发", "returned": "已交还", "voided": "已作废"},
    steps=(
        Step("issue", "issued", "配发 / Issue", "new -> issued", Issue, adds=Issued, by=KEEPERS, not_by="person"),
        Step(
            "give_back",
            "returned",
            "交还 / Give back",
            "issued -> returned",
            Return,
            adds=Items,
            by=KEEPERS,
            not_by="person",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "issued, returned -> voided",
            Reason,
            voids=True,
            by="quartermaster",
            not_by="person",
        ),
    ),
)
