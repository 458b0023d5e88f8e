"""Rules for service calls."""

from contracts.envelope import Event
from contracts.errors import Refused
from contracts.outreach.service_calls import register
from services.chassis.records.business_days import business_day_in
from services.chassis.records.command import CommandRequest
from services.chassis.records.finding.caused_steps import as_it_stood, hears, hears_end, keep_link
from services.chassis.records.finding.decided_before import DecidedBefore
from services.chassis.records.lookup import Lookup
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules
from services.outreach.referrals import matter_for, referral_data

rules = Rules(register)


class AnsweredFirst(Refused):
    """A call cannot be answered before it came."""

    slug, zh, field = "answered-first", "答复时间早于来电时间", "answered_at"


@rules.on("receive")
def receive(_call: Record, form: Data, at: Context) -> Data:
    """A call belongs to the business day on which it came; who called stands in the private fields alone."""
    return form | {"received_on": business_day_in(form, "received_at", at)}


@rules.on("answer")
def answer(call: Record, form: Data, at: Context) -> Data:
    """How long the caller waited, in minutes of the clock (M-B1-3)."""
    if form["answered_at"] < call["received_at"]:
        raise AnsweredFirst(form["answered_at"])
    waited = form["answered_at"] - call["received_at"]
    return form | {
        "answered_on": business_day_in(form, "answered_at", at),
        "took_minutes": int(waited.total_seconds() // 60),
    }


@rules.on("refer", before=as_it_stood)
def refer(call: Record, form: Data, _at: Context, before: DecidedBefore | None) -> Data:
    """The call becomes a matter of a community, or what its category fits; what was said goes with it."""
    data = keep_link(referral_data(call, form), before)
    return data | {"summary": call["matter"], "concerns": call.get("object")}


@rules.causes("refer")
def pass_on(event: Event, lookup: Lookup) -> CommandRequest | None:
    """The matter that it becomes; a case or a rectification is the cases service's."""
    requester = lookup.record(register.name, event.subject)["caller_kind"]
    return matter_for(event, {"requester": requester, "service_call": event.subject})


hears_end(rules)
hears(rules, "hear_reopened")
