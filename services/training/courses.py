"""Rules for training courses, and what others ask of them."""

import datetime as dt

from contracts.errors import Refused
from contracts.training.courses import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class CourseWithdrawn(Refused):
    """This course was withdrawn by that day."""

    slug, zh, field = "course-withdrawn", "该课程当日已停用", "course"


def course_of(record: Record, form: Data, lookup: Lookup) -> Record:
    """The course that a form names, or the record that it belongs to."""
    return lookup.record(register.name, form.get("course") or record["course"])


def in_force(course: Record, day: dt.date) -> None:
    """A course is taught until the day on which it is withdrawn. Raises CourseWithdrawn."""
    if any(withdrawal["withdrawn_on"] <= day for withdrawal in course.all("withdraw")):
        raise CourseWithdrawn(course.id, day)
