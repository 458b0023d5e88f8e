"""Rules for the personnel register, and what others ask of it."""

import datetime as dt

from contracts.errors import OutOfOrder, Refused
from contracts.training.people import register
from services.chassis.desk import Find
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules

rules = Rules(register)


class SameUnit(Refused):
    """A person is transferred to another unit than their own."""

    slug, zh, field = "same-unit", "调入单位与现单位相同", "unit"


class SameRole(Refused):
    """A person is appointed to another role than their own."""

    slug, zh, field = "same-role", "新岗位与现岗位相同", "role"


class NotInducted(Refused):
    """A recruit's first duty comes after the induction was passed."""

    slug, zh, field = "not-inducted", "新录用队员岗前培训考核合格后方可上岗", "first_duty_on"


class ExpiredAtOnce(Refused):
    """A certificate is valid until a day after it was given."""

    slug, zh, field = "expired-at-once", "有效期早于发证日期", "valid_until"


def inductions(person: Record, _form: Data, find: Find) -> list[Record]:
    """The induction assessments that a person passed."""
    return find.where("training.assessments", person=person.id, category="induction", passed=True)


@rules.on("post", passed=inductions)
def post(person: Record, form: Data, _at: Moment, passed: list[Record]) -> Data:
    """A recruit is posted when the induction was passed, on that day at the earliest (岗前培训, F010)."""
    in_time = any(one["sat_on"] <= form["first_duty_on"] for one in passed)
    if person.get("recruit") and not in_time:
        raise NotInducted(person.id)
    return form


def kind_of_unit(_person: Record, form: Data, find: Find) -> str:
    """The kind of the unit that a form names."""
    kind: str = find.record("training.units", form["unit"])["kind"]
    return kind


@rules.on("join", kind=kind_of_unit)
def join(_person: Record, form: Data, _at: Moment, kind: str) -> Data:
    """A person comes on strength: on the front line, in a squadron, or behind it (M-S4-6)."""
    return form | {"unit_kind": kind}


@rules.on("transfer", kind=kind_of_unit)
def transfer(person: Record, form: Data, _at: Moment, kind: str) -> Data:
    """A person goes to another unit; what they did before counts where they were on the day."""
    _after_the_last(person, form["transferred_on"], "transferred_on")
    if form["unit"] == unit_on(person, form["transferred_on"]):
        raise SameUnit(form["unit"])
    return form | {"unit_kind": kind}


@rules.on("appoint")
def appoint(person: Record, form: Data, _at: Moment) -> Data:
    """A person takes another role; backbone training counts by the role that a person has (F011)."""
    _after_the_last(person, form["appointed_on"], "appointed_on")
    if form["role"] == person["role"]:
        raise SameRole(form["role"])
    return form | {"former": person["role"]}


@rules.on("leave")
def leave(person: Record, form: Data, _at: Moment) -> Data:
    """A person leaves after all that was said of where they were."""
    _after_the_last(person, form["left_on"], "left_on")
    return form


def _after_the_last(person: Record, day: dt.date, field: str) -> None:
    """Unit and role are told in the order of days: the last word said is the last word. Raises OutOfOrder."""
    last = max(entry.on for entry in person.standing if entry.step.name in ("join", "transfer", "appoint"))
    if day < last:
        raise OutOfOrder(f"{day} < {last}", errors=[OutOfOrder.fault(field)])


@rules.on("certify")
def certify(_person: Record, form: Data, _at: Moment) -> Data:
    """An enforcement certificate has a validity (Penalty Law art. 42)."""
    if form["valid_until"] < form["certified_on"]:
        raise ExpiredAtOnce(form["valid_until"])
    return form


def unit_on(person: Record, day: dt.date) -> str | None:
    """The unit a person belonged to on a day: the last posting that had happened by then."""
    postings = [entry for entry in person.standing if entry.on <= day and entry.step.name in ("join", "transfer")]
    return max(postings, key=lambda entry: (entry.on, entry.place)).unit if postings else None
