"""Rules for staffing comparisons: who is on strength is counted in the personnel register as it stood on the day."""

import datetime as dt
from dataclasses import dataclass

from contracts.equipment.staffing_comparisons import MOST_POSTS, register
from contracts.errors import Refused
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.equipment.as_of import as_of, unit_on

rules = Rules(register)
NORMS, PEOPLE = "equipment.establishments", "training.people"
DAYS = ("joined_on", "first_duty_on", "certified_on", "transferred_on", "appointed_on", "left_on")
"""When something was last recorded of a person."""


class NoNorm(Refused):
    """Only an authorised strength that was in force on that day is compared."""

    slug, zh, field = "no-norm", "仅对照当日有效的核定编制", "norm"


class TooManyPosts(Refused):
    """An authorised strength of more than a thousand is compared unit by unit."""

    slug, zh, field = "too-many-posts", "核定人数超过一千的，请按下级单位分别核定", "norm"


@dataclass(frozen=True)
class Sides:
    """What is laid down, of which unit, and who is there.

    staying  how many are there of those of whom nothing is recorded after the day
    moved    those of whom something is: where they were on the day, their histories tell
    """

    norm: Record
    unit: Record
    staying: int
    moved: list[Record]


def sides(comparison: Record, form: Data, lookup: Lookup) -> Sides:
    """The authorised strength, its unit, and the people who are in that role of it by now: a row of each is counted."""
    norm = lookup.record(NORMS, form.get("norm") or comparison.id)
    day = form.get("opened_on") or form["compared_on"]
    people = lookup.rows(PEOPLE, unit=norm["unit"], role=norm["role"], kind=norm["kind"])
    moved = {one.id for one in people if any(one.get(name, day) > day for name in DAYS)}
    staying = sum(one.status() != "left" for one in people if one.id not in moved)
    unit = lookup.record("training.units", norm["unit"])
    return Sides(norm, unit, staying, [lookup.record(PEOPLE, one) for one in sorted(moved)])


@rules.on("open", sides=sides)
def open_comparison(comparison: Record, form: Data, _at: Context, sides: Sides) -> Data:
    """The gap is known at once (F040)."""
    return form | compare(comparison, form["opened_on"], sides)


@rules.on("compare", sides=sides)
def compare_again(comparison: Record, form: Data, _at: Context, sides: Sides) -> Data:
    """Who is there is counted once more."""
    return form | compare(comparison, form["compared_on"], sides)


def compare(comparison: Record, day: dt.date, sides: Sides) -> Data:
    """Every post that should be filled, or should no longer be, and whether it is. Raises NoNorm, TooManyPosts."""
    norm = as_of(sides.norm, day)
    if norm.status() != "standing" or norm["basis"] != "norm":
        raise NoNorm(sides.norm.id)
    authorised, unit = norm["headcount"], norm["unit"]
    if authorised > MOST_POSTS:
        raise TooManyPosts(authorised)
    actual = sides.staying + sum(_is_there(one, norm, day) for one in sides.moved)
    # Every post that was ever required is said again, so that one that is required no longer leaves the whole.
    last = max([authorised, *(one["authorised"] for one in _earlier(comparison))])
    posts = [
        {"post": number, "required": number <= authorised, "held": number <= actual} for number in range(1, last + 1)
    ]
    return {
        "unit": unit,
        "unit_kind": sides.unit["kind"],
        "role": norm["role"],
        "kind": norm["kind"],
        "authorised": authorised,
        "actual": min(actual, MOST_POSTS),
        "posts": posts,
    }


def _earlier(comparison: Record) -> list[Data]:
    return [*comparison.all("open"), *comparison.all("compare")]


def _is_there(person: Record, norm: Record, day: dt.date) -> bool:
    """Whether a person was on strength in the role of the unit on the day."""
    then = as_of(person, day)
    place = unit_on(person, day), then.get("role"), then.get("kind")
    return then.status() not in ("new", "left") and place == (norm["unit"], norm["role"], norm["kind"])
