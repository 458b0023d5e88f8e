"""Conduct checks 督察检查: who was checked, how they were dressed, which clauses were not kept.

What was found of a person is personal: few may read it.
"""

from contracts import forms as ask
from contracts.apart_reasons import OWN_RECORD
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.norms import PROVISIONS


class PersonCheck(Form):
    """One person's check."""

    person = ask.person("受检人", "Person checked")
    dressed = ask.flag("着装合格", "Dress passed")
    remark = ask.text("说明", "Remark", required=False)


class Finding(Form):
    """A clause that was not kept, by a person or by the unit as a whole."""

    norm = ask.record("training.norms", "规范编号", "Norm")
    clause = ask.number("条款号", "Clause number", least=1, most=200)
    person = ask.person("涉及人员", "Person", required=False)
    remark = ask.text("情况", "What was found", required=False)


class Check(Form):
    """An inspector checks the people of a unit."""

    unit = ask.unit("受检单位", "Unit checked")
    inspector = ask.myself("督察人员", "Inspector")
    checked_on = ask.happened("检查日期", "Checked on")
    persons = ask.roll(PersonCheck, "受检人员", "People checked", most=200)
    findings = ask.many(Finding, "发现问题", "Findings", least=0, most=200)
    provisions = ask.choice("按何规定检查", "Provisions checked", PROVISIONS, required=False)
    note = ask.text("备注", "Note", required=False)
    evidence = ask.evidence("检查记录", "Check sheet")


class PersonChecked(PersonCheck):
    """A check with the unit to which the person belonged on that day."""

    unit = ask.unit()


class ClauseFound(Finding):
    """A finding with the edition that was in force on that day."""

    edition = ask.number("版次", "Edition", least=1, most=999)


class Checked(Form):
    """The check as it counts."""

    persons = ask.many(PersonChecked, "受检人员", "People checked", most=200)
    findings = ask.many(ClauseFound, "发现问题", "Findings", least=0, most=200)


register = Register(
    "training.conduct_checks",
    "督察检查",
    "Conduct checks",
    finds="@people",
    readers="inspector, captain, leader, trainer, auditor, legal",
    words={"checked": "已检查", "voided": "已作废"},
    steps=(
        Step(
            "check",
            "checked",
            "检查 / Check",
            "new -> checked",
            Check,
            adds=Checked,
            by="inspector",
            apart_reason=OWN_RECORD,
            not_by="persons, findings",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "checked -> voided",
            Reason,
            voids=True,
            by="inspector, leader",
            not_by="persons, findings",
        ),
    ),
)
