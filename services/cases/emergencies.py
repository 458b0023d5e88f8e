"""Rules for emergency dispatches."""

import datetime as dt

from contracts.cases.digital_cases.intake import EMERGENCY
from contracts.cases.emergencies import register
from contracts.cases.rectifications import EMERGENCY as OF_EMERGENCY
from contracts.envelope import Event
from contracts.errors import Refused
from services.cases.referrals import Report, referral_data, request_for
from services.chassis.records.business_days import business_day_in
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import as_it_stood, hears_end, keep_link
from services.chassis.records.finding.decided_before import DecidedBefore
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)
SUDDEN = "emergency"
"""The category of what comes suddenly, where nobody says another."""
MINUTE = dt.timedelta(minutes=1)


class BeforeDispatch(Refused):
    """Nobody arrives before being sent, nor is done before having arrived."""

    slug, zh = "before-dispatch", "时间早于上一步骤"


@rules.on("dispatch")
def dispatch(_emergency: Record, form: Data, at: Context) -> Data:
    """Somebody is sent."""
    return form | {"dispatched_on": business_day_in(form, "dispatched_at", at)}


@rules.on("arrive")
def arrive(emergency: Record, form: Data, at: Context) -> Data:
    """The minutes since the dispatch, begun ones counted whole (M-B2-5)."""
    duration = form["arrived_at"] - emergency["dispatched_at"]
    if duration < dt.timedelta():
        raise BeforeDispatch(errors=[BeforeDispatch.fault("arrived_at")])
    return form | {"arrived_on": business_day_in(form, "arrived_at", at), "took_minutes": -(-duration // MINUTE)}


@rules.on("resolve")
def resolve(emergency: Record, form: Data, at: Context) -> Data:
    """It is dealt with after they arrived."""
    if form["resolved_at"] < emergency["arrived_at"]:
        raise BeforeDispatch(errors=[BeforeDispatch.fault("resolved_at")])
    return form | {"resolved_on": business_day_in(form, "resolved_at", at)}


@rules.on("refer", before=as_it_stood)
def refer(emergency: Record, form: Data, _at: Context, before: DecidedBefore | None) -> Data:
    """What is left to do is passed on."""
    return keep_link(referral_data(emergency, form, SUDDEN), before)


@rules.causes("refer")
def pass_on(event: Event, lookup: Lookup) -> CommandRequest:
    """The case or the rectification that it becomes (F120)."""
    emergency = lookup.record(register.name, event.subject)
    papers = [*emergency.get("evidence", []), *emergency.get("proof", [])]
    more = {"place": emergency["place"]}
    return request_for(event, Report(EMERGENCY, OF_EMERGENCY, emergency["situation"], more, dict.fromkeys(papers)))


hears_end(rules)
