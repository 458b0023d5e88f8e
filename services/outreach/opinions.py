"""Rules for opinions."""

from __future__ import annotations

import datetime as dt

from contracts.envelope import Event
from contracts.errors import Refused
from contracts.outreach.opinions import register
from contracts.refusals import DueInThePast
from services.chassis.records import working_hours
from services.chassis.records.business_days import business_day_in
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import as_it_stood, hears, hears_end, keep_link
from services.chassis.records.finding.decided_before import DecidedBefore
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.conversion import conversion_data
from services.outreach.referrals import matter_for, referral_data

rules = Rules(register)
SOURCES = {
    "weibo": "qa_session",
    "wechat": "qa_session",
    "other": "qa_session",
    "visit": "visit",
    "call": "service_call",
}
"""In which kind of record an opinion that came by a channel may have been raised."""


class OtherSource(Refused):
    """An opinion comes from the source that its channel speaks of."""

    slug, zh = "other-source", "来源记录与渠道不符"


class WithoutVisit(Refused):
    """An opinion that a visit brought names the visit."""

    slug, zh, field = "without-visit", "走访收集的意见须注明所属走访", "visit"


class BeforeItsSource(Refused):
    """An opinion cannot be heard before the session, visit or call in which it was raised."""

    slug, zh, field = "before-its-source", "收到时间早于来源记录，或走访尚未成行", "received_at"


class RepliedBeforeReceived(Refused):
    """A reply follows the question."""

    slug, zh = "replied-before-received", "答复时间早于收到时间"


class OpinionDueInThePast(DueInThePast):
    """A reply cannot have been due before the opinion was triaged."""

    zh = "答复期限早于分办日期"


def source_day(_opinion: Record, form: Data, lookup: Lookup) -> dt.date | None:
    """The day on which its source happened: the session's, the call's, or the one on which the visit was made."""
    if form["visit"]:
        made_on: dt.date | None = lookup.record("outreach.visits", form["visit"]).get("made_on")
        return made_on or dt.date.max
    for field, name in (("qa_session", "outreach.qa_sessions"), ("service_call", "outreach.service_calls")):
        if form[field]:
            return lookup.record(name, form[field]).effective[0].on
    return None


@rules.on("receive", begun=source_day)
def receive(_opinion: Record, form: Data, at: Context, begun: dt.date | None) -> Data:
    """An opinion says by which channel it came and in which record it was raised, if in any (M-A1-2, M-A5-3)."""
    strange = [field for field in set(SOURCES.values()) if form[field] and field != SOURCES.get(form["channel"])]
    if strange:
        raise OtherSource(errors=[OtherSource.fault(field) for field in sorted(strange)])
    if form["channel"] == "visit" and not form["visit"]:
        raise WithoutVisit
    received_on = business_day_in(form, "received_at", at)
    if begun and received_on < begun:
        raise BeforeItsSource(received_on)
    return form | {"received_on": received_on}


@rules.on("triage")
def triage(_opinion: Record, form: Data, _at: Context) -> Data:
    """A reply falls due on the day that triage sets, if it sets one; no period is laid down."""
    if form["reply_by"] and form["reply_by"] < form["triaged_on"]:
        raise OpinionDueInThePast(form["reply_by"])
    return form


@rules.on("answer")
def answer(opinion: Record, form: Data, at: Context) -> Data:
    """The working hours from receipt to reply are counted (M-A1-4)."""
    return _with_reply_time(opinion, form, at, "answered_at", "answered_on")


@rules.on("feed_back")
def feed_back(opinion: Record, form: Data, at: Context) -> Data:
    """What came of a converted opinion is the asker's first reply (M-A1-4)."""
    return _with_reply_time(opinion, form, at, "fed_back_at", "fed_back_on")


def _with_reply_time(opinion: Record, form: Data, at: Context, field: str, day: str) -> Data:
    received = opinion["received_at"]
    if form[field] < received:
        raise RepliedBeforeReceived(form[field], errors=[RepliedBeforeReceived.fault(field)])
    took = working_hours.between(at.calendar, received, form[field])
    return form | {day: business_day_in(form, field, at), "took_hours": took}


@rules.on("convert")
def convert(opinion: Record, form: Data, _at: Context) -> Data:
    """What the cases service hears: the target, its category, a summary that names nobody, the unit (M-A1-5, F057)."""
    return conversion_data(opinion, form)


def object_of_call(opinion: Record, _form: Data, lookup: Lookup) -> str | None:
    """The managed object that the call was about in which the opinion was raised."""
    call = opinion.get("service_call")
    concerns: str | None = lookup.record("outreach.service_calls", call).get("object") if call else None
    return concerns


@rules.on("refer", before=as_it_stood, concerns=object_of_call)
def refer(opinion: Record, form: Data, _at: Context, before: DecidedBefore | None, concerns: str | None) -> Data:
    """It becomes a matter of a community, or what its topic fits, with what was said and its papers (F120)."""
    data = keep_link(referral_data(opinion, form, opinion["topic"]), before)
    return data | {"summary": opinion["matter"], "concerns": concerns, "papers": opinion.get("evidence", [])}


@rules.causes("refer")
def pass_on(event: Event, _lookup: Lookup) -> CommandRequest | None:
    """The matter that it becomes; a case or a rectification is the cases service's."""
    return matter_for(event, {"opinion": event.subject, "request_evidence": event.data["papers"]})


hears_end(rules)
hears(rules, "hear_reopened")
