"""Rules for training sessions: who was there, in which unit, for how long."""

import datetime as dt

from contracts.errors import Refused
from contracts.refusals import HostJoins, NamedTwice, NobodyCame
from contracts.training.sessions import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.certificate_dependencies import certificates, check_unreferenced
from services.training.courses import course_of, in_force
from services.training.joint import check_joint_units
from services.training.postings import Staff, staff_of, with_units

rules = Rules(register)
THERE = ("present", "late")


class NotRainyDay(Refused):
    """A course of rainy-day study is held in that form."""

    slug, zh, field = "not-rainy-day", "雨天学习课程的培训形式应为“雨天学习”", "form"


class AttendeeTwice(NamedTwice):
    """A person stands on a session's attendance list once."""

    zh = "同一人员在同一场次只登记一次"


class SessionClosed(Refused):
    """The session is closed and its attendance list locked; who is missing is added by correcting what was held."""

    slug, zh, field = "session-closed", "场次已结课，考勤已锁定；确有遗漏的，更正“举办”一步", "attendance"
    article = "局内规定"


class NobodyCameToSession(NobodyCame):
    """A session to which nobody came was not held."""

    zh = "无人到场的场次不能登记为已举办"


@rules.on("plan", course=course_of)
def plan(_session: Record, form: Data, _at: Context, course: Record) -> Data:
    """A session teaches a course that is in force; a joint one has one host and others that join it."""
    check_joint_units(form, HostJoins)
    if course["category"] == "rainy_day" != form["form"]:
        raise NotRainyDay(course.id, form["form"])
    in_force(course, form["planned_on"])
    return form | {"category": course["category"]}


@rules.on("hold", course=course_of, staff=staff_of("attendance"))
def hold(session: Record, form: Data, _at: Context, course: Record, staff: Staff) -> Data:
    """It took place, with people who were on strength that day (M-S1-1, M-S1-9)."""
    in_force(course, form["held_on"])
    entries = _with_default_status(form)
    if not any(one["status"] in THERE for one in entries):
        raise NobodyCameToSession(session.id)
    # A joint session counts once for each unit: the event carries host and joint units as one list.
    hosts = [{"unit": code} for code in (session.unit, *session.get("counits", ()))]
    return form | {"attendance": _with_credit(session, entries, form, staff), "hosts": hosts}


@rules.on("attend", staff=staff_of("attendance"))
def attend(session: Record, form: Data, _at: Context, staff: Staff) -> Data:
    """More people were there; once the session is closed the list is locked."""
    if session.status() == "closed":
        raise SessionClosed(session.id)
    meeting = session.all("hold")[-1]
    return form | {
        "attendance": _with_credit(session, _with_default_status(form), meeting, staff),
        "attended_on": meeting["held_on"],
    }


@rules.on("close", dependents=certificates("session"))
def close(session: Record, form: Data, _at: Context, dependents: list[Record]) -> Data:
    """The list is locked and counts, on the day on which the session was held (M-S1-2 to M-S1-5, M-S1-8)."""
    check_unreferenced([one for one in dependents if not has_attended(session, one["person"], one["issued_on"])])
    meeting = {name: session[name] for name in ("held_on", "hosts")}
    return form | meeting | {"attendance": attendance_list(session)}


@rules.on("void", dependents=certificates("session"))
def void(_session: Record, form: Data, _at: Context, dependents: list[Record]) -> Data:
    """What a certificate rests on is not taken back from under it."""
    check_unreferenced(dependents)
    return form


def has_attended(session: Record, person: str, by: dt.date) -> bool:
    """Whether a person was at a session that was held by a day."""
    there = any(one["person"] == person and one["status"] in THERE for one in attendance_list(session))
    return there and bool(session["held_on"] <= by)


def attendance_list(session: Record) -> list[Data]:
    """Everybody on a session's attendance list."""
    return [one for step in ("hold", "attend") for portion in session.all(step) for one in portion["attendance"]]


def _with_default_status(form: Data) -> list[Data]:
    """The entries of a form; who is named without a status was present."""
    return [one | {"status": one["status"] or "present"} for one in form["attendance"]]


def _with_credit(session: Record, entries: list[Data], meeting: Data, staff: Staff) -> list[Data]:
    """The entries with each person's unit of the day and minutes. Raises NamedTwice, NotOnStrength."""
    _once(session, entries)
    counted = with_units({"attendance": entries}, "attendance", meeting["held_on"], staff)
    return [one | {"credited": _credited_minutes(one, meeting["minutes"])} for one in counted]


def _once(session: Record, entries: list[Data]) -> None:
    people = [one["person"] for one in (*attendance_list(session), *entries)]
    before = len(people) - len(entries)
    twice = [number for number in range(len(entries)) if people[before + number] in people[: before + number]]
    if twice:
        faults = [AttendeeTwice.fault(f"attendance.{number}.person") for number in twice]
        raise AttendeeTwice(*(entries[number]["person"] for number in twice), errors=faults)


def _credited_minutes(one: Data, length: int) -> int:
    """The minutes that count: none for the absent, never more than the session lasted (M-S1-4)."""
    if one["status"] not in THERE:
        return 0
    return length if one["minutes"] is None else min(one["minutes"], length)
