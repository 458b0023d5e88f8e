"""Rules for service calls."""

from contracts.errors import Refused
from contracts.outreach.service_calls import register
from services.chassis.records.business_days import business_day_in
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

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
