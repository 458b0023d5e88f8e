"""Training sessions 培训场次 and who attended them (F010 to F014)."""

from contracts import forms as ask
from contracts.apart_reasons import NOT_HELD, SIGNED_IN
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.training.courses import CATEGORIES
from contracts.training.integrity_activities import STATUSES
from contracts.words import Words

FORMS = Words(
    {
        "on_site": "现场指导 / guidance on site",
        "case_teaching": "以案说法 / teaching by cases",
        "quiz_contest": "知识竞赛",
        "exam": "考试考核 / examination",
        "lecture": "集中授课",
        "rainy_day": "雨天学习 / rainy-day study",
    }
)
WEATHER = {"sunny": "晴", "cloudy": "多云", "overcast": "阴", "rain": "雨", "snow": "雪", "other": "其他"}
PROOFS = Words(
    {
        "signature": "本人签名 / own signature",
        "scan": "扫码 / code scanned",
        "device": "考勤设备 / attendance device",
        "photo": "照片 / photograph",
        "none": "无",
    }
)
SESSION_ROLES = "clerk, captain, trainer"


class Plan(Form):
    """A session is planned; it counts nothing until it was held."""

    number = ask.text("场次编号", "Session number", longest=40, required=False)
    unit = ask.unit("主办单位", "Host unit")
    counits = ask.units("联合单位", "Joint units")
    course = ask.record("training.courses", "课程编号", "Course")
    form = ask.choice("培训形式", "Form", FORMS)
    title = ask.text("主题", "Subject", longest=120, required=False)
    planned_on = ask.happened("计划日期", "Planned on")
    planned_for = ask.day("拟举办日期", "Planned for", required=False)
    note = ask.text("备注", "Note", required=False)


class Planned(Form):
    """The category of its course."""

    category = ask.choice("培训类别", "Category", CATEGORIES)


class Opening(Form):
    """People may put themselves down for it."""

    opened_on = ask.happened("开放报名日期", "Opened on")


class Presence(Form):
    """One person at one session; without a status the person was present, without minutes to the end."""

    person = ask.person("人员", "Person")
    status = ask.choice("到场情况", "Attendance", STATUSES, required=False)
    minutes = ask.number("学习分钟", "Minutes", most=24 * 60, required=False)
    proof = ask.choice("签到方式", "Sign-in proof", PROOFS, required=False)


class Holding(Form):
    """The session took place."""

    held_on = ask.happened("举办日期", "Held on")
    minutes = ask.number("时长（分钟）", "Minutes", least=1, most=24 * 60)
    place = ask.text("地点", "Place", longest=80, required=False)
    trainer = ask.text("授课人", "Trainer", longest=40, required=False, metadata={"x-personal": True})
    weather = ask.choice("当日天气", "Weather", WEATHER, required=False)
    attendance = ask.roll(Presence, "考勤", "Attendance")
    evidence = ask.evidence("培训佐证", "Proof of the session")


class Counted(Presence):
    """An attendance as it counts: the unit to which the person belonged that day, and the minutes credited."""

    unit = ask.unit()
    credited = ask.number("计入分钟", "Minutes credited")


class Host(Form):
    """One of the units that held the session."""

    unit = ask.unit()


class Held(Form):
    """The attendance as it counts, and the units, host and joint."""

    attendance = ask.many(Counted, "考勤", "Attendance")
    hosts = ask.many(Host, "举办单位", "Units that held it")


class Addition(Form):
    """More people were there: the sign-in sheet of a joint unit, late-comers; the rule refuses them once it closed."""

    attendance = ask.roll(Presence, "考勤", "Attendance")


class Added(Form):
    """They were there on the day of the session."""

    attendance = ask.many(Counted, "考勤", "Attendance")
    attended_on = ask.happened("参训日期", "Attended on")


class Closing(Form):
    """The attendance is checked against the sign-in sheet and locked; from here on it counts."""

    closed_on = ask.happened("结课日期", "Closed on")
    evidence = ask.evidence("签到表", "Sign-in sheet")


class Closed(Form):
    """Who attended, where, and on which day: it counts in the rotation cycle in which that day lies."""

    attendance = ask.many(Counted, "考勤", "Attendance")
    hosts = ask.many(Host, "举办单位", "Units that held it")
    held_on = ask.day("举办日期", "Held on")


class Cancellation(Reason):
    """The session will not take place."""

    cancelled_on = ask.happened("取消日期", "Cancelled on")


register = Register(
    "training.sessions",
    "培训场次",
    "Training sessions",
    keys="course, category, form",
    finds="@people, course+@people",
    words={
        "planned": "已计划",
        "open": "报名中 / open for enrolment",
        "held": "已举办",
        "closed": "已结课（考勤锁定） / closed (attendance locked)",
        "cancelled": "已取消",
        "voided": "已作废",
    },
    steps=(
        Step("plan", "planned", "计划 / Plan", "new -> planned", Plan, adds=Planned, nature="plan", by=SESSION_ROLES),
        Step("open", "opened", "开放报名 / Open", "planned -> open", Opening, by=SESSION_ROLES),
        Step(
            "hold",
            "held",
            "举办 / Hold",
            "planned, open -> held",
            Holding,
            adds=Held,
            by=SESSION_ROLES,
            own_reason=SIGNED_IN,
        ),
        Step(
            "attend",
            "attended",
            "补登考勤 / Add attendance",
            "held, closed",
            Addition,
            adds=Added,
            by=SESSION_ROLES,
            not_by="attendance",
        ),
        Step(
            "close",
            "closed",
            "结课 / Close",
            "held -> closed",
            Closing,
            adds=Closed,
            by="captain, trainer",
            not_by="attendance",
            task="confirm",
        ),
        Step(
            "cancel",
            "cancelled",
            "取消 / Cancel",
            "planned, open -> cancelled",
            Cancellation,
            by=SESSION_ROLES,
            own_reason=NOT_HELD,
        ),
        Step(
            "void",
            "voided",
            "作废 / Void",
            "planned, open, held, closed, cancelled -> voided",
            Reason,
            voids=True,
            by="captain, trainer",
            not_by="attendance",
        ),
    ),
)
