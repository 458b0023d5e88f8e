"""Rules for the personnel register, and what others ask of it."""

import datetime as dt

from contracts.errors import Refused
from contracts.training.people import register
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules

rules = Rules(register)


class SameUnit(Refused):
    """A person is transferred to another unit than their own."""

    slug, zh, field = "same-unit", "调入单位与现单位相同", "unit"


class ExpiredAtOnce(Refused):
    """A certificate is valid until a day after it was given."""

    slug, zh, field = "expired-at-once", "有效期早于发证日期", "valid_until"


@rules.on("transfer")
def transfer(person: Record, form: Data, _at: Moment) -> Data:
    """A person goes to another unit; what they did before counts where they were on the day."""
    if form["unit"] == unit_on(person, form["transferred_on"]):
        raise SameUnit(form["unit"])
    return form


@rules.on("certify")
def certify(_person: Record, form: Data, _at: Moment) -> Data:
    """An enforcement certificate has a validity (Penalty Law art. 42)."""
    if form["valid_until"] < form["certified_on"]:
        raise ExpiredAtOnce(form["valid_until"])
    return form


def unit_on(person: Record, day: dt.date) -> str | None:
    """The unit a person belonged to on a day: the last posting that had happened by then."""
    postings = [entry for entry in person.standing if entry.on <= day and entry.step.name in ("join", "transfer")]
    return max(postings, key=lambda entry: (entry.on, entry.place)).unit if postings else None
