"""Rules for delegations: whoever is signed in lets another act in their post; nobody hands on what was lent to them."""

from contracts.errors import Refused
from contracts.refusals import NotOnStrength
from contracts.training.delegations import register
from services.chassis.records.command import BUREAU
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.training.postings import unit_of, unit_then
from services.training.posts import EndsBeforeItBegins

rules = Rules(register)


class NotTheDelegator(Refused):
    """A post is lent, and asked back, by whoever has it."""

    slug, zh, field = "not-the-delegator", "须由被代理人本人授权或者收回", "delegator"


class OwnDelegate(Refused):
    """Nobody acts for themselves."""

    slug, zh, field = "own-delegate", "代理人不能是本人", "delegate"


class LentAlready(Refused):
    """Who acts for another cannot hand that on."""

    slug, zh = "lent-already", "代理他人职务的，不得转授权"


def delegator_of(_delegation: Record, form: Data, lookup: Lookup) -> Record:
    """The person whose post is lent."""
    return lookup.record("training.people", form["delegator"])


def delegate_of(_delegation: Record, form: Data, lookup: Lookup) -> Record:
    """The person who is to act."""
    return lookup.record("training.people", form["delegate"])


@rules.on("grant", delegator=delegator_of, delegate=delegate_of)
def grant(_delegation: Record, form: Data, at: Context, delegator: Record, delegate: Record) -> Data:
    """Whoever is signed in lends the post in which they act, to another who is on strength, until a day."""
    if at.on_behalf_of:
        raise LentAlready(at.on_behalf_of)
    if form["delegator"] != at.actor:
        raise NotTheDelegator(form["delegator"])
    if form["delegate"] == form["delegator"]:
        raise OwnDelegate(form["delegate"])
    if form["until"] < form["from_on"]:
        raise EndsBeforeItBegins(form["until"])
    if unit_then(delegate, form["granted_on"]) is None:
        raise NotOnStrength(delegate.id, errors=[NotOnStrength.fault("delegate")])
    role, _, unit = at.post.partition("@")
    lent = {"role": role, "post_unit": None if unit == BUREAU else unit}
    return form | lent | {"unit": unit_of(delegator, form["granted_on"])}


@rules.on("recall")
def recall(delegation: Record, form: Data, at: Context) -> Data:
    """A post is asked back by whoever lent it."""
    if at.actor != delegation["delegator"]:
        raise NotTheDelegator(delegation["delegator"])
    return form
