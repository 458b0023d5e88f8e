"""Rules for provisions, and which of them hold on a day, in a place, for an act."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from contracts.cases.provisions import ALL_ACTS, AMOUNTS, BUSINESS, DAYS, OTHER_ACTS, register
from contracts.errors import Refused
from services.cases.validity import Validity
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
VALIDITY = Validity(register, "adopt", "repeal")
DIVISION = re.compile("(?:[0-9]{2}){1,3}")
_WHOLE = re.compile("(?:00)+$")
"""A province is 32 and 320000, a city 3202 and 320200."""


class WrongMeasure(Refused):
    """A provision sets an amount or a number of days, as its kind asks."""

    slug, zh, field = "wrong-measure", "应按规定事项填写金额或天数", "amount"


class NotByPlace(Refused):
    """A division and acts are those of an amount, from which a hearing is due; periods are the bureau's own."""

    slug, zh, field = "not-by-place", "只有听证金额可以区分行政区划和违法行为；期限填写本地适用的即可", "division"


class NoSuchDivision(Refused):
    """A division has two digits for a province, four for a city, six for a district."""

    slug, zh, field = "no-such-division", "行政区划代码应为两位（省）、四位（市）或六位数字", "division"


class InForceAlready(Refused):
    """A provision of this kind is in force already; repeal it first."""

    slug, zh, field = "in-force-already", "同类规定仍然有效，请先办理失效", "kind"


def others(record: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The other provisions of the same kind."""
    kind = form.get("kind") or record["kind"]
    return [one for one in lookup.where(register.name, kind=kind) if one.id != record.id]


@rules.on("adopt", others=others, until=VALIDITY.until)
def adopt(_provision: Record, form: Data, _at: Context, others: list[Record], until: dt.date) -> Data:
    """One provision of a kind holds at a time in a place, for an act, and it sets what its kind asks for."""
    if (form["division"] or form["acts"]) and form["kind"] not in AMOUNTS:
        raise NotByPlace(form["kind"])
    if form["division"] and not DIVISION.fullmatch(form["division"]):
        raise NoSuchDivision(form["division"])
    if bool(form["amount"]) != (form["kind"] in AMOUNTS) or bool(form["days"]) != (form["kind"] in DAYS):
        raise WrongMeasure(form["kind"])
    check_overlap(form["kind"], form["in_force_on"], until, _rivals(form, others))
    return form


@rules.on("repeal", others=others)
def repeal(provision: Record, form: Data, _at: Context, others: list[Record]) -> Data:
    """It does not hold on into its successor's time."""
    check_overlap(provision["kind"], provision["in_force_on"], form["repealed_on"], _rivals(provision, others))
    return form


def _rivals(one: Data | Record, others: list[Record]) -> list[Record]:
    """Those that say something else of the same place and the same acts."""
    place, acts = _place(one), _acts(one)
    return [other for other in others if _place(other) == place and not acts.isdisjoint(_acts(other))]


def _place(one: Data | Record) -> str:
    """The first digits of all divisions in which a provision applies; empty: it applies in all."""
    return _WHOLE.sub("", one.get("division") or "")


def _acts(one: Data | Record) -> frozenset[str]:
    """The acts to which a provision applies."""
    acts = one.get("acts") or ALL_ACTS
    return frozenset({BUSINESS, OTHER_ACTS} if acts == ALL_ACTS else {acts})


def check_overlap(kind: str, begun: dt.date, ended: dt.date, others: list[Record]) -> None:
    """No other provision holds on any day from the first up to the last. Raises InForceAlready."""
    if any(VALIDITY.meets(one, begun, ended) for one in others):
        raise InForceAlready(kind)


def holds(provision: Record, day: dt.date) -> bool:
    """Whether a provision holds on a day."""
    turns = [entry for entry in provision.effective if entry.step.name in ("adopt", "repeal") and entry.on <= day]
    return bool(turns) and turns[-1].step.name == "adopt"


def provision_on(lookup: Lookup, kind: str, day: dt.date) -> Record | None:
    """The provision of a kind that holds on a day; None: there is none, and nothing is assumed in its stead."""
    return next((one for one in lookup.where(register.name, kind=kind) if holds(one, day)), None)


def amount_on(
    lookup: Lookup, kind: str, day: dt.date, division: str | None, *, in_business: bool | None
) -> Decimal | None:
    """The amount of a kind that holds on a day in a division for an act; None: there is none, and none is assumed.

    division     the agency's; None: it is not known, and what is said of one does not apply
    in_business  whether the act was one in business; None: it is not known, and the smaller amount applies, since a
                 hearing too many harms nobody
    """
    acts = {BUSINESS, OTHER_ACTS} if in_business is None else {BUSINESS if in_business else OTHER_ACTS}
    holding = [one for one in lookup.where(register.name, kind=kind) if holds(one, day)]
    here = [one for one in holding if _applies(_place(one), division) and not _acts(one).isdisjoint(acts)]
    return min(_amounts(_nearest(here)), default=None)


def _applies(place: str, division: str | None) -> bool:
    return not place or bool(division and division.startswith(place))


def _nearest(provisions: Sequence[Record]) -> list[Record]:
    """Those of the smallest division: a city's own go before its province's."""
    length = max((len(_place(one)) for one in provisions), default=0)
    return [one for one in provisions if len(_place(one)) == length]


def _amounts(provisions: Sequence[Record]) -> list[Decimal]:
    return [Decimal(one["amount"]) for one in provisions]
