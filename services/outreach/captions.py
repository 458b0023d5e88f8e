"""Rules for captions: when a paper was made is one moment or one day, and is past; a point is whole."""

from contracts.errors import NotYet, Refused
from contracts.outreach.captions import register
from contracts.refusals import HalfAPoint
from services.chassis.records.record import Context, Data, Record
from services.chassis.records.rules import Rules

rules = Rules(register)


class MomentAndDay(Refused):
    """When a paper was made is said once: at a moment, or on a day where only that is known."""

    slug, zh, field = "moment-and-day", "拍摄时间与拍摄日期只填一项", "taken_on"


@rules.on("describe", "describe_again")
def describe(_caption: Record, form: Data, at: Context) -> Data:
    """Nothing is known of what is still to come, and half a point is no place."""
    if form["taken_at"] and form["taken_on"]:
        raise MomentAndDay
    if form["taken_at"] and form["taken_at"] > at.now:
        raise NotYet(form["taken_at"].isoformat(), errors=[NotYet.fault("taken_at")])
    if form["taken_on"] and form["taken_on"] > at.today:
        raise NotYet(form["taken_on"].isoformat(), errors=[NotYet.fault("taken_on")])
    if faults := HalfAPoint.faults(form):
        raise HalfAPoint(errors=faults)
    return form
