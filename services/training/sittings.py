"""Who may sit a paper, when, and how often; who may hand in, until when; and when marks may be told.

An examinee is the account itself: nobody begins or hands in for another. The moments are those at which the commands
came, so a timer survives whatever stops between them, and stands in the journal.
"""

import datetime as dt
from dataclasses import dataclass

from contracts.errors import Forbidden, Refused
from contracts.training.assessments import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.training.papers import closed_at

RECORDING = frozenset({"clerk", "captain", "trainer", "reaction", "operator"})
"""Who records a written examination, beside `score`; an operator imports what was recorded elsewhere."""
GRACE = dt.timedelta(seconds=60)
"""Between the end of the time and the arrival of what was sent before it."""


class OthersExamination(Forbidden):
    """An examination is begun and handed in by the examinee, signed in as themselves."""

    slug, zh = "others-examination", "须由应试人本人登录后应试、交卷"


class OwnExamination(Forbidden):
    """Nobody records, corrects or marks their own examination."""

    slug, zh = "own-examination", "不得登记、更正或评阅本人的考试"


class NoPaperToSit(Refused):
    """This paper has no questions of the bank: it is written, and another person records it with its score sheet."""

    slug, zh, field = "no-paper-to-sit", "该试卷未从题库组卷，由他人按成绩单登记", "paper"


class NotOpen(Refused):
    """This paper cannot be sat now."""

    slug, zh, field = "not-open", "该试卷不在开考时间内", "paper"


class NoAttemptLeft(Refused):
    """This person has sat this paper as often as it may be sat."""

    slug, zh, field = "no-attempt-left", "该应试人已用完此试卷的考试次数", "paper"


class NotBegun(Refused):
    """The examinee did not begin this in person: its score is entered from the score sheet."""

    slug, zh, field = "not-begun", "此次考试并非本人在线开考，请按成绩单登分", "answers"


class TimeOver(Refused):
    """The time for this examination is over."""

    slug, zh, field = "time-over", "考试时间已结束，不能再交卷", "answers"


class NotClosed(Refused):
    """Marks are given once nobody sits this paper any more: after its window, or once it was withdrawn."""

    slug, zh = "not-closed", "考试尚未结束，结束后方可评卷"


@dataclass(frozen=True)
class Hall:
    """What a sitting depends on.

    history   what was recorded of it before, while a part of it is decided again
    siblings  the person's other sittings of the paper, but for those that were voided
    """

    paper: Record
    history: Record
    siblings: list[Record]


def paper_of(assessment: Record, form: Data, lookup: Lookup) -> Record:
    """The paper that is sat."""
    return lookup.record("training.papers", form.get("paper") or assessment["paper"])


def hall_of(assessment: Record, form: Data, lookup: Lookup) -> Hall:
    """What a sitting depends on, where it begins or is handed in."""
    paper, person = paper_of(assessment, form, lookup), form.get("person") or assessment["person"]
    every = lookup.where(register.name, person=person, paper=paper.id)
    siblings = [one for one in every if one.id != assessment.id]
    return Hall(paper, lookup.record(register.name, assessment.id), siblings)


def most_written(paper: Record) -> int | None:
    """How often somebody may have sat a paper, once another records a written sitting of it; None: as often as it was.

    Whoever sat a drawn paper knows its questions, wherever they sat it: it is sat once, or as often as it says.
    """
    return paper.get("attempts") or (1 if paper.get("questions") else None)


def begin(form: Data, at: Context, hall: Hall, most: int | None) -> Data:
    """When it was begun and by when it is handed in; nothing of a written one, which another records.

    `most` is how often the paper may have been sat where another records it.

    Raises OthersExamination, OwnExamination, NoPaperToSit, NotOpen, NoAttemptLeft.
    """
    if hall.history.version:
        return _keep(form, at, hall, most)
    if at.actor != form["person"]:
        if at.post.partition("@")[0] not in RECORDING:
            raise OthersExamination(form["person"])
        _check_attempts(hall, most)
        return {"begun_at": None, "hand_in_by": None}
    if at.on_behalf_of:
        raise OthersExamination(at.on_behalf_of)
    _check_open(form, at, hall.paper)
    _check_attempts(hall, hall.paper.get("attempts") or 1)
    return {"begun_at": at.now, "hand_in_by": _hand_in_by(hall.paper, at.now)}


def _keep(form: Data, at: Context, hall: Hall, most: int | None) -> Data:
    """A correction begins nothing: it leaves the moments, and whose examination on which paper it was."""
    first = next(one for one in hall.history.latest_revisions if one.step.name == "sit")
    if at.actor == form["person"]:
        raise OwnExamination(form["person"])
    is_same = all(first.data[name] == form[name] for name in ("person", "paper"))
    if first.data.get("begun_at") and not is_same:
        raise OthersExamination(first.data["person"])
    if not is_same:
        _check_attempts(hall, most)
    return {name: first.data.get(name) for name in ("begun_at", "hand_in_by")}


def _check_open(form: Data, at: Context, paper: Record) -> None:
    if not paper.get("questions"):
        raise NoPaperToSit(paper.id)
    opens, closes = paper.get("opens_at"), closed_at(paper)
    if (opens and at.now < opens) or (closes and at.now >= closes) or form["sat_on"] != at.today:
        raise NotOpen(paper.id)


def _check_attempts(hall: Hall, most: int | None) -> None:
    """A written sitting is recorded after it took place: where the paper names no number, what took place stands."""
    if most is not None and len(hall.siblings) >= most:
        raise NoAttemptLeft(hall.paper.id)


def _hand_in_by(paper: Record, begun: dt.datetime) -> dt.datetime | None:
    minutes, closes = paper.get("minutes"), closed_at(paper)
    ends = [begun + dt.timedelta(minutes=minutes)] if minutes else []
    return min([*ends, *([closes] if closes else [])], default=None)


def hand_in(assessment: Record, at: Context, hall: Hall) -> None:
    """Answers come from who began, in time; later a trainer may correct them, who is another.

    Raises NotBegun, OthersExamination, OwnExamination, TimeOver.
    """
    if not assessment.get("begun_at"):
        raise NotBegun(assessment.id)
    if _was_recorded(hall.history, "answer", at):
        refuse_own(assessment, at)
        return
    if at.actor != assessment["person"] or at.on_behalf_of:
        raise OthersExamination(assessment["person"])
    ends = [one for one in (assessment.get("hand_in_by"), closed_at(hall.paper)) if one]
    if ends and at.now > min(ends) + GRACE:
        raise TimeOver(assessment.id)


def _was_recorded(history: Record, step: str, at: Context) -> bool:
    """Whether a step was recorded before this moment: it is corrected now, and not entered or read again."""
    return any(one.step.name == step and one.at.now < at.now for one in history.revisions)


def refuse_own(assessment: Record, at: Context) -> None:
    """Raises OwnExamination where the examinee acts, in person or by who stands in for them."""
    if assessment["person"] in at.people:
        raise OwnExamination(assessment["person"])


def check_closed(paper: Record, at: Context) -> None:
    """Raises NotClosed while somebody may still sit the paper, or hand in what was sent in time."""
    closes = closed_at(paper)
    if closes is None or at.now <= closes + GRACE:
        raise NotClosed(paper.id)
