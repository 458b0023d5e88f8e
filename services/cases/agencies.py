"""Rules for enforcement agencies, and what papers say of an agency on a day."""

import datetime as dt

from contracts.cases.agencies import register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
SERIAL, YEAR = "{serial}", "{year}"


class AgencyKnown(Refused):
    """This penalising body is entered already: amend what is said of it."""

    slug, zh, field = "agency-known", "该处罚主体已录入，请办理变更", "unit"


class PatternTwice(Refused):
    """A kind of paper has one pattern of numbers."""

    slug, zh, field = "pattern-twice", "同一种文书只能有一个文号格式", "numbers"


class PatternWithoutSerial(Refused):
    """A pattern has its year and its serial once each, so that no two papers bear one number."""

    slug, zh, field = "pattern-without-serial", "文号格式应各含一次 {year} 和 {serial}", "numbers"


def others(record: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The other agencies of the same unit that were not voided."""
    return [one for one in lookup.where(register.name, unit=form["unit"]) if one.id != record.id and not one.voided]


@rules.on("establish", others=others)
def establish(_agency: Record, form: Data, _at: Context, others: list[Record]) -> Data:
    """One record for each penalising body."""
    if others:
        raise AgencyKnown(form["unit"])
    return _with_patterns(form)


@rules.on("amend")
def amend(_agency: Record, form: Data, _at: Context) -> Data:
    """Papers of that day and later say what is entered now; earlier ones say what they said."""
    return _with_patterns(form)


def _with_patterns(form: Data) -> Data:
    kinds = [one["paper"] for one in form["numbers"]]
    if len(set(kinds)) < len(kinds):
        raise PatternTwice(*kinds)
    for one in form["numbers"]:
        if (one["pattern"].count(SERIAL), one["pattern"].count(YEAR)) != (1, 1):
            raise PatternWithoutSerial(one["pattern"])
    return form


def particulars_on(agency: Record, day: dt.date) -> Data | None:
    """What papers of a day say of an agency; None: it was not in force."""
    revisions = [one for one in agency.effective if one.on <= day]
    if not revisions or revisions[-1].step.name == "end" or agency.voided:
        return None
    return revisions[-1].data


def agency_on(lookup: Lookup, unit: str, day: dt.date) -> Data | None:
    """What papers of a day say of a penalising body; None: it is not entered, and nothing is assumed in its stead."""
    found = (particulars_on(one, day) for one in lookup.where(register.name, unit=unit))
    return next((one for one in found if one), None)
