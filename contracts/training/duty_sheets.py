"""Duty sheets 岗位责任书: what a person's post demands, signed by them, and looked at by another (F031, F040, F050)."""

from contracts import forms as ask
from contracts.apart_reasons import OWN_STEP
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.people import POSTS


class Duty(Form):
    """One duty of the post, in the bureau's words."""

    duty = ask.text("职责", "Duty", longest=300)


class Issue(Form):
    """A person's sheet for the post that they have on the day."""

    person = ask.person("责任人", "Holder")
    duties = ask.many(Duty, "岗位职责", "Duties", most=50)
    issued_on = ask.happened("下发日期", "Issued on")
    note = ask.text("备注", "Note", required=False)


class Issued(Form):
    """The unit and the post of the person on the day."""

    unit = ask.unit()
    role = ask.choice("岗位", "Post", POSTS)


class Signing(Form):
    """The person signs."""

    signed_on = ask.happened("签订日期", "Signed on")
    evidence = ask.evidence("责任书", "Signed sheet")


class Check(Form):
    """Another looks whether the duties are performed in full; if not, what is not."""

    checker = ask.myself("检查人", "Checked by")
    checked_on = ask.happened("检查日期", "Checked on")
    in_full = ask.flag("全面履行", "Performed in full")
    shortfalls = ask.many(Duty, "未履行事项", "What is not performed", least=0, most=50)
    check_evidence = ask.evidence("检查记录", "Check sheet")


class Replacement(Form):
    """The post has changed: another sheet of the person takes its place."""

    successor = ask.record("training.duty_sheets", "新岗位责任书", "Replaced by")
    replaced_on = ask.happened("替换日期", "Replaced on")


class Closing(Reason):
    """The person has left, or the post is no more."""

    closed_on = ask.happened("终止日期", "Closed on")


register = Register(
    "training.duty_sheets",
    "岗位责任书",
    "Duty sheets",
    keys="person, role",
    finds="person, successor",
    offered="issued, in_force",
    words={
        "issued": "待签订 / to be signed",
        "in_force": "执行中 / in force",
        "replaced": "已替换",
        "closed": "已终止",
        "voided": "已作废",
    },
    steps=(
        Step(
            "issue",
            "issued",
            "下发 / Issue",
            "new -> issued",
            Issue,
            adds=Issued,
            nature="plan",
            by="captain, leader, trainer",
            not_by="person",
        ),
        Step(
            "sign",
            "signed",
            "签订 / Sign",
            "issued -> in_force",
            Signing,
            by="clerk, captain, officer, legal, trainer, leader",
            own_reason=OWN_STEP,
            task="sign",
            task_of="person",
        ),
        Step(
            "check",
            "checked",
            "检查履职 / Check",
            "in_force",
            Check,
            by="captain, leader, inspector",
            apart_from="issue, sign",
            not_by="person",
        ),
        Step(
            "replace",
            "replaced",
            "替换 / Replace",
            "issued, in_force -> replaced",
            Replacement,
            by="captain, leader, trainer",
            not_by="person",
        ),
        Step(
            "close",
            "closed",
            "终止 / Close",
            "issued, in_force -> closed",
            Closing,
            by="captain, leader, trainer",
            not_by="person",
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "issued, in_force, replaced, closed -> voided",
            Reason,
            voids=True,
            by="leader, trainer",
            not_by="person",
        ),
    ),
)
