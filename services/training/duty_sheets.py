"""Rules for duty sheets: one a person and post, signed by its holder, checked by another."""

import datetime as dt

from contracts.errors import Refused
from contracts.refusals import NotReplaced, ReplacesAnother
from contracts.training.duty_sheets import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.pledges import role_on, signer
from services.training.postings import person_of, unit_of

rules = Rules(register)
STANDING = ("issued", "in_force")


class SheetStands(Refused):
    """This person has a sheet for this post already; it is replaced or closed first."""

    slug, zh, field = "sheet-stands", "该人员本岗位已有责任书，请先替换或终止", "person"


class FullOrNot(Refused):
    """Either the duties are performed in full, or the check says which are not."""

    slug, zh, field = "full-or-not", "全面履行的不列未履行事项；未全面履行的应列明未履行事项", "shortfalls"


class CheckedBeforeSigned(Refused):
    """A sheet is checked from the day of its signature on."""

    slug, zh, field = "checked-before-signed", "检查日期早于签订日期", "checked_on"


class SheetNotReplaced(NotReplaced):
    """A sheet is replaced by another sheet of the same person, which was signed by that day."""

    zh, field = "替换的须为本人当日已签订的另一份责任书", "successor"


class SheetReplacesAnother(ReplacesAnother):
    """Another sheet was replaced by this one; correct that first."""

    zh = "已有责任书登记为被本责任书替换，请先更正该责任书"


def sheets_of(sheet: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The person's other sheets that stand."""
    own = lookup.where(register.name, person=form["person"])
    return [one for one in own if one.id != sheet.id and one.status() in STANDING]


@rules.on("issue", person=person_of, others=sheets_of)
def issue(_sheet: Record, form: Data, _at: Context, person: Record, others: list[Record]) -> Data:
    """A person on strength has one sheet for the post of the day (F031, F040, F050)."""
    unit, role = unit_of(person, form["issued_on"]), role_on(person, form["issued_on"])
    if any(other["role"] == role for other in others):
        raise SheetStands(person.id)
    return form | {"unit": unit, "role": role}


@rules.on("sign", person=signer)
def sign(_sheet: Record, form: Data, _at: Context, person: Record) -> Data:
    """Whoever signs is on strength on that day."""
    unit_of(person, form["signed_on"])
    return form


@rules.on("check")
def check(sheet: Record, form: Data, _at: Context) -> Data:
    """The duties are performed in full, or it is said what is not."""
    if form["in_full"] == bool(form["shortfalls"]):
        raise FullOrNot(sheet.id)
    if form["checked_on"] < sheet["signed_on"]:
        raise CheckedBeforeSigned(form["checked_on"])
    return form


def successor_of(_sheet: Record, form: Data, lookup: Lookup) -> Record:
    """The sheet that takes its place."""
    return lookup.record(register.name, form["successor"])


@rules.on("replace", successor=successor_of)
def replace(sheet: Record, form: Data, _at: Context, successor: Record) -> Data:
    """The new post's sheet, signed by the same person, takes the place of the former one's."""
    is_own = successor.id != sheet.id and successor.get("person") == sheet["person"]
    # As it stood on that day: a correction decides this again when the successor may have given way itself.
    if not is_own or not was_signed(successor, form["replaced_on"]):
        raise SheetNotReplaced(successor.id)
    return form


def was_signed(sheet: Record, day: dt.date) -> bool:
    """Whether a sheet had been signed by a day, and neither replaced nor closed."""
    moves = [entry.step.name for entry in sheet.moves() if entry.on <= day]
    return not sheet.voided and moves[-1:] == ["sign"]


def is_successor(sheet: Record, _form: Data, lookup: Lookup) -> bool:
    """Whether another sheet was replaced by this one."""
    return lookup.exists(register.name, but=sheet.id, successor=sheet.id)


@rules.on("void", named=is_successor)
def void(sheet: Record, form: Data, _at: Context, *, named: bool) -> Data:
    """What took another's place is not taken back from under it."""
    if named:
        raise SheetReplacesAnother(sheet.id)
    return form
