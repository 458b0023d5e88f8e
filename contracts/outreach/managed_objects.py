"""Managed objects 管理对象: the shops, stalls and sites of a squadron's area.

They are the whole of the card coverage: 所有管理对象 (F113). Who keeps one, and how to reach them, is private.
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

KINDS = Words({"shop": "沿街商铺 / street shop", "stall": "摊点", "site": "工地 / construction site"})


class Registration(Form):
    """A shop, a stall or a site comes into the squadron's charge."""

    code = ask.code("对象编号", "Object code")
    unit = ask.unit("管辖单位", "Unit in charge")
    kind = ask.choice("对象类别", "Object kind", KINDS)
    name = ask.text("名称", "Name", longest=80)
    uscc = ask.text("统一社会信用代码", "Unified social credit code", longest=40, required=False)
    street = ask.text("路段", "Street", longest=80, required=False)
    address = ask.private("地址", "Address", required=False)
    keeper = ask.private("经营者", "Keeper", longest=40, required=False)
    telephone = ask.private("联系电话", "Telephone", longest=20, required=False)
    registered_on = ask.happened("登记日期", "Registered on")
    note = ask.text("备注", "Note", required=False)


class Change(Form):
    """It has another name or another keeper now; what was left out stays as it was."""

    changed_on = ask.happened("变更日期", "Changed on")
    name = ask.text("名称", "Name", longest=80, required=False)
    uscc = ask.text("统一社会信用代码", "Unified social credit code", longest=40, required=False)
    address = ask.private("地址", "Address", required=False)
    keeper = ask.private("经营者", "Keeper", longest=40, required=False)
    telephone = ask.private("联系电话", "Telephone", longest=20, required=False)


class Closing(Reason):
    """It is there no more."""

    closed_on = ask.happened("关停日期", "Closed on")


class Reopening(Form):
    """It opens again."""

    reopened_on = ask.happened("恢复日期", "Reopened on")


register = Register(
    "outreach.managed_objects",
    "管理对象",
    "Managed objects",
    keys="kind, name",
    identity="code",
    words={"active": "在册 / on the books", "closed": "已关停 / closed down", "voided": "已作废"},
    steps=(
        Step("register", "registered", "登记 / Register", "new -> active", Registration),
        Step("change", "changed", "变更 / Change", "active", Change),
        Step("close", "closed", "关停 / Close", "active -> closed", Closing),
        Step("reopen", "reopened", "恢复 / Reopen", "closed -> active", Reopening),
        Step("void", "voided", "作废 / Void", "active, closed -> voided", Reason, voids=True, by="captain"),
    ),
)
