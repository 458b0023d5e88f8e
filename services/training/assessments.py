"""Rules for assessments: who sat which paper, and what came of it."""

import datetime as dt
from dataclasses import dataclass

from contracts.errors import Refused
from contracts.training.assessments import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training import marking, sittings
from services.training.certificate_dependencies import certificates, check_unreferenced
from services.training.marking import Keys
from services.training.papers import check_usable
from services.training.postings import person_of, unit_of
from services.training.sittings import Hall, paper_of

rules = Rules(register)
LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


class InvigilatesAlone(Refused):
    """Nobody invigilates their own examination."""

    slug, zh, field = "own-invigilator", "监考人不能是应试人本人", "invigilator"


class OutsidePaper(Refused):
    """A score lies between nothing and the full mark of the paper."""

    slug, zh, field, article = "score-outside-paper", "得分超出试卷满分", "score", "局内规定"


class NotDrawn(Refused):
    """This paper has no questions of the bank; its score is entered from the score sheet."""

    slug, zh, field = "not-drawn", "该试卷未从题库组卷，请按成绩单登分", "answers"


class NotOnPaper(Refused):
    """This question, or this option, does not stand on the paper."""

    slug, zh, field = "not-on-paper", "试卷中没有此题或此选项", "answers"


class AnsweredTwice(Refused):
    """A question is answered once."""

    slug, zh, field = "answered-twice", "同一题只能作答一次", "answers"


class TopicsDiffer(Refused):
    """Where points are told by topic, each topic stands once, and together they are the score and the full mark."""

    slug, zh, field = "topics-differ", "分项得分每项只列一次，得分合计应为总分、满分合计应为试卷满分", "topics"


@dataclass(frozen=True)
class PaperKey:
    """A paper and its key, with the topic of each question."""

    paper: Record
    letters: Keys
    topics: dict[str, str]


@dataclass(frozen=True)
class Entry:
    """Who sits, which attempt it is, and the certificates that rest on it where it is corrected."""

    examinee: Record
    number: int
    dependents: list[Record]


def key_of(assessment: Record, form: Data, lookup: Lookup) -> PaperKey:
    """The paper with the right letters of each of its questions, and their topics."""
    paper = paper_of(assessment, form, lookup)
    bank = marking.questions(paper, lookup)
    return PaperKey(paper, marking.keys(paper, bank), {code: one["topic"] for code, one in bank.items()})


def attempt(assessment: Record, form: Data, lookup: Lookup) -> int:
    """Which attempt of the person at the course it is, from 1: by day, and on one day as they were recorded."""
    course = paper_of(assessment, form, lookup)["course"]
    every = lookup.where(register.name, person=form["person"], course=course)
    # Two sittings of one day are told apart by when they were recorded: the form has no time of day.
    own = (form["sat_on"], _recorded_at(lookup.record(register.name, assessment.id)))
    return 1 + sum((one["sat_on"], _recorded_at(one)) < own for one in every if one.id != assessment.id)


def entry_of(assessment: Record, form: Data, lookup: Lookup) -> Entry:
    """What is known of a sitting beside its paper."""
    dependents = certificates("assessment")(assessment, form, lookup)
    return Entry(person_of(assessment, form, lookup), attempt(assessment, form, lookup), dependents)


def _recorded_at(assessment: Record) -> dt.datetime:
    return min((entry.at.now for entry in assessment.revisions), default=LATEST)


@rules.on("sit", upto=1, paper=paper_of, entry=entry_of)
def sit_as_before(_new: Record, form: Data, _at: Context, paper: Record, entry: Entry) -> Data:
    """A person on strength sits a paper in use; the attempt is counted (M-S1-7)."""
    check_unreferenced(entry.dependents)
    unit = unit_of(entry.examinee, form["sat_on"])
    check_usable(paper, form["sat_on"])
    if form["invigilator"] == form["person"]:
        raise InvigilatesAlone(form["person"])
    marks = {name: paper[name] for name in ("course", "category", "full_mark", "pass_mark")}
    return form | marks | {"unit": unit, "attempt": entry.number}


@rules.on("sit", upto=2, hall=sittings.hall_of, entry=entry_of)
def sit_in_person(new: Record, form: Data, at: Context, hall: Hall, entry: Entry) -> Data:
    """The same; an examinee begins a drawn paper in person, as often as it says, and another records a written one."""
    return sit_as_before(new, form, at, hall.paper, entry) | sittings.begin(form, at, hall, hall.paper.get("attempts"))


@rules.on("sit", hall=sittings.hall_of, entry=entry_of)
def sit(new: Record, form: Data, at: Context, hall: Hall, entry: Entry) -> Data:
    """The same; of a drawn paper a written sitting counts like one in person."""
    most = sittings.most_written(hall.paper)
    return sit_as_before(new, form, at, hall.paper, entry) | sittings.begin(form, at, hall, most)


@rules.on("answer", upto=1, key=key_of, dependents=certificates("assessment"))
def answer_and_mark(assessment: Record, form: Data, _at: Context, key: PaperKey, dependents: list[Record]) -> Data:
    """Answers are marked by the bank's key; a question left out is wrong."""
    check_unreferenced(dependents)
    _answerable(key.paper, form["answers"])
    return form | _marks(assessment, form["answers"], key)


@rules.on("answer", hall=sittings.hall_of, dependents=certificates("assessment"))
def answer(assessment: Record, form: Data, at: Context, hall: Hall, dependents: list[Record]) -> Data:
    """Who began hands in, within the time; a question left out is wrong."""
    check_unreferenced(dependents)
    sittings.hand_in(assessment, at, hall)
    _answerable(hall.paper, form["answers"])
    return form | {"handed_in_on": assessment["sat_on"]}


@rules.on("mark", upto=1, key=key_of, dependents=certificates("assessment"))
def mark_as_before(assessment: Record, form: Data, at: Context, key: PaperKey, dependents: list[Record]) -> Data:
    """What was handed in is marked by the bank's key, once nobody sits the paper any more; never by the examinee."""
    check_unreferenced(dependents)
    sittings.refuse_own(assessment, at)
    sittings.check_closed(key.paper, at)
    return form | _marks(assessment, assessment["answers"], key)


@rules.on("mark", key=key_of, dependents=certificates("assessment"))
def mark(assessment: Record, form: Data, at: Context, key: PaperKey, dependents: list[Record]) -> Data:
    """The same; what was right in each topic is told beside (F013, F015)."""
    marks = mark_as_before(assessment, form, at, key, dependents)
    topics = marking.by_topic(assessment["answers"], key.letters, key.topics, key.paper["points"])
    return marks | {"round": key.paper.get("round"), "by_topic": topics}


def _marks(assessment: Record, answers: list[Data], key: PaperKey) -> Data:
    right = marking.right(answers, key.letters)
    score = right * key.paper["points"]
    return {"right": right, "score": score} | marking.result(score, assessment)


def _answerable(paper: Record, answers: list[Data]) -> None:
    """Every answer is to a question and among the options of the paper. Raises NotDrawn, NotOnPaper, AnsweredTwice."""
    if not paper.get("questions"):
        raise NotDrawn(paper.id)
    options = {item["question"]: {one["letter"] for one in item["options"]} for item in paper["questions"]}
    for number, one in enumerate(answers):
        if not set(one["chosen"]) <= options.get(one["question"], set()):
            raise NotOnPaper(one["question"], errors=[NotOnPaper.fault(f"answers.{number}.question")])
    if len({one["question"] for one in answers}) < len(answers):
        raise AnsweredTwice(paper.id)


@rules.on("score", upto=1, dependents=certificates("assessment"))
def score_as_before(assessment: Record, form: Data, _at: Context, dependents: list[Record]) -> Data:
    """A score is entered from a sheet, never above the paper's full mark."""
    check_unreferenced(dependents)
    if form["score"] > assessment["full_mark"]:
        raise OutsidePaper(form["score"], assessment["full_mark"])
    return form | marking.result(form["score"], assessment)


@rules.on("score", upto=2, dependents=certificates("assessment"))
def score_by_another(assessment: Record, form: Data, at: Context, dependents: list[Record]) -> Data:
    """The same, by another than the examinee."""
    sittings.refuse_own(assessment, at)
    return score_as_before(assessment, form, at, dependents)


@rules.on("score", upto=3, paper=paper_of, dependents=certificates("assessment"))
def score_after_closing(assessment: Record, form: Data, at: Context, paper: Record, dependents: list[Record]) -> Data:
    """The same; of a paper that has a window no mark is given before it is closed."""
    if paper.get("closes_at"):
        sittings.check_closed(paper, at)
    return score_by_another(assessment, form, at, dependents)


@rules.on("score", paper=paper_of, dependents=certificates("assessment"))
def score(assessment: Record, form: Data, at: Context, paper: Record, dependents: list[Record]) -> Data:
    """The same; a sheet may tell the points by topic."""
    result = score_after_closing(assessment, form, at, paper, dependents)
    _check_topics(form["topics"], form["score"], assessment["full_mark"])
    topics = [marking.topic_result(one["topic"], one["points"], one["full"]) for one in form["topics"]]
    return result | {"round": paper.get("round"), "by_topic": topics}


def _check_topics(topics: list[Data], score: int, full_mark: int) -> None:
    """Raises TopicsDiffer, OutsidePaper."""
    if not topics:
        return
    if any(one["points"] > one["full"] for one in topics):
        raise OutsidePaper(score)
    sums = [sum(one[name] for one in topics) for name in ("points", "full")]
    if sums != [score, full_mark] or len({one["topic"] for one in topics}) < len(topics):
        raise TopicsDiffer(*sums)


@rules.on("void", dependents=certificates("assessment"))
def void(_assessment: Record, form: Data, _at: Context, dependents: list[Record]) -> Data:
    """What a certificate rests on is not taken back from under it."""
    check_unreferenced(dependents)
    return form
