"""Which of the bearings that share a key clash: a plain function of them, whatever the order in which they came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.chassis.base.ids import derive_id
from services.gateway.read_model.warnings.bearings import HELD, HOLDS, HOURS, LEFT, NUMBER, PHOTOGRAPH, TIME, Bearing

DAY, WORKING_DAY = 24 * 60, 8 * 60
"""In minutes."""
MOST_COMPARED = 200
"""How many records with one key are compared, the first: what so many share is remarked on two hundred of them."""


@dataclass(frozen=True)
class Borne:
    """A bearing with the record that bears it, "outreach.matters/m1", and the record's unit."""

    record: str
    unit: str
    bearing: Bearing


@dataclass(frozen=True)
class Clash:
    """A record that is unlikely beside another.

    id     follows from what clashes: the same whichever of the two came first
    record the one that was recorded later; `other` the earlier, empty where it is unlikely by itself
    read   what was read, for the sentence
    """

    id: str
    slug: str
    record: str
    unit: str
    other: str
    other_unit: str
    read: dict[str, str] = field(default_factory=dict)


def clashes(borne: Sequence[Borne]) -> list[Clash]:
    """The clashes among what bears one key."""
    first = sorted(borne, key=lambda one: (one.bearing.known, one.record, one.bearing.part))[:MOST_COMPARED]
    found = _COMPARISONS[first[0].bearing.kind](first) if first else ()
    return list({one.id: one for one in found}.values())


def _clash(slug: str, later: Borne, earlier: Borne | None, *, among: Sequence[str] = (), **read: object) -> Clash:
    """`among` are the records that it is about, where they are more than these two."""
    pair = [later.record, earlier.record] if earlier else [later.record]
    id_ = derive_id("\n".join(["warning", slug, later.bearing.key, *sorted(among or pair)]))
    words = {"key": later.bearing.shown, "day": later.bearing.day, **{name: str(one) for name, one in read.items()}}
    other, unit = (earlier.record, earlier.unit) if earlier else ("", "")
    return Clash(id_, slug, later.record, later.unit, other, unit, words)


def _same_number(borne: Sequence[Borne]) -> Iterator[Clash]:
    """Each record that has the number of the first."""
    for later in borne[1:]:
        if later.record != borne[0].record:
            yield _clash("number-reused", later, borne[0])


def _same_photograph(borne: Sequence[Borne]) -> Iterator[Clash]:
    """Each record, and each step of the first one, that has the photograph of the first."""
    for later in borne[1:]:
        yield _clash("same-photograph", later, borne[0])


def _same_moment(borne: Sequence[Borne]) -> Iterator[Clash]:
    """Each that is at another spot than the first at another spot before it."""
    # Of one spot the first two records are enough: whoever is apart from one of them is apart from all.
    before: list[Borne] = []
    of_spot: dict[str, set[str]] = {}
    for later in borne:
        spot, record = later.bearing.spot, later.record
        others = (one for one in before if one.record != record and _apart(spot, one.bearing.spot))
        if earlier := next(others, None):
            yield _clash("same-moment", later, earlier, moment=later.bearing.moment)
        records = of_spot.setdefault(spot, set())
        if record not in records and len(records) < 2:  # noqa: PLR2004 -- the first two
            records.add(record)
            before.append(later)


def _apart(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _hours(borne: Sequence[Borne]) -> Iterator[Clash]:
    """One clash for the whole day, which the record bears that came last."""
    minutes = sum(one.bearing.minutes for one in borne)
    records = sorted({one.record for one in borne})
    earlier = next((one for one in reversed(borne) if one.record != borne[-1].record), None)
    if minutes > DAY:
        yield _clash("more-than-a-day", borne[-1], earlier, among=records, minutes=minutes)
    elif earlier and (minutes > WORKING_DAY or any(one.bearing.minutes >= WORKING_DAY for one in borne)):
        yield _clash("two-places", borne[-1], earlier, among=records, minutes=minutes, records=len(records))


def _held_by_leaver(borne: Sequence[Borne]) -> Iterator[Clash]:
    """What is held by one who has left; the thing bears it, whenever that became known."""
    for gone in (one for one in borne if one.bearing.part == LEFT):
        for held in (one for one in borne if one.bearing.part == HOLDS):
            yield _clash("held-by-leaver", held, gone, day=gone.bearing.day)


_COMPARISONS: Mapping[str, Callable[[Sequence[Borne]], Iterator[Clash]]] = {
    NUMBER: _same_number,
    PHOTOGRAPH: _same_photograph,
    TIME: _same_moment,
    HOURS: _hours,
    HELD: _held_by_leaver,
}
