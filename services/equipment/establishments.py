"""Rules for staffing."""

import datetime as dt

from contracts.equipment.establishments import register
from contracts.errors import Refused
from contracts.refusals import CountDiffers
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment.as_of import as_of, unit_on

rules = Rules(register)


class EnteredAlready(Refused):
    """There is such an entry; revise it."""

    slug, zh, field = "entered-already", "已有同单位同岗位的登记，请调整该记录", "role"


class NobodyCounted(Refused):
    """A norm lays down a number and names nobody; people are counted on a day."""

    slug, zh, field = "norm-names-nobody", "核定编制不列名单，名单只用于实有人数", "people"


class HeadcountDiffers(CountDiffers):
    """Whoever is named is named once, and all who were counted are."""

    zh, field = "名单人数与所填人数不符，或有重复", "people"


class NotInPlace(Refused):
    """These people were not in this role of the unit on that day."""

    slug, zh, field = "not-in-place", "名单所列人员当日不在该单位该岗位", "people"


class CountedOnce(Refused):
    """People counted on a day stay what they were; count them anew on another day."""

    slug, zh, field = "counted-once", "实有人数以当日为准，变化后请按新日期另行登记", "headcount"


def alike(entry: Record, form: Data, lookup: Lookup) -> list[Record]:
    """Other entries of the same unit, role, establishment and basis."""
    same = {name: form[name] for name in ("unit", "role", "kind", "basis")}
    return [one for one in lookup.where(register.name, **same) if one.id != entry.id]


def people_of(_entry: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The people who are named."""
    return [lookup.record("training.people", one["person"]) for one in form["people"]]


@rules.on("enter", alike=alike, people=people_of)
def enter(_entry: Record, form: Data, _at: Context, alike: list[Record], people: list[Record]) -> Data:
    """One number is laid down at a time; people are counted once on a day, by name where there is a list (F040)."""
    laid_down = form["basis"] == "norm"
    if same := [one for one in alike if laid_down or one["entered_on"] == form["entered_on"]]:
        raise EnteredAlready(same[0].id)
    if people:
        _agree(form, people)
    return form


@rules.on("revise")
def revise(entry: Record, form: Data, _at: Context) -> Data:
    """What a paper lays down may be laid down anew."""
    if entry["basis"] != "norm":
        raise CountedOnce(entry.id)
    return form


def _agree(form: Data, people: list[Record]) -> None:
    """The list bears out the number. Raises NobodyCounted, CountDiffers, NotInPlace."""
    if form["basis"] == "norm":
        raise NobodyCounted
    if not len(people) == len({one.id for one in people}) == form["headcount"]:
        raise HeadcountDiffers(len(people), form["headcount"])
    if strangers := [one.id for one in people if not _in_place(one, form, form["entered_on"])]:
        raise NotInPlace(*strangers)


def _in_place(person: Record, form: Data, day: dt.date) -> bool:
    then = as_of(person, day)
    return then.status() not in ("new", "left") and _place(then, day) == (form["unit"], form["role"], form["kind"])


def _place(person: Record, day: dt.date) -> tuple[str, str, str]:
    return unit_on(person, day), person["role"], person["kind"]
