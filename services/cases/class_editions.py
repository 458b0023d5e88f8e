"""Rules for editions of the classification, and which big classes there are on a day."""

import datetime as dt
import re
from collections import Counter

from contracts.cases.class_editions import LEVELS, register
from contracts.errors import Refused
from services.cases.validity import Validity
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
VALIDITY = Validity(register, "adopt", "withdraw")
BIG_CLASS = re.compile("[CE]-[0-9]{2}")


class WrongBigClass(Refused):
    """A big class's code is C (component) or E (event), a dash and two digits: C-06."""

    slug, zh, field = "wrong-big-class", "大类代码应为 C（部件）或 E（事件）加横线和两位数字，如 C-06", "big_classes"


class BigClassTwice(Refused):
    """An edition names each of its big classes once, and none that another one has that is in force by then."""

    slug, zh, field = "big-class-twice", "大类重复：同一版本内，或与同期施行的其他版本", "big_classes"


def others(edition: Record, _form: Data, lookup: Lookup) -> list[Record]:
    """The other editions, of every level."""
    return [one for one in _every(lookup) if one.id != edition.id]


@rules.on("adopt", others=others, until=VALIDITY.until)
def adopt(edition: Record, form: Data, _at: Context, others: list[Record], until: dt.date) -> Data:
    """Every big class stands once among the editions that hold on a day."""
    codes = Counter(one["code"] for one in form["big_classes"])
    if wrong := [code for code in codes if not BIG_CLASS.fullmatch(code)]:
        raise WrongBigClass(*wrong)
    twice = [code for code, times in codes.items() if times > 1]
    beside = {code for one in others if VALIDITY.meets(one, form["in_force_on"], until) for code in titles(one)}
    if clash := [*twice, *sorted(codes.keys() & beside)]:
        raise BigClassTwice(edition.id, *clash)
    return form


@rules.on("withdraw", others=others)
def withdraw(edition: Record, form: Data, _at: Context, others: list[Record]) -> Data:
    """It does not hold on into its successor's time."""
    later = [one for one in others if VALIDITY.meets(one, edition["in_force_on"], form["withdrawn_on"])]
    if clash := [code for one in later for code in titles(one) if code in titles(edition)]:
        raise BigClassTwice(edition.id, *clash)
    return form


def titles(edition: Record) -> dict[str, str]:
    """The big classes of an edition by their codes."""
    return {one["code"]: one["title"] for one in edition["big_classes"]}


def editions_on(lookup: Lookup, day: dt.date) -> list[Record]:
    """The editions that hold on a day; none: nobody has entered any."""
    return [one for one in _every(lookup) if VALIDITY.holds(one, day)]


def _every(lookup: Lookup) -> list[Record]:
    return [one for level in LEVELS for one in lookup.where(register.name, level=level)]
