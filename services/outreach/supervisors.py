"""Rules for social supervisors, and whether one was in office on a day."""

import datetime as dt

from contracts.errors import Refused
from contracts.outreach.supervisors import register
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class EndsAtOnce(Refused):
    """A term ends after the day on which it begins."""

    slug, zh, field = "term-ends-at-once", "任期届满日应晚于聘任日期", "term_to"


class EndsEarlier(Refused):
    """A renewal reaches beyond the term that it follows."""

    slug, zh, field = "term-not-longer", "续聘任期应晚于原任期", "term_to"


class StillInOffice(Refused):
    """The term has not run out on that day."""

    slug, zh, field = "still-in-office", "当日任期尚未届满", "expired_on"


@rules.on("appoint")
def appoint(_supervisor: Record, form: Data, _at: Context) -> Data:
    """A letter engages for a term (F132)."""
    if form["term_to"] <= form["appointed_on"]:
        raise EndsAtOnce(form["term_to"])
    return form


@rules.on("renew")
def renew(supervisor: Record, form: Data, _at: Context) -> Data:
    """Another term follows the one before, or begins anew after a pause."""
    if form["term_to"] <= form["renewed_on"]:
        raise EndsAtOnce(form["term_to"])
    if form["term_to"] <= supervisor["term_to"]:
        raise EndsEarlier(form["term_to"], supervisor["term_to"])
    return form


@rules.on("expire")
def expire(supervisor: Record, form: Data, _at: Context) -> Data:
    """A term expires after its last day."""
    if form["expired_on"] <= supervisor["term_to"]:
        raise StillInOffice(supervisor["term_to"])
    return form


def in_office(supervisor: Record, day: dt.date) -> bool:
    """Whether they were engaged on a day: within a term, and not resigned by then."""
    terms = [entry for entry in supervisor.moves() if entry.on <= day]
    return bool(terms) and terms[-1].step.leads == "appointed" and day <= terms[-1].data["term_to"]
