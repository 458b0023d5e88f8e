"""Rules for training needs: a need is met by a course that teaches it."""

from contracts.errors import Refused
from contracts.training.training_needs import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.courses import course_of, in_force

rules = Rules(register)


class MoreThanAsked(Refused):
    """No more people are in need than were asked."""

    slug, zh, field = "more-than-asked", "有需求人数不能超过调查人数", "needing"


class TeachesOther(Refused):
    """This course does not teach the topic that is needed."""

    slug, zh, field, article = "teaches-other", "该课程的培训内容不含所需内容", "course", "F011 按需定训"


@rules.on("survey")
def survey(_need: Record, form: Data, _at: Context) -> Data:
    """So many of those asked are in need of a topic (F011)."""
    if form["needing"] > form["asked"]:
        raise MoreThanAsked(form["needing"], form["asked"])
    return form


@rules.on("meet", course=course_of)
def meet(need: Record, form: Data, _at: Context, course: Record) -> Data:
    """A course in force that teaches the topic meets the need; several may."""
    in_force(course, form["met_on"])
    if need["topic"] not in course["topics"]:
        raise TeachesOther(course.id, need["topic"])
    return form
