"""Rules for case-file reviews: who reviews what, what it scores, and when that stands (M-S2-8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from contracts.cases.case_file_reviews import Result, register
from contracts.cases.file_review_templates import FULL_MARK, VETO
from contracts.errors import Refused
from contracts.forms import fields_of
from services.cases import file_review_templates as templates
from services.cases.penalties.officers import investigators
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record, Revision
from services.chassis.records.rules import Rules

rules = Rules(register)
ENDED = ("not_filed", "no_violation", "exempted", "handed_over", "withdrawn", "closed", "archived")
"""Where a case stands whose file is complete."""
TEMPLATES, DEFECT = "cases.file_review_templates", "case_file_review"


class FileOpen(Refused):
    """A file is reviewed when its case has ended."""

    slug, zh, field = "file-open", "案件当日尚未办结，案卷不能评查", "case"


class NoTemplate(Refused):
    """The template was not in force on that day."""

    slug, zh, field = "no-template", "评查标准当日未施行", "template"


class SampledTwice(Refused):
    """This file was drawn in this round already."""

    slug, zh, field = "sampled-twice", "该案卷在本批次已抽取", "round"


class OwnCase(Refused):
    """Who had the case or acted in it does not review its file."""

    slug, zh, field = "own-case", "评查人不得为本案办案人员", "reviewer"


class OwnAssignment(Refused):
    """Nobody assigns a review to themselves."""

    slug, zh, field = "own-assignment", "评查人须由他人分派", "reviewer"


class NotAssigned(Refused):
    """Who was assigned to review this file scores it, or somebody who acts for them."""

    slug, zh = "not-assigned", "须由分派的评查人本人或其代理人评分"


class NoSuchItem(Refused):
    """The template has no such item."""

    slug, zh, field = "no-such-item", "评查标准没有此评查项", "findings"


class FoundTwice(Refused):
    """A finding names its item once, and how often the fault was found."""

    slug, zh, field = "found-twice", "同一评查项只填一行，处数合并填写", "findings"


class ObjectedLate(Refused):
    """The time for an objection is over."""

    slug, zh, field = "objected-late", "异议期已满", "objected_on"


class ObjectedTwice(Refused):
    """A file is scored again once."""

    slug, zh = "objected-twice", "已经复评，不再受理异议"


class ObjectionOpen(Refused):
    """The unit may still object, and has not said that it will not."""

    slug, zh, field = "objection-open", "异议期未满，承办单位亦未表示无异议", "finalised_on"


class NoDefects(Refused):
    """The review found nothing to rectify."""

    slug, zh = "no-defects", "评查未发现缺陷，无需整改"


class NotItsOwn(Refused):
    """The rectifications named are those of this review: raised from it, at least one."""

    slug, zh, field = "not-its-own", "应填写以本次评查为来源的整改台账编号", "rectifications"


@dataclass(frozen=True)
class SamplingBasis:
    """What a sampling depends on: the case, the template, and whether the round has drawn the case already."""

    case: Record
    template: Record
    again: bool


def sampling_basis(review: Record, form: Data, lookup: Lookup) -> SamplingBasis:
    """The case, the template, and whether another review of the round is of the case."""
    case, template = lookup.record("cases.penalties", form["case"]), lookup.record(TEMPLATES, form["template"])
    again = lookup.exists(register.name, but=review.id, case=form["case"], round=form["round"])
    return SamplingBasis(case, template, again)


def case_of(review: Record, _form: Data, lookup: Lookup) -> Record:
    """The case whose file is reviewed."""
    return lookup.record("cases.penalties", review["case"])


def standard(review: Record, _form: Data, lookup: Lookup) -> Revision:
    """The template as it was on the day on which the file was drawn."""
    template = lookup.record(TEMPLATES, review["template"])
    version = templates.version_on(template, review["sampled_on"])
    if version is None:
        raise NoTemplate(template.id)
    return version


@rules.on("sample", basis=sampling_basis)
def sample(_review: Record, form: Data, _at: Context, basis: SamplingBasis) -> Data:
    """A file is drawn when its case has ended, once in a round."""
    ended = ended_on(basis.case)
    if ended is None or ended > form["sampled_on"]:
        raise FileOpen(basis.case.id)
    if templates.version_on(basis.template, form["sampled_on"]) is None:
        raise NoTemplate(basis.template.id)
    if basis.again:
        raise SampledTwice(form["round"])
    return form | {"unit": basis.case.unit}


def ended_on(case: Record) -> dt.date | None:
    """The day on which a case ended; None: it goes on."""
    ends = (entry.on for entry in case.moves() if entry.step.leads in ENDED)
    return next(ends, None) if case.status() in ENDED else None


@rules.on("assign", case=case_of)
def assign(review: Record, form: Data, at: Context, case: Record) -> Data:
    """The reviewer is not who assigns it either."""
    if form["reviewer"] in at.people and not at.imported:
        raise OwnAssignment(form["reviewer"])
    return assign_by_anybody(review, form, at, case)


@rules.on("assign", upto=1, case=case_of)
def assign_by_anybody(_review: Record, form: Data, _at: Context, case: Record) -> Data:
    """The reviewer is no officer of the case."""
    impartial(form["reviewer"], case)
    return form


def impartial(reviewer: str, case: Record) -> None:
    """Nobody reviews what they did themselves. Raises OwnCase."""
    if reviewer in investigators(case):
        raise OwnCase(reviewer)


@rules.on("score", standard=standard)
def score(review: Record, form: Data, at: Context, standard: Revision) -> Data:
    """The reviewer scores, in person or by a delegate."""
    if review["reviewer"] not in at.people and not at.imported:
        raise NotAssigned(review["reviewer"])
    return score_by_anybody(review, form, at, standard)


@rules.on("score", upto=1, standard=standard)
def score_by_anybody(_review: Record, form: Data, at: Context, standard: Revision) -> Data:
    """The result follows from the findings; the unit has some working days to object."""
    until = at.calendar.after(form["scored_on"], f"{standard.data['objection_days']} workdays", rolls=True)
    return form | result(form["findings"], standard.data) | {"objection_until": until}


@rules.on("rescore", standard=standard, case=case_of)
def rescore(_review: Record, form: Data, _at: Context, standard: Revision, case: Record) -> Data:
    """After an objection the file is looked at again, by nobody who had the case."""
    impartial(form["reviewer"], case)
    return form | result(form["findings"], standard.data)


def result(findings: list[Data], template: Data) -> Data:
    """What the findings come to: a veto alone leaves 0 and the lowest band."""
    times = _times(findings, template)
    hit = [item for item in template["items"] if item["code"] in times]
    vetoes = [{"item": one["code"], "requirement": one["requirement"]} for one in hit if one["kind"] == VETO]
    deductions = [
        {"item": one["code"], "points": min(one["points"], one["each"] * times[one["code"]])}
        for one in hit
        if one["kind"] != VETO
    ]
    score = 0 if vetoes else FULL_MARK - sum(one["points"] for one in deductions)
    band = max((one for one in template["bands"] if one["least"] <= score), key=lambda one: int(one["least"]))
    return {
        "version_number": template["version_number"],
        "score": score,
        "band": band["name"],
        "passed": band["passes"],
        "veto_count": len(vetoes),
        "vetoes": vetoes,
        "deductions": deductions,
    }


def _times(findings: list[Data], template: Data) -> dict[str, int]:
    """How often each item's fault was found. Raises FoundTwice, NoSuchItem."""
    times = {one["item"]: one["times"] for one in findings}
    if len(times) < len(findings):
        raise FoundTwice
    if strangers := times.keys() - {one["code"] for one in template["items"]}:
        raise NoSuchItem(*sorted(strangers))
    return times


@rules.on("object")
def object_(review: Record, form: Data, _at: Context) -> Data:
    """The unit objects in its time, once."""
    if review.all("rescore"):
        raise ObjectedTwice(review.id)
    if form["objected_on"] > review["objection_until"]:
        raise ObjectedLate(review["objection_until"])
    return form


@rules.on("finalise")
def finalise(review: Record, form: Data, _at: Context) -> Data:
    """The last result stands, when nobody can object to it any more."""
    settled = review.all("rescore") or form["undisputed"] or form["finalised_on"] > review["objection_until"]
    if not settled:
        raise ObjectionOpen(review["objection_until"])
    return form | {name: review[name] for name in fields_of(Result)}


def rectifications(_review: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The rectifications that a form names."""
    return [lookup.record("cases.rectifications", id_) for id_ in form["rectifications"]]


@rules.on("send_defects", raised=rectifications)
def send_defects(review: Record, form: Data, _at: Context, raised: list[Record]) -> Data:
    """What was found wrong is in the register of rectifications, under this review as its source."""
    if not (review["vetoes"] or review["deductions"]):
        raise NoDefects(review.id)
    strangers = [one.id for one in raised if (one.get("source_kind"), one.get("source")) != (DEFECT, review.id)]
    if strangers or not raised:
        raise NotItsOwn(*strangers)
    return form
