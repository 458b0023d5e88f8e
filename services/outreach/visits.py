"""Rules for visits."""

from __future__ import annotations

from contracts.errors import Refused
from contracts.forms import fields_of
from contracts.outreach.counterparts import Counterpart
from contracts.outreach.visits import register
from services.chassis.desk import Find
from services.chassis.impersonal import impersonal
from services.chassis.record import Data, Moment, Record
from services.chassis.rules import Rules
from services.outreach.counterparts import identified
from services.outreach.joint import with_one_host

rules = Rules(register)
OF_PAIRING = (*fields_of(Counterpart), "programme")


class OtherCounterpart(Refused):
    """A visit under a pairing goes to the pairing's counterpart, for its programme."""

    slug, zh, field = "other-counterpart", "所填对象或活动与结对记录不符", "pairing"


class PairingEnded(Refused):
    """A visit under a pairing is scheduled while the pairing is in force."""

    slug, zh, field = "pairing-ended", "该结对已解除", "pairing"


class ScheduledInThePast(Refused):
    """A visit is scheduled for the day on which that is done, or a later one."""

    slug, zh, field = "scheduled-in-the-past", "拟走访日期早于安排日期", "scheduled_for"


class NotDueYet(Refused):
    """A visit is missed when its day has passed."""

    slug, zh, field = "not-due-yet", "拟走访日期尚未到", "missed_on"


def pairing(_visit: Record, form: Data, find: Find) -> Record | None:
    """The pairing under which it is made; None: a visit on its own."""
    return find.record("outreach.pairings", form["pairing"]) if form["pairing"] else None


@rules.on("schedule", pairing=pairing)
def schedule(_visit: Record, form: Data, _at: Moment, pairing: Record | None) -> Data:
    """A visit knows its counterpart, from its pairing or for itself (M-A5-1)."""
    if form["scheduled_for"] < form["scheduled_on"]:
        raise ScheduledInThePast(form["scheduled_for"])
    return _under(pairing, with_one_host(form)) if pairing else identified(with_one_host(form))


def _under(pairing: Record, form: Data) -> Data:
    """A visit's form with what it leaves to its pairing to say."""
    if any(entry.step.name == "end" and entry.on < form["scheduled_on"] for entry in pairing.standing):
        raise PairingEnded(pairing.id)
    left = {name: pairing.get(name) for name in OF_PAIRING if form[name] is None}
    told = identified(form | left)
    if any(told[name] != pairing[name] for name in ("counterpart_kind", "counterpart", "programme")):
        raise OtherCounterpart(pairing.id)
    return told


@rules.on("minute")
def minute(_visit: Record, form: Data, _at: Moment) -> Data:
    """Minutes say what troubles whoever was visited, without numbers by which they could be found (F092)."""
    return impersonal(form, "minutes")


@rules.on("miss")
def miss(visit: Record, form: Data, _at: Moment) -> Data:
    """A visit is missed when its day has passed."""
    if form["missed_on"] < visit["scheduled_for"]:
        raise NotDueYet(visit["scheduled_for"])
    return form
