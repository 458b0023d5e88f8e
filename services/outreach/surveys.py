"""Rules for surveys: waves in their order, and a wave's result from its sheets."""

from __future__ import annotations

from collections import Counter

from contracts.errors import Refused
from contracts.outreach.survey_sheets import register as sheets_register
from contracts.outreach.surveys import FEWEST, register
from services.chassis.records.finding.caused_steps import as_it_stood, comes_of_event, is_as_caused, never
from services.chassis.records.finding.decided_before import DecidedBefore
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
NOTED = ("wave", "voided_sheets")
"""What a voided bundle says of itself to its survey."""


class AskedTwice(Refused):
    """Each question of a survey has a number of its own."""

    slug, zh, field = "asked-twice", "题号重复", "questions"


class NoScale(Refused):
    """A scale reaches from its lowest to a higher number of points."""

    slug, zh, field = "no-scale", "最高分应大于最低分", "questions"


class WavesInOrder(Refused):
    """Waves are numbered 1, 2, 3 and so on, and one is closed before the next is opened."""

    slug, zh, field = "waves-in-order", "轮次须依次编号，且上一轮结束后方可开始下一轮", "wave"


class SheetsUntilTooEarly(Refused):
    """Sheets are taken on the day on which a wave is opened, and later."""

    slug, zh, field = "sheets-until-too-early", "收卷截止日早于开始日期", "until"


class WithoutTheTally(Refused):
    """A tally of other hands is entered with the paper on which it was counted."""

    slug, zh, field = "without-the-tally", "录入他处统计结果须附纸质统计表", "evidence"


class TallyOfStrangers(Refused):
    """A tally is of this survey's questions, each once."""

    slug, zh, field = "tally-of-strangers", "统计结果须对应本问卷题目，每题一次", "results"


class TallyImpossible(Refused):
    """No question has more answers than there are sheets, and its points lie within its scale."""

    slug, zh, field = "tally-impossible", "作答份数超过收回份数，或总分超出量表范围", "results"


class TooFewToTell(Refused):
    """Of fewer than three answers nothing is told: leave the question out."""

    slug, zh, field = "too-few-to-tell", "作答不足三份的题目不予公布，请勿填写", "results"


class CountedHere(Refused):
    """Sheets of this wave were taken in here, voided ones too: it is closed with the result of those that stand."""

    slug, zh, field = "counted-here", "本轮已有答卷录入（含已作废的），请按答卷结束本轮", "wave"


class NotedOfItself(Refused):
    """That sheets of a wave were voided is noted when a bundle is voided, and by nobody's hand."""

    slug, zh = "noted-of-itself", "答卷作废在作废该批答卷时自动记入问卷，不由人登记或改写"


@rules.on("design")
def design(_survey: Record, form: Data, _at: Context) -> Data:
    """Questions are told apart by their numbers and have a scale."""
    numbers = [one["question"] for one in form["questions"]]
    if len(set(numbers)) < len(numbers):
        raise AskedTwice(*numbers)
    if any(one["highest"] <= one["lowest"] for one in form["questions"]):
        raise NoScale
    return form


@rules.on("open_wave")
def open_wave(survey: Record, form: Data, _at: Context) -> Data:
    """One wave after the other."""
    opened = [data["wave"] for data in survey.all("open_wave")]
    is_open = [wave for wave in opened if survey.status("wave", str(wave)) == "open"]
    if is_open or form["wave"] != len(opened) + 1:
        raise WavesInOrder(form["wave"])
    if form["until"] and form["until"] < form["opened_on"]:
        raise SheetsUntilTooEarly(form["until"])
    return form


def bundles(survey: Record, form: Data, lookup: Lookup) -> list[RecordRow]:
    """The bundles of sheets that were taken in for the wave and stand: each is read once, when the wave is closed.

    A sum that is kept would have to follow each correction and each voiding of a bundle; a wave takes so many at most.
    """
    kept = lookup.rows(sheets_register.name, survey=survey.id, wave=form["wave"])
    return [one for one in kept if one.status() == "returned"]


@rules.on("close_wave", bundles=bundles)
def close_wave(_survey: Record, form: Data, _at: Context, bundles: list[RecordRow]) -> Data:
    """The result is what the bundles say together; of fewer than three sheets, or answers to a question, nothing."""
    sheets = sum(one["returned"] for one in bundles)
    answers, points = Counter[int](), Counter[int]()
    for total in (total for one in bundles for total in one.get("totals", [])):
        answers[total["question"]] += total["answers"]
        points[total["question"]] += total["points"]
    told = [number for number in sorted(answers) if answers[number] >= FEWEST]
    results = [{"question": number, "answers": answers[number], "points": points[number]} for number in told]
    return form | _told(form, sheets) | {"sheets": sheets, "results": results, "counted_elsewhere": False}


def had_sheets(survey: Record, wave: int) -> bool:
    """Whether sheets of a wave were voided: what was noted is not corrected away, and what was typed is no note."""
    notes = (one for one in survey.revisions if one.step.name == "lose_sheets" and comes_of_event(one.at))
    return any(one.data["wave"] == wave for one in notes)


rules.when("lose_sheets")(never)


@rules.on("lose_sheets", before=as_it_stood)
def lose_sheets(_survey: Record, form: Data, at: Context, before: DecidedBefore | None) -> Data:
    """Only the voiding of a bundle notes it: typed, it would keep a tally from being entered."""
    if not is_as_caused(NOTED, form, at, before):
        raise NotedOfItself
    return form


def has_bundles(survey: Record, form: Data, lookup: Lookup) -> bool:
    """Whether a bundle of the wave stands: a voided one is found by nothing."""
    return lookup.exists(sheets_register.name, survey=survey.id, wave=form["wave"])


@rules.on("enter_tally", is_counted=has_bundles)
def enter_tally(survey: Record, form: Data, _at: Context, *, is_counted: bool) -> Data:
    """What others counted on paper stands with its paper, and is marked as counted elsewhere."""
    if is_counted or had_sheets(survey, form["wave"]):
        raise CountedHere(form["wave"])
    if not form["evidence"]:
        raise WithoutTheTally
    _require_a_possible_tally(survey, form)
    return form | _told(form, form["sheets"]) | {"counted_elsewhere": True}


def _told(form: Data, sheets: int) -> Data:
    return {"baseline": form["wave"] == 1, "shown": sheets >= FEWEST}


def _require_a_possible_tally(survey: Record, form: Data) -> None:
    """Raises TallyOfStrangers, TooFewToTell, TallyImpossible."""
    scales = {one["question"]: one for one in survey["questions"]}
    numbers = [one["question"] for one in form["results"]]
    if len(set(numbers)) < len(numbers) or not scales.keys() >= set(numbers):
        raise TallyOfStrangers(*numbers)
    if any(one["answers"] < FEWEST for one in form["results"]):
        raise TooFewToTell
    if any(not _is_possible(one, scales[one["question"]], form["sheets"]) for one in form["results"]):
        raise TallyImpossible


def _is_possible(total: Data, scale: Data, sheets: int) -> bool:
    lowest, highest = (total["answers"] * scale[name] for name in ("lowest", "highest"))
    return bool(total["answers"] <= sheets and lowest <= total["points"] <= highest)
