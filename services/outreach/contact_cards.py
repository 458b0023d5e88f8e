"""Rules for contact cards: one version at a time, handed to what is there, naming somebody who is there."""

import datetime as dt
from collections.abc import Iterator

from contracts.errors import Refused
from contracts.outreach.contact_cards import register
from services.chassis.records.finding.record_row import RecordRow
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.managed_objects import stood_on

rules = Rules(register)


class StillInUse(Refused):
    """Another version of the unit's card is in use on that day; retire it first."""

    slug, zh, field = "still-in-use", "本单位另一版联系卡当日仍在使用，请先停用", "issued_on"


class PersonLeft(Refused):
    """The person on the card has left by that day."""

    slug, zh, field = "person-left", "卡上服务人员当日已离职", "person"


class NotYetThere(Refused):
    """The person on the card comes on strength only after that day."""

    slug, zh, field = "person-not-yet-there", "卡上服务人员当日尚未入职", "person"


class RetiredBeforeHandover(Refused):
    """A version was still handed over after that day."""

    slug, zh, field = "retired-before-handover", "停用日期早于本版联系卡的发放日期", "retired_on"


class ObjectNotThere(Refused):
    """The managed object was not there on that day."""

    slug, zh, field = "object-not-there", "该管理对象当日未在册", "object"


class OthersObject(Refused):
    """A managed object gets the card of the unit that is in charge of it."""

    slug, zh, field = "others-object", "该管理对象不属发卡单位管辖", "object"


def others(card: Record, form: Data, lookup: Lookup) -> list[RecordRow]:
    """The other versions of the unit's card; to whom each was handed over is not read."""
    unit = form.get("unit") or card.unit
    return [one for one in lookup.rows(register.name, unit=unit) if one.id != card.id]


def retirement(card: Record, _form: Data, lookup: Lookup) -> dt.date | None:
    """When this version went out of use: already there where its first step is corrected."""
    day: dt.date | None = lookup.record(register.name, card.id).get("retired_on")
    return day


def person_of(card: Record, form: Data, lookup: Lookup) -> Record:
    """The person on the card."""
    return lookup.record("training.people", form.get("person") or card["person"])


def recipient(_card: Record, form: Data, lookup: Lookup) -> Record:
    """The managed object that gets the card."""
    return lookup.record("outreach.managed_objects", form["object"])


@rules.on("issue", others=others, until=retirement, person=person_of)
def issue(
    _card: Record, form: Data, _at: Context, others: list[RecordRow], until: dt.date | None, person: Record
) -> Data:
    """A unit has one card in use; it names somebody who is there (F114)."""
    _check_overlap(others, form["issued_on"], until)
    _check_in_post(person, form["issued_on"])
    return form


@rules.on("hand_over", receiver=recipient, person=person_of)
def hand_over(card: Record, form: Data, _at: Context, receiver: Record, person: Record) -> Data:
    """The card goes to an object of the unit's own area, and its person still answers."""
    if not stood_on(receiver, form["handed_on"]):
        raise ObjectNotThere(receiver.id)
    if receiver.unit != card.unit:
        raise OthersObject(receiver.id, receiver.unit)
    _check_in_post(person, form["handed_on"])
    return form


@rules.on("retire", others=others)
def retire(card: Record, form: Data, _at: Context, others: list[RecordRow]) -> Data:
    """With a version all cards of it go out of use: whoever held one needs the next (M-B1-1)."""
    _check_overlap(others, card["issued_on"], form["retired_on"])
    if any(entry.on > form["retired_on"] for entry in card.effective if entry.step.line == "handover"):
        raise RetiredBeforeHandover(card.id)
    return form | {"held": [{"object": one} for one in _holders(card)]}


def _check_overlap(others: list[RecordRow], begins: dt.date, ends: dt.date | None) -> None:
    """No other version is in use from one day to another. Raises StillInUse."""
    for other in others:
        if other["issued_on"] < (ends or dt.date.max) and begins < other.get("retired_on", dt.date.max):
            raise StillInUse(other.id)


def _holders(card: Record) -> Iterator[str]:
    """The objects that have a card of this version."""
    handed = dict.fromkeys(entry.run for entry in card.effective if entry.step.line == "handover")
    return (one for one in handed if card.status("handover", one) == "held")


def _check_in_post(person: Record, day: dt.date) -> None:
    """The person on the card is on strength on a day. Raises NotYetThere, PersonLeft."""
    if day < person["joined_on"]:
        raise NotYetThere(person.id)
    if person.get("left_on", dt.date.max) <= day:
        raise PersonLeft(person.id)
