"""Rules for posts: who is appointed, by somebody else, and to nothing that must be apart from what they have."""

import datetime as dt

from contracts.errors import Refused
from contracts.roles import APART
from contracts.training.posts import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.postings import person_of, unit_of

rules = Rules(register)
ADMINISTRATOR = "administrator"


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


class LastAdministrator(Refused):
    """Somebody must be left who looks after accounts."""

    slug, zh, field = "last-administrator", "至少保留一名安全管理员", "reason"


def posts_of(_post: Record, form: Data, lookup: Lookup) -> list[Record]:
    """The posts that the person was given before."""
    return lookup.where(register.name, person=form["person"])


@rules.on("appoint", person=person_of, posts=posts_of)
def appoint(post: Record, form: Data, at: Context, person: Record, posts: list[Record]) -> Data:
    """A post is for who is on strength, is given by another, and leaves the three offices apart."""
    if form["person"] in at.people:
        raise OwnAppointment(form["person"])
    if form["until"] and form["until"] < form["from_on"]:
        raise EndsBeforeItBegins(form["until"])
    held = {one["role"] for one in posts if one.id != post.id and lasts_beyond(one, form["from_on"])}
    if form["role"] in APART and held & APART - {form["role"]}:
        raise NotApartOffices(*sorted(held & APART))
    return form | {"unit": unit_of(person, form["appointed_on"])}


def other_administrators(post: Record, _form: Data, lookup: Lookup) -> list[Record]:
    """The posts of administrator that others hold."""
    return [one for one in lookup.where(register.name, role=ADMINISTRATOR) if one.id != post.id]


@rules.on("end", "void", others=other_administrators)
def end(post: Record, form: Data, at: Context, others: list[Record]) -> Data:
    """A post is ended or taken back by anybody who gives posts; one administrator at least is left."""
    day = form.get("ended_on") or at.today
    if post["role"] == ADMINISTRATOR and not any(lasts_beyond(one, day) for one in others):
        raise LastAdministrator(post.id)
    return form


def lasts_beyond(post: Record, day: dt.date) -> bool:
    """Whether a post that was given is held on a day or later."""
    if post.status() != "held":
        return False
    return post.get("until") is None or post["until"] >= day
