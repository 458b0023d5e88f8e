"""Rules for acknowledgements: a person signs once for an edition, while it is in force."""

from contracts.errors import Refused
from contracts.training.acknowledgements import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record, Revision
from services.chassis.records.rules import Rules
from services.training import norms
from services.training.norms import norm_of
from services.training.postings import person_of, unit_of

rules = Rules(register)


class NoSuchEdition(Refused):
    """This norm has no such edition."""

    slug, zh, field = "no-such-edition", "该规范没有此版次", "edition"


class NotInForceYet(Refused):
    """This edition was not in force yet on that day."""

    slug, zh, field = "edition-not-yet", "该版本当日尚未施行", "signed_on"


class NoLongerInForce(Refused):
    """This edition was no longer in force on that day: a newer one had taken its place, or the norm was withdrawn."""

    slug, zh, field = "edition-over", "该版本当日已不再施行（已改版或废止）", "edition"
    article = "F030 加强纪律约束"


class SignedAlready(Refused):
    """This person has signed for this edition."""

    slug, zh, field = "signed-already", "该人员已签收此版本", "person"


def has_signed(acknowledgement: Record, form: Data, lookup: Lookup) -> bool:
    """Whether there is another signature of the same person for the same edition."""
    same = {name: form[name] for name in ("person", "norm", "edition")}
    return lookup.exists("training.acknowledgements", but=acknowledgement.id, **same)


@rules.on("sign", person=person_of, norm=norm_of, again=has_signed)
def sign(_new: Record, form: Data, _at: Context, person: Record, norm: Record, *, again: bool) -> Data:
    """A person on strength signs for an edition that is in force (F030); for each edition once."""
    edition = in_force(norm, form)
    if again:
        raise SignedAlready(person.id, edition.data["document"])
    return form | {"unit": unit_of(person, form["signed_on"]), "document": edition.data["document"]}


def in_force(norm: Record, form: Data) -> Revision:
    """What brought the signed edition into force. Raises NoSuchEdition, NotInForceYet, NoLongerInForce."""
    edition = norms.editions(norm).get(form["edition"])
    if edition is None:
        raise NoSuchEdition(norm.id, form["edition"])
    if form["signed_on"] < edition.on:
        raise NotInForceYet(edition.data["document"], edition.on)
    if edition != norms.edition_on(norm, form["signed_on"]):
        raise NoLongerInForce(edition.data["document"], form["signed_on"])
    return edition
