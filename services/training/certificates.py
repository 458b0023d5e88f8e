"""Rules for training certificates."""

import calendar
import datetime as dt

from contracts.errors import Refused
from contracts.refusals import NotNewer
from contracts.register import PEOPLE
from contracts.training.certificates import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.courses import course_of
from services.training.postings import person_of, unit_of
from services.training.sessions import has_attended

rules = Rules(register)


class NotAssessed(Refused):
    """The course demands an assessment, and this person had passed none by that day."""

    slug, zh, field = "not-assessed", "该课程须考核合格，持证人当日前无合格记录", "person"
    article = "局内规定"


class NotTrained(Refused):
    """This person had attended no closed session of the course by that day."""

    slug, zh, field = "not-trained", "持证人当日前未参加该课程已结课的培训", "person"


class NotExpired(Refused):
    """A certificate expires after the last day of its validity."""

    slug, zh, field = "not-expired", "证书尚在有效期内，或未规定有效期", "expired_on"


class CertificateNotNewer(NotNewer):
    """A newer certificate of the same person and course takes its place."""

    zh, field = "新证书应为同一人、同一课程且发证日期不早于原证书", "by"


def passes(_new: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The assessments of the course that the person has passed, the earliest first."""
    assessments = lookup.where("training.assessments", person=form["person"], course=form["course"], passed=True)
    return sorted(assessments, key=lambda one: (one["sat_on"], one.id))


def attended_sessions(_new: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The closed sessions of the course at which the person was by the day of issue, the earliest first."""
    theirs = lookup.where("training.sessions", **{"course": form["course"], PEOPLE: form["person"]})
    closed = (one for one in theirs if one.status() == "closed")
    attended = [one for one in closed if has_attended(one, form["person"], form["issued_on"])]
    return sorted(attended, key=lambda one: (one["held_on"], one.id))


@rules.on("issue", course=course_of, holder=person_of, passed=passes, sessions=attended_sessions)
def issue(
    _new: Record, form: Data, _at: Context, course: Record, holder: Record, passed: list[Record], sessions: list[Record]
) -> Data:
    """A certificate rests on the last assessment that was passed by its day, or, without one demanded, on a session."""
    day = form["issued_on"]
    rests = _require_assessment(passed, day) if course.get("pass_mark") else _require_session(sessions)
    terms = {"category": course["category"], "valid_until": _until(day, course.get("validity_months"))}
    return form | rests | terms | {"unit": unit_of(holder, day)}


def _require_assessment(passed: list[Record], day: dt.date) -> Data:
    before = [one for one in passed if one["sat_on"] <= day]
    if not before:
        raise NotAssessed(day)
    return {"assessment": before[-1].id, "session": None}


def _require_session(sessions: list[Record]) -> Data:
    if not sessions:
        raise NotTrained
    return {"assessment": None, "session": sessions[-1].id}


def _until(day: dt.date, months: int | None) -> dt.date | None:
    """The same day so many months later, or the last of a shorter month."""
    if months is None:
        return None
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@rules.on("expire")
def expire(certificate: Record, form: Data, _at: Context) -> Data:
    """A certificate expires of itself; that it did is recorded after its last day."""
    until = certificate.get("valid_until")
    if until is None or form["expired_on"] <= until:
        raise NotExpired(until)
    return form


def newer(_certificate: Record, form: Data, lookup: Lookup) -> Record:
    """The certificate that takes the place of another."""
    return lookup.record(register.name, form["by"])


@rules.on("supersede", other=newer)
def supersede(certificate: Record, form: Data, _at: Context, other: Record) -> Data:
    """Renewed, not deleted: the old one can still be verified."""
    alike = all(other[name] == certificate[name] for name in ("person", "course"))
    if not alike or other.id == certificate.id or other["issued_on"] < certificate["issued_on"]:
        raise CertificateNotNewer(other.id)
    return form
