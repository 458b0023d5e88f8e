"""Rules for posts: who is appointed, by somebody else, and to nothing that must be apart from what they have."""

import datetime as dt
from dataclasses import dataclass

from contracts.errors import Refused
from contracts.roles import APART
from contracts.training.posts import register
from contracts.training.units import FOR_ALL
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.offices import (
    ADMINISTRATOR,
    Administrator,
    LastAdministrator,
    administrators,
    check_administrator_left,
    last_day,
    lasts_until,
)
from services.training.postings import person_of, unit_of

rules = Rules(register)


class OwnAppointment(Refused):
    """Nobody appoints themselves."""

    slug, zh, field = "own-appointment", "不得自行任命本人", "person"


class NotApartOffices(Refused):
    """Who gives accounts, who runs the machines, and who looks at both are three people."""

    slug, zh, field = "offices-not-apart", "安全管理员、运维、上级检查不得由一人兼任", "role"
    article = "GB/T 22239-2019 8.1.6"


class EndsBeforeItBegins(Refused):
    """The last day comes before the first."""

    slug, zh, field = "ends-before-it-begins", "截止日期早于起始日期", "until"


class OfficeOfUnit(Refused):
    """Who gives accounts, runs the machines or looks at both does so for the whole bureau."""

    slug, zh, field = "office-of-the-bureau", "安全管理员、运维、上级检查为全局职务，不得任于中队等单位", "post_unit"


@dataclass(frozen=True)
class Tenure:
    """What an appointment depends on.

    offices  the other offices that the person was given, but for those taken back
    ended_on when the post was ended, where its appointment is corrected afterwards
    kind     what kind of unit it is for, where one is named
    """

    offices: list[Record]
    ended_on: dt.date | None
    kind: str | None


def offices_of(post: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The other offices that the person was given, but for those taken back."""
    given = lookup.where(register.name, person=form.get("person") or post["person"])
    return [one for one in given if one.id != post.id and one["role"] in APART and not one.voided]


def tenure_of(post: Record, form: Data, lookup: Lookup) -> Tenure:
    """What an appointment depends on."""
    kind = lookup.record("training.units", form["post_unit"]).get("kind") if form["post_unit"] else None
    return Tenure(offices_of(post, form, lookup), lookup.record(register.name, post.id).get("ended_on"), kind)


def posts_of(_post: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The posts that the person was given before."""
    return lookup.where(register.name, person=form["person"])


@rules.on("appoint", upto=1, person=person_of, posts=posts_of)
def appoint_as_before(post: Record, form: Data, at: Context, person: Record, posts: list[Record]) -> Data:
    """A post is for who is on strength, is given by another, and leaves the three offices apart."""
    if form["person"] in at.people:
        raise OwnAppointment(form["person"])
    if form["until"] and form["until"] < form["from_on"]:
        raise EndsBeforeItBegins(form["until"])
    held = {one["role"] for one in posts if one.id != post.id and lasts_beyond(one, form["from_on"])}
    if form["role"] in APART and held & APART - {form["role"]}:
        raise NotApartOffices(*sorted(held & APART))
    return form | {"unit": unit_of(person, form["appointed_on"])}


@rules.on("appoint", person=person_of, tenure=tenure_of)
def appoint(_post: Record, form: Data, at: Context, person: Record, tenure: Tenure) -> Data:
    """A post is for who is on strength, is given by another, and leaves the three offices apart, each the bureau's."""
    if form["person"] in at.people:
        raise OwnAppointment(form["person"])
    if form["until"] and form["until"] < form["from_on"]:
        raise EndsBeforeItBegins(form["until"])
    if form["role"] in APART and tenure.kind not in FOR_ALL | {None}:
        raise OfficeOfUnit(form["post_unit"])
    check_apart(form["role"], form["from_on"], last_day(form["until"], tenure.ended_on), tenure.offices)
    return form | {"unit": unit_of(person, form["appointed_on"])}


def check_apart(role: str, first: dt.date, last: dt.date | None, offices: list[Record]) -> None:
    """Nobody holds two offices on one day. Raises NotApartOffices."""
    beside = [one for one in offices if one["role"] != role and lasts_until(one, first)]
    if role in APART and (wrong := {one["role"] for one in beside if last is None or one["from_on"] <= last}):
        raise NotApartOffices(*sorted(wrong))


def other_administrators(post: Record, _form: Data, lookup: Lookup) -> list[Administrator]:
    """The posts of administrator that others hold, and who they are."""
    return [one for one in administrators(lookup) if one.post.id != post.id]


@rules.on("end", upto=1, others=other_administrators)
def end_as_before(post: Record, form: Data, _at: Context, others: list[Administrator]) -> Data:
    """A post is ended by anybody who gives posts; another administrator's post at least is left."""
    if post["role"] == ADMINISTRATOR and not any(lasts_beyond(one.post, form["ended_on"]) for one in others):
        raise LastAdministrator(post.id)
    return form


@rules.on("end", others=other_administrators, offices=offices_of)
def end(post: Record, form: Data, at: Context, others: list[Administrator], offices: list[Record]) -> Data:
    """A post is ended by anybody who gives posts; one administrator at least is left, and the three offices apart."""
    _leave_an_administrator(post, max(form["ended_on"], at.today), others)
    check_apart(post["role"], post["from_on"], last_day(post.get("until"), form["ended_on"]), offices)
    return form


@rules.on("void", others=other_administrators)
def void(post: Record, form: Data, at: Context, others: list[Administrator]) -> Data:
    """A post that was given by mistake is taken back; one administrator at least is left."""
    _leave_an_administrator(post, at.today, others)
    return form


def _leave_an_administrator(post: Record, day: dt.date, others: list[Administrator]) -> None:
    if post["role"] == ADMINISTRATOR and lasts_until(post, day):
        check_administrator_left(others, day)


def lasts_beyond(post: Record, day: dt.date) -> bool:
    """Whether a post that was given is held on a day or later."""
    if post.status() != "held":
        return False
    return post.get("until") is None or post["until"] >= day
