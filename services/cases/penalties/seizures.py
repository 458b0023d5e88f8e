"""Seizures 查封扣押: thirty days and thirty more, tests not counted, an emergency reported in 24 hours."""

import datetime as dt

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.cases.penalties import time_limits
from services.cases.penalties.officers import ON_SITE, people, two_certified
from services.cases.penalties.time_limits import require_not_before
from services.chassis.base.clock import day_of
from services.chassis.records import working_hours
from services.chassis.records.deadlines import open_runs
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
MORE = "30 days"
REPORT = "24 hours"


class NotApproved(Refused):
    """A seizure is approved before it is made, but in an emergency."""

    slug, zh, field = "not-approved", "查封、扣押实施前须经批准，情况紧急的除外", "approved_by"
    article = "行政强制法 第十八条、第十九条"


class NoListHanded(Refused):
    """The paper and the list are handed over on the spot."""

    slug, zh, field = "no-list-handed", "应当当场交付查封、扣押决定书和清单", "list_handed"
    article = "行政强制法 第二十四条"


class AnotherDay(Refused):
    """The time and the day of a step are the same day."""

    slug, zh = "another-day", "时间与日期不是同一天"


class ReportedLate(Refused):
    """An urgent seizure is reported within 24 hours; if not, say why."""

    slug, zh, field = "reported-late", "紧急查封、扣押应当在二十四小时内报告；逾期须说明", "late_reason"
    article = "行政强制法 第十九条"


class NotUrgent(Refused):
    """Only an urgent seizure is reported afterwards."""

    slug, zh, article = "not-urgent", "非紧急查封、扣押无需事后报告", "行政强制法 第十九条"


class UntoldTest(Refused):
    """The party is told in writing how long a test takes."""

    slug, zh, field = "test-not-told", "检验期间应当书面告知当事人", "told"
    article = "行政强制法 第二十五条"


class ExtendedTwice(Refused):
    """A seizure is extended once."""

    slug, zh, article = "extended-twice", "查封、扣押只能延长一次", "行政强制法 第二十五条"


class ExtendedTooFar(Refused):
    """A seizure is extended while it runs, by thirty days at most."""

    slug, zh, field = "extended-too-far", "应在期限内延长，且延长不得超过三十日", "until"
    article = "行政强制法 第二十五条"


class HeldTooLong(Refused):
    """A seizure ends within its period; if not, say why."""

    slug, zh, field = "held-too-long", "查封、扣押期限已满，逾期须说明", "late_reason"
    article = "行政强制法 第二十五条、第二十八条"


class StillSeized(Refused):
    """Something is still seized: decide on it first."""

    slug, zh, article = "still-seized", "查封、扣押尚未处理", "行政强制法 第二十七条"


@rules.on("seize", officers=people(ON_SITE))
def seize(_case: Record, form: Data, at: Context, officers: dict[str, Record]) -> Data:
    """Two officers seize what was approved, or at once in an emergency, and hand over the list (art. 18, 19, 24)."""
    two_certified(officers, form["seized_on"])
    if not form["urgent"] and not form["approved_by"]:
        raise NotApproved(form["seizure"])
    if not form["list_handed"]:
        raise NoListHanded(form["seizure"])
    _same_day(form["seized_at"], form["seized_on"], "seized_at")
    ends = working_hours.after(at.calendar, form["seized_at"], REPORT)
    return form | {"report_by": day_of(ends) if form["urgent"] else None}


def _same_day(time: dt.datetime, day: dt.date, field: str) -> None:
    if day_of(time) != day:
        raise AnotherDay(time, day, errors=[AnotherDay.fault(field)])


def _opening(case: Record, form: Data) -> Data:
    return next(one for one in case.all("seize") if one["seizure"] == form["seizure"])


@rules.on("report_seizure")
def report_seizure(case: Record, form: Data, at: Context) -> Data:
    """An urgent seizure is reported within 24 hours, holidays and nights included (art. 19)."""
    opened = _opening(case, form)
    if not opened["urgent"]:
        raise NotUrgent(form["seizure"])
    _same_day(form["reported_at"], form["reported_on"], "reported_at")
    require_not_before(form["reported_on"], opened["seized_on"], "reported_on")
    if form["reported_at"] > working_hours.after(at.calendar, opened["seized_at"], REPORT) and not form["late_reason"]:
        raise ReportedLate(form["reported_at"])
    return form


@rules.on("begin_testing")
def begin_testing(_case: Record, form: Data, _at: Context) -> Data:
    """The time of a test does not count once the party was told of it (art. 25)."""
    if not form["told"]:
        raise UntoldTest(form["seizure"])
    return form


@rules.on("extend_seizure")
def extend_seizure(case: Record, form: Data, at: Context) -> Data:
    """Thirty days more at most, once, decided while the first run (art. 25)."""
    due = time_limits.limit(case, "seizure", form["seizure"])
    if any(one["seizure"] == form["seizure"] for one in case.all("extend_seizure")):
        raise ExtendedTwice(form["seizure"])
    # An extension after the end would revive a seizure that had to be lifted.
    if due is None or form["extended_on"] > due or not due < form["until"] <= at.calendar.after(due, MORE):
        raise ExtendedTooFar(form["until"])
    return form


@rules.on("release")
def release(case: Record, form: Data, _at: Context) -> Data:
    """A seizure is lifted in its period (art. 25, 28)."""
    _in_its_period(case, form, form["released_on"])
    return form


@rules.on("confiscate")
def confiscate(case: Record, form: Data, at: Context) -> Data:
    """What was seized is confiscated by the decision, not before it (art. 27)."""
    require_not_before(form["confiscated_on"], case["decided_on"], "confiscated_on")
    return confiscate_on_any_day(case, form, at)


@rules.on("confiscate", upto=1)
def confiscate_on_any_day(case: Record, form: Data, _at: Context) -> Data:
    """As it was: what was seized is confiscated in its period, by a decision (art. 25, 27)."""
    _in_its_period(case, form, form["confiscated_on"])
    return form


def _in_its_period(case: Record, form: Data, on: dt.date) -> None:
    time_limits.require_in_time(on, time_limits.limit(case, "seizure", form["seizure"]), form, HeldTooLong)


def none_seized(case: Record) -> None:
    """Nothing is seized any more. Raises StillSeized."""
    if lists := [one.line_run for one in open_runs(case) if one.clock == "seizure"]:
        raise StillSeized(*lists)
