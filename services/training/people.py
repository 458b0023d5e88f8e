"""Rules for the personnel register, and what others ask of it."""

import datetime as dt
from collections.abc import Iterable

from contracts.errors import OutOfOrder, Refused, fault
from contracts.refusals import SameUnit
from contracts.training.people import LEDGERS, register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record, Revision
from services.chassis.records.rules import Rules
from services.training import person_references
from services.training.offices import Administrator, administrators, check_administrator_left, lasts_until

rules = Rules(register)
MOST_LISTED = 5
POSTINGS = ("join", "transfer")
Posting = tuple[dt.date, str]


class PersonSameUnit(SameUnit):
    """A person is transferred to another unit than their own."""

    zh = "调入单位与现单位相同"


class SameRole(Refused):
    """A person is appointed to another role than their own."""

    slug, zh, field = "same-role", "新岗位与现岗位相同", "role"


class NotInducted(Refused):
    """A recruit's first duty comes after the induction was passed."""

    slug, zh, field = "not-inducted", "新录用队员岗前培训考核合格后方可上岗", "first_duty_on"
    article = "F010 岗前培训"


class NamedElsewhere(Refused):
    """Records name this person, who therefore cannot be taken back; a person who goes leaves."""

    slug, zh, field = "person-named", "已有记录涉及该人员，不能作废；离开队伍的，办理离职", "reason"

    def __init__(self, readable: list[Record]) -> None:
        """The reason counts the records that who asks may read, and names the first; of others it says nothing."""
        listed = readable[:MOST_LISTED]
        en = ", ".join(f"{one.register.en} {one.id}" for one in listed)
        zh = "、".join(f"{one.register.zh} {one.id}" for one in listed)
        n = len(readable)
        told = (f" {n}: {en}", f"（共 {n} 项：{zh}）") if n else ("", "")
        whole = fault(self.field, f"{self.message()}{told[0]}", f"{self.zh}{told[1]}")
        super().__init__(*(one.id for one in listed), errors=[whole])


class ExpiredAtOnce(Refused):
    """A certificate is valid until a day after it was given."""

    slug, zh, field = "expired-at-once", "有效期早于发证日期", "valid_until"


def inductions(person: Record, _form: Data, lookup: Lookup) -> list[Record]:
    """The induction assessments that a person passed."""
    return lookup.where("training.assessments", person=person.id, category="induction", passed=True)


@rules.on("post", passed=inductions)
def post(person: Record, form: Data, _at: Context, passed: list[Record]) -> Data:
    """A recruit is posted when the induction was passed, on that day at the earliest (岗前培训, F010)."""
    in_time = any(one["sat_on"] <= form["first_duty_on"] for one in passed)
    if person.get("recruit") and not in_time:
        raise NotInducted(person.id)
    return form


def kind_of_unit(_person: Record, form: Data, lookup: Lookup) -> str:
    """The kind of the unit that a form names."""
    kind: str = lookup.record("training.units", form["unit"])["kind"]
    return kind


def posting_conflicts(person: Record, form: Data, lookup: Lookup) -> list[Data]:
    """The records that place a person elsewhere than they were, now that this posting is known."""
    # What the rule is given ends before this step; a correction must see the postings that came after it, too.
    whole = lookup.record(register.name, person.id)
    if not whole.version:
        return []
    before = max((entry.place for entry in person.latest_revisions), default=0)
    later = [entry for entry in whole.latest_revisions if entry.place > before][1:]
    day = form.get("transferred_on") or form["joined_on"]
    postings = [*_postings(person.effective), (day, form["unit"]), *_postings(later)]
    wrong = person_references.posting_conflicts(person_references.naming(person.id, lookup), person.id, postings)
    return [{"register": one.register.name, "record": one.id} for one in wrong if one.register.name in LEDGERS]


def _postings(entries: Iterable[Revision]) -> list[Posting]:
    return [(entry.on, entry.unit) for entry in entries if entry.step.name in POSTINGS]


@rules.on("join", kind=kind_of_unit, wrong=posting_conflicts)
def join(_person: Record, form: Data, _at: Context, kind: str, wrong: list[Data]) -> Data:
    """A person comes on strength: on the front line, in a squadron, or behind it (M-S4-6)."""
    return form | {"unit_kind": kind, "to_correct": wrong}


@rules.on("transfer", kind=kind_of_unit, wrong=posting_conflicts)
def transfer(person: Record, form: Data, _at: Context, kind: str, wrong: list[Data]) -> Data:
    """A person goes to another unit; what they did before counts where they were on the day.

    What was recorded of later days already stands under the former unit; the answer names it, to be corrected.
    """
    _after_the_last(person, form["transferred_on"], "transferred_on")
    if form["unit"] == unit_on(person, form["transferred_on"]):
        raise PersonSameUnit(form["unit"])
    return form | {"unit_kind": kind, "to_correct": wrong}


@rules.on("appoint")
def appoint(person: Record, form: Data, _at: Context) -> Data:
    """A person takes another role; backbone training counts by the role that a person has (F011)."""
    _after_the_last(person, form["appointed_on"], "appointed_on")
    if form["role"] == person["role"]:
        raise SameRole(form["role"])
    return form | {"former": person["role"]}


@rules.on("leave", upto=1)
def leave_as_before(person: Record, form: Data, _at: Context) -> Data:
    """A person leaves after all that was recorded of where they were."""
    _after_the_last(person, form["left_on"], "left_on")
    return form


def all_administrators(_person: Record, _form: Data, lookup: Lookup) -> list[Administrator]:
    """The posts of administrator, and who has them."""
    return administrators(lookup)


@rules.on("leave", holders=all_administrators)
def leave(person: Record, form: Data, at: Context, holders: list[Administrator]) -> Data:
    """The same; the post ends with it, and one administrator at least is left."""
    day = max(form["left_on"], at.today)
    if any(one.person.id == person.id and lasts_until(one.post, day) for one in holders):
        check_administrator_left((one for one in holders if one.person.id != person.id), day)
    return leave_as_before(person, form, at)


def _after_the_last(person: Record, day: dt.date, field: str) -> None:
    """Unit and role are recorded in the order of days, so that the last one is the present one. Raises OutOfOrder."""
    last = max(entry.on for entry in person.effective if entry.step.name in ("join", "transfer", "appoint"))
    if day < last:
        raise OutOfOrder(f"{day} < {last}", errors=[OutOfOrder.fault(field)])


def naming_records(person: Record, _form: Data, lookup: Lookup) -> list[Record]:
    """The records that name a person."""
    return person_references.naming(person.id, lookup)


@rules.on("void", records=naming_records)
def void(_person: Record, form: Data, at: Context, records: list[Record]) -> Data:
    """Only who was entered by mistake is taken back: nobody of whom anything was recorded."""
    if records:
        raise NamedElsewhere([one for one in records if may_read(one, at)])
    return form


def may_read(record: Record, at: Context) -> bool:
    """Whether who asks reads the register of a record, in the post in which they act."""
    readers = record.register.reader_roles
    return not readers or at.post.partition("@")[0] in readers


@rules.on("certify")
def certify(_person: Record, form: Data, _at: Context) -> Data:
    """An enforcement certificate has a validity (Penalty Law art. 42)."""
    if form["valid_until"] < form["certified_on"]:
        raise ExpiredAtOnce(form["valid_until"])
    return form


def unit_on(person: Record, day: dt.date) -> str | None:
    """The unit a person belonged to on a day: the last posting that had happened by then."""
    postings = [entry for entry in person.effective if entry.on <= day and entry.step.name in POSTINGS]
    return max(postings, key=lambda entry: (entry.on, entry.place)).unit if postings else None
