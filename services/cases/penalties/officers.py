"""Who may act: two officers with certificates valid on the day; an auxiliary never counts (Penalty Law art. 42)."""

import datetime as dt
from collections.abc import Sequence

from contracts.cases.penalties import register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import LookupFunction, Rules

rules = Rules(register)
PAIR = ("lead_officer", "assisting_officer")
ON_SITE = ("first_officer", "second_officer")


class OneOfficer(Refused):
    """An act of enforcement takes two officers, not one twice."""

    slug, zh, field = "one-officer", "执法人员不得少于两人", "second_officer"
    article = "行政处罚法 第四十二条"


class NotCertified(Refused):
    """This person holds no enforcement certificate that is valid on that day."""

    slug, zh = "not-certified", "该人员当日无有效执法证件，不具有执法资格"
    article = "行政处罚法 第四十二条、第五十五条"


class Auxiliary(Refused):
    """An auxiliary assists and never counts as one of the two officers."""

    slug, zh = "auxiliary", "协管人员只能辅助，不计入两名执法人员"
    article = "行政处罚法 第四十二条；城市管理执法办法 第十八条"


class NotShown(Refused):
    """Officers show their certificates before they inspect or decide."""

    slug, zh, field = "not-shown", "执法人员应当主动出示执法证件", "shown"
    article = "行政处罚法 第五十二条、第五十五条"


class NotAnOfficer(Refused):
    """Who withdraws has the case, and who takes over does not have it yet."""

    slug, zh, field = "not-an-officer", "回避人员应为本案办案人员，接替人员应为他人", "person"
    article = "行政处罚法 第四十三条"


def people(fields: Sequence[str]) -> LookupFunction:
    """A look-up of the people whom these fields of a form name."""

    def look_up(_case: Record, form: Data, lookup: Lookup) -> dict[str, Record]:
        return {field: lookup.record("training.people", form[field]) for field in fields}

    return look_up


def is_certified(person: Record, day: dt.date) -> bool:
    """Whether a person was on strength and held a valid certificate on a day (Penalty Law art. 42)."""
    has_left = any(entry.step.name == "leave" and entry.on <= day for entry in person.effective)
    # All certificates count, not the last alone: a renewal may be entered while the old one still runs.
    valid = (entry for entry in person.effective if entry.step.name == "certify" and entry.on <= day)
    return not has_left and any(entry.data["valid_until"] >= day for entry in valid)


def two_certified(officers: dict[str, Record], day: dt.date) -> None:
    """Two officers, each with a certificate valid on the day. Raises OneOfficer, Auxiliary, NotCertified."""
    if len({person.id for person in officers.values()}) < len(officers):
        raise OneOfficer(*{person.id for person in officers.values()}, errors=[OneOfficer.fault(list(officers)[-1])])
    for field, person in officers.items():
        if person.get("kind") == "auxiliary":
            raise Auxiliary(person.id, errors=[Auxiliary.fault(field)])
        if not is_certified(person, day):
            raise NotCertified(person.id, day, errors=[NotCertified.fault(field)])


def investigators(case: Record) -> set[str]:
    """Everyone who had the case or acted in it: none of them chairs its hearing or reviews it."""
    return {entry.data[field] for entry in case.effective for field in (*PAIR, *ON_SITE) if entry.data.get(field)}


@rules.on("assign", officers=people(PAIR))
def assign(_case: Record, form: Data, _at: Context, officers: dict[str, Record]) -> Data:
    """Other officers take the case; they too hold certificates."""
    two_certified(officers, form["assigned_on"])
    return form


@rules.on("inspect", officers=people(ON_SITE))
def inspect(_case: Record, form: Data, _at: Context, officers: dict[str, Record]) -> Data:
    """An inspection takes two officers who show their certificates (art. 42, 55)."""
    two_certified(officers, form["inspected_on"])
    if not form["shown"]:
        raise NotShown(form["kind"])
    return form


@rules.on("recuse", other=people(("replaced_by",)))
def recuse(case: Record, form: Data, _at: Context, other: dict[str, Record]) -> Data:
    """Another certified officer takes the place of the one who withdraws; the inquiry goes on (art. 43)."""
    pair = {field: case[field] for field in PAIR}
    if form["person"] not in pair.values() or form["replaced_by"] in pair.values():
        raise NotAnOfficer(form["person"], form["replaced_by"])
    two_certified(other, form["recused_on"])
    changed = {field: form["replaced_by"] for field, code in pair.items() if code == form["person"]}
    return form | pair | changed
