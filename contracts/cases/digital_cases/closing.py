"""What the forms ask for after the disposal: check, rework, closing, and what may come after."""

from contracts import forms as ask
from contracts.cases.digital_cases.disposal import Approved, Lying
from contracts.cases.digital_cases.intake import Photo
from contracts.cases.digital_cases.phases import APPROVERS, CENTRE, FILED, TAKERS
from contracts.forms import Form, Reason
from contracts.register import Step
from contracts.words import Words

RESULTS = Words({"pass": "通过 / passed", "not_pass": "未通过 / not passed", "unable": "无法核查 / cannot be checked"})


class Check(Form):
    """Somebody of the supervision centre has looked: evidence level E3."""

    checked_at = ask.moment("核查时间", "Checked at", now=True)
    result = ask.choice("核查结果", "Result", RESULTS)
    checker = ask.myself("核查人", "Checked by", required=False)
    photos = ask.many(Photo, "照片", "Photographs", least=0, most=20)


class Checked(Form):
    """The business day, and whether it was in time."""

    checked_on = ask.happened("核查日期", "Checked on")
    checked_in_time = ask.flag("按期核查", "Checked in time")


class Rework(Reason):
    """It was not done: the same limit goes on."""

    reworked_on = ask.happened("返工日期", "Reworked on")
    approved_by = ask.myself("决定人", "Decided by", roles="captain, inspector", required=False)


class Again(Lying):
    """The limit that goes on."""

    dispose_due_on = ask.day("处置期限（日）", "Day by which it is to be disposed of")


class Closing(Form):
    """Nothing is left to do; what was done is told to whoever reported it."""

    closed_at = ask.moment("结案时间", "Closed at", now=True)
    outcome = ask.text("办结情况", "Outcome", longest=500)
    approved_by = ask.myself("决定人", "Decided by", roles="captain, inspector", required=False)


class Closed(Lying):
    """The business day, and whether it was in time."""

    closed_on = ask.happened("结案日期", "Closed on")
    closed_in_time = ask.flag("按期结案", "Closed in time")


class ForcedClosing(Approved):
    """It is closed although the condition for closing is not met; it stays marked."""

    forced_on = ask.happened("强制结案日期", "Forced on")


class Appeal(Reason):
    """The unit does not agree with how it was judged."""

    appealed_on = ask.happened("申诉日期", "Appealed on")


class AppealAllowed(Reason):
    """The unit is right."""

    allowed_on = ask.happened("认定日期", "Allowed on")


class AppealDismissed(Reason):
    """The judgement stays."""

    dismissed_on = ask.happened("驳回日期", "Dismissed on")


class Voiding(Approved):
    """It was entered by mistake."""

    voided_on = ask.happened("作废日期", "Voided on")


STEPS = (
    Step(
        "check",
        "checked",
        "核查 / Check",
        "disposed, checked -> checked",
        Check,
        adds=Checked,
        level="E3",
        by=TAKERS,
        apart_from="receive, begin, dispose",
        other_unit=True,
        not_by="handler",
        task="confirm: disposed",
    ),
    Step(
        "rework",
        "reworked",
        "返工 / Rework",
        "checked -> disposing",
        Rework,
        adds=Again,
        by=CENTRE,
        apart_from="dispose",
    ),
    Step(
        "close",
        "closed",
        "结案 / Close",
        "checked -> closed",
        Closing,
        adds=Closed,
        by=CENTRE,
        apart_from="dispose",
        task="confirm",
    ),
    Step(
        "force_close",
        "forced_closed",
        "强制结案 / Force the closing",
        f"{FILED} -> forced_closed",
        ForcedClosing,
        adds=Lying,
        by=APPROVERS,
        apart_from="receive, begin, dispose",
    ),
    Step(
        "appeal",
        "appealed",
        "申诉 / Appeal",
        "new, allowed, dismissed -> appealed",
        Appeal,
        line="appeal",
        during="sent_back, disposing, deferred, disposed, checked, closed, forced_closed",
        by="captain",
    ),
    Step(
        "allow_appeal",
        "appeal_allowed",
        "申诉成立 / Allow the appeal",
        "appealed -> allowed",
        AppealAllowed,
        line="appeal",
        during=f"{FILED}, closed, forced_closed",
        by="leader, inspector",
        apart_from="check, appeal",
        task="approve",
    ),
    Step(
        "dismiss_appeal",
        "appeal_dismissed",
        "申诉不成立 / Dismiss the appeal",
        "appealed -> dismissed",
        AppealDismissed,
        line="appeal",
        during=f"{FILED}, closed, forced_closed",
        by="leader, inspector",
        apart_from="check, appeal",
    ),
    Step(
        "void",
        "voided",
        "作废 / Void",
        f"reported, verified, accepted, rejected, {FILED}, closed, forced_closed -> voided",
        Voiding,
        voids=True,
        by=APPROVERS,
        apart_from="report",
    ),
)
