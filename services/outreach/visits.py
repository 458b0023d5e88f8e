"""Rules for visits."""

from __future__ import annotations

import datetime as dt

from contracts.errors import Refused
from contracts.forms import fields_of
from contracts.outreach.counterparts import Counterpart
from contracts.outreach.visits import register
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.counterparts import with_counterpart
from services.outreach.joint import with_one_host

rules = Rules(register)
OF_PAIRING = (*fields_of(Counterpart), "programme")


class OtherCounterpart(Refused):
    """A visit under a pairing goes to the pairing's counterpart, for its programme."""

    slug, zh, field = "other-counterpart", "所填对象或活动与结对记录不符", "pairing"


class OthersPairing(Refused):
    """A visit under a pairing is the paired unit's, alone or with others."""

    slug, zh, field = "others-pairing", "该结对不属走访单位或联合单位", "pairing"


class NotPaired(Refused):
    """A visit under a pairing is scheduled while the pairing is in force."""

    slug, zh, field = "not-paired", "安排当日该结对尚未建立或已解除", "pairing"


class ScheduledInThePast(Refused):
    """A visit is scheduled for the day on which that is done, or a later one."""

    slug, zh, field = "scheduled-in-the-past", "拟走访日期早于安排日期", "scheduled_for"


class NotDueYet(Refused):
    """A visit is missed when its day has passed."""

    slug, zh, field = "not-due-yet", "拟走访日期尚未到", "missed_on"


def pairing(_visit: Record, form: Data, lookup: Lookup) -> Record | None:
    """The pairing under which it is made; None: a visit on its own."""
    return lookup.record("outreach.pairings", form["pairing"]) if form["pairing"] else None


@rules.on("schedule", pairing=pairing)
def schedule(_visit: Record, form: Data, _at: Context, pairing: Record | None) -> Data:
    """A visit knows its counterpart, from its pairing or for itself (M-A5-1)."""
    if form["scheduled_for"] < form["scheduled_on"]:
        raise ScheduledInThePast(form["scheduled_for"])
    checked = with_one_host(form)
    return _under(pairing, checked) if pairing else with_counterpart(checked)


def _under(pairing: Record, form: Data) -> Data:
    """A visit's form with what it leaves to its pairing to say."""
    if pairing.unit not in (form["unit"], *form["counits"]):
        raise OthersPairing(pairing.id, pairing.unit)
    if not _in_force(pairing, form["scheduled_on"]):
        raise NotPaired(pairing.id)
    inherited = {name: pairing.get(name) for name in OF_PAIRING if form[name] is None}
    whole = with_counterpart(form | inherited)
    if any(whole[name] != pairing[name] for name in ("counterpart_kind", "counterpart", "programme")):
        raise OtherCounterpart(pairing.id)
    return whole


def _in_force(pairing: Record, day: dt.date) -> bool:
    """Whether it was, from the day on which it was made to the one on which it ended."""
    ended: dt.date = pairing.get("ended_on", dt.date.max)
    return bool(pairing["paired_on"] <= day <= ended)


@rules.on("miss")
def miss(visit: Record, form: Data, _at: Context) -> Data:
    """A visit is missed when its day has passed."""
    if form["missed_on"] < visit["scheduled_for"]:
        raise NotDueYet(visit["scheduled_for"])
    return form
