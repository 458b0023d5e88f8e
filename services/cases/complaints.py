"""Rules for complaints."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.cases.complaints import register
from contracts.cases.digital_cases.intake import COMPLAINT
from contracts.cases.rectifications import COMPLAINT as OF_COMPLAINT
from contracts.envelope import Event
from contracts.errors import Refused
from contracts.refusals import DueInThePast, NotAlike
from services.cases.digital_cases.locations import check_point
from services.cases.referrals import Report, fields_of, referral_data, request_for
from services.chassis.base.similarity import percent_alike
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import as_it_stood, hears_end, keep_link
from services.chassis.records.finding.decided_before import DecidedBefore, decided_before
from services.chassis.records.finding.newest import RecentRecord, Window
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
CASES = "cases.digital_cases"
REPEATS_WITHIN = dt.timedelta(days=30)
"""M-B2-7."""
MUCH, MOST_PROPOSED = 50, 5
"""From how many percent on two places are taken for one, and how many proposals a person looks through."""
CARRIED = ("street", "community", "place", "longitude", "latitude", "datum", "media_url", "more_media")
"""What a case takes over of a complaint, beside what was complained of; who complained stays here."""
COMPARED = ("community", "kind", "received_on", "place")
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


@dataclass(frozen=True)
class Near:
    """The newest complaints of the same community and kind, and what was proposed where this step stands already."""

    others: Sequence[RecentRecord]
    before: DecidedBefore | None


def neighbours(complaint: Record, form: Data, lookup: Lookup) -> Near:
    """What a complaint may repeat: the newest of the same community and kind within 30 days before it."""
    before, day = decided_before(complaint, lookup), form["received_on"]
    window = Window(day - REPEATS_WITHIN, day, before.entered if before else None)
    others = lookup.newest(register.name, window, locus=_locus(form))
    return Near([one for one in others if one.id != complaint.id], before)


def case_of(complaint: Record, form: Data, lookup: Lookup) -> Record | None:
    """The digital case that it became."""
    code = form.get("digital_case") or complaint.get("digital_case")
    return lookup.record(CASES, code) if code else None


def _locus(form: Data) -> str:
    return f"{form['community'] or ''}/{form['kind']}"


@rules.on("receive", near=neighbours)
def receive(_complaint: Record, form: Data, _at: Context, near: Near) -> Data:
    """What may be an earlier one again is proposed: the same place and kind within 30 days (M-B2-7).

    What somebody was shown stays, unless a correction changes what the complaint is compared by.
    """
    checked = check_point(form) | {"locus": _locus(form)}
    if near.before and all(near.before.data.get(name) == form[name] for name in COMPARED):
        return checked | {"alike": near.before.data["alike"]}
    proposed = sorted(_alike(form, near.others), key=lambda one: (-one["percent"], one["days"], one["complaint"]))
    return checked | {"alike": proposed[:MOST_PROPOSED]}


def _alike(form: Data, others: Sequence[RecentRecord]) -> Iterator[Data]:
    if not form["place"]:
        return
    for other in others:
        if other.text and (percent := percent_alike(form["place"], other.text, MUCH)):
            yield {"complaint": other.id, "percent": percent, "days": (form["received_on"] - other.day).days}


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


@rules.on("refer", before=as_it_stood)
def refer(complaint: Record, form: Data, _at: Context, before: DecidedBefore | None) -> Data:
    """It is passed on as what it was taken in for, unless a person says otherwise."""
    return keep_link(referral_data(complaint, form, complaint["kind"]), before)


@rules.causes("refer")
def pass_on(event: Event, lookup: Lookup) -> CommandRequest:
    """The case or the rectification that it becomes (F120)."""
    complaint = lookup.record(register.name, event.subject)
    more, papers = fields_of(complaint, *CARRIED), complaint.get("evidence", [])
    return request_for(event, Report(COMPLAINT, OF_COMPLAINT, complaint["matter"], more, papers))


hears_end(rules)
