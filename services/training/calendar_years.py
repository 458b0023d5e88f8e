"""Rules for announced holidays: what a year's days must be, and that what holds is changed by an amendment alone."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from contracts.errors import Refused, fault
from contracts.training.calendar_years import HOLIDAY, NAMES, SPECIAL, STATUTORY, WORKDAY, register
from services.chassis.records.calendar import DAY, SATURDAY
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training import units

rules = Rules(register)
FIVE_DAY_WEEK, LAW_OF_2025 = 2008, 2025
"""From when on the law gives eleven days off, and from when on thirteen (revised on 2024-11-10, art. 2 and 6)."""
FIXED = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
"""What is off in every year (art. 2); from 2025 on 2 May too."""
WIDEST, NEAREST = 10, 14
"""Days that a holiday spans at most, and that lie at most between a worked weekend and a day off."""
MAY_COINCIDE = frozenset({"mid_autumn", "dragon_boat"})
"""Of these a notice may say that they fall into another holiday, as Mid-autumn did in 2020."""
Fault = dict[str, str]


class FaultyYear(Refused):
    """These are not the days of a year as they can be announced."""

    slug, zh, status, field = "faulty-year", "节假日数据有误", 422, "days"


class YearAnnounced(Refused):
    """The holidays of this year are announced already: amend them, and say why."""

    slug, zh, field = "year-announced", "该年放假安排已公布生效，请办理修改并说明原因", "year"


class YearConfirmed(Refused):
    """What was confirmed is not corrected: amend the year, so that a second person confirms that too."""

    slug, zh = "year-confirmed", "已确认生效的内容不能直接更正，请办理修改，由第二人确认"


class NotCompared(Refused):
    """Whoever confirms a year has compared it with the notice."""

    slug, zh, field = "not-compared", "确认前须与公布文件逐日核对", "compared"


def latest_record(year: Record, _form: Data, lookup: Lookup) -> Record:
    """The year with what was recorded after this step too."""
    return lookup.record(register.name, year.id)


@rules.on("enter", latest=latest_record, bureau=units.bureau)
def enter(year: Record, form: Data, at: Context, latest: Record, bureau: str | None) -> Data:
    """A year is entered once, as it was announced; what holds already is amended."""
    _refuse_if_confirmed(year, latest)
    if form["year"].isdecimal() and int(form["year"]) in at.calendar.years:
        raise YearAnnounced(form["year"])
    return _checked(form, bureau)


@rules.on("amend", latest=latest_record, bureau=units.bureau)
def amend(year: Record, form: Data, _at: Context, latest: Record, bureau: str | None) -> Data:
    """What was announced otherwise later, or entered wrongly; it holds when it is confirmed."""
    _refuse_if_confirmed(year, latest)
    return _checked(form, bureau)


@rules.on("confirm")
def confirm(year: Record, form: Data, _at: Context) -> Data:
    """What a second person compared with the notice holds, in every service."""
    if not form["compared"]:
        raise NotCompared
    return form | {
        "announced_year": year["year"],
        "announced_days": [dict(one) for one in year["days"]],
        "announced_by": year["source"],
    }


def _refuse_if_confirmed(year: Record, latest: Record) -> None:
    """Raises YearConfirmed where a step is corrected that a confirmation followed."""
    before = {one.place for one in year.effective}
    if any(one.step.name == "confirm" and one.place not in before for one in latest.effective):
        raise YearConfirmed(latest.id)


def _checked(form: Data, bureau: str | None) -> Data:
    if found := list(faults(form)):
        raise FaultyYear(form["year"], errors=found)
    return units.assign_to_bureau(form, bureau)


def faults(form: Data) -> Iterator[Fault]:
    """What is wrong with a year's days, each fault at its field, in both languages."""
    if not re.fullmatch(r"20\d\d", form["year"]):
        yield fault("year", "A year of four digits, from 2000 on", "应为 2000 年以后的四位年份")
        return
    year = int(form["year"])
    yield from _faults_of_days(form["days"], year)
    yield from _faults_of_holidays(form["days"], year)
    if not form["deviation"]:
        yield from _faults_of_number(form["days"], year)


def _faults_of_days(days: list[Data], year: int) -> Iterator[Fault]:
    """Each day by itself: of the year, once, and worked only where it was a weekend's."""
    off = {one["day"] for one in days if one["kind"] == HOLIDAY} | {dt.date(year + 1, 1, 1)}
    times = Counter(one["day"] for one in days)
    for number, one in enumerate(days):
        day, field = one["day"], f"days.{number}.day"
        if day.year != year:
            yield fault(field, f"{day} is no day of {year}", f"{day} 不在 {year} 年内")
        elif times[day] > 1:
            yield fault(field, f"{day} stands here twice", f"{day} 重复")
        elif one["kind"] == WORKDAY and day.weekday() < SATURDAY:
            yield fault(field, f"{day} is no Saturday or Sunday", f"{day} 不是周六、周日，无须调休上班")
        elif one["kind"] == WORKDAY and not any(abs((day - other).days) <= NEAREST for other in off):
            yield fault(field, f"No holiday is near {day}", f"{day} 前后没有放假日")


def _faults_of_holidays(days: list[Data], year: int) -> Iterator[Fault]:
    """Each holiday as a whole: it is there, on its own day where the law has one, and its days lie together."""
    off = {name: [one["day"] for one in days if (one["kind"], one["name"]) == (HOLIDAY, name)] for name in NAMES}
    for name in STATUTORY:
        zh, en = NAMES[name], NAMES.en[name]
        if not off[name] and name not in MAY_COINCIDE:
            yield fault("days", f"{en} has no day off", f"缺少{zh}的放假日")
        elif name != "new_year" and off[name] and max(off[name]) - min(off[name]) > WIDEST * DAY:
            yield fault("days", f"The days of {en} lie far apart", f"{zh}的放假日相距过远")
    every = {day for some in off.values() for day in some}
    for month, day in (*FIXED, *(((5, 2),) if year >= LAW_OF_2025 else ())):
        if (fixed := dt.date(year, month, day)) not in every:
            yield fault("days", f"{fixed} is off by law", f"{fixed} 依法放假，数据中没有")


def _faults_of_number(days: list[Data], year: int) -> Iterator[Fault]:
    """How many weekdays are off, less the weekends that are worked: what the law gives, since a weekend is made up."""
    if year < FIVE_DAY_WEEK:
        return
    statutory = [one for one in days if one["name"] != SPECIAL]
    off = sum(1 for one in statutory if one["kind"] == HOLIDAY and one["day"].weekday() < SATURDAY)
    given = off - sum(1 for one in statutory if one["kind"] == WORKDAY)
    lawful = 13 if year >= LAW_OF_2025 else 11
    if given != lawful:
        yield fault(
            "days",
            f"{off} weekdays off less the days worked in their stead are {given}; the law gives {lawful}. Say why",
            f"工作日放假 {off} 天，减去调休上班后净放假 {given} 天，法定为 {lawful} 天；确属如此请填写原因",
        )
