"""Rules for answer sheets: they belong to a wave, answer its questions within their scales, and name nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.envelope import Event
from contracts.errors import Refused
from contracts.outreach.survey_sheets import MOST_BUNDLES, register
from contracts.outreach.surveys import register as surveys_register
from services.chassis.records.command import CommandRequest
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.surveys import had_sheets

rules = Rules(register)


class NotInTheWave(Refused):
    """Sheets come in from the day on which a wave was opened to the one on which it was closed."""

    slug, zh, field = "not-in-the-wave", "收卷日期不在该轮调查期间，或该轮尚未开始", "returned_on"


class WaveCounted(Refused):
    """A wave that is closed takes no more sheets: its result was counted from those that there were."""

    slug, zh, field = "wave-counted", "该轮已结束并统计，不再收卷", "wave"


class WaveFull(Refused):
    """A wave takes 2,000 bundles at most, since its closing reads each of them: put more sheets in each."""

    slug, zh, field = "wave-full", f"每轮收卷不超过{MOST_BUNDLES}批，请合并录入（每批可录多份）", "wave"


class CountedBundle(Refused):
    """A closed wave was counted with these sheets: correct them, then the closing of the wave, and void nothing."""

    slug, zh = "counted-bundle", "该轮已按本批答卷统计结束，不得作废：请更正本批答卷，再更正该轮的结束登记"


class BundleOfAnotherWave(Refused):
    """A correction leaves sheets in their survey and wave: void them, and take them in anew."""

    slug, zh, field = "bundle-of-another-wave", "更正不得改变问卷和轮次，请作废后重新收卷", "wave"


class UnitElsewhere(Refused):
    """Sheets are collected by the unit that asks, or by one below it."""

    slug, zh, field = "unit-elsewhere", "收卷单位须为问卷主办单位或者其下级单位", "unit"


class NotAsked(Refused):
    """A sheet answers questions of its survey, within their scales, and at least one."""

    slug, zh, field = "not-asked", "答卷有空白卷、题号不在问卷中或分值超出量表", "sheets"


class NamedInAnonymous(Refused):
    """In an anonymous survey no sheet says whose it is."""

    slug, zh, field = "named-in-anonymous", "匿名问卷不得填写答卷人编号", "sheets"


class SheetsOfOne(Refused):
    """Whoever answers by a code answers once."""

    slug, zh, field = "sheets-of-one", "同一答卷人编号重复", "sheets"


@dataclass(frozen=True)
class IntakeBasis:
    """What sheets are taken in for.

    survey  the survey that they answer
    before  the bundle as it stands where it is corrected: then it may be mended after its wave was closed
    units   the collecting unit and those above it on the day
    bundle  which of its wave's bundles it is; None: it was taken in before they were told apart
    """

    survey: Record
    before: Record
    units: set[str]
    bundle: int | None


def intake_basis(sheets: Record, form: Data, lookup: Lookup) -> IntakeBasis:
    """The survey, the bundle as it stands, and the units to which the collecting one belongs."""
    before = lookup.record(register.name, sheets.id)
    units = _rising(lookup, form["unit"], form["returned_on"])
    bundle = before.get("bundle") if before.revisions else _next_bundle(form, lookup)
    return IntakeBasis(lookup.record(surveys_register.name, form["survey"]), before, units, bundle)


def _next_bundle(form: Data, lookup: Lookup) -> int:
    """A number that no bundle of the wave has, next to one that a bundle has: greater than the greatest where none is.

    Each has one next to another's, or the first: so many were taken in at least, and none is counted. A voided one
    gives its number back.
    """
    taken, free = 0, MOST_BUNDLES + 1
    while free - taken > 1:
        middle = (taken + free) // 2
        if lookup.exists(register.name, survey=form["survey"], wave=form["wave"], bundle=middle):
            taken = middle
        else:
            free = middle
    return free


def _rising(lookup: Lookup, unit: str, day: dt.date) -> set[str]:
    """A unit and all above it on a day."""
    waiting, seen = [unit], set[str]()
    while waiting:
        seen.add(one := waiting.pop())
        entries = lookup.record("training.units", one).effective
        named = [entry.data["parents"] for entry in entries if entry.on <= day and "parents" in entry.data]
        waiting += [parent for parent in (named[-1] if named else []) if parent not in seen]
    return seen


@rules.on("return", basis=intake_basis)
def take_in(_sheets: Record, form: Data, _at: Context, basis: IntakeBasis) -> Data:
    """A bundle is counted when it comes in, so that closing a wave reads no sheet."""
    survey, before = basis.survey, basis.before
    if before.revisions and (before["survey"], before["wave"]) != (form["survey"], form["wave"]):
        raise BundleOfAnotherWave(before["survey"], before["wave"])
    if survey["unit"] not in basis.units:
        raise UnitElsewhere(form["unit"])
    _require_its_wave(survey, form, is_correction=bool(before.revisions))
    if basis.bundle and basis.bundle > MOST_BUNDLES:
        raise WaveFull(form["wave"])
    respondents = [one["respondent"] for one in form["sheets"] if one["respondent"]]
    if respondents and survey["anonymous"]:
        raise NamedInAnonymous
    if len(set(respondents)) < len(respondents):
        raise SheetsOfOne
    scales = {one["question"]: range(one["lowest"], one["highest"] + 1) for one in survey["questions"]}
    answers = [list(_answers(one)) for one in form["sheets"]]
    if not all(one and all(points in scales.get(number, ()) for number, points in one) for one in answers):
        raise NotAsked
    return form | {"returned": len(answers), "totals": list(_totals(answers)), "bundle": basis.bundle}


def _require_its_wave(survey: Record, form: Data, *, is_correction: bool) -> None:
    """Raises NotInTheWave, WaveCounted."""
    moves = survey.moves("wave", str(form["wave"]))
    if not moves or form["returned_on"] < moves[0].on:
        raise NotInTheWave(form["wave"])
    if moves[-1].step.leads == "closed":
        if not is_correction:
            raise WaveCounted(form["wave"])
        if form["returned_on"] > moves[-1].on:
            raise NotInTheWave(form["wave"])


def survey_of(sheets: Record, _form: Data, lookup: Lookup) -> Record:
    """The survey that a bundle answers."""
    return lookup.record(surveys_register.name, sheets["survey"])


@rules.on("void", survey=survey_of)
def void(sheets: Record, form: Data, _at: Context, survey: Record) -> Data:
    """What a wave's result was counted from is not taken back from under it."""
    if survey.status("wave", str(sheets["wave"])) == "closed":
        raise CountedBundle(sheets["wave"])
    return form


@rules.causes("void")
def lose_sheets(event: Event, lookup: Lookup) -> CommandRequest | None:
    """The survey keeps, once, that the wave had sheets: no tally of other hands takes their place."""
    sheets = lookup.record(register.name, event.subject)
    survey = lookup.record(surveys_register.name, sheets["survey"])
    if survey.status() != "designed" or survey.status("wave", str(sheets["wave"])) != "open":
        return None
    # Whoever takes sheets in reads the whole survey: it does not grow with what is voided.
    if had_sheets(survey, sheets["wave"]):
        return None
    form = {"wave": sheets["wave"], "voided_sheets": sheets["returned"]}
    return CommandRequest(surveys_register.name, "lose_sheets", form, survey.id)


def _answers(sheet: Data) -> Iterator[tuple[int, int]]:
    """The questions that a sheet answers, each with its points."""
    for name, points in sheet.items():
        if name != "respondent" and points is not None:
            yield int(name.removeprefix("q")), points


def _totals(sheets: list[list[tuple[int, int]]]) -> Iterator[Data]:
    """Of each question that was answered how often, and the points together."""
    for number in sorted({number for sheet in sheets for number, _ in sheet}):
        points = [points for sheet in sheets for of, points in sheet if of == number]
        yield {"question": number, "answers": len(points), "points": sum(points)}
