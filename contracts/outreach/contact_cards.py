"""Contact cards 便民联系卡, version by version, and to whom they were handed.

One record is one version of a unit's card: 服务内容、服务人员、联系方式 (F114). It keeps its own handovers, so that a
version that is retired knows whose cards go out of use with it.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

CAUSES = Words(
    {
        "new_version": "换发新版 / new edition issued",
        "person_left": "人员离任",
        "number_changed": "电话变更",
        "other": "其他",
    }
)


class Issue(Form):
    """A unit prints a version of its card."""

    number = ask.code("联系卡版本号", "Card version")
    unit = ask.unit("发卡单位", "Issuing unit")
    services = ask.text("服务内容", "Services")
    person = ask.person("服务人员", "Contact person")
    telephone = ask.digits("联系方式", "Telephone")
    issued_on = ask.happened("启用日期", "Issued on")
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("联系卡样张", "Proof of the card")


class Handover(Form):
    """One managed object gets the card (F113)."""

    object = ask.record("outreach.managed_objects", "管理对象", "Managed object")
    handed_on = ask.happened("发放日期", "Handed over on")
    received_by = ask.private("签收人", "Received by", longest=40, required=False)
    receipt = ask.evidence("签收凭证", "Receipt")
    note = ask.text("备注", "Note", required=False)


class TakingBack(Reason):
    """A card comes back: it was handed to the wrong one, or is no longer wanted."""

    object = ask.record("outreach.managed_objects", "管理对象", "Managed object")
    returned_on = ask.happened("收回日期", "Taken back on")


class Check(Form):
    """An inspector has dialled the number, and the person on the card answered."""

    checked_on = ask.happened("核对日期", "Checked on")
    check_evidence = ask.evidence("核对记录", "Proof of the check")


class NumberChange(Form):
    """The number on the card reaches nobody any more."""

    changed_on = ask.happened("电话变更日期", "Number changed on")


class Retirement(Form):
    """The version goes out of use."""

    retired_on = ask.happened("停用日期", "Retired on")
    cause = ask.choice("停用原因", "Cause", CAUSES)


class Held(Form):
    """One object that still has a card of this version."""

    object = ask.record("outreach.managed_objects", "管理对象", "Managed object")


class Recalled(Form):
    """Whose cards no longer count."""

    held = ask.many(Held, "在外联系卡", "Cards in circulation", least=0)


register = Register(
    "outreach.contact_cards",
    "便民联系卡",
    "Contact cards",
    keys="person, telephone",
    identity="number",
    finds="unit",
    words={
        "in_use": "使用中",
        "unreachable": "电话失效 / telephone out of order",
        "retired": "已停用 / out of use",
        "voided": "已作废",
    },
    steps=(
        Step("issue", "issued", "启用 / Issue", "new -> in_use", Issue),
        Step(
            "hand_over",
            "handed_over",
            "发放 / Hand over",
            "new, returned -> held",
            Handover,
            line="handover",
            each="object",
            during="in_use",
            by="clerk, captain, officer",
        ),
        Step(
            "take_back",
            "taken_back",
            "收回 / Take back",
            "held -> returned",
            TakingBack,
            line="handover",
            each="object",
            during="in_use, unreachable",
        ),
        Step(
            "check",
            "checked",
            "核对 / Check",
            "in_use",
            Check,
            level="E3",
            by="inspector",
            apart_from="issue",
            other_unit=True,
            not_by="person",
        ),
        Step("lose_number", "number_lost", "电话失效 / Lose the number", "in_use -> unreachable", NumberChange),
        Step("retire", "retired", "停用 / Retire", "in_use, unreachable -> retired", Retirement, adds=Recalled),
        Step(
            "void", "voided", "作废 / Void", "in_use, unreachable, retired -> voided", Reason, voids=True, by="captain"
        ),
    ),
)
