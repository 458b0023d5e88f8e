"""Rules for pledges: nobody signs before the superior has 逐级签订 (F060)."""

import datetime as dt
from collections.abc import Iterable

from contracts.errors import Refused, fault
from contracts.training.pledges import LEVELS, register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training import units
from services.training.postings import person_of, unit_of, unit_then

rules = Rules(register)
LEVEL_OF = {"leader": "leaders", "captain": "captains"}
"""The level at which a role pledges; all others are members."""
RANKS = list(LEVELS)


class PledgedAlready(Refused):
    """This person has a pledge for this year."""

    slug, zh, field = "pledged-already", "该人员本年度已有责任书", "person"


class TopHasNone(Refused):
    """The brigade's leaders pledge to nobody above them."""

    slug, zh, field = "top-has-none", "大队班子为最高层级，不填上级", "superior"


class SuperiorNeeded(Refused):
    """A pledge below the top level names the superior to whom it is given."""

    slug, zh, field = "superior-needed", "须填写上级", "superior"


class OwnSuperior(Refused):
    """Nobody pledges to themselves."""

    slug, zh, field, article = "own-superior", "上级不能是本人", "superior", "F060 逐级签订"


class SuperiorElsewhere(Refused):
    """The superior belongs to the person's own unit or to one above it on that day."""

    slug, zh, field = "superior-elsewhere", "上级当日应在本单位或其上级单位", "superior"
    article = "F060 逐级签订"


class OtherYear(Refused):
    """A pledge is signed before its year is over."""

    slug, zh, field = "other-year", "签订日期晚于责任书年度", "signed_on"


class OutOfTurn(Refused):
    """Nobody signs before the superior has signed their own pledge of that year."""

    slug, zh, field, article = "out-of-turn", "上级尚未签订本年度责任书，不得越级先签", "signed_on", "F060 逐级签订"

    def __init__(self, superior: str, year: int) -> None:
        """The reason names the superior."""
        en = f"The superior, {superior}, has not signed for {year}"
        zh = f"上级 {superior} 尚未签订 {year} 年度责任书，不得越级先签"
        super().__init__(superior, year, errors=[fault(self.field, en, zh)])


class NotAbove(Refused):
    """The superior's own pledge stands at a higher level."""

    slug, zh, field = "not-above", "所填上级的责任书层级不高于本人", "signed_on"


def pledges_of_year(pledge: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The person's other pledges of the year."""
    alike = lookup.where("training.pledges", person=form["person"], year=form["year"])
    return [other for other in alike if other.id != pledge.id]


def superior_in_chain(_pledge: Record, form: Data, lookup: Lookup) -> bool:
    """Whether the superior whom a form names, if it does, was in the person's unit or above it on the day of issue."""
    if not form["superior"]:
        return True
    day = form["issued_on"]
    own, theirs = (unit_then(lookup.record("training.people", form[name]), day) for name in ("person", "superior"))
    return own is not None and theirs in units.chain(own, day, lookup)


def superiors(pledge: Record, _form: Data, lookup: Lookup) -> list[Record]:
    """The superior's pledges of the year."""
    superior = pledge.get("superior")
    return lookup.where("training.pledges", person=superior, year=pledge["year"]) if superior else []


@rules.on("issue", person=person_of, others=pledges_of_year, in_line=superior_in_chain)
def issue(_new: Record, form: Data, _at: Context, person: Record, others: list[Record], *, in_line: bool) -> Data:
    """A person has one pledge a year, at the level of their role; all but the top level name a superior above them."""
    if any(other.status() != "lapsed" for other in others):
        raise PledgedAlready(person.id, form["year"])
    level = LEVEL_OF.get(role_on(person, form["issued_on"]), "members")
    if level == RANKS[0] and form["superior"]:
        raise TopHasNone(form["superior"])
    if level != RANKS[0] and not form["superior"]:
        raise SuperiorNeeded(person.id)
    unit = unit_of(person, form["issued_on"])
    if form["superior"] == person.id:
        raise OwnSuperior(person.id)
    if not in_line:
        raise SuperiorElsewhere(form["superior"], unit)
    return form | {"unit": unit, "level": level}


def role_on(person: Record, day: dt.date) -> str:
    """The role that a person had on a day; none before they came."""
    roles = [entry.data["role"] for entry in person.effective if entry.on <= day and entry.data.get("role")]
    return roles[-1] if roles else ""


def signer(pledge: Record, _form: Data, lookup: Lookup) -> Record:
    """The person whose pledge it is."""
    return lookup.record("training.people", pledge["person"])


@rules.on("sign", person=signer, above=superiors)
def sign(pledge: Record, form: Data, _at: Context, person: Record, above: list[Record]) -> Data:
    """Whoever has a superior signs after them (M-A2-2); it counts in its year, and in no other (M-A2-1)."""
    on, year = form["signed_on"], pledge["year"]
    if on.year > year:
        raise OtherYear(on, year)
    if superior := pledge.get("superior"):
        _after(superior, above, pledge, on)
    return form | {
        "unit": unit_of(person, on),
        # A pledge for next year may be signed in December, and counts from New Year on.
        "counts_from": max(on, dt.date(year, 1, 1)),
        "counts_until": dt.date(year, 12, 31),
    }


def _after(superior: str, above: Iterable[Record], pledge: Record, on: dt.date) -> None:
    """The superior stands higher and had signed by then. Raises OutOfTurn, which names the superior, or NotAbove."""
    signed = [one for one in above if signed_by(one, on)]
    if not signed:
        raise OutOfTurn(superior, pledge["year"])
    if all(RANKS.index(one["level"]) >= RANKS.index(pledge["level"]) for one in signed):
        raise NotAbove(superior)


def signed_by(pledge: Record, day: dt.date) -> bool:
    """Whether a pledge had been signed by a day, and held."""
    moves = [entry.step.name for entry in pledge.moves() if entry.on <= day]
    return "sign" in moves and "lapse" not in moves
