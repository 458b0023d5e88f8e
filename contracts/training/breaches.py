"""Breaches 违纪: reported, looked into, handled, open to appeal.

They are personal: few may read them, and the campaign is shown counts alone.
"""

from contracts import forms as ask
from contracts.apart_reasons import OWN_STEP
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

MATTERS = Words(
    {
        "private_use": "公车私用 / private use of an official car",
        "dress": "着装",
        "eight_provisions": "违反中央八项规定 / against the eight provisions of the centre",
        "ten_provisions": "违反省市十项规定 / against the ten provisions of province and city",
        "other": "其他",
    }
)
SOURCES = Words(
    {
        "check": "督察检查 / conduct check",
        "complaint": "群众投诉 / complaint by the public",
        "superior": "上级交办 / assigned from above",
        "self": "自查 / found by the unit itself",
        "other": "其他",
    }
)
HANDLINGS = Words(
    {
        "talk": "提醒谈话 / reminding talk",
        "circular": "通报 / circular of criticism",
        "points": "扣分 / points deducted",
        "transfer": "移送 / referred on",
    }
)
OUTCOMES = Words({"no_breach": "不构成违纪", "lighter": "从轻处理 / handled more lightly"})


class Report(Form):
    """A clause is said not to have been kept."""

    person = ask.person("当事人", "Person")
    norm = ask.record("training.norms", "规范编号", "Norm")
    clause = ask.number("条款号", "Clause number", least=1, most=200)
    matter = ask.choice("违纪事项", "Matter", MATTERS)
    facts = ask.private("违纪事实", "Facts", longest=2000)
    source = ask.choice("线索来源", "Source", SOURCES)
    check = ask.record("training.conduct_checks", "督察检查编号", "Conduct check", required=False)
    committed_on = ask.day("行为日期", "Committed on")
    reported_on = ask.happened("登记日期", "Reported on")
    note = ask.text("备注", "Note", required=False)


class Reported(Form):
    """The person's unit on the day it was done, and the edition that was in force."""

    unit = ask.unit()
    edition = ask.number("版次", "Edition", least=1, most=999)


class Inquiry(Form):
    """Somebody looks into it."""

    inquirer = ask.myself("核查人", "Inquirer")
    inquired_on = ask.happened("核查日期", "Inquiry opened on")


class Confirmation(Form):
    """It was so."""

    confirmed_on = ask.happened("查实日期", "Confirmed on")
    evidence = ask.evidence("查实材料", "Proof")


class Clearing(Reason):
    """It was not so."""

    cleared_on = ask.happened("查否日期", "Found unfounded on")


class Handling(Form):
    """What follows from it."""

    handling = ask.choice("处理方式", "Handling", HANDLINGS)
    handled_on = ask.happened("处理日期", "Handled on")
    handling_evidence = ask.evidence("处理决定", "Decision")


class Appeal(Form):
    """The person does not agree."""

    grounds = ask.private("申诉理由", "Grounds", longest=2000)
    appealed_on = ask.happened("申诉日期", "Appealed on")


class Upholding(Reason):
    """The appeal changes nothing."""

    upheld_on = ask.happened("维持日期", "Upheld on")


class Change(Reason):
    """The appeal is right: no breach, or one to be handled more lightly."""

    outcome = ask.choice("变更结果", "Outcome", OUTCOMES)
    new_handling = ask.choice("变更后处理方式", "Handling after the appeal", HANDLINGS, required=False)
    changed_on = ask.happened("变更日期", "Changed on")


class Closing(Form):
    """Nothing is left to do."""

    closed_on = ask.happened("结案日期", "Closed on")


LOOKING = "inspector, leader"

register = Register(
    "training.breaches",
    "违纪登记",
    "Breaches",
    keys="matter",
    finds="person, inquirer",
    readers="inspector, leader, auditor, operator",
    words={
        "reported": "已登记",
        "under_inquiry": "核查中",
        "confirmed": "已查实",
        "unfounded": "查否",
        "handled": "已处理",
        "appealed": "申诉中 / under appeal",
        "upheld": "维持",
        "changed": "已变更",
        "closed": "已结案",
        "voided": "已作废",
    },
    steps=(
        Step(
            "report", "reported", "登记 / Report", "new -> reported", Report, adds=Reported, by=LOOKING, not_by="person"
        ),
        Step(
            "inquire",
            "inquiry_opened",
            "核查 / Inquire",
            "reported -> under_inquiry",
            Inquiry,
            by=LOOKING,
            apart_from="report",
            not_by="person",
            task="accept",
        ),
        Step(
            "confirm",
            "confirmed",
            "查实 / Confirm",
            "under_inquiry -> confirmed",
            Confirmation,
            by=LOOKING,
            apart_from="report",
            not_by="person",
            task="confirm",
        ),
        Step(
            "clear",
            "cleared",
            "查否 / Clear",
            "under_inquiry -> unfounded",
            Clearing,
            by=LOOKING,
            apart_from="report",
            not_by="person",
        ),
        Step(
            "handle",
            "handled",
            "处理 / Handle",
            "confirmed -> handled",
            Handling,
            nature="punishes",
            by="leader",
            apart_from="inquire, confirm",
            not_by="person",
            task="approve",
        ),
        Step("appeal", "appealed", "申诉 / Appeal", "handled -> appealed", Appeal, by=LOOKING, own_reason=OWN_STEP),
        Step(
            "uphold",
            "upheld",
            "维持 / Uphold",
            "appealed -> upheld",
            Upholding,
            by="leader",
            apart_from="handle",
            not_by="person",
            task="approve",
        ),
        Step(
            "change",
            "changed",
            "变更 / Change",
            "appealed -> changed",
            Change,
            by="leader",
            apart_from="handle",
            not_by="person",
        ),
        Step(
            "close",
            "closed",
            "结案 / Close",
            "handled, upheld, changed -> closed",
            Closing,
            by=LOOKING,
            not_by="person",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "reported, under_inquiry, confirmed, unfounded, handled, appealed, upheld, changed, closed -> voided",
            Reason,
            voids=True,
            by="leader",
            not_by="person",
        ),
    ),
)
