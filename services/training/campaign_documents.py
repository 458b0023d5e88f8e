"""Rules for documents of the campaign: what takes whose place, and who is in a leading group on a day."""

import datetime as dt

from contracts.errors import Refused
from contracts.refusals import NotReplaced, ReplacesAnother
from contracts.training.campaign_documents import ITEMS, LEADING_GROUP, register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.postings import person_of, unit_of

rules = Rules(register)


class DocumentNotReplaced(NotReplaced):
    """A document is replaced by another one that is in force and was issued by that day."""

    zh, field = "替代文件须为另一份当日已印发且现行的文件", "successor"


class DocumentReplacesAnother(ReplacesAnother):
    """Another document was replaced by this one; correct that first."""

    zh = "已有文件登记为被本文件替代，请先更正该文件"


class InForceBeforeIssue(Refused):
    """A document is in force from the day of its issue at the earliest."""

    slug, zh, field = "in-force-before-issue", "施行日期早于印发日期", "in_force_on"


class NoLeadingGroup(Refused):
    """Only a document that sets up a leading group has members."""

    slug, zh, field = "no-leading-group", "只有领导小组文件可登记成员", "person"


@rules.on("issue")
def issue(_document: Record, form: Data, _at: Context) -> Data:
    """A document is about the items that it names, or about the whole campaign (F001, F002, F023, F121)."""
    if form["in_force_on"] and form["in_force_on"] < form["issued_on"]:
        raise InForceBeforeIssue(form["in_force_on"])
    items = form["items"] or list(ITEMS)
    return form | {"about": [{"item": item} for item in ITEMS if item in items]}


@rules.when("appoint", "release")
def has_members(document: Record) -> bool:
    """Whether a document sets up a leading group."""
    return bool(document.get("kind") == LEADING_GROUP)


@rules.on("appoint", person=person_of)
def appoint(document: Record, form: Data, _at: Context, person: Record) -> Data:
    """Who is on strength becomes a member of a leading group (F002)."""
    if not has_members(document):
        raise NoLeadingGroup(document.id)
    unit_of(person, form["appointed_on"])
    return form


def successor_of(_document: Record, form: Data, lookup: Lookup) -> Record:
    """The document that takes its place."""
    return lookup.record(register.name, form["successor"])


@rules.on("replace", successor=successor_of)
def replace(document: Record, form: Data, _at: Context, successor: Record) -> Data:
    """A document in force gives way to another; its leading group ends with it."""
    # As it stood on that day: a correction decides this again when the successor may have given way itself.
    if successor.id == document.id or not was_issued(successor, form["replaced_on"]):
        raise DocumentNotReplaced(successor.id)
    return form | {"members": members(document)}


def was_issued(document: Record, day: dt.date) -> bool:
    """Whether a document had been issued by a day, and neither replaced nor withdrawn."""
    moves = [entry.step.name for entry in document.moves() if entry.on <= day]
    return not document.voided and moves[-1:] == ["issue"]


@rules.on("withdraw")
def withdraw(document: Record, form: Data, _at: Context) -> Data:
    """A document is no longer in force, and neither is its leading group."""
    return form | {"members": members(document)}


def is_successor(document: Record, _form: Data, lookup: Lookup) -> bool:
    """Whether another document was replaced by this one."""
    return lookup.exists(register.name, but=document.id, successor=document.id)


@rules.on("void", named=is_successor)
def void(document: Record, form: Data, _at: Context, *, named: bool) -> Data:
    """What took another's place is not taken back from under it."""
    if named:
        raise DocumentReplacesAnother(document.id)
    return form


def members(document: Record, day: dt.date | None = None) -> list[Data]:
    """Who is in the leading group, or was on a day, in the order of their appointments."""
    last: dict[str, bool] = {}
    for entry in document.effective:
        if entry.step.line == "member" and (day is None or entry.on <= day):
            last[entry.data["person"]] = entry.step.name == "appoint"
    return [{"person": person} for person, is_member in last.items() if is_member]
