"""Rules for enforcement agencies, and what papers say of an agency on a day."""

import datetime as dt

from contracts import comparison
from contracts.cases.agencies import register
from contracts.errors import Refused
from services.cases.units_above import above
from services.cases.validity import content_on
from services.chassis.records.finding.series import SERIAL_HERE, place_in
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
SERIAL, YEAR = "{serial}", "{year}"


class AgencyKnown(Refused):
    """This penalising body is entered already: amend what is said of it."""

    slug, zh, field = "agency-known", "该处罚主体已录入，请办理变更", "unit"


class AgencyFromBelow(Refused):
    """A unit below the top does not make itself an agency: a unit above it enters it (Penalty Law art. 17, 24)."""

    slug, zh, field = "agency-from-below", "下级单位作为执法机关的，由其上级单位录入", "unit"
    article = "行政处罚法 第十七条、第二十四条"


class PatternTwice(Refused):
    """A kind of paper has one pattern of numbers."""

    slug, zh, field = "pattern-twice", "同一种文书只能有一个文号格式", "numbers"


class PatternWithoutSerial(Refused):
    """A pattern has its year and its serial once each, so that no two papers bear one number."""

    slug, zh, field = "pattern-without-serial", "文号格式应各含一次 {year} 和 {serial}", "numbers"


class SerialNotLast(Refused):
    """A number ends with its serial, apart from other digits, as official papers have it (GB/T 9704)."""

    slug, zh = (
        "serial-not-last",
        "流水号应为文号中最后一组数字，前后不得紧接其他数字，如 锡城管罚决字〔{year}〕{serial}号",
    )
    field = "numbers"


def others(record: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The other agencies of the same unit that were not voided."""
    return [one for one in lookup.where(register.name, unit=form["unit"]) if one.id != record.id and not one.voided]


def units_above(_agency: Record, form: Data, lookup: Lookup) -> list[str]:
    """The units above the penalising body."""
    return above(lookup, form["unit"])


@rules.on("establish", others=others, superiors=units_above)
def establish(_agency: Record, form: Data, at: Context, others: list[Record], superiors: list[str]) -> Data:
    """One record for each penalising body, and none that a unit below the top makes of itself."""
    if superiors and at.post.endswith(f"@{form['unit']}"):
        raise AgencyFromBelow(form["unit"])
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
        # Two serials, since a digit beside the serial would make it a greater one of another series.
        if place_in(number_of(one["pattern"], 2017, 1)) != (series_of(one["pattern"], 2017), 1):
            raise SerialNotLast(one["pattern"])
    return form


def particulars_on(agency: Record, day: dt.date) -> Data | None:
    """What papers of a day say of an agency; None: it was not in force."""
    return content_on(agency, day, ends="end")


def agency_on(lookup: Lookup, unit: str, day: dt.date) -> Data | None:
    """What papers of a day say of a penalising body; None: it is not entered, and nothing is assumed in its stead."""
    found = (particulars_on(one, day) for one in lookup.where(register.name, unit=unit))
    return next((one for one in found if one), None)


def pattern_on(agency: Data | None, paper: str) -> str | None:
    """How the numbers of a kind of paper are written, by what is said of an agency; None: nobody has entered it."""
    numbers = agency["numbers"] if agency else []
    return next((one["pattern"] for one in numbers if one["paper"] == paper), None)


def number_of(pattern: str, year: int, serial: int) -> str:
    """The number of a year with a serial."""
    return pattern.replace(YEAR, str(year)).replace(SERIAL, str(serial))


def series_of(pattern: str, year: int) -> str:
    """The series of the numbers that a pattern gives in a year, by its name in the table of series."""
    before, _, after = pattern.replace(YEAR, str(year)).partition(SERIAL)
    return f"{comparison.number(before)}{SERIAL_HERE}{comparison.number(after)}"
