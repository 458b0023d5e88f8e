"""Rules for complaints."""

import datetime as dt
from collections.abc import Iterator

from contracts.cases.complaints import register
from contracts.cases.digital_cases.intake import COMPLAINT
from contracts.errors import Refused
from contracts.refusals import DueInThePast, NotAlike
from services.cases.digital_cases.locations import check_point
from services.chassis.base.similarity import similarity
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
CASES = "cases.digital_cases"
REPEATS_WITHIN = dt.timedelta(days=30)
"""M-B2-7."""
MUCH, MOST_PROPOSED = 50, 5
"""From how many percent on two places are taken for one, and how many proposals a person looks through."""
ENDED = ("closed", "forced_closed", "rejected", "voided")


class ComplaintNotAlike(NotAlike):
    """A complaint repeats one of those that were proposed when it was taken in."""

    zh, field = "重复的原投诉须为收到时提示的疑似重复投诉", "repeats"


class ComplaintDueInThePast(DueInThePast):
    """A reply cannot have been due before the complaint was accepted."""

    zh = "答复期限早于受理日期"


class CaseOfAnother(Refused):
    """The digital case that a complaint became names the complaint as its source."""

    slug, zh, field = "case-of-another", "该数字城管案件的来源不是本投诉", "digital_case"


class CaseOpen(Refused):
    """A complaint that became a digital case is handled when that has ended."""

    slug, zh = "case-open", "所转数字城管案件尚未办结"


def neighbours(complaint: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The other complaints of the same community and kind."""
    return [one for one in lookup.where(register.name, locus=_locus(form)) if one.id != complaint.id]


def case_of(complaint: Record, form: Data, lookup: Lookup) -> Record | None:
    """The digital case that it became."""
    code = form.get("digital_case") or complaint.get("digital_case")
    return lookup.record(CASES, code) if code else None


def _locus(form: Data) -> str:
    return f"{form['community'] or ''}/{form['kind']}"


@rules.on("receive", near=neighbours)
def receive(_complaint: Record, form: Data, at: Context, near: list[Record]) -> Data:
    """What may be an earlier one again is proposed: the same place and kind within 30 days (M-B2-7)."""
    earlier = [one for one in (other.known_by(at.now) for other in near) if one.version and not one.voided]
    proposed = sorted(_alike(form, earlier), key=lambda one: (-one["percent"], one["days"], one["complaint"]))
    checked = check_point(form)
    return checked | {"locus": _locus(form), "alike": proposed[:MOST_PROPOSED]}


def _alike(form: Data, others: list[Record]) -> Iterator[Data]:
    for other in others:
        apart = form["received_on"] - other["received_on"]
        percent = _percent(form["place"], other.get("place"))
        if percent >= MUCH and dt.timedelta() <= apart <= REPEATS_WITHIN:
            yield {"complaint": other.id, "percent": percent, "days": apart.days}


def _percent(place: str | None, other: str | None) -> int:
    return round(100 * similarity(place, other)) if place and other else 0


@rules.on("accept")
def accept(complaint: Record, form: Data, _at: Context) -> Data:
    """That it is an earlier one again, a person says."""
    if form["repeats"] and form["repeats"] not in [one["complaint"] for one in complaint["alike"]]:
        raise ComplaintNotAlike(form["repeats"])
    if form["reply_by"] and form["reply_by"] < form["accepted_on"]:
        raise ComplaintDueInThePast(form["reply_by"])
    return form | {"repeat": bool(form["repeats"])}


@rules.on("convert", case=case_of)
def convert(complaint: Record, form: Data, _at: Context, case: Record) -> Data:
    """The case was opened for this complaint."""
    if (case.get("source"), case.get("source_record")) != (COMPLAINT, complaint.id):
        raise CaseOfAnother(case.id)
    return form


@rules.on("handle", case=case_of)
def handle(_complaint: Record, form: Data, _at: Context, case: Record | None) -> Data:
    """What became a case is handled when the case has ended."""
    if case and case.status() not in ENDED:
        raise CaseOpen(case.id)
    return form
