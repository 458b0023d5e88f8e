"""A year's holidays 年度节假日 as the State Council announced them: entered from its notice, confirmed by another.

From its confirmation on a year's days hold in every service (docs/decisions/0092-announced-years.md).
"""

from contracts import forms as ask
from contracts.forms import Form, Reason
from contracts.register import Register, Step
from contracts.words import Words

HOLIDAY, WORKDAY = "holiday", "workday"
KINDS = Words({HOLIDAY: "放假 / day off", WORKDAY: "调休上班 / worked in its stead"})
SPECIAL = "special"
STATUTORY = Words(
    {
        "new_year": "元旦 / New Year's Day",
        "spring": "春节 / Spring Festival",
        "tomb_sweeping": "清明 / Tomb-sweeping Day",
        "labour": "劳动节 / Labour Day",
        "dragon_boat": "端午 / Dragon Boat Festival",
        "mid_autumn": "中秋 / Mid-autumn Festival",
        "national": "国庆节 / National Day",
    }
)
"""The holidays of all citizens (全国年节及纪念日放假办法, art. 2, as revised on 2024-11-10)."""
NAMES = STATUTORY.with_words(Words({SPECIAL: "国务院特别规定的放假 / special day off"}))
MOST_DAYS = 80
"""The longest year so far had 39 such days."""


class CalendarDay(Form):
    """A day that is otherwise than its weekday says, or a weekend's day that belongs to a holiday."""

    day = ask.day("日期", "Day")
    kind = ask.choice("类别", "Kind", KINDS)
    name = ask.choice("节日", "Holiday", NAMES)


class Notice(Form):
    """What the State Council announced for one year: every day of it that the notice names."""

    year = ask.code("年份", "Year")
    source = ask.text("公布机关及文号", "Who announced it, and its number", longest=200)
    days = ask.many(CalendarDay, "放假与调休上班日", "Days off and days worked in their stead", most=MOST_DAYS)
    deviation = ask.text(
        "与法定放假天数不一致的原因", "Why it gives more or fewer days off than the law", longest=300, required=False
    )
    evidence = ask.evidence("公布文件", "The notice")


class Announcement(Notice):
    """A year is entered as it was announced."""

    announced_on = ask.happened("公布日期", "Announced on")


class Amended(Notice):
    """What holds is to be otherwise: the notice was changed, or entered wrongly."""

    announced_on = ask.day("公布日期", "Announced on")
    amended_on = ask.happened("修改日期", "Changed on")
    reason = ask.text("修改原因", "Reason", longest=500)


class Entered(Form):
    """Whose record it is."""

    unit = ask.unit()


class Withdrawal(Reason):
    """An amendment is not to hold after all: what was confirmed before goes on."""

    withdrawn_on = ask.happened("撤回日期", "Withdrawn on")


class Confirmation(Form):
    """A second person has compared what was entered with the notice, and looked at the due dates that move."""

    confirmed_on = ask.happened("确认日期", "Confirmed on")
    compared = ask.flag("已与公布文件逐日核对", "Compared with the notice, day by day")


class Confirmed(Form):
    """What holds from now on, whole: who hears of nothing else knows the year."""

    announced_year = ask.code("年份", "Year")
    announced_days = ask.many(
        CalendarDay, "放假与调休上班日", "Days off and days worked in their stead", most=MOST_DAYS
    )
    announced_by = ask.text("公布机关及文号", "Who announced it, and its number", longest=200)


register = Register(
    "training.calendar_years",
    "年度节假日",
    "Announced holidays",
    identity="year",
    offered="in_force",
    bureaus=True,
    words={
        "entered": "待确认 / awaits confirmation",
        "in_force": "现行有效",
        "amended": "修改待确认 / amendment awaits confirmation",
        "voided": "已作废",
    },
    steps=(
        Step("enter", "entered", "录入 / Enter", "new -> entered", Announcement, adds=Entered, by="legal"),
        Step(
            "confirm",
            "confirmed",
            "确认生效 / Confirm",
            "entered, amended -> in_force",
            Confirmation,
            adds=Confirmed,
            by="legal, leader",
            apart_from="enter, amend",
            task="confirm",
        ),
        Step("amend", "amended", "修改 / Amend", "new, in_force -> amended", Amended, adds=Entered, by="legal"),
        Step("withdraw", "withdrawn", "撤回修改 / Withdraw", "amended -> in_force", Withdrawal, by="legal, leader"),
        Step("void", "voided", "作废 / Void", "entered -> voided", Reason, voids=True, by="legal, leader"),
    ),
)
