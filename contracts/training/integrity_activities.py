"""Integrity activities 廉政教育活动: base visits, films, essays, lectures, culture (F063)."""

from dataclasses import replace

from contracts import forms as ask
from contracts.apart_reasons import NOT_HELD, OWN_STEP, SIGNED_IN
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.norms import PROVISIONS
from contracts.words import Words

FORMS = Words(
    {
        "base_visit": "参观廉政教育基地 / visit to an integrity education base",
        "film": "观看廉政教育片 / integrity film",
        "essay": "撰写廉政心得 / written reflections",
        "lecture": "廉政讲座 / integrity lecture",
        "culture": "廉政文化活动 / activity of integrity culture",
    }
)
STATUSES = Words({"present": "到场", "late": "迟到", "absent": "缺席", "excused": "请假 / on leave"})


class Plan(Form):
    """An activity is planned; it counts nothing until it was held."""

    unit = ask.unit("组织单位", "Organising unit")
    counits = ask.units("联合单位", "Joint units")
    form = ask.choice("形式", "Form", FORMS)
    title = ask.text("主题", "Title", longest=80)
    planned_on = ask.happened("计划日期", "Planned on")
    planned_for = ask.day("拟举办日期", "Planned for")
    note = ask.text("备注", "Note", required=False)


class Attendance(Form):
    """Whether one person came."""

    person = ask.person("人员", "Person")
    status = ask.choice("到场情况", "Attendance", STATUSES)


class Holding(Form):
    """The activity took place."""

    held_on = ask.happened("举办日期", "Held on")
    place = ask.text("地点", "Place", longest=80, required=False)
    attendance = ask.roll(Attendance, "签到", "Attendance", least=0)
    evidence = ask.evidence("签到表", "Sign-in sheet")


class HoldingOn(Holding):
    """The same, and which provisions it taught, where it taught any."""

    provisions = ask.choice("学习的规定", "Provisions taught", PROVISIONS, required=False)


class Attended(Attendance):
    """An attendance with the unit to which the person belonged on that day."""

    unit = ask.unit()


class Held(Form):
    """The attendance as it counts."""

    attendance = ask.many(Attended, "签到", "Attendance", least=0)


class HeldInMonth(Held):
    """The same, and the month in which it was held: whether there is something in each shows how regular it is."""

    month = ask.text("举办月份", "Month", longest=7)


class Essay(Form):
    """One person's essay 廉政心得."""

    person = ask.person("人员", "Person")
    title = ask.text("心得题目", "Essay", longest=120, required=False)


class Essays(Form):
    """Essays are handed in."""

    submitted_on = ask.happened("提交日期", "Handed in on")
    essays = ask.many(Essay, "廉政心得", "Essays")
    essay_evidence = ask.evidence("心得原件", "The essays")


class EssayCounted(Essay):
    """An essay with the unit to which the person belonged on that day."""

    unit = ask.unit()


class Submitted(Form):
    """The essays as they count."""

    essays = ask.many(EssayCounted, "廉政心得", "Essays")


class Cancellation(Reason):
    """The activity will not take place."""

    cancelled_on = ask.happened("取消日期", "Cancelled on")


HOLD = Step(
    "hold",
    "held",
    "举办 / Hold",
    "planned -> held",
    Holding,
    adds=Held,
    by="trainer, clerk, captain",
    own_reason=SIGNED_IN,
)
"""As it was when nobody asked in which months there was something."""
register = Register(
    "training.integrity_activities",
    "廉政教育活动",
    "Integrity activities",
    keys="form, title",
    finds="@people",
    words={"planned": "已计划", "held": "已举办", "cancelled": "已取消", "voided": "已作废"},
    steps=(
        Step("plan", "planned", "计划 / Plan", "new -> planned", Plan, nature="plan", by="trainer, clerk, captain"),
        replace(HOLD, form=HoldingOn, adds=HeldInMonth, version=2, earlier=(HOLD,)),
        Step(
            "submit",
            "essays_submitted",
            "提交心得 / Hand in essays",
            "held",
            Essays,
            adds=Submitted,
            by="trainer, clerk, captain",
            own_reason=OWN_STEP,
        ),
        Step(
            "cancel",
            "cancelled",
            "取消 / Cancel",
            "planned -> cancelled",
            Cancellation,
            by="trainer, captain",
            own_reason=NOT_HELD,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "planned, held, cancelled -> voided",
            Reason,
            voids=True,
            by="trainer, captain",
            not_by="attendance, essays",
        ),
    ),
)
