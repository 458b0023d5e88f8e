"""Rules for examination papers."""

import datetime as dt

from contracts.errors import Refused
from contracts.training.papers import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.courses import course_of, in_force
from services.training.random_draw import draw_questions

rules = Rules(register)


class NoPassMark(Refused):
    """Neither the paper nor its course says what a pass is."""

    slug, zh, field = "no-pass-mark", "试卷和课程均未规定合格分", "pass_mark"


class PassMarkOutside(Refused):
    """The pass mark lies within the paper's marks, and is no easier than the course's."""

    slug, zh, field = "pass-mark-outside", "合格分应不高于满分，且不低于课程规定", "pass_mark"


class AlreadySat(Refused):
    """A paper that somebody has sat stays as it is."""

    slug, zh = "already-sat", "试卷已有人应试，不能更改"


class TooFew(Refused):
    """The bank has fewer questions in force on the topics of the course."""

    slug, zh, field = "too-few-questions", "题库中该课程内容的在用试题不足", "number"


class UnevenPoints(Refused):
    """The full mark is shared out evenly among the questions."""

    slug, zh, field = "uneven-points", "满分应能被题数整除", "number"


class NotSetYet(Refused):
    """A paper is sat once it was set, and its questions drawn."""

    slug, zh, field = "not-set-yet", "考核日期早于试卷命题或组卷日期", "sat_on"


class ClosesBeforeOpening(Refused):
    """A paper is closed after it was opened."""

    slug, zh, field = "closes-before-opening", "截止时间应晚于开考时间", "closes_at"


class NoBaseline(Refused):
    """A later test names another paper that was a baseline; other papers name none."""

    slug, zh, field = "no-baseline", "复测须指明另一份摸底试卷作对照，其他试卷不填", "baseline"


class PaperWithdrawn(Refused):
    """This paper was withdrawn by that day."""

    slug, zh, field = "paper-withdrawn", "该试卷当日已停用", "paper"


def has_been_sat(paper: Record, _form: Data, lookup: Lookup) -> bool:
    """Whether anybody has sat a paper."""
    return lookup.exists("training.assessments", paper=paper.id)


def bank(paper: Record, _form: Data, lookup: Lookup) -> list[Record]:
    """The questions in force on the topics of the paper's course: from all of them some are drawn."""
    topics = lookup.record("training.courses", paper["course"])["topics"]
    questions = (question for topic in topics for question in lookup.where("training.questions", topic=topic))
    return [question for question in questions if question.status() == "in_force"]


def is_compared(_paper: Record, form: Data, lookup: Lookup) -> bool:
    """Whether what a form says of its round agrees with the paper that it is compared with."""
    if form["round"] != "later":
        return form["baseline"] is None
    is_other = form["baseline"] not in (None, form["code"])
    return is_other and lookup.record(register.name, form["baseline"]).get("round") == "baseline"


@rules.on("set", course=course_of, sat=has_been_sat, compared=is_compared)
def set_paper(_paper: Record, form: Data, _at: Context, course: Record, *, sat: bool, compared: bool) -> Data:
    """A paper says how many marks there are and how many are a pass; a later test, what it is compared with."""
    if sat:
        raise AlreadySat(form["code"])
    if not compared:
        raise NoBaseline(form["code"])
    in_force(course, form["set_on"])
    if form["opens_at"] and form["closes_at"] and form["closes_at"] <= form["opens_at"]:
        raise ClosesBeforeOpening(form["closes_at"])
    return form | {"category": course["category"], "pass_mark": _pass_mark(form, course)}


def _pass_mark(form: Data, course: Record) -> int:
    least = -(-form["full_mark"] * course.get("pass_mark", 0) // 100)
    mark: int = form["pass_mark"] or least
    if not mark:
        raise NoPassMark(form["code"])
    if not least <= mark <= form["full_mark"]:
        raise PassMarkOutside(mark)
    return mark


@rules.on("draw", questions=bank, sat=has_been_sat)
def draw(paper: Record, form: Data, _at: Context, questions: list[Record], *, sat: bool) -> Data:
    """Questions are drawn, worded as they are on this day; without a seed the paper's code is one."""
    if sat:
        raise AlreadySat(paper.id)
    if len(questions) < form["number"]:
        raise TooFew(len(questions))
    points, rest = divmod(paper["full_mark"], form["number"])
    if rest:
        raise UnevenPoints(paper["full_mark"], form["number"])
    seed = form["seed"] or paper.id
    items = [_item(question) for question in draw_questions(questions, form["number"], seed)]
    return form | {"seed": seed, "points": points, "questions": items}


def _item(question: Record) -> Data:
    worded = {"kind": question["kind"], "text": question["question"], "options": question["options"]}
    return {"question": question.id, "version": question.version, **worded}


@rules.on("void", sat=has_been_sat)
def void(paper: Record, form: Data, _at: Context, *, sat: bool) -> Data:
    """A paper is voided after what was sat on it."""
    if sat:
        raise AlreadySat(paper.id)
    return form


def closed_at(paper: Record) -> dt.datetime | None:
    """From when on nobody hands in: the end of its window, or when somebody withdrew it; None: it is open."""
    ends = [one.at.now for one in paper.effective if one.step.name == "withdraw"]
    if window := paper.get("closes_at"):
        ends.append(window)
    return min(ends, default=None)


def check_usable(paper: Record, day: dt.date) -> None:
    """A paper is sat from the day on which it was made to that on which it is withdrawn.

    Raises NotSetYet, PaperWithdrawn.
    """
    made_on = paper.get("drawn_on") or paper["set_on"]
    if day < made_on:
        raise NotSetYet(paper.id, made_on)
    if any(withdrawal["withdrawn_on"] <= day for withdrawal in paper.all("withdraw")):
        raise PaperWithdrawn(paper.id, day)
