"""Rules for the standards for filing and closing, and what a standard said on a day."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping

from contracts.cases.case_classes import BIG_CLASSES, CHECK_HOURS, LETTERS, VERIFY_HOURS, register
from contracts.cases.class_editions import register as editions_register
from contracts.errors import Refused
from services.cases import class_editions
from services.cases.validity import content_on
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
CODE = re.compile("([CE]-[0-9]{2})([0-9]{2})")
DIVISION = re.compile("[0-9]{6}")


class WrongCode(Refused):
    """A class's code is C or E, a dash, two digits of a known big class, two of the small one: E-0501."""

    slug, zh, field = "wrong-code", "类别代码应为 C（部件）或 E（事件）加四位数字，前两位为已有大类，如 E-0501", "code"


class EditionNotInForce(Refused):
    """The edition that is named does not hold on the day from which the class does."""

    slug, zh, field = "edition-not-in-force", "所选分类版本在该类别施行之日未施行", "edition"


class WrongDivision(Refused):
    """A division's code has six digits."""

    slug, zh, field = "wrong-division", "行政区划代码应为六位数字", "division"


class GradeTwice(Refused):
    """A class has one limit for each grade."""

    slug, zh, field = "grade-twice", "同一等级只能有一个处置时限", "limits"


def big_classes(_klass: Record, form: Data, lookup: Lookup) -> Mapping[str, str]:
    """The big classes that the class may belong to, with their titles. Raises EditionNotInForce.

    They are those of the edition that is named, else of all that hold on the day from which the class does; where
    none does, those that are built in.
    """
    editions = class_editions.editions_on(lookup, form["in_force_on"])
    if not (named := form.get("edition")):
        return {code: title for one in editions for code, title in class_editions.titles(one).items()} or BIG_CLASSES
    if named not in {one.id for one in editions}:
        raise EditionNotInForce(named)
    return class_editions.titles(lookup.record(editions_register.name, named))


@rules.on("define", upto=1)
def define_built_in(_klass: Record, form: Data, _at: Context) -> Data:
    """A class's kind, big class and ten digits follow from its code; no list but the one built in was known."""
    return _placed(form, BIG_CLASSES)


@rules.on("define", known=big_classes)
def define(_klass: Record, form: Data, _at: Context, known: Mapping[str, str]) -> Data:
    """The same; its big class is one of an edition, and is called as that says."""
    placed = _placed(form, known)
    return placed | {"big_title": known[placed["big_class"]]}


def _placed(form: Data, known: Mapping[str, str]) -> Data:
    match = CODE.fullmatch(form["code"])
    if match is None or match[1] not in known:
        raise WrongCode(form["code"])
    if not DIVISION.fullmatch(form["division"]):
        raise WrongDivision(form["division"])
    big, small = match.groups()
    derived = {"kind": LETTERS[big[0]], "big_class": big, "full_code": f"{form['division']}{big[2:]}{small}"}
    return _with_limits(form) | derived


@rules.on("amend")
def amend(_klass: Record, form: Data, _at: Context) -> Data:
    """Cases filed from that day on have the new limits; the others keep theirs."""
    return _with_limits(form)


def _with_limits(form: Data) -> Data:
    grades = Counter(limit["grade"] for limit in form["limits"])
    if twice := [grade for grade, times in grades.items() if times > 1]:
        raise GradeTwice(*twice)
    usual = {"verify_hours": VERIFY_HOURS, "check_hours": CHECK_HOURS}
    return form | {name: form[name] or hours for name, hours in usual.items()}


def standard_on(klass: Record, day: dt.date) -> Data | None:
    """What the standard of a class said on a day; None: it was not in force."""
    return content_on(klass, day, ends="withdraw")


def limit_of(standard: Data, grade: str) -> Data | None:
    """The limit of a grade; None: there is none."""
    return next((limit for limit in standard["limits"] if limit["grade"] == grade), None)
